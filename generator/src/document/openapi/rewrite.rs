//! The structure of an OpenAPI document, as OpenAPI 3.0, with addresses in place of schemas.
//!
//! Input: the document with its files, and which of its operations are wanted. Output: JSON that `openapiv3`
//! understands. What is referred to becomes a component whose name is its address; a reference keeps the
//! address of the place it stands at, so that whoever follows it can say where it stands. Left out: schemas
//! (an address tells where each stands), components that nothing refers to, examples, links, callbacks,
//! webhooks, servers.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::document::capability::Method;
use crate::document::template::shape;
use crate::source::{Data, Node, push_token};

use super::bundle::Bundle;
use super::{ORIGIN, Wanted};

const METHODS: &[Method] = &[
    Method::Get,
    Method::Put,
    Method::Post,
    Method::Delete,
    Method::Options,
    Method::Head,
    Method::Patch,
    Method::Trace,
];

/// Members that are not part of what is generated from, or stand elsewhere in the IR.
const LEFT_OUT: &[&str] =
    &["$ref", "example", "examples", "links", "callbacks", "servers", "externalDocs"];

/// The security scheme types that OpenAPI 3.0 knows.
const SCHEME_TYPES: &[&str] = &["apiKey", "http", "oauth2", "openIdConnect"];

/// Brings a document into the form that `openapiv3` loads. A path item that refers to nothing is reported.
pub fn rewrite(bundle: &Bundle, wanted: &Wanted, diagnostics: &mut Diagnostics) -> Value {
    let (met, waiting, components) = (BTreeSet::new(), Vec::new(), Map::new());
    let mut rewriter = Rewriter { bundle, diagnostics, met, waiting, components };
    let paths = rewriter.paths(wanted);
    rewriter.finish();
    let mut components = rewriter.components;
    components.insert("securitySchemes".to_owned(), security_schemes(bundle));
    let security = bundle.root.get("security").map_or_else(|| json!([]), Node::to_value);
    json!({
        "openapi": "3.0.3",
        "info": { "title": "", "version": "" },
        "paths": paths,
        "components": components,
        "security": security,
    })
}

/// The objects of the specification that have a structure beyond schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Operation,
    Parameter,
    Body,
    Response,
    Header,
    MediaType,
    Encoding,
}

impl Kind {
    /// The components of this kind.
    fn section(self) -> Option<&'static str> {
        Some(match self {
            Self::Parameter => "parameters",
            Self::Body => "requestBodies",
            Self::Response => "responses",
            Self::Header => "headers",
            Self::Operation | Self::MediaType | Self::Encoding => return None,
        })
    }

    /// How a member of an object of this kind holds further objects.
    fn member(self, name: &str) -> Option<Held> {
        Some(match (self, name) {
            (Self::Operation, "parameters") => Held::List(Self::Parameter),
            (Self::Operation, "requestBody") => Held::One(Self::Body),
            (Self::Operation, "responses") => Held::Map(Self::Response),
            (Self::Parameter | Self::Header | Self::MediaType, "schema") => Held::Schema,
            (Self::Parameter | Self::Header | Self::Body | Self::Response, "content") => {
                Held::Map(Self::MediaType)
            }
            (Self::Response | Self::Encoding, "headers") => Held::Map(Self::Header),
            (Self::MediaType, "encoding") => Held::Map(Self::Encoding),
            _ => return None,
        })
    }
}

/// How objects are held by a member.
#[derive(Clone, Copy, Debug)]
enum Held {
    One(Kind),
    List(Kind),
    Map(Kind),
    Schema,
}

struct Rewriter<'b> {
    bundle: &'b Bundle,
    diagnostics: &'b mut Diagnostics,
    /// What is referred to, by kind and address.
    met: BTreeSet<(Kind, String)>,
    waiting: Vec<(Kind, String)>,
    components: Map<String, Value>,
}

