//! Reads answers.
//!
//! In: an answer with status 2xx and what the operation declares for it. Out: a JSON value, from which
//! the type is read: text as a string, bytes as a `data:` URL, else JSON, where an empty body is
//! `null`. The body decides, not its content type, which many servers get wrong.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::error::{DecodeError, Error};
use crate::support::file::File;
use crate::support::json::{self, Json, Mismatch};
use crate::support::operation::{Encoding, Operation};
use crate::support::service::Answer;

/// A value together with the answer it was read from, which an error keeps.
pub(super) struct Decoded {
    operation: &'static str,
    value: Value,
    answer: Answer,
}

impl Decoded {
    /// The value and the answer it was read from.
    pub(super) fn into_parts(self) -> (Value, Answer) {
        (self.value, self.answer)
    }

    /// Reads the type.
    pub(super) fn read<T: Json>(self) -> Result<T, Error> {
        let Self { operation, value, answer } = self;
        json::from_value(value).map_err(|mismatches| failed(operation, answer, mismatches))
    }
}

/// Reads the body of an answer.
pub(super) fn decode(operation: &Operation, answer: Answer) -> Result<Decoded, Error> {
    let value = match encoding(operation, answer.status) {
        _ if is_bare(answer.status) => Ok(Value::Null),
        Some(Encoding::Text) => text(&answer.headers, &answer.body).map(Value::String),
        Some(Encoding::Binary) => Ok(data_url(&answer.headers, &answer.body)),
        _ if answer.body.trim_ascii().is_empty() => Ok(Value::Null),
        Some(_) => parse(&answer.body).map_err(|error| not_json(&answer.headers, &error)),
        // Nothing is declared: text is as good as JSON.
        None => {
            parse(&answer.body).or_else(|_| text(&answer.headers, &answer.body).map(Value::String))
        }
    };
    match value {
        Ok(value) => Ok(Decoded { operation: operation.name, value, answer }),
        Err(message) => {
            let mismatch = Mismatch { pointer: String::new(), message };
            Err(failed(operation.name, answer, vec![mismatch]))
        }
    }
}

fn failed(operation: &'static str, answer: Answer, mismatches: Vec<Mismatch>) -> Error {
    let Answer { status, headers, body } = answer;
    Error::Decode(Box::new(DecodeError { operation, status, mismatches, headers, body }))
}

fn encoding(operation: &Operation, status: StatusCode) -> Option<Encoding> {
    let declared = operation.responses.iter().find(|it| it.status.matches(status.as_u16()));
    declared?.encoding
}

/// Whether a status says that there is no body.
fn is_bare(status: StatusCode) -> bool {
    matches!(status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT)
}

fn parse(body: &[u8]) -> Result<Value, serde_json::Error> {
    serde_json::from_slice(body.strip_prefix(BOM).unwrap_or(body))
}

const BOM: &[u8] = b"\xEF\xBB\xBF";

fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(CONTENT_TYPE)?.to_str().ok()
}

fn not_json(headers: &HeaderMap, error: &serde_json::Error) -> String {
    let found = content_type(headers).unwrap_or("without a content type");
    format!("expected JSON, found something else ({found}): {error}")
}

fn text(headers: &HeaderMap, body: &Bytes) -> Result<String, String> {
    let content_type = content_type(headers).unwrap_or_default().to_ascii_lowercase();
    if ["iso-8859-1", "latin1", "windows-1252"].iter().any(|it| content_type.contains(it)) {
        return Ok(body.iter().copied().map(char::from).collect());
    }
    let text = body.strip_prefix(BOM).unwrap_or(body);
    match std::str::from_utf8(text) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(format!("expected text in UTF-8: {error}")),
    }
}

fn data_url(headers: &HeaderMap, body: &Bytes) -> Value {
    let file = File::new(body.clone());
    let essence = content_type(headers).and_then(|it| it.split([';', ',']).next()).map(str::trim);
    let file = match essence {
        Some(essence) => file.typed(essence),
        None => file,
    };
    Value::String(file.to_string())
}
