//! What an operation takes and gives: its request body and its responses.

use openapiv3::Content;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::openapi::Found;
use crate::ir::{Encoding, Origin, RequestBody, Response, SchemaId, StatusPattern};
use crate::source::{Node, push_token};

use super::super::Context;
use super::{resolve, schema_at};

pub fn lower_body<'a>(cx: &mut Context<'a>, found: Found<'a>) -> Option<RequestBody> {
    let body = found.operation.request_body.as_ref()?;
    let body = resolve(cx, body, |it| &it.request_bodies)?;
    let (node, pointer) = cx.openapi.origin(&body.extensions);
    let origin = Origin(node.span);
    let (declared, encoding) = choose_media_type(cx, &body.content, &pointer)?;
    let schema = media_schema(cx, &pointer, &declared);
    Some(RequestBody {
        origin,
        description: body.description.clone(),
        required: body.required,
        media_type: sent_as(declared, encoding),
        encoding,
        schema,
    })
}

/// A range of media types cannot be sent: the plainest one of it is. Bytes are of a media type that only whoever
/// sends them knows (`image/*`).
fn sent_as(declared: String, encoding: Encoding) -> String {
    match encoding {
        Encoding::Json if declared.contains('*') => "application/json".to_owned(),
        Encoding::Text if declared.contains('*') => "text/plain".to_owned(),
        _ => declared,
    }
}

fn media_schema(cx: &mut Context<'_>, pointer: &str, media_type: &str) -> SchemaId {
    let pointer = push_token(&format!("{pointer}/content"), media_type);
    schema_at(cx, &format!("{pointer}/schema"))
}

/// JSON where it is offered, else whatever carries most structure; the others are reported.
fn choose_media_type(
    cx: &mut Context<'_>,
    content: &Content,
    pointer: &str,
) -> Option<(String, Encoding)> {
    let rank = |encoding| match encoding {
        Encoding::Json => 0,
        Encoding::Multipart => 1,
        Encoding::Form => 2,
        Encoding::Text => 3,
        Encoding::Binary => 4,
    };
    let (chosen, encoding) = content
        .keys()
        .map(|it| (it, Encoding::of(it)))
        .min_by_key(|(_, encoding)| rank(*encoding))?;
    let node = cx.openapi.node(&format!("{pointer}/content"));
    for (other, member) in node.and_then(Node::as_object).into_iter().flatten() {
        if other != chosen {
            cx.report(
                Diagnostic::warning(
                    Code::IgnoredMediaType,
                    member.key,
                    format!("the media type `{other}` is not used"),
                )
                .label(format!("`{chosen}` is used instead")),
            );
        }
    }
    Some((chosen.clone(), encoding))
}

pub fn lower_responses<'a>(cx: &mut Context<'a>, found: Found<'a>) -> Vec<Response> {
    let declared = &found.operation.responses;
    let mut responses: Vec<Response> = Vec::new();
    for (status, response) in &declared.responses {
        let status = match status {
            openapiv3::StatusCode::Code(code) => StatusPattern::Code(*code),
            openapiv3::StatusCode::Range(class) => StatusPattern::Class(*class),
        };
        let Some(response) = resolve(cx, response, |it| &it.responses) else {
            continue;
        };
        responses.push(lower_response(cx, status, response));
    }
    if let Some(response) = &declared.default
        && let Some(response) = resolve(cx, response, |it| &it.responses)
    {
        responses.push(lower_response(cx, StatusPattern::Default, response));
    }
    responses.sort_by_key(|it| it.status);
    responses
}

fn lower_response(
    cx: &mut Context<'_>,
    status: StatusPattern,
    response: &openapiv3::Response,
) -> Response {
    let (node, pointer) = cx.openapi.origin(&response.extensions);
    let origin = Origin(node.span);
    let chosen = choose_media_type(cx, &response.content, &pointer);
    let is_success = matches!(status, StatusPattern::Code(200..=299) | StatusPattern::Class(2));
    let schema = chosen.as_ref().map(|(media_type, _)| {
        let id = media_schema(cx, &pointer, media_type);
        if is_success {
            mark_opaque(cx, id);
        }
        id
    });
    Response {
        origin,
        status,
        description: response.description.clone(),
        encoding: chosen.as_ref().map(|it| it.1),
        media_type: chosen.map(|it| it.0),
        schema,
    }
}

/// An object that is declared closed and empty says nothing of what a successful call answers.
fn mark_opaque(cx: &mut Context<'_>, id: SchemaId) {
    let schema = cx.schemas.get(id);
    let object = &schema.object;
    let closed = object.additional.is_some_and(|it| cx.schemas.get(it).boolean == Some(false));
    if !closed
        || !object.properties.is_empty()
        || !object.patterns.is_empty()
        || !object.required.is_empty()
    {
        return;
    }
    let mut opaque = schema.clone();
    opaque.opaque = true;
    let span = opaque.origin.0;
    cx.schemas.set(id, opaque);
    cx.report(
        Diagnostic::warning(
            Code::ShapelessResponse,
            span,
            "the answer is declared as an object without members",
        )
        .label("taken as any JSON")
        .help("give the true shape in an overlay"),
    );
}
