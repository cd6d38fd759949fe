//! The structure of an OpenAPI document, as OpenAPI 3.0, with pointers in place of schemas.
//!
//! Input: the document and which operations of it are wanted. Output: JSON that `openapiv3` understands.
//! Left out: schemas (a pointer tells where each stands), examples, links, callbacks, webhooks, servers.

use serde_json::{Map, Value, json};

use crate::source::{Data, Node, push_token};

use super::{Key, ORIGIN, Wanted};
use crate::document::capability::Method;

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

/// The component maps that have a structure beyond schemas.
const COMPONENTS: &[&str] = &["parameters", "requestBodies", "responses", "headers"];

/// Members that are not part of what is generated from, or stand elsewhere in the IR.
const LEFT_OUT: &[&str] = &["example", "examples", "links", "callbacks", "servers", "externalDocs"];

/// Members whose own members are named by the document's author, not by the specification.
const MAPS: &[&str] = &["responses", "content", "headers", "encoding"];

/// The security scheme types that OpenAPI 3.0 knows.
const SCHEME_TYPES: &[&str] = &["apiKey", "http", "oauth2", "openIdConnect"];

/// Brings a document into the form that `openapiv3` loads.
pub fn rewrite(root: &Node, wanted: &Wanted) -> Value {
    let mut components = Map::new();
    for name in COMPONENTS {
        let pointer = format!("/components/{name}");
        if let Some(node) = root.pointer(&pointer) {
            components.insert((*name).to_owned(), map(node, &pointer));
        }
    }
    components.insert("securitySchemes".to_owned(), security_schemes(root));
    let security = root.get("security").map_or_else(|| json!([]), Node::to_value);
    json!({
        "openapi": "3.0.3",
        "info": { "title": "", "version": "" },
        "paths": paths(root, wanted),
        "components": components,
        "security": security,
    })
}

fn paths(root: &Node, wanted: &Wanted) -> Value {
    let Some(paths) = root.get("paths").and_then(Node::as_object) else { return json!({}) };
    let mut out = Map::new();
    for (path, member) in paths.iter().filter(|(path, _)| path.starts_with('/')) {
        let pointer = push_token("/paths", path);
        if let Some(item) = path_item(root, path, &member.value, &pointer, wanted) {
            out.insert(path.clone(), item);
        }
    }
    Value::Object(out)
}

fn path_item(
    root: &Node,
    path: &str,
    node: &Node,
    pointer: &str,
    wanted: &Wanted,
) -> Option<Value> {
    // A path item may live among the components (OpenAPI 3.1).
    let target = node.get("$ref").and_then(Node::as_str).and_then(|it| it.strip_prefix('#'));
    let (node, pointer) = match target {
        Some(target) => (root.pointer(target)?, target),
        None => (node, pointer),
    };
    let mut item = Map::new();
    for method in METHODS {
        let key = method.as_str().to_ascii_lowercase();
        let Some(operation) = node.get(&key) else { continue };
        if let Wanted::Only(keys) = wanted
            && !keys.contains(&Key::new(*method, path))
        {
            continue;
        }
        item.insert(key.clone(), object(operation, &push_token(pointer, &key)));
    }
    if item.is_empty() {
        return None;
    }
    if let Some(parameters) = node.get("parameters") {
        item.insert(
            "parameters".to_owned(),
            rewritten(parameters, &format!("{pointer}/parameters")),
        );
    }
    Some(Value::Object(item))
}

/// A scheme of a type that 3.0 does not know is left out; whoever demands it is told so by `lower`.
fn security_schemes(root: &Node) -> Value {
    let schemes = root.pointer("/components/securitySchemes").and_then(Node::as_object);
    let known = |node: &Node| {
        node.get("$ref").is_some()
            || node.get("type").and_then(Node::as_str).is_some_and(|it| SCHEME_TYPES.contains(&it))
    };
    let schemes = schemes.into_iter().flatten().filter(|(_, it)| known(&it.value));
    schemes
        .map(|(name, it)| (name.clone(), with_flows(it.value.to_value())))
        .collect::<Map<_, _>>()
        .into()
}

/// `openapiv3` demands the flows of an OAuth 2 scheme, which documents at times leave out.
fn with_flows(mut scheme: Value) -> Value {
    if scheme["type"] == "oauth2" {
        scheme["flows"] = json!({});
    }
    scheme
}

/// A map from the author's names to objects of the specification.
fn map(node: &Node, pointer: &str) -> Value {
    match &node.data {
        Data::Object(members) => members
            .iter()
            .map(|(name, it)| (name.clone(), rewritten(&it.value, &push_token(pointer, name))))
            .collect::<Map<_, _>>()
            .into(),
        _ => node.to_value(),
    }
}

fn rewritten(node: &Node, pointer: &str) -> Value {
    match &node.data {
        Data::Object(_) => object(node, pointer),
        Data::Array(items) => items
            .iter()
            .enumerate()
            .map(|(at, it)| rewritten(it, &format!("{pointer}/{at}")))
            .collect(),
        _ => node.to_value(),
    }
}

/// An object of the specification: its schema becomes a pointer, and it tells where it stands.
fn object(node: &Node, pointer: &str) -> Value {
    let Some(members) = node.as_object() else { return node.to_value() };
    if let Some(reference) = members.get("$ref") {
        return json!({ "$ref": reference.value.to_value() });
    }
    let mut out = Map::new();
    for (name, member) in members.iter().filter(|(name, _)| !LEFT_OUT.contains(&name.as_str())) {
        let pointer = push_token(pointer, name);
        let value = match name.as_str() {
            "schema" => json!({ ORIGIN: pointer }),
            "security" => member.value.to_value(),
            name if MAPS.contains(&name) => map(&member.value, &pointer),
            _ => rewritten(&member.value, &pointer),
        };
        out.insert(name.clone(), value);
    }
    complete(&mut out, pointer);
    out.insert(ORIGIN.to_owned(), pointer.into());
    Value::Object(out)
}

/// Adds what OpenAPI 3.0 demands, 3.1 does not, and the IR can do without.
fn complete(object: &mut Map<String, Value>, pointer: &str) {
    let holder = pointer.rsplit('/').nth(1);
    if holder == Some("responses") {
        object.entry("description").or_insert_with(|| "".into());
    }
    let is_parameter = object.contains_key("in") || holder == Some("headers");
    if is_parameter && !object.contains_key("schema") && !object.contains_key("content") {
        object.insert("schema".to_owned(), json!({}));
    }
    let method = pointer.rsplit('/').next().unwrap_or_default();
    let is_operation = pointer.starts_with("/paths/")
        && pointer.matches('/').count() == 3
        && METHODS.iter().any(|it| it.as_str().eq_ignore_ascii_case(method));
    if is_operation {
        object.entry("responses").or_insert_with(|| json!({}));
    }
}
