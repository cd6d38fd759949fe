//! One request from its arrival to its response.

use std::sync::Arc;

use axum::extract::Request;
use axum::response::Response;

use super::arrival::BodyLimit;
use super::body::Body;
use super::inputs::Read;
use super::request::Raw;
use super::table::{Entry, Found, Table};
use super::upload::is_about_body;
use super::{body, inputs, located, respond};
use crate::support::called::Called;
use crate::support::content::Content;
use crate::support::failure::Failure;
use crate::support::operation::{
    Call, Encoding, ErrorShape, Operation, Response as Declared, StatusPattern,
};
use crate::support::service::{Answer, Context, Inputs};
use crate::support::template::Captures;
use crate::support::{mapping, validate};

/// Answers a request that the router sent to a group of routes.
pub(super) async fn handle(table: Arc<Table>, group: Arc<[usize]>, request: Request) -> Response {
    let method = request.method().clone();
    let first = group.first().and_then(|index| table.entry(*index));
    let shape = first.map_or(ErrorShape::Problem, |it| it.capability.errors);
    match table.find(&group, &method, request.uri().path()) {
        Found::Route(entry, captures) => {
            Called::note(request.extensions(), entry.capability, entry.route.call.operation);
            let answer = answer(entry, captures, request).await;
            let shape = entry.capability.errors;
            let failed = |it: Failure| it.into_answer(shape).map(Content::from);
            let mut answer = answer.unwrap_or_else(failed);
            located::rewrite(&table, entry.capability, &mut answer.headers);
            respond::write(answer, &method)
        }
        Found::Methods(allowed) => respond::methods(&allowed, &method, shape),
        Found::Nothing => respond::unknown_path(&request, shape),
    }
}

async fn answer(
    entry: &Entry,
    captures: Captures,
    request: Request,
) -> Result<Answer<Content>, Failure> {
    let call = &entry.route.call;
    let (parts, content) = request.into_parts();
    let raw = Raw::new(captures, parts.uri.query(), &parts.headers);
    let mut read = inputs::read(call, &raw);
    let mut coming = None;
    if let Some(expected) = body::expected(&entry.route) {
        let limit = parts.extensions.get::<BodyLimit>().copied().unwrap_or_default();
        // Boxed, since many requests have no body, and all would be as large as what reads one.
        match Box::pin(body::read(&expected, &parts.headers, content, limit)).await? {
            Body::Value(value) => read.inputs.body = value,
            Body::Upload(upload, fault) => coming = Some((upload, fault)),
        }
    }
    let mapped = mapped(call, read, coming.is_some())?;
    let context = Context { headers: parts.headers };
    if coming.is_none() && (call.mapping.is_some() || !answers_bytes(call.operation)) {
        let answer = entry.service.call(call.operation, mapped, &context).await?;
        return Ok(mapping::answer(call, answer).map(Content::from));
    }
    let (upload, fault) = coming.unzip();
    let answer = entry.service.open(call.operation, mapped, upload, &context).await;
    // That the call failed, or what it led to, follows from what is wrong with the body.
    if let Some(failure) = fault.and_then(|it| it.get()) {
        return Err(failure);
    }
    let answer = answer?;
    if call.mapping.is_none() {
        return Ok(answer);
    }
    Ok(mapping::answer(call, answer.held().await?).map(Content::from))
}

/// The inputs of the operation, or all that is wrong with them. A body that is still coming in is looked at later.
fn mapped(call: &Call, read: Read, is_coming: bool) -> Result<Inputs, Failure> {
    let mapped = mapping::inputs(call, read.inputs);
    let mut violations = read.violations;
    let unread = violations.len();
    let mut found = validate::inputs(call.operation, &mapped);
    found.retain(|it| !is_coming || !is_about_body(it));
    for violation in found {
        let violation = read.places.relocate(violation);
        // What could not be read is absent; that it is required is not the news.
        if !violations[..unread].iter().any(|it| it.pointer == violation.pointer) {
            violations.push(violation);
        }
    }
    if violations.is_empty() { Ok(mapped) } else { Err(Failure::invalid(violations)) }
}

/// Whether an answer may be something else than JSON, and so of any size.
fn answers_bytes(operation: &Operation) -> bool {
    let is_bytes = |it: &Declared| {
        let is_success = match it.status {
            StatusPattern::Code(code) => code / 100 == 2,
            StatusPattern::Class(class) => class == 2,
            StatusPattern::Default => true,
        };
        is_success && it.encoding.is_some_and(|it| it != Encoding::Json)
    };
    operation.responses.iter().any(is_bytes)
}
