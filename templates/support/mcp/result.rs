//! An answer of the upstream API becomes the result of a tool.
//!
//! | body | content | `structuredContent`, where an `outputSchema` is published |
//! |---|---|---|
//! | JSON object | the JSON, compact | the object |
//! | other JSON | the JSON, compact | `{"result": ...}` where the schema wraps it |
//! | none | a note that says so | `{"result": null}` where the schema wraps it |
//! | text | the text | `{"result": "..."}` where the schema wraps it |
//! | image, audio | image, audio | none |
//! | other bytes | an embedded resource, or a note beyond 4 MiB | none |
//! | several parts (`multipart/mixed`) | what each of them is, in their order | none |
//!
//! A published `outputSchema` is a promise: strict clients throw away a result whose structured content
//! is missing or does not fit. Where the upstream API breaks its own description, the promise cannot be
//! kept, so the result is then marked as an error, which clients do not check: a note says that the
//! operation was nevertheless carried out and what does not fit, and the whole answer follows.
//! Results marked as errors never carry structured content, since some clients check that even there.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use rmcp::model::{CallToolResult, ContentBlock, ResourceContents};
use serde_json::{Map, Value};

use super::catalog::Entry;
use super::media::{self, Body};
use crate::support::mapping;
use crate::support::operation::{Operation, Response};
use crate::support::service::Answer;
use crate::support::validate::{self, Violation};

/// The most bytes that are passed on, encoded, within a result.
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// At most so many reasons are given why an answer does not fit.
const MAX_REASONS: usize = 10;

/// The result of a call that succeeded.
pub(super) fn success(entry: &Entry, answer: Answer) -> CallToolResult {
    let call = &entry.tool.call;
    let status = answer.status;
    let declared = response(call.operation, status.as_u16());
    let promised = entry.definition.output_schema.is_some();
    let whole = media::read(&answer, declared);
    // What is declared is the whole answer, so that is checked, before a mapping takes its part.
    let unfit = if promised { reasons(declared, &whole) } else { Vec::new() };
    let body = match call.mapping {
        None => whole,
        Some(_) => media::read(&mapping::answer(call, answer), declared),
    };
    let content = content(entry, &body);
    if !promised {
        return CallToolResult::success(content);
    }
    match structured(body, entry.tool.wraps_result) {
        Some(structured) if unfit.is_empty() => {
            let mut result = CallToolResult::success(content);
            result.structured_content = Some(structured);
            result
        }
        _ => broken_promise(status, &unfit, content),
    }
}

/// The declared answer: the one for the status, else the first for a success.
fn response(operation: &'static Operation, status: u16) -> Option<&'static Response> {
    let exact = operation.responses.iter().find(|it| it.status.matches(status));
    exact.or_else(|| operation.responses.iter().find(|it| (200..300).any(|s| it.status.matches(s))))
}

/// Why a body is not what is declared.
fn reasons(declared: Option<&Response>, body: &Body) -> Vec<String> {
    let (Some(declared), Some(value)) = (declared, body.clone().into_value()) else {
        return Vec::new();
    };
    let reason = |it: Violation| match it.pointer.as_str() {
        "" => it.message,
        pointer => format!("{pointer}: {}", it.message),
    };
    validate::value(declared.schema, &value).into_iter().map(reason).collect()
}

/// The structured content, which must be an object.
fn structured(body: Body, wraps: bool) -> Option<Value> {
    match body.into_value()? {
        value if wraps => Some(Value::Object(Map::from_iter([("result".to_owned(), value)]))),
        value @ Value::Object(_) => Some(value),
        _ => None,
    }
}

fn broken_promise(
    status: StatusCode,
    unfit: &[String],
    mut content: Vec<ContentBlock>,
) -> CallToolResult {
    let mut note = format!(
        "The operation was carried out (HTTP {}); do not repeat it. \
         Its answer, which follows, is not what the tool's output schema promises",
        status.as_u16()
    );
    for reason in unfit.iter().take(MAX_REASONS) {
        note.push_str("\n- ");
        note.push_str(reason);
    }
    if unfit.len() > MAX_REASONS {
        note.push_str(&format!("\n- and {} more", unfit.len() - MAX_REASONS));
    }
    content.insert(0, ContentBlock::text(note));
    CallToolResult::error(content)
}

fn content(entry: &Entry, body: &Body) -> Vec<ContentBlock> {
    match body {
        Body::Parts(parts) if !parts.is_empty() => {
            parts.iter().enumerate().map(|(at, part)| block(entry, part, Some(at + 1))).collect()
        }
        _ => vec![block(entry, body, None)],
    }
}

/// What a body or its numbered part is to a client.
fn block(entry: &Entry, body: &Body, part: Option<usize>) -> ContentBlock {
    match body {
        Body::Empty | Body::Parts(_) => ContentBlock::text("(empty response)"),
        Body::Json(value) => ContentBlock::text(value.to_string()),
        Body::Text(text) => ContentBlock::text(text),
        Body::Bytes(media_type, bytes) if bytes.len() > MAX_BYTES => ContentBlock::text(format!(
            "({} bytes of {media_type}, which is more than a result may carry)",
            bytes.len()
        )),
        Body::Bytes(media_type, bytes) => encoded(entry, part, media_type, STANDARD.encode(bytes)),
    }
}

fn encoded(entry: &Entry, part: Option<usize>, media_type: &str, data: String) -> ContentBlock {
    if media_type.starts_with("image/") {
        return ContentBlock::image(data, media_type);
    }
    if media_type.starts_with("audio/") {
        return ContentBlock::audio(data, media_type);
    }
    // A resource needs a URI; this one names where it came from and is not meant to be read again.
    let part = part.map(|number| format!("#{number}")).unwrap_or_default();
    let (capability, operation) = (entry.capability.name, entry.tool.call.operation.name);
    let uri = format!("capability://{capability}/{operation}{part}");
    ContentBlock::resource(ResourceContents::blob(data, uri).with_mime_type(media_type))
}
