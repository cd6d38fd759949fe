//! The OpenAPI description of what is served: `GET /openapi.json`.
//!
//! Each capability has a document of its own; where several are served by one router, they are joined. A document
//! is read and written anew when it is first asked for, not before.

use axum::Router;
use http::HeaderMap;
use serde_json::{Map, Value, json};

use super::fixed::{self, Fixed};
use crate::support::operation::{Capability, ErrorShape};

/// Where the description is served.
pub const PATH: &str = "/openapi.json";

/// How callers prove who they are, where the server demands it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inbound {
    /// They need not.
    Open,
    /// By a bearer token (RFC 6750).
    Bearer,
}

/// Adds the description of what these capabilities expose, at [`PATH`]; a capability that exposes something of its
/// own at that path keeps it.
pub fn described(router: Router, capabilities: &[&'static Capability], inbound: Inbound) -> Router {
    if is_taken(capabilities, PATH) {
        return router;
    }
    let capabilities = capabilities.to_vec();
    let fixed = Fixed {
        path: PATH,
        media_type: "application/json",
        headers: HeaderMap::new(),
        errors: shape_of(&capabilities),
    };
    fixed::route(router, fixed, move || description(&capabilities, inbound).to_string().into())
}

/// The shape of errors that belong to no capability: that of the first must do.
pub(super) fn shape_of(capabilities: &[&'static Capability]) -> ErrorShape {
    capabilities.first().map_or(ErrorShape::Problem, |it| it.errors)
}

/// Whether one of the capabilities exposes a path.
pub(super) fn is_taken(capabilities: &[&'static Capability], path: &str) -> bool {
    let routes = capabilities.iter().filter_map(|it| it.rest.as_ref()).flat_map(|it| it.routes);
    routes.into_iter().any(|it| it.path == path)
}

/// The description (OpenAPI 3.1) of what these capabilities expose together, in their order.
pub fn description(capabilities: &[&'static Capability], inbound: Inbound) -> Value {
    let documents = capabilities.iter().filter_map(|capability| {
        let text = capability.rest.as_ref()?.openapi;
        Some((capability.name, serde_json::from_str(text).ok()?))
    });
    let mut documents: Vec<(&str, Value)> = documents.collect();
    let mut whole = match documents.len() {
        0 => {
            json!({ "openapi": "3.1.0", "info": { "title": "Nothing", "version": "1.0.0" }, "paths": {} })
        }
        1 => documents.remove(0).1,
        _ => joined(documents),
    };
    if inbound == Inbound::Bearer {
        demand_bearer(&mut whole);
    }
    whole
}

/// Says of every operation that a token must come with it, and what is answered otherwise.
fn demand_bearer(document: &mut Value) {
    const ANSWER: &str = "NoToken";
    document["security"] = json!([{ "bearer": [] }]);
    document["components"]["securitySchemes"]["bearer"] = json!({
        "type": "http",
        "scheme": "bearer",
        "description": "A token that this server knows.",
    });
    let description = "The request bears no token that this server knows.";
    let challenge =
        json!({ "description": "How to prove who calls.", "schema": { "type": "string" } });
    let answer = json!({
        "description": description,
        "headers": { "WWW-Authenticate": challenge },
    });
    let items = document["paths"].as_object_mut().into_iter().flat_map(Map::values_mut);
    let operations = items.filter_map(Value::as_object_mut).flat_map(Map::values_mut);
    let mut is_used = false;
    for operation in operations.filter(|it| it.is_object()) {
        let answers = &mut operation["responses"];
        if answers.get("401").is_none() {
            answers["401"] = json!({ "$ref": format!("#/components/responses/{ANSWER}") });
            is_used = true;
        }
    }
    if is_used {
        document["components"]["responses"][ANSWER] = answer;
    }
}

/// One document of several. What they name is told apart by the name of the capability.
fn joined(documents: Vec<(&str, Value)>) -> Value {
    let titles: Vec<String> = documents.iter().map(|it| text(&it.1["info"]["title"])).collect();
    let about: Vec<String> = documents
        .iter()
        .map(|(name, it)| format!("* `{name}`: {}", text(&it["info"]["description"])))
        .collect();
    let (mut tags, mut paths, mut components) = (Map::new(), Map::new(), Map::new());
    let mut ids: Vec<String> = Vec::new();
    let mut contact = None;
    for (name, mut document) in documents {
        prefix(&mut document, name);
        contact = contact.or_else(|| document["info"].get("contact").cloned());
        for tag in document["tags"].as_array().into_iter().flatten() {
            tags.entry(text(&tag["name"])).or_insert_with(|| tag.clone());
        }
        add_components(&mut components, &document["components"], name);
        for (path, item) in object(&mut document["paths"]) {
            add_item(&mut paths, &mut ids, name, path, item);
        }
    }
    let mut whole = json!({
        "openapi": "3.1.0",
        "info": {
            "title": titles.join(", "),
            "description": about.join("\n"),
            "version": "1.0.0",
        },
        "servers": [{ "url": "/" }],
        "security": [],
        "tags": tags.into_iter().map(|it| it.1).collect::<Vec<_>>(),
        "paths": paths,
        "components": components,
    });
    if let Some(contact) = contact {
        whole["info"]["contact"] = contact;
    }
    whole
}

fn add_components(components: &mut Map<String, Value>, own: &Value, capability: &str) {
    for (kind, members) in own.as_object().into_iter().flatten() {
        let kind = components.entry(kind.clone()).or_insert_with(|| json!({}));
        for (name, member) in members.as_object().into_iter().flatten() {
            kind[format!("{capability}.{name}")] = member.clone();
        }
    }
}

/// Adds the operations of a path. To OpenAPI, `/a/{x}` and `/a/{y}` are one path: the first names are kept.
fn add_item(
    paths: &mut Map<String, Value>,
    ids: &mut Vec<String>,
    capability: &str,
    path: String,
    mut item: Value,
) {
    let known = paths.keys().find(|it| shape(it) == shape(&path)).cloned();
    for (method, mut operation) in object(&mut item) {
        let id = text(&operation["operationId"]);
        let id = if ids.contains(&id) { format!("{capability}.{id}") } else { id };
        operation["operationId"] = id.clone().into();
        ids.push(id);
        if let Some(known) = &known {
            rename(&mut operation, &path, known);
        }
        let item =
            paths.entry(known.as_ref().unwrap_or(&path).clone()).or_insert_with(|| json!({}));
        if item.get(&method).is_none() {
            item[method] = operation;
        }
    }
}

/// Gives the parameters in the path the names that another template of the same shape has for them.
fn rename(operation: &mut Value, from: &str, to: &str) {
    let (from, to) = (names(from), names(to));
    for parameter in operation["parameters"].as_array_mut().into_iter().flatten() {
        let name = text(&parameter["name"]);
        let at = from.iter().position(|it| **it == name && parameter["in"] == "path");
        if let Some(to) = at.and_then(|at| to.get(at)) {
            parameter["name"] = (*to).into();
        }
    }
}

fn names(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|it| it.split_once('}')).map(|it| it.0).collect()
}

fn shape(path: &str) -> String {
    let pieces = path.split('{').map(|it| it.split_once('}').map_or(it, |(_, after)| after));
    pieces.collect::<Vec<_>>().join("{}")
}

/// Makes every reference lead to the component of the joined document.
fn prefix(value: &mut Value, capability: &str) {
    const START: &str = "#/components/";
    match value {
        Value::String(text) => {
            let target = text.strip_prefix(START).and_then(|it| it.split_once('/'));
            if let Some((kind, name)) = target {
                *text = format!("{START}{kind}/{capability}.{name}");
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|it| prefix(it, capability)),
        Value::Object(members) => {
            let shown = |name: &str| ["example", "examples", "const", "enum"].contains(&name);
            let members = members.iter_mut().filter(|it| !shown(it.0));
            members.for_each(|it| prefix(it.1, capability));
        }
        _ => {}
    }
}

fn object(value: &mut Value) -> Map<String, Value> {
    match value.take() {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