impl Rewriter<'_> {
    fn paths(&mut self, wanted: &Wanted) -> Value {
        let paths = self.bundle.root.get("paths").and_then(Node::as_object);
        let mut out = Map::new();
        for path in paths.into_iter().flat_map(|it| it.keys()).filter(|it| it.starts_with('/')) {
            let shape = shape(path);
            if wanted.has_path(&shape)
                && let Some(item) = self.path_item(path, &shape, wanted)
            {
                out.insert(path.clone(), item);
            }
        }
        Value::Object(out)
    }

    fn path_item(&mut self, path: &str, shape: &str, wanted: &Wanted) -> Option<Value> {
        let own = push_token("/paths", path);
        let mut places = vec![own.clone()];
        // A path item may stand elsewhere; what is written beside the reference adds to it.
        if self.bundle.node(&own)?.get("$ref").is_some() {
            match self.bundle.follow(&own) {
                Ok(address) => places.push(address),
                Err(broken) => broken.into_iter().for_each(|it| self.diagnostics.push(it)),
            }
        }
        let mut item = Map::new();
        for method in METHODS.iter().filter(|it| wanted.has(it.as_str(), shape)) {
            let key = method.as_str().to_ascii_lowercase();
            let addresses = places.iter().map(|it| push_token(it, &key));
            let found = addresses.filter_map(|at| Some((self.bundle.node(&at)?, at))).next();
            if let Some((operation, address)) = found {
                item.insert(key, self.object(Kind::Operation, operation, &address));
            }
        }
        if item.is_empty() {
            return None;
        }
        if let Some(parameters) = self.shared_parameters(&places) {
            item.insert("parameters".to_owned(), parameters);
        }
        Some(Value::Object(item))
    }

    /// The parameters that every operation of a path takes, those of the path item itself last.
    fn shared_parameters(&mut self, places: &[String]) -> Option<Value> {
        let mut all: Option<Value> = None;
        for place in places.iter().rev() {
            let address = push_token(place, "parameters");
            let Some(node) = self.bundle.node(&address) else { continue };
            let these = self.held(Held::List(Kind::Parameter), node, &address);
            match (&mut all, these) {
                (Some(Value::Array(all)), Value::Array(these)) => all.extend(these),
                (all, these) => *all = Some(these),
            }
        }
        all
    }

    /// Rewrites what was referred to, and what that refers to.
    fn finish(&mut self) {
        while let Some((kind, address)) = self.waiting.pop() {
            let (Some(section), Some(node)) = (kind.section(), self.bundle.node(&address)) else {
                continue;
            };
            let value = self.object(kind, node, &address);
            let section = self.components.entry(section).or_insert_with(|| json!({}));
            if let Value::Object(members) = section {
                members.insert(address, value);
            }
        }
    }

    fn object(&mut self, kind: Kind, node: &Node, address: &str) -> Value {
        let Some(members) = node.as_object() else { return node.to_value() };
        if let Some(reference) = members.get("$ref") {
            if kind.section().is_some() {
                return self.reference(kind, address);
            }
            self.diagnostics.push(not_followed(reference.key));
        }
        let mut out = Map::new();
        for (name, member) in members.iter().filter(|it| !LEFT_OUT.contains(&it.0.as_str())) {
            let value = match kind.member(name) {
                Some(held) => self.held(held, &member.value, &push_token(address, name)),
                None => member.value.to_value(),
            };
            out.insert(name.clone(), value);
        }
        complete(&mut out, kind);
        out.insert(ORIGIN.to_owned(), address.into());
        Value::Object(out)
    }

    /// A reference tells where it stands; what it means in the end becomes a component.
    fn reference(&mut self, kind: Kind, address: &str) -> Value {
        if let Ok(target) = self.bundle.follow(address)
            && self.met.insert((kind, target.clone()))
        {
            self.waiting.push((kind, target));
        }
        json!({ "$ref": address })
    }

    fn held(&mut self, held: Held, node: &Node, address: &str) -> Value {
        match (held, &node.data) {
            (Held::Schema, _) => json!({ ORIGIN: address }),
            (Held::One(kind), _) => self.object(kind, node, address),
            (Held::List(kind), Data::Array(items)) => {
                let items = items.iter().enumerate();
                items.map(|(at, it)| self.object(kind, it, &format!("{address}/{at}"))).collect()
            }
            (Held::Map(kind), Data::Object(members)) => members
                .iter()
                .map(|(name, it)| {
                    (name.clone(), self.object(kind, &it.value, &push_token(address, name)))
                })
                .collect::<Map<_, _>>()
                .into(),
            _ => node.to_value(),
        }
    }
}

/// OpenAPI lets a reference stand only for what `components` can hold.
fn not_followed(span: Span) -> Diagnostic {
    let message = "a `$ref` has no meaning at this place";
    Diagnostic::warning(Code::InvalidOpenapi, span, message).label("not followed").help(
        "refer to a schema, a parameter, a body, an answer, a header or a path item as a whole",
    )
}

/// A scheme of a type that 3.0 does not know is left out; whoever demands it is told so by `lower`.
fn security_schemes(bundle: &Bundle) -> Value {
    let schemes = bundle.root.pointer("/components/securitySchemes").and_then(Node::as_object);
    let known = |node: &Node| {
        node.get("type").and_then(Node::as_str).is_some_and(|it| SCHEME_TYPES.contains(&it))
    };
    let scheme = |name: &String| {
        let address = bundle.follow(&push_token("/components/securitySchemes", name)).ok()?;
        let node = bundle.node(&address).filter(|it| known(it))?;
        Some((name.clone(), with_flows(node.to_value())))
    };
    let names = schemes.into_iter().flat_map(|it| it.keys());
    names.filter_map(scheme).collect::<Map<_, _>>().into()
}

/// The one flow of an OAuth 2 scheme that needs no person, in the form that `openapiv3` demands: documents at
/// times leave out the flows, or the scopes of one.
fn with_flows(mut scheme: Value) -> Value {
    if scheme["type"] == "oauth2" {
        let flow = &scheme["flows"]["clientCredentials"];
        scheme["flows"] = match flow["tokenUrl"].as_str() {
            Some(url) => json!({ "clientCredentials": { "tokenUrl": url, "scopes": {} } }),
            None => json!({}),
        };
    }
    scheme
}

/// Adds what OpenAPI 3.0 demands, 3.1 does not, and the IR can do without.
fn complete(object: &mut Map<String, Value>, kind: Kind) {
    match kind {
        Kind::Response => {
            object.entry("description").or_insert_with(|| "".into());
        }
        Kind::Operation => {
            object.entry("responses").or_insert_with(|| json!({}));
        }
        Kind::Parameter | Kind::Header
            if !object.contains_key("schema") && !object.contains_key("content") =>
        {
            object.insert("schema".to_owned(), json!({}));
        }
        _ => {}
    }
}
