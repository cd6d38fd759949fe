//! Operations, with everything the OpenAPI document says of them; those of a capability are joined with it.

mod inputs;
mod parameters;
mod payload;

use http::Method;
use indexmap::IndexMap;
use openapiv3::{Components, ReferenceOr};

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::Spanned;
use crate::document::capability::{ConsumedOperation, Consumes, Method as DocumentMethod};
use crate::document::openapi::{Found, Key};
use crate::ir::{Encoding, Operation, Origin, Schema, SchemaId};

use super::servers::{self, Servers};
use super::{Context, schema};
use inputs::{check_constants, check_inputs};
use parameters::{check_path, lower_parameters, name_arguments};
use payload::{lower_body, lower_responses};

/// Lowers the operations of a consumed API, in the capability's order.
pub(super) fn lower_operations(cx: &mut Context<'_>, consumes: &Consumes) -> Vec<Operation> {
    let openapi = cx.openapi;
    let found = |it: &ConsumedOperation| openapi.operation(&Key::new(it.method.value, &it.path));
    let shared = servers::shared(cx, consumes.operations.iter().filter_map(found));
    let servers = Servers::new(shared.as_ref(), Some(&consumes.base_uri.value));
    let operations: Vec<Operation> =
        consumes.operations.iter().filter_map(|it| lower_operation(cx, it, &servers)).collect();
    let all: Vec<_> = operations.iter().flat_map(|it| it.parameters.iter().cloned()).collect();
    check_constants(cx, &consumes.inputs, &all);
    operations
}

fn lower_operation(
    cx: &mut Context<'_>,
    declared: &ConsumedOperation,
    servers: &Servers,
) -> Option<Operation> {
    let key = Key::new(declared.method.value, &declared.path);
    let openapi = cx.openapi;
    let Some(found) = openapi.operation(&key) else {
        absent(cx, declared);
        return None;
    };
    let naming = Naming {
        origin: Origin(declared.name.span),
        name: &declared.name.value,
        method: method(declared.method.value),
        declared: Some(declared),
    };
    let server = servers.own(cx, found, &declared.name.value);
    Some(Operation { server, ..lower_found(cx, found, naming) })
}

/// How an operation is called, and by whom.
pub(super) struct Naming<'n> {
    /// Where it is chosen.
    pub origin: Origin,
    pub name: &'n str,
    pub method: Method,
    /// What the capability says of it, where there is a capability.
    pub declared: Option<&'n ConsumedOperation>,
}

/// Lowers an operation of the OpenAPI document, but for its security and its server.
pub(super) fn lower_found<'a>(
    cx: &mut Context<'a>,
    found: Found<'a>,
    naming: Naming<'_>,
) -> Operation {
    let mut parameters = lower_parameters(cx, found);
    name_arguments(&mut parameters);
    check_path(cx, found, &mut parameters);
    let body = lower_body(cx, found);
    if let Some(declared) = naming.declared {
        check_inputs(cx, declared, &parameters, body.as_ref());
    }
    let responses = lower_responses(cx, found);
    let operation = found.operation;
    let is_json = body.is_none() && responses.iter().any(|it| it.encoding == Some(Encoding::Json));
    let takes_body = [Method::POST, Method::PUT, Method::PATCH].contains(&naming.method);
    Operation {
        origin: naming.origin,
        name: naming.name.to_owned(),
        operation_id: operation.operation_id.clone(),
        path: found.path.to_owned(),
        summary: operation.summary.clone().filter(|it| !it.trim().is_empty()),
        description: operation.description.clone().filter(|it| !it.trim().is_empty()),
        deprecated: operation.deprecated,
        tags: operation.tags.clone(),
        parameters,
        body,
        empty_json_body: is_json && takes_body,
        responses,
        security: Vec::new(),
        server: None,
        pagination: None,
        // RFC 9110, section 9.2.2; what the capability hints is added where tools are lowered.
        idempotent: naming.method.is_idempotent(),
        method: naming.method,
    }
}

fn absent(cx: &mut Context<'_>, declared: &ConsumedOperation) {
    let Spanned { value: path, span } = &declared.path;
    let method = declared.method.as_str();
    let mut diagnostic = Diagnostic::error(
        Code::OperationNotInOpenapi,
        *span,
        format!("`{method} {path}` is not in the OpenAPI document"),
    )
    .label(format!("called by `{}`", declared.name.value));
    let paths = cx.openapi.root.get("paths").and_then(crate::source::Node::as_object);
    let same_path = paths.and_then(|it| it.get(path.as_str()));
    diagnostic = match (same_path, paths.and_then(|it| closest(path, it.keys()))) {
        (Some(item), _) => diagnostic.also(item.key, "the path is there, with other methods"),
        (None, Some(close)) => diagnostic.help(format!("there is a similar path: `{close}`")),
        (None, None) => {
            diagnostic.help("check the path, or whether the provider removed the operation")
        }
    };
    cx.report(diagnostic);
}

/// The path that differs least, where one is close.
fn closest<'p>(path: &str, paths: impl Iterator<Item = &'p String>) -> Option<&'p str> {
    let folded = path.to_ascii_lowercase();
    let mut paths = paths.map(String::as_str);
    let common = |other: &str| {
        let other = other.to_ascii_lowercase();
        let prefix = folded.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
        prefix * 2 + 4 >= folded.len() + other.len()
    };
    paths.find(|it| common(it))
}

fn method(method: DocumentMethod) -> Method {
    match method {
        DocumentMethod::Get => Method::GET,
        DocumentMethod::Head => Method::HEAD,
        DocumentMethod::Post => Method::POST,
        DocumentMethod::Put => Method::PUT,
        DocumentMethod::Patch => Method::PATCH,
        DocumentMethod::Delete => Method::DELETE,
        DocumentMethod::Options => Method::OPTIONS,
        DocumentMethod::Trace => Method::TRACE,
    }
}

/// Finds what a reference means; its target stands among the components by its address.
fn resolve<'a, T>(
    cx: &mut Context<'a>,
    reference: &'a ReferenceOr<T>,
    list: impl Fn(&'a Components) -> &'a IndexMap<String, ReferenceOr<T>>,
) -> Option<&'a T> {
    let openapi = cx.openapi;
    let holder = match reference {
        ReferenceOr::Item(item) => return Some(item),
        ReferenceOr::Reference { reference } => reference,
    };
    match openapi.follow(holder) {
        Ok(address) => {
            let item =
                openapi.api.components.as_ref().and_then(|it| list(it).get(&address)?.as_item());
            if item.is_none() {
                let at = openapi.node(holder).map_or(openapi.root.span, |it| it.span);
                cx.error(Code::InvalidOpenapi, at, "what is referred to here is not valid");
            }
            item
        }
        Err(broken) => {
            broken.into_iter().for_each(|it| cx.report(it));
            None
        }
    }
}

pub(super) fn operation_span(cx: &Context<'_>, found: Found<'_>) -> Span {
    let (node, _) = cx.openapi.origin(&found.operation.extensions);
    node.as_object().and_then(|it| it.values().next()).map_or(node.span, |first| first.key)
}

/// The schema at an address; one that is not there allows everything.
fn schema_at(cx: &mut Context<'_>, address: &str) -> SchemaId {
    let openapi = cx.openapi;
    match openapi.node(address) {
        Some(node) => schema::lower_schema(cx, node, address),
        None => cx.schemas.push(Schema::any(Origin(openapi.root.span))),
    }
}
