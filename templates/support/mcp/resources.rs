//! What clients read: the answer of an operation that changes nothing, under a URI.
//!
//! Enters: the URI asked for. Its placeholders are the inputs of the operation, as text. Leaves: what the operation
//! answers, as text or as bytes, without what is secret and no longer than a result may be; a further text says what is
//! missing. What goes wrong is an error of the protocol, since a resource has no other: -32602 where there is no such
//! resource, -32603 with what the upstream API says for the rest.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use percent_encoding::percent_decode_str;
use regex::Regex;
use rmcp::ErrorData;
use rmcp::model::{ReadResourceResult, Resource as Listed, ResourceContents, ResourceTemplate};
use serde_json::{Map, Value, json};

use super::media::{self, Body};
use super::result::{Limits, MAX_BYTES, response, rewritten};
use super::{complete, error};
use crate::support::coerce;
use crate::support::failure::Failure;
use crate::support::mapping;
use crate::support::operation::{Capability, ErrorShape, Resource};
use crate::support::service::{Answer, Context, Inputs, Service};
use crate::support::validate::{self, Violation};

/// The media type of bytes of which nothing is known.
const UNKNOWN: &str = "application/octet-stream";

/// A resource, and what answers it.
pub(super) struct Offer {
    pub(super) capability: &'static Capability,
    pub(super) resource: &'static Resource,
    service: Arc<dyn Service>,
    /// The placeholders of its URI, in order; none where it is one resource.
    placeholders: Vec<&'static str>,
    /// Matches its URIs, with a group for each placeholder.
    pattern: Option<Regex>,
}

impl Offer {
    pub(super) fn new(
        capability: &'static Capability,
        resource: &'static Resource,
        service: Arc<dyn Service>,
    ) -> Self {
        let (placeholders, pattern) = pattern(resource.uri);
        let pattern = Regex::new(&pattern).ok();
        Self { capability, resource, service, placeholders, pattern }
    }

    /// As `resources/list` shows it; `None` where it is a template.
    pub(super) fn listed(&self) -> Option<Listed> {
        let resource = self.resource;
        let listed = Listed::new(resource.uri, resource.name)
            .with_title(resource.title)
            .with_description(resource.description);
        let listed = resource.media_type.into_iter().fold(listed, Listed::with_mime_type);
        self.placeholders.is_empty().then_some(listed)
    }

    /// As `resources/templates/list` shows it; `None` where it is one resource.
    pub(super) fn template(&self) -> Option<ResourceTemplate> {
        let resource = self.resource;
        let template = ResourceTemplate::new(resource.uri, resource.name)
            .with_title(resource.title)
            .with_description(resource.description);
        let media_type = resource.media_type.into_iter();
        let template = media_type.fold(template, ResourceTemplate::with_mime_type);
        (!self.placeholders.is_empty()).then_some(template)
    }

    /// What the placeholders stand for in a URI; `None` where it names another resource.
    fn placed(&self, uri: &str) -> Option<Map<String, Value>> {
        let groups = self.pattern.as_ref()?.captures(uri)?;
        let texts = groups.iter().skip(1).flatten().map(|it| decoded(it.as_str()));
        let names = self.placeholders.iter().map(|it| (*it).to_owned());
        Some(names.zip(texts.map(Value::String)).collect())
    }

    /// Whether its URI has such a placeholder.
    pub(super) fn has(&self, placeholder: &str) -> bool {
        self.placeholders.contains(&placeholder)
    }

    /// What may stand for a placeholder.
    pub(super) fn choices(&self, placeholder: &str) -> Vec<String> {
        complete::choices(&self.resource.call, placeholder)
    }
}

/// The resource that a URI names, one without placeholders first, and its inputs.
pub(super) fn find<'o>(offers: &'o [Offer], uri: &str) -> Option<(&'o Offer, Inputs)> {
    let exact = offers.iter().filter(|it| it.placeholders.is_empty());
    let templates = offers.iter().filter(|it| !it.placeholders.is_empty());
    let mut placed = exact.chain(templates).filter_map(|offer| Some((offer, offer.placed(uri)?)));
    placed.next().map(|(offer, parameters)| (offer, Inputs { parameters, body: None }))
}

