//! What the OpenAPI document says of itself.

use serde::Serialize;
use serde_json::{Map, Value};

/// The API that a capability calls, as its OpenAPI document introduces it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Provider {
    /// `info.title`
    pub title: Option<String>,
    /// `info.version`
    pub version: Option<String>,
    /// `info.contact`, with `name`, `url` and `email` as far as they are declared; nobody is made up.
    pub contact: Option<Map<String, Value>>,
    /// `info.license`, with `name`, and `identifier` or `url`.
    pub license: Option<Map<String, Value>>,
    /// The declared tags, in document order.
    pub tags: Vec<Tag>,
}

/// A tag, which groups operations.
#[derive(Clone, Debug, Serialize)]
pub struct Tag {
    /// The name.
    pub name: String,
    /// What its operations are about.
    pub description: Option<String>,
}
