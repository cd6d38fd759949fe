//! Positioned values become documents: the catalog, capabilities, overlays and OpenAPI
//! descriptions.
//!
//! Input: [`Node`](crate::source::Node) trees. Output: one model per kind of document, every value
//! of which still knows where it stands. Documents are read one at a time; what one says of another
//! is the business of `lower`.

pub mod capability;
pub mod catalog;
pub mod module_name;
pub mod openapi;
pub mod overlay;
mod reader;
pub mod template;
#[cfg(test)]
mod testing;

pub use reader::Spanned;
