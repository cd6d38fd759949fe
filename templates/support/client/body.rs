//! Writes request bodies.
//!
//! In: what an operation declares and a JSON value. Out: what is sent, with its media type.

use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::HeaderValue;
use serde_json::Value;

use super::multipart;
use super::refused::Refused;
use super::style;
use super::transport::Body;
use crate::support::file::File;
use crate::support::operation::{Encoding, Operation, RequestBody};

/// A body as it is sent.
#[derive(Debug)]
pub(super) struct Content {
    pub(super) media_type: HeaderValue,
    pub(super) payload: Payload,
}

/// What is sent as a body: bytes, as often as need be, or a stream, once.
#[derive(Debug)]
pub(super) enum Payload {
    Bytes(Bytes),
    Stream(Mutex<Option<Body>>),
}

impl Payload {
    /// The body of one request. A stream is there for the first one only.
    pub(super) fn body(&self) -> Body {
        match self {
            Self::Bytes(bytes) => bytes.clone().into(),
            Self::Stream(body) => {
                body.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_default()
            }
        }
    }
}

impl Content {
    /// Whether it can be sent again.
    pub(super) fn is_replayable(&self) -> bool {
        matches!(self.payload, Payload::Bytes(_))
    }
}

/// A body that does not come as a JSON value.
#[derive(Debug)]
pub(super) struct Upload {
    pub(super) body: Body,
    pub(super) media_type: Option<String>,
    /// What parts the form that it is.
    pub(super) boundary: Option<String>,
}

impl Upload {
    /// What a surface passes on. A form tells in its media type what parts it.
    #[cfg(feature = "server")]
    pub(super) fn passed(content: crate::support::content::Content) -> Self {
        let media_type = content.media_type().map(str::to_owned);
        let boundary = media_type.as_deref().and_then(|it| it.split_once("; boundary="));
        let boundary = boundary.map(|it| it.1.to_owned());
        let length = content.length();
        let body = Body::stream(content);
        let body = if let Some(length) = length { body.with_length(length) } else { body };
        Self { body, media_type, boundary }
    }

    /// The body with its media type: that which the operation declares, where it declares a single one.
    pub(super) fn content(self, operation: &Operation) -> Result<Content, Refused> {
        let declared = operation.body.as_ref().map_or("*/*", |it| it.media_type);
        let own = self.media_type.as_deref().unwrap_or("application/octet-stream");
        let media_type = if declared.contains('*') { own } else { declared };
        let form = self.boundary.map(|it| format!("{media_type}; boundary={it}"));
        let media_type = form.as_deref().unwrap_or(media_type);
        let payload = Payload::Stream(Mutex::new(Some(self.body)));
        Ok(Content { payload, ..content(media_type, Bytes::new())? })
    }
}

/// Writes the body of an operation, if it is to have one.
pub(super) fn encode(
    operation: &Operation,
    value: Option<&Value>,
) -> Result<Option<Content>, Refused> {
    match (&operation.body, value) {
        (Some(declared), Some(value)) => declare(declared, value).map(Some),
        (None, Some(value)) if !is_empty(value) => Err(refuse("is not taken by this operation")),
        _ if operation.empty_json_body => Ok(Some(Content {
            media_type: HeaderValue::from_static("application/json"),
            payload: Payload::Bytes(Bytes::from_static(b"{}")),
        })),
        _ => Ok(None),
    }
}

/// Whether a value says as much as no body: a surface may hand on the `{}` it was sent.
fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_object().is_some_and(serde_json::Map::is_empty)
}

fn declare(declared: &RequestBody, value: &Value) -> Result<Content, Refused> {
    let media_type = declared.media_type;
    match declared.encoding {
        Encoding::Json => content(media_type, value.to_string()),
        Encoding::Form => content(media_type, form(value)?),
        Encoding::Text => text(media_type, value),
        Encoding::Binary => binary(media_type, value),
        Encoding::Multipart => {
            let (boundary, bytes) = multipart::encode(declared.schema, value)?;
            content(&format!("{media_type}; boundary={boundary}"), bytes)
        }
    }
}

fn content(media_type: &str, bytes: impl Into<Bytes>) -> Result<Content, Refused> {
    let header = HeaderValue::from_str(media_type).ok().filter(|_| media_type.is_ascii());
    let media_type = header.ok_or_else(|| refuse("has a media type that cannot be sent"))?;
    Ok(Content { media_type, payload: Payload::Bytes(bytes.into()) })
}

/// `application/x-www-form-urlencoded`: arrays as repeated pairs, objects as JSON text.
fn form(value: &Value) -> Result<String, Refused> {
    let Value::Object(members) = value else {
        return Err(refuse("must be an object to be sent as a form"));
    };
    // A form writes a space as `+`; a plus sign of the value is encoded already.
    let encode = |text: &str| style::percent(text).replace("%20", "+");
    let mut pairs = Vec::new();
    for (name, member) in members {
        let items = member.as_array().map_or(std::slice::from_ref(member), Vec::as_slice);
        for item in items.iter().filter(|item| !item.is_null()) {
            pairs.push(format!("{}={}", encode(name), encode(&style::text(item))));
        }
    }
    Ok(pairs.join("&"))
}

fn text(media_type: &str, value: &Value) -> Result<Content, Refused> {
    if value.is_array() || value.is_object() {
        return Err(refuse("must be a string to be sent as text"));
    }
    let text = style::text(value);
    // Without a charset, the standards read text as ASCII.
    if text.is_ascii() || media_type.contains("charset") || !media_type.starts_with("text/") {
        return content(media_type, text);
    }
    content(&format!("{media_type}; charset=utf-8"), text)
}

fn binary(media_type: &str, value: &Value) -> Result<Content, Refused> {
    let Some(file) = value.as_str().and_then(File::parse) else {
        return Err(refuse("must be base64 or a data URL"));
    };
    let own = file.media_type.as_deref().unwrap_or("application/octet-stream");
    // `image/*` declares what may be sent, not what is sent.
    content(if media_type.contains('*') { own } else { media_type }, file.bytes)
}

fn refuse(message: &str) -> Refused {
    Refused::new("body", message)
}
