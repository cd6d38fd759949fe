//! What the body of an answer is, by its media type.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use serde_json::Value;

use super::parts;
use crate::support::operation::{Encoding, Response};
use crate::support::service::Answer;

/// A body, as far as it can be read.
#[derive(Clone)]
pub(super) enum Body {
    /// There is none.
    Empty,
    /// JSON.
    Json(Value),
    /// Text of any other kind.
    Text(String),
    /// Bytes, with their media type.
    Bytes(String, Bytes),
    /// Several, none of which is empty or has parts.
    Parts(Vec<Body>),
}

impl Body {
    /// The body as a JSON value, copied only where it is text; bytes and parts have none.
    pub(super) fn as_value(&self) -> Option<Cow<'_, Value>> {
        match self {
            Self::Json(value) => Some(Cow::Borrowed(value)),
            Self::Empty => Some(Cow::Owned(Value::Null)),
            Self::Text(text) => Some(Cow::Owned(Value::String(text.clone()))),
            Self::Bytes(..) | Self::Parts(_) => None,
        }
    }

    /// The same, taken out.
    pub(super) fn into_value(self) -> Option<Value> {
        match self {
            Self::Empty => Some(Value::Null),
            Self::Json(value) => Some(value),
            Self::Text(text) => Some(Value::String(text)),
            Self::Bytes(..) | Self::Parts(_) => None,
        }
    }
}

/// Reads the body. What calls itself JSON and is not, is text.
pub(super) fn read(answer: &Answer, declared: Option<&Response>) -> Body {
    if answer.body.is_empty() {
        return Body::Empty;
    }
    let header = answer.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let content_type = header.unwrap_or_default();
    let media_type = essence(content_type);
    if media_type.starts_with("multipart/")
        && let Some(parts) = parts::read(content_type, &answer.body)
    {
        let filled = parts.into_iter().filter(|(_, body)| !body.is_empty());
        return Body::Parts(filled.map(|(it, body)| single(essence(&it), &body, false)).collect());
    }
    let declared_json = declared.is_some_and(|it| it.encoding == Some(Encoding::Json));
    single(media_type, &answer.body, declared_json)
}

/// Reads a body that has no parts.
fn single(media_type: String, body: &Bytes, declared_json: bool) -> Body {
    let may_be_json = is_json(&media_type) || (declared_json && !is_bytes(&media_type));
    if may_be_json && let Ok(value) = serde_json::from_slice(body) {
        return Body::Json(value);
    }
    if is_bytes(&media_type) {
        return Body::Bytes(media_type, body.clone());
    }
    match std::str::from_utf8(body) {
        Ok(text) => Body::Text(text.to_owned()),
        Err(_) if media_type.starts_with("text/") => {
            Body::Text(String::from_utf8_lossy(body).into_owned())
        }
        Err(_) => Body::Bytes("application/octet-stream".to_owned(), body.clone()),
    }
}

/// The media type in lower case, without parameters; empty where none is said.
fn essence(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn is_json(media_type: &str) -> bool {
    media_type == "application/json" || media_type.ends_with("+json")
}

/// Whether a media type says that the body is no text. Where none is said, the bytes decide.
fn is_bytes(media_type: &str) -> bool {
    const TEXT: [&str; 7] = [
        "application/javascript",
        "application/toml",
        "application/x-ndjson",
        "application/x-www-form-urlencoded",
        "application/x-yaml",
        "application/xml",
        "application/yaml",
    ];
    let text = media_type.is_empty()
        || media_type.starts_with("text/")
        || is_json(media_type)
        || media_type.ends_with("+xml")
        || media_type.ends_with("+yaml")
        || TEXT.contains(&media_type);
    !text
}
