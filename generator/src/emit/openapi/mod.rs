//! `openapi.json`: the OpenAPI description (3.1) of a capability's exposed REST surface.
//!
//! Input: the IR. Output: one JSON document: what a caller of the routes sends, after `with` and the path templates have
//! had their say, and every answer that the routes give, those of the server itself among them. Not what the upstream
//! API offers. Security is absent on purpose: whether callers prove themselves is decided where the surface is run.

mod answers;
mod body;
mod inputs;
mod operation;
mod refusals;
mod schemas;
mod selection;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use crate::ir::{Provider, RestSurface, Route, SchemaId, SchemaWriter, Schemas};

use super::Subject;
use crate::emit::samples::Examples;
use text::Distinct;

/// The document, as JSON text; `None` where the capability exposes no REST surface.
pub fn document(subject: Subject<'_>) -> Option<String> {
    let rest = subject.capability.rest.as_ref()?;
    let mut schemas = schemas::sound(&subject.capability.schemas);
    let bodies: Vec<Option<SchemaId>> =
        rest.routes.iter().map(|it| body::schema(subject, &mut schemas, it)).collect();
    let mut writing = Writing::new(subject, &schemas);
    let paths = writing.paths(rest, &bodies);
    let mut document = json!({
        "openapi": "3.1.0",
        "info": info(subject, rest),
        "servers": [{ "url": "/" }],
        "security": [],
        "tags": writing.tags(rest),
        "paths": paths,
    });
    let components = writing.components();
    if !components.is_empty() {
        document["components"] = Value::Object(components);
    }
    text::disarm(&mut document);
    // A JSON value of strings, numbers and lists always serialises.
    Some(serde_json::to_string_pretty(&document).unwrap_or_default() + "\n")
}

/// A document while it is written.
struct Writing<'a> {
    subject: Subject<'a>,
    schemas: &'a Schemas,
    writer: SchemaWriter<'a>,
    examples: Examples<'a>,
    /// The name of the schema of this server's own errors.
    error: String,
    /// The error answers, by name.
    responses: IndexMap<String, Value>,
    ids: Distinct,
    tags: Vec<String>,
}

impl<'a> Writing<'a> {
    fn new(subject: Subject<'a>, schemas: &'a Schemas) -> Self {
        let taken: BTreeSet<&str> =
            schemas.iter().filter_map(|it| it.1.component.as_deref()).collect();
        let mut error = refusals::PROBLEM.to_owned();
        while taken.contains(error.as_str()) {
            error.insert_str(0, "Server");
        }
        let named = schemas::named(subject, schemas);
        Self {
            subject,
            schemas,
            writer: SchemaWriter::of_components(schemas, named, BTreeSet::from([error.clone()])),
            examples: Examples::new(schemas),
            error,
            responses: IndexMap::new(),
            ids: Distinct::default(),
            tags: Vec::new(),
        }
    }

    fn paths(&mut self, rest: &RestSurface, bodies: &[Option<SchemaId>]) -> Map<String, Value> {
        let mut paths: Map<String, Value> = Map::new();
        // Templates that differ in names alone are one path to OpenAPI.
        let mut known: BTreeMap<String, String> = BTreeMap::new();
        for (route, body) in rest.routes.iter().zip(bodies) {
            let Some(method) = method(route) else { continue };
            let path = known.entry(text::shape(&route.path)).or_insert_with(|| route.path.clone());
            if paths.get(path.as_str()).is_some_and(|it| it.get(method).is_some()) {
                // Of two equal routes the first is served.
                continue;
            }
            let path = path.clone();
            let operation = self.operation(route, &path, *body);
            let item = paths.entry(path).or_insert_with(|| json!({}));
            item[method] = operation;
        }
        paths
    }

    /// What each tag that an operation bears is about.
    fn tags(&self, rest: &RestSurface) -> Vec<Value> {
        let capability = self.subject.capability;
        let describe = |name: &String| {
            let declared = capability.provider.tags.iter().find(|it| it.name == *name);
            let declared = declared.and_then(|it| it.description.clone());
            let own = [&rest.description, &capability.description, &capability.title];
            let own = || own.into_iter().find(|it| !it.trim().is_empty()).cloned();
            let description = match declared {
                Some(text) => text,
                None if *name == capability.name => own().unwrap_or_else(|| name.clone()),
                None => format!("What the provider tags `{name}`."),
            };
            json!({ "name": name, "description": description })
        };
        self.tags.iter().map(describe).collect()
    }

    fn components(self) -> Map<String, Value> {
        let mut schemas: BTreeMap<String, Value> = self.writer.into_components();
        let responses: Map<String, Value> = self.responses.into_iter().collect();
        if responses.values().any(|it| refusals::refers_to(it, &self.error)) {
            schemas.insert(self.error, refusals::problem());
        }
        let schemas: Map<String, Value> = schemas.into_iter().collect();
        let parts = [("schemas", schemas), ("responses", responses)];
        let parts = parts.into_iter().filter(|it| !it.1.is_empty());
        parts.map(|(name, members)| (name.to_owned(), Value::Object(members))).collect()
    }
}

/// The member of a path item that holds an operation of this method; OpenAPI has none for other methods.
fn method(route: &Route) -> Option<&'static str> {
    const METHODS: [&str; 8] =
        ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    METHODS.into_iter().find(|it| route.method.as_str().eq_ignore_ascii_case(it))
}

fn info(subject: Subject<'_>, rest: &RestSurface) -> Value {
    let capability = subject.capability;
    let Provider { title, version, contact, license, .. } = &capability.provider;
    let texts = [&capability.description, &rest.description, &capability.title];
    let description = texts.into_iter().find(|it| !it.trim().is_empty());
    let mut info = json!({
        "title": capability.title,
        "description": description.unwrap_or(&capability.name),
        "version": version.as_deref().unwrap_or("1.0.0"),
    });
    // Where the document names nobody, the API itself is whom to turn to: no one is made up.
    let provider = || Map::from_iter([("name".to_owned(), json!(title.as_ref()))]);
    let contact = contact.clone().or_else(|| title.is_some().then(provider));
    let members = [("contact", contact), ("license", license.clone())];
    for (name, member) in members {
        if let Some(member) = member {
            info[name] = Value::Object(member);
        }
    }
    info
}
