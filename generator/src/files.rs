//! The files that go in beside the documents, and those that come out.

use std::collections::BTreeMap;

/// The files of `templates/`, by path relative to it, `/`-separated.
pub type Templates = BTreeMap<String, String>;

/// The files of the generated crate, by path relative to it, `/`-separated.
pub type Files = BTreeMap<String, String>;
