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

use super::Options;
use super::catalog::Entry;
use super::limit::{self, Limited};
use super::media::{self, Body};
use super::redact::{self, Hidden};
use crate::support::mapping;
use crate::support::operation::{Operation, Response};
use crate::support::service::Answer;
use crate::support::validate::{self, Violation};

/// The most bytes that are passed on, encoded, within a result.
pub(super) const MAX_BYTES: usize = 4 * 1024 * 1024;

/// At most so many reasons are given why an answer does not fit.
const MAX_REASONS: usize = 10;

/// What of an answer is not shown.
pub(super) struct Limits {
    show_secrets: bool,
    max_result: usize,
}

impl Limits {
    pub(super) fn new(options: &Options) -> Self {
        Self { show_secrets: options.show_secrets, max_result: options.max_result }
    }

    /// Whether secrets are hidden.
    pub(super) fn hides(&self) -> bool {
        !self.show_secrets
    }

    /// Hides what is secret in a body.
    pub(super) fn hide(&self, body: &mut Body, declared: Option<&Response>) -> Hidden {
        match body {
            _ if self.show_secrets => Hidden::default(),
            Body::Json(value) => redact::value(value, declared.map(|it| it.schema)),
            Body::Text(text) => redact::whole_text(text),
            Body::Parts(parts) => {
                let mut hidden = Hidden::default();
                parts.iter_mut().for_each(|it| hidden.add(self.hide(it, None)));
                hidden
            }
            Body::Empty | Body::Bytes(..) => Hidden::default(),
        }
    }

    /// Cuts a body of which nothing must remain true; says what was cut.
    pub(super) fn cut(&self, body: &mut Body) -> Option<String> {
        match limit::limit(&[], body, self.max_result, &|_| true) {
            Limited::Whole => None,
            Limited::Cut(note) | Limited::Broken(note) => Some(note),
        }
    }

    /// An answer without what is secret, where no schema tells more.
    pub(super) fn shown(&self, answer: Answer) -> Answer {
        if self.show_secrets { answer } else { redact::answer(answer) }
    }
}

/// The result of a call that succeeded.
pub(super) fn success(entry: &Entry, answer: Answer, limits: &Limits) -> CallToolResult {
    let call = &entry.tool.call;
    let status = answer.status;
    let declared = response(call.operation, status.as_u16());
    let promised = entry.definition.output_schema.is_some();
    let mut whole = media::read(&answer, declared);
    // What is declared is the whole answer, so that is checked, before a mapping takes its part.
    let mut unfit = if promised { reasons(declared, &whole) } else { Vec::new() };
    // A part that a mapping takes has no name any more that says what is secret.
    let hidden = limits.hide(&mut whole, declared);
    if promised
        && unfit.is_empty()
        && !hidden.shaped.is_empty()
        && !keeps(declared, &whole, &hidden)
    {
        unfit.push("a secret in it was hidden".to_owned());
    }
    let mut body = match call.mapping {
        None => whole,
        Some(_) => media::read(&mapping::answer(call, rewritten(answer, &whole)), declared),
    };
    let holds =
        |value: &Value| !promised || (call.mapping.is_none() && fits(declared, value, &hidden));
    let (limited, mut content) = match written(&body, limits.max_result) {
        Some(text) => (Limited::Whole, vec![ContentBlock::text(text)]),
        None => {
            let most = limits.max_result;
            let limited = limit::limit(entry.tool.arguments, &mut body, most, &holds);
            (limited, content(entry, &body))
        }
    };
    content.extend(hidden.note().map(ContentBlock::text));
    match limited {
        Limited::Whole => {}
        Limited::Cut(note) => content.push(ContentBlock::text(note)),
        Limited::Broken(note) => {
            content.push(ContentBlock::text(note));
            unfit.push("it is larger than a result may be, and was cut".to_owned());
        }
    }
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
pub(super) fn response(operation: &'static Operation, status: u16) -> Option<&'static Response> {
    let exact = operation.responses.iter().find(|it| it.status.matches(status));
    exact.or_else(|| operation.responses.iter().find(|it| (200..300).any(|s| it.status.matches(s))))
}

/// An answer with the body that is shown of it.
pub(super) fn rewritten(mut answer: Answer, body: &Body) -> Answer {
    match body {
        Body::Json(value) => answer.body = value.to_string().into(),
        Body::Text(text) => answer.body = text.clone().into(),
        Body::Empty | Body::Bytes(..) | Body::Parts(_) => {}
    }
    answer
}

/// Whether a body that was hidden in part or cut is still what is declared, apart from what is hidden for
/// its name: there the published schema demands nothing.
fn keeps(declared: Option<&Response>, body: &Body, hidden: &Hidden) -> bool {
    body.as_value().is_none_or(|it| fits(declared, &it, hidden))
}

/// The same of a value.
fn fits(declared: Option<&Response>, value: &Value, hidden: &Hidden) -> bool {
    let Some(declared) = declared else { return true };
    let excused = |it: &Violation| hidden.named.iter().any(|named| is_within(named, &it.pointer));
    validate::value(declared.schema, value).iter().all(excused)
}

/// Whether a JSON pointer leads to a place or into it.
fn is_within(pointer: &str, place: &str) -> bool {
    pointer.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Why a body is not what is declared.
fn reasons(declared: Option<&Response>, body: &Body) -> Vec<String> {
    let (Some(declared), Some(value)) = (declared, body.as_value()) else {
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

/// The text of JSON that is small enough as a whole, which most is.
fn written(body: &Body, most: usize) -> Option<String> {
    let Body::Json(value) = body else { return None };
    // `to_string` writes through `fmt`, which checks each part once more.
    serde_json::to_string(value).ok().filter(|it| it.len() <= most)
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
