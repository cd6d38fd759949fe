//! An OpenAPI description, loaded as `openapiv3`, with every schema left where it stands.
//!
//! Input: the [`Node`] of an OpenAPI 3.0 or 3.1 document, overlays applied. Output: an [`OpenApi`].
//! `openapiv3` speaks 3.0 only and its schemas drop or refuse what 2020-12 says, so `rewrite` hands it the
//! structure alone: each schema is replaced by an extension that tells its JSON pointer, and `lower` reads
//! the schema itself, in whichever dialect, from the document. Nothing is lost on the way.

mod rewrite;
mod structure;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexMap;
use openapiv3::OpenAPI;
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failed, Span};
use crate::source::Node;

use super::capability::Method;
use super::template::shape;

/// The extension that tells where an object of the structure stands: a JSON pointer into the document.
const ORIGIN: &str = "x-origin";

/// An OpenAPI description.
#[derive(Clone, Debug)]
pub struct OpenApi {
    /// The whole document, overlays applied.
    pub root: Arc<Node>,
    /// The dialect of its schemas.
    pub dialect: Dialect,
    /// The structure of the wanted operations and of all components but the schemas.
    pub api: OpenAPI,
}

/// The dialect of a document's schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// OpenAPI 3.0: an own dialect, with `nullable` and boolean exclusive bounds.
    OpenApi30,
    /// OpenAPI 3.1: JSON Schema 2020-12.
    JsonSchema202012,
}

/// An operation by method and path template, the names of the template's parameters left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    method: &'static str,
    path: String,
}

impl Key {
    /// The key of an operation.
    pub fn new(method: Method, path: &str) -> Self {
        Self { method: method.as_str(), path: shape(path) }
    }
}

/// Which operations of a document are loaded.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// All of them.
    All,
    /// These, as far as the document has them; what is wrong with the others does not matter.
    Only(BTreeSet<Key>),
}

impl Wanted {
    /// No operation at all.
    pub fn none() -> Self {
        Self::Only(BTreeSet::new())
    }
}

/// An operation found in a document.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// The path template, as the document writes it.
    pub path: &'a str,
    /// The path item, whose parameters every operation of it takes.
    pub item: &'a openapiv3::PathItem,
    /// The operation.
    pub operation: &'a openapiv3::Operation,
}

impl OpenApi {
    /// Loads a document.
    ///
    /// # Errors
    /// Returns [`Failed`] where the document is no OpenAPI 3 description, after saying why.
    pub fn load(
        root: Arc<Node>,
        wanted: &Wanted,
        diagnostics: &mut Diagnostics,
    ) -> Result<Self, Failed> {
        let dialect = dialect(&root, diagnostics)?;
        let api = structure::read(&rewrite::rewrite(&root, wanted), &root, diagnostics)?;
        Ok(Self { root, dialect, api })
    }

    /// An operation by its key.
    pub fn operation(&self, key: &Key) -> Option<Found<'_>> {
        self.operations()
            .find(|(method, it)| *method == key.method && shape(it.path) == key.path)
            .map(|it| it.1)
    }

    /// All loaded operations with their methods, in document order.
    pub fn operations(&self) -> impl Iterator<Item = (&'static str, Found<'_>)> {
        self.api
            .paths
            .paths
            .iter()
            .filter_map(|(path, item)| Some((path, item.as_item()?)))
            .flat_map(|(path, item)| {
                let found = move |operation| Found { path: path.as_str(), item, operation };
                [
                    ("GET", &item.get),
                    ("PUT", &item.put),
                    ("POST", &item.post),
                    ("DELETE", &item.delete),
                    ("OPTIONS", &item.options),
                    ("HEAD", &item.head),
                    ("PATCH", &item.patch),
                    ("TRACE", &item.trace),
                ]
                .into_iter()
                .filter_map(move |(method, it)| Some((method, found(it.as_ref()?))))
            })
    }

    /// The node of an object of the structure, and its pointer.
    pub fn origin(&self, extensions: &IndexMap<String, Value>) -> (&Node, String) {
        let pointer = extensions.get(ORIGIN).and_then(Value::as_str).unwrap_or_default();
        let root = self.root.as_ref();
        (root.pointer(pointer).unwrap_or(root), pointer.to_owned())
    }
}

fn dialect(root: &Node, diagnostics: &mut Diagnostics) -> Result<Dialect, Failed> {
    let version = root.get("openapi");
    let text = version.and_then(Node::as_str).unwrap_or_default();
    match text.split('.').take(2).collect::<Vec<_>>().as_slice() {
        ["3", "0"] => return Ok(Dialect::OpenApi30),
        ["3", "1"] => return Ok(Dialect::JsonSchema202012),
        _ => {}
    }
    diagnostics.push(match (version, root.get("swagger")) {
        (Some(version), _) => Diagnostic::error(
            Code::UnsupportedVersion,
            version.span,
            "unsupported version of OpenAPI",
        )
        .help("supported are 3.0 and 3.1, written as a string: `openapi: 3.1.0`"),
        (None, Some(swagger)) => Diagnostic::error(
            Code::UnsupportedVersion,
            swagger.span,
            "Swagger 2.0 is not supported",
        )
        .help("convert the document to OpenAPI 3 first"),
        (None, None) => Diagnostic::error(
            Code::InvalidOpenapi,
            head(root),
            "not an OpenAPI description: no `openapi` member",
        ),
    });
    Err(Failed)
}

/// A place to point at for what a whole object lacks: its first key, since the object itself may be long.
fn head(node: &Node) -> Span {
    node.as_object().and_then(|it| it.values().next()).map_or(node.span, |first| first.key)
}

/// The span of the node at a pointer, or of the nearest one above it.
fn nearest(root: &Node, pointer: &str) -> Span {
    let mut pointer = pointer;
    loop {
        if let Some(node) = root.pointer(pointer) {
            return head(node);
        }
        pointer = pointer.rsplit_once('/').map_or("", |(above, _)| above);
    }
}
