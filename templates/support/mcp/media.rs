//! What the body of an answer is, by its media type.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use serde_json::Value;

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
}

impl Body {
    /// The body as a JSON value; bytes have none.
    pub(super) fn into_value(self) -> Option<Value> {
        match self {
            Self::Empty => Some(Value::Null),
            Self::Json(value) => Some(value),
            Self::Text(text) => Some(Value::String(text)),
            Self::Bytes(..) => None,
        }
    }
}

/// Reads the body. What calls itself JSON and is not, is text.
pub(super) fn read(answer: &Answer, declared: Option<&Response>) -> Body {
    if answer.body.is_empty() {
        return Body::Empty;
    }
    let media_type = media_type(answer);
    let declared_json = declared.is_some_and(|it| it.encoding == Some(Encoding::Json));
    let may_be_json = is_json(&media_type) || (declared_json && !is_bytes(&media_type));
    if may_be_json && let Ok(value) = serde_json::from_slice(&answer.body) {
        return Body::Json(value);
    }
    if is_bytes(&media_type) {
        return Body::Bytes(media_type, answer.body.clone());
    }
    match std::str::from_utf8(&answer.body) {
        Ok(text) => Body::Text(text.to_owned()),
        Err(_) if media_type.starts_with("text/") => {
            Body::Text(String::from_utf8_lossy(&answer.body).into_owned())
        }
        Err(_) => Body::Bytes("application/octet-stream".to_owned(), answer.body.clone()),
    }
}

/// The media type in lower case, without parameters; empty where none is said.
fn media_type(answer: &Answer) -> String {
    let header = answer.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = header.unwrap_or_default().split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
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
