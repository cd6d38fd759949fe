//! An OpenAPI description, loaded as `openapiv3`, with every schema left where it stands.
//!
//! Input: the [`Node`] of an OpenAPI 3.0 or 3.1 document, overlays applied, with the files that it refers to.
//! Output: an [`OpenApi`]. `openapiv3` speaks 3.0 only and its schemas drop or refuse what 2020-12 says, so
//! `rewrite` hands it the structure alone: each schema is replaced by an extension that tells its [`address`],
//! and `lower` reads the schema itself, in whichever dialect, from there. Nothing is lost on the way. The
//! dialect of the document is that of its files too.

pub mod address;
mod bundle;
mod fitting;
mod reach;
mod rewrite;
mod servers;
mod structure;
#[cfg(test)]
mod tests;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use indexmap::IndexMap;
use openapiv3::OpenAPI;
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failed, Span};
use crate::source::Node;

use super::capability::Method;
use super::template::shape;

pub use bundle::{Broken, Bundle};
pub use servers::Server;

/// The extension that tells where an object of the structure stands: its address.
const ORIGIN: &str = "x-origin";

/// An OpenAPI description.
#[derive(Clone, Debug)]
pub struct OpenApi {
    /// The whole document, overlays applied.
    pub root: Arc<Node>,
    /// The dialect of its schemas.
    pub dialect: Dialect,
    /// The structure of the wanted operations, and of what they refer to but for the schemas.
    pub api: OpenAPI,
    /// The wanted operations that are not valid, such as `GET /pets`.
    pub left_out: Vec<String>,
    /// The document with the files that it refers to.
    bundle: Bundle,
    /// For each operation, the place of its path among those of `api`.
    index: BTreeMap<Key, usize>,
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
    // First, so that the operations of a path stand together.
    path: String,
    method: &'static str,
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
    /// All of them that are valid; what is wrong with one is a warning, and costs no other.
    All,
    /// These, as far as the document has them; what is wrong with the others does not matter.
    Only(BTreeSet<Key>),
}

impl Wanted {
    /// No operation at all.
    pub fn none() -> Self {
        Self::Only(BTreeSet::new())
    }

    /// Whether any operation of a path is wanted, by the shape of the path.
    fn has_path(&self, shape: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(keys) => {
                let first = Key { path: shape.to_owned(), method: "" };
                keys.range(first..).next().is_some_and(|it| it.path == shape)
            }
        }
    }

    fn has(&self, method: &'static str, shape: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(keys) => keys.contains(&Key { path: shape.to_owned(), method }),
        }
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
    /// Loads a document, with the files that it refers to.
    ///
    /// # Errors
    /// Returns [`Failed`] where the document is no OpenAPI 3 description, after saying why.
    pub fn load(
        bundle: Bundle,
        wanted: &Wanted,
        diagnostics: &mut Diagnostics,
    ) -> Result<Self, Failed> {
        let dialect = dialect(&bundle.root, diagnostics)?;
        let (api, left_out) = match wanted {
            Wanted::All => fitting::read(&bundle, diagnostics)?,
            Wanted::Only(_) => {
                let structure = rewrite::rewrite(&bundle, wanted, diagnostics);
                (structure::read(&structure, &bundle, diagnostics)?, Vec::new())
            }
        };
        let root = Arc::clone(&bundle.root);
        let mut openapi = Self { root, dialect, api, left_out, bundle, index: BTreeMap::new() };
        openapi.index = openapi.indexed();
        Ok(openapi)
    }

    /// The first of the operations that match the same requests counts.
    fn indexed(&self) -> BTreeMap<Key, usize> {
        let mut index = BTreeMap::new();
        for (at, (path, item)) in self.api.paths.paths.iter().enumerate() {
            let Some(item) = item.as_item() else { continue };
            let path = shape(path);
            for (method, _) in methods(item) {
                index.entry(Key { path: path.clone(), method }).or_insert(at);
            }
        }
        index
    }

    /// An operation by its key.
    pub fn operation(&self, key: &Key) -> Option<Found<'_>> {
        let (path, item) = self.api.paths.paths.get_index(*self.index.get(key)?)?;
        let item = item.as_item()?;
        let (_, operation) = methods(item).find(|it| it.0 == key.method)?;
        Some(Found { path, item, operation })
    }

    /// All loaded operations with their methods, in document order.
    pub fn operations(&self) -> impl Iterator<Item = (&'static str, Found<'_>)> {
        self.api
            .paths
            .paths
            .iter()
            .filter_map(|(path, item)| Some((path, item.as_item()?)))
            .flat_map(|(path, item)| {
                methods(item)
                    .map(move |(method, operation)| (method, Found { path, item, operation }))
            })
    }

    /// The node at an address.
    pub fn node(&self, address: &str) -> Option<&Node> {
        self.bundle.node(address)
    }

    /// The address that a `$ref` leads to.
    ///
    /// # Errors
    /// Returns what is to be said where it leads nowhere.
    pub fn target(&self, reference: &Node) -> Result<String, Broken> {
        self.bundle.target(reference)
    }

    /// The address that a value of a discriminator's mapping leads to.
    ///
    /// # Errors
    /// Returns what is to be said where it leads nowhere.
    pub fn mapped(&self, value: &Node) -> Result<String, Broken> {
        self.bundle.mapped(value)
    }

    /// Follows references from an address until something else stands there.
    ///
    /// # Errors
    /// Returns what is to be said where they lead nowhere, or back.
    pub fn follow(&self, address: &str) -> Result<String, Broken> {
        self.bundle.follow(address)
    }

    /// The node of an object of the structure, and its address.
    pub fn origin(&self, extensions: &IndexMap<String, Value>) -> (&Node, String) {
        let address = extensions.get(ORIGIN).and_then(Value::as_str).unwrap_or_default();
        (self.node(address).unwrap_or(&self.root), address.to_owned())
    }
}

/// The operations of a path item with their methods.
fn methods(
    item: &openapiv3::PathItem,
) -> impl Iterator<Item = (&'static str, &openapiv3::Operation)> {
    let all = [
        ("GET", &item.get),
        ("PUT", &item.put),
        ("POST", &item.post),
        ("DELETE", &item.delete),
        ("OPTIONS", &item.options),
        ("HEAD", &item.head),
        ("PATCH", &item.patch),
        ("TRACE", &item.trace),
    ];
    all.into_iter().filter_map(|(method, it)| Some((method, it.as_ref()?)))
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

/// The span of the node at an address, or of the nearest one above it.
fn nearest(bundle: &Bundle, address: &str) -> Span {
    let mut address = address;
    loop {
        if let Some(node) = bundle.node(address) {
            return head(node);
        }
        address = address.rsplit_once('/').map_or("", |(above, _)| above);
    }
}
