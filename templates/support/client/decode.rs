//! Reads answers.
//!
//! In: an answer with status 2xx and what the operation declares for it. Out: the type, read from text as a string, from
//! bytes as a `data:` URL, else from JSON, where an empty body is `null`. The body decides, not its content type, which
//! many servers get wrong.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::error::{DecodeError, Error};
use crate::support::file::File;
use crate::support::json::{self, Json, Mismatch};
use crate::support::operation::{Encoding, Operation};
use crate::support::service::Answer;

/// An answer of success, which an error keeps.
pub(super) struct Success {
    operation: &'static Operation,
    answer: Answer,
}

/// What a type is read from.
enum Content<'a> {
    Json(&'a [u8]),
    Value(Value),
}

impl Success {
    /// An answer with status 2xx.
    pub(super) fn new(operation: &'static Operation, answer: Answer) -> Self {
        Self { operation, answer }
    }

    /// Reads the type.
    pub(super) fn read<T: Json>(self) -> Result<T, Error> {
        self.keep().map(|(read, _)| read)
    }

    /// Reads the type, and returns the answer too.
    pub(super) fn keep<T: Json>(self) -> Result<(T, Answer), Error> {
        let read = match self.content() {
            Ok(Content::Json(document)) => match T::parse(document) {
                Ok(read) => read,
                Err(error) => self.no_json(&error).and_then(json::from_value),
            },
            Ok(Content::Value(value)) => json::from_value(value),
            Err(mismatches) => Err(mismatches),
        };
        match read {
            Ok(read) => Ok((read, self.answer)),
            Err(mismatches) => Err(failed(self.operation, self.answer, mismatches)),
        }
    }

    fn content(&self) -> Result<Content<'_>, Vec<Mismatch>> {
        let Answer { status, headers, body } = &self.answer;
        let value = match self.encoding() {
            _ if is_bare(*status) => Value::Null,
            Some(Encoding::Text) => Value::String(text(headers, body).map_err(whole)?),
            Some(Encoding::Binary) => data_url(headers, body),
            _ if body.trim_ascii().is_empty() => Value::Null,
            _ => return Ok(Content::Json(body.strip_prefix(BOM).unwrap_or(body))),
        };
        Ok(Content::Value(value))
    }

    /// Where nothing is declared, text is as good as JSON.
    fn no_json(&self, error: &serde_json::Error) -> Result<Value, Vec<Mismatch>> {
        let Answer { headers, body, .. } = &self.answer;
        match self.encoding() {
            Some(_) => Err(whole(not_json(headers, error))),
            None => text(headers, body).map(Value::String).map_err(whole),
        }
    }

    fn encoding(&self) -> Option<Encoding> {
        let status = self.answer.status.as_u16();
        self.operation.responses.iter().find(|it| it.status.matches(status))?.encoding
    }
}

/// Something wrong with the whole answer.
fn whole(message: String) -> Vec<Mismatch> {
    vec![Mismatch { pointer: String::new(), message }]
}

/// An answer that does not fit what is read from it.
pub(super) fn failed(
    operation: &'static Operation,
    answer: Answer,
    mismatches: Vec<Mismatch>,
) -> Error {
    let Answer { status, headers, body } = answer;
    let operation = operation.name;
    Error::Decode(Box::new(DecodeError { operation, status, mismatches, headers, body }))
}

/// Whether a status says that there is no body.
fn is_bare(status: StatusCode) -> bool {
    matches!(status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT)
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