/// Calls the operation of a resource.
///
/// # Errors
/// Says what does not fit, or what the upstream API says.
pub(super) async fn read(
    offer: &Offer,
    uri: &str,
    inputs: Inputs,
    limits: &Limits,
    context: &Context,
) -> Result<ReadResourceResult, ErrorData> {
    let call = &offer.resource.call;
    let inputs = typed(offer, mapping::inputs(call, inputs));
    let violations = validate::inputs(call.operation, &inputs);
    if !violations.is_empty() {
        return Err(unfit(uri, &violations));
    }
    match offer.service.call(call.operation, inputs, context).await {
        Ok(answer) if answer.status.is_success() => {
            Ok(ReadResourceResult::new(contents(offer, uri, answer, limits)))
        }
        Ok(answer) => Err(refused(uri, limits.shown(answer))),
        Err(failure) => Err(failed(uri, failure, limits)),
    }
}

/// Inputs of the types that the operation takes: those from a URI are text.
fn typed(offer: &Offer, mut inputs: Inputs) -> Inputs {
    for parameter in offer.resource.call.operation.parameters {
        let given = inputs.parameters.get_mut(parameter.argument);
        if let Some(value @ Value::String(_)) = given
            && let Value::String(text) = value.take()
        {
            *value = coerce::text(parameter.schema, text);
        }
    }
    inputs
}

fn contents(offer: &Offer, uri: &str, answer: Answer, limits: &Limits) -> Vec<ResourceContents> {
    let call = &offer.resource.call;
    let declared = response(call.operation, answer.status.as_u16());
    let mut body = media::read(&answer, declared);
    let hidden = limits.hide(&mut body, declared);
    if call.mapping.is_some() {
        body = media::read(&mapping::answer(call, rewritten(answer, &body)), declared);
    }
    let cut = limits.cut(&mut body);
    let media_type = offer.resource.media_type;
    let mut contents = match body {
        Body::Parts(parts) => parts.into_iter().map(|part| content(uri, None, part)).collect(),
        body => vec![content(uri, media_type, body)],
    };
    let notes = hidden.note().into_iter().chain(cut);
    contents.extend(notes.map(|note| ResourceContents::text(note, uri)));
    contents
}

/// A body as a client reads it, of the declared media type or else of its own.
fn content(uri: &str, media_type: Option<&str>, body: Body) -> ResourceContents {
    let text = |text: String, own: &str| {
        ResourceContents::text(text, uri).with_mime_type(media_type.unwrap_or(own))
    };
    match body {
        Body::Empty | Body::Parts(_) => text(String::new(), "text/plain"),
        Body::Json(value) => text(value.to_string(), "application/json"),
        Body::Text(body) => text(body, "text/plain"),
        Body::Bytes(own, bytes) if bytes.len() > MAX_BYTES => {
            let note =
                format!("({} bytes of {own}, which is more than can be read here)", bytes.len());
            ResourceContents::text(note, uri)
        }
        Body::Bytes(own, bytes) => {
            // Where the API does not say what its bytes are, the capability may.
            let declared = media_type.filter(|_| own == UNKNOWN);
            ResourceContents::blob(STANDARD.encode(bytes), uri)
                .with_mime_type(declared.unwrap_or(&own))
        }
    }
}

/// There is no such resource.
pub(super) fn unknown(uri: &str) -> ErrorData {
    let message = format!("there is no resource {uri}");
    ErrorData::resource_not_found(message, Some(json!({ "uri": uri })))
}

fn unfit(uri: &str, violations: &[Violation]) -> ErrorData {
    let reason = |it: &Violation| format!("{}: {}", it.pointer, it.message);
    let reasons: Vec<String> = violations.iter().map(reason).collect();
    let message = format!("{uri} does not fit: {}", reasons.join("; "));
    ErrorData::invalid_params(message, Some(json!({ "uri": uri })))
}

fn refused(uri: &str, answer: Answer) -> ErrorData {
    if matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::GONE) {
        return unknown(uri);
    }
    let mut told = error::told(answer);
    told.insert("uri".to_owned(), uri.into());
    let message = told.get("message").and_then(Value::as_str).unwrap_or_default();
    let message = format!("{uri} cannot be read: {message}");
    ErrorData::internal_error(message, Some(Value::Object(told)))
}

fn failed(uri: &str, failure: Failure, limits: &Limits) -> ErrorData {
    refused(uri, limits.shown(failure.into_answer(ErrorShape::MessageCodeIssues)))
}

/// The placeholders of a template of URIs, and a regular expression that matches its URIs.
fn pattern(uri: &'static str) -> (Vec<&'static str>, String) {
    let mut placeholders = Vec::new();
    let mut pattern = "^".to_owned();
    let mut rest = uri;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        pattern += &regex::escape(before);
        pattern += "([^/?#]+)";
        placeholders.push(name);
        rest = after;
    }
    pattern += &regex::escape(rest);
    pattern += "$";
    (placeholders, pattern)
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
