//! One request from its arrival to its response.

use std::sync::Arc;

use axum::extract::Request;
use axum::response::Response;

use super::request::Raw;
use super::table::{Entry, Found, Table};
use super::template::Captures;
use super::{body, inputs, respond};
use crate::support::called::Called;
use crate::support::failure::Failure;
use crate::support::operation::ErrorShape;
use crate::support::service::{Answer, Context};
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
            respond::write(answer.unwrap_or_else(|it| it.into_answer(shape)), &method)
        }
        Found::Methods(allowed) => respond::methods(&allowed, &method, shape),
        Found::Nothing => respond::unknown_path(&request, shape),
    }
}

async fn answer(entry: &Entry, captures: Captures, request: Request) -> Result<Answer, Failure> {
    let call = &entry.route.call;
    let (parts, content) = request.into_parts();
    let raw = Raw::new(captures, parts.uri.query(), &parts.headers);
    let mut read = inputs::read(call, &raw);
    if let Some(expected) = body::expected(call) {
        read.inputs.body = body::read(&expected, &parts.headers, content).await?;
    }
    let mapped = mapping::inputs(call, read.inputs);
    let mut violations = read.violations;
    let unread = violations.len();
    for violation in validate::inputs(call.operation, &mapped) {
        let violation = read.places.relocate(violation);
        // What could not be read is absent; that it is required is not the news.
        if !violations[..unread].iter().any(|it| it.pointer == violation.pointer) {
            violations.push(violation);
        }
    }
    if !violations.is_empty() {
        return Err(Failure::invalid(violations));
    }
    let context = Context { headers: parts.headers };
    let answer = entry.service.call(call.operation, mapped, &context).await?;
    Ok(mapping::answer(call, answer))
}
