//! Compiles a Naftiko capability and an OpenAPI description into Rust source files.
//!
//! The path of one operation, each stage a module:
//! `source` (bytes to positioned values) -> `document` (capability, catalog, OpenAPI with overlays) ->
//! `lower` (documents to IR) -> `check` (lints across the IR) -> `names` (every Rust identifier, once) ->
//! `emit` (IR to tokens) -> `render` (tokens to text) -> `files` (the ordered set of files).
//!
//! The library reads nothing itself: it is handed a [`source::Loader`].

mod check;
pub mod compile;
pub mod diagnostic;
pub mod document;
mod emit;
mod files;
pub mod ir;
pub mod lower;
mod names;
mod render;
mod shape;
pub mod source;
