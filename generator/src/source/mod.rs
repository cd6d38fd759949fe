//! Bytes become positioned values, under guard.
//!
//! Input: bytes from a [`Loader`]. Output: [`Node`] trees, and the [`SourceMap`] that shows their lines.
//! Knows nothing of OpenAPI or of capabilities.
//!
//! Values and positions come from different parsers, since no one gives both: `serde_yaml` and
//! `serde_json` know values, the events of `saphyr-parser` and a small scanner know positions. Each
//! document is therefore read twice: the first walk guards it and yields a `Layout`, the
//! second takes the values and zips them with it. Where the two walks disagree, the document is
//! ambiguous and is refused.

mod decode;
mod json;
mod layout;
mod load;
mod map;
mod node;
mod parse;
mod path;
mod yaml;
mod zip;

#[cfg(test)]
mod tests;

pub use crate::diagnostic::Location;
pub use load::{Limits, LoadError, Loader};
pub use map::SourceMap;
pub use node::{Data, Member, Node, Object, push_token};
pub use path::normalise_path;
