//! What an implementation of a capability's trait answers, and how it becomes an [`Answer`].

use std::any::TypeId;
use std::future::{Future, ready};

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::Value;

use super::Arguments;
use super::places::in_request;
use crate::support::content::Content;
use crate::support::failure::Failure;
use crate::support::file::File;
use crate::support::json::Json;
use crate::support::operation::{Encoding, Operation, Response, StatusPattern};
use crate::support::service::{Answer, BoxFuture};

/// The media type of bytes of which no more is known.
const BYTES: HeaderValue = HeaderValue::from_static("application/octet-stream");

/// An answer with a typed body.
///
/// `Ok(value.into())` is enough where the status is the declared one.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply<T> {
    /// The status; where there is none, the least success that the operation declares, or else 200.
    pub status: Option<StatusCode>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body; `None` for an empty one.
    pub body: Option<T>,
}

impl<T> Reply<T> {
    /// An answer with a body.
    pub fn ok(body: T) -> Self {
        Self { status: None, headers: HeaderMap::new(), body: Some(body) }
    }

    /// An answer with an empty body.
    pub fn empty() -> Self {
        Self { status: None, headers: HeaderMap::new(), body: None }
    }

    /// Replaces the status.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = Some(status);
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.append(name, value);
        self
    }
}

impl<T> From<T> for Reply<T> {
    fn from(body: T) -> Self {
        Self::ok(body)
    }
}

/// Answers a call by an implementation, unless an argument could not be read.
pub fn reply<'a, T, F>(
    operation: &'static Operation,
    arguments: Arguments,
    run: impl FnOnce() -> F,
) -> BoxFuture<'a, Result<Answer, Failure>>
where
    T: Json + 'static,
    F: Future<Output = Result<Reply<T>, Failure>> + Send + 'a,
{
    if let Err(failure) = all_read(operation, arguments) {
        return Box::pin(ready(Err(failure)));
    }
    let future = run();
    Box::pin(async move {
        let Reply { status, headers, body } = future.await?;
        // Nothing is an empty body, whereas `null` is a value.
        let nothing = TypeId::of::<T>() == TypeId::of::<()>();
        let body = body.filter(|_| !nothing).map(|it| it.write());
        Ok(answer(operation, status, headers, body))
    })
}

/// Answers a call by an implementation whose answer goes out as it is there, unless an argument could not be read.
pub fn reply_content<'a, F>(
    operation: &'static Operation,
    arguments: Arguments,
    run: impl FnOnce() -> F,
) -> BoxFuture<'a, Result<Answer<Content>, Failure>>
where
    F: Future<Output = Result<Reply<Content>, Failure>> + Send + 'a,
{
    if let Err(failure) = all_read(operation, arguments) {
        return Box::pin(ready(Err(failure)));
    }
    let future = run();
    Box::pin(async move {
        let Reply { status, mut headers, body } = future.await?;
        let status = status.unwrap_or_else(|| default_status(operation));
        let body = body.filter(|_| may_have_body(status));
        if let Some(body) = &body {
            let known = body.media_type().and_then(|it| HeaderValue::try_from(it).ok());
            headers.entry(CONTENT_TYPE).or_insert(known.unwrap_or(BYTES));
        }
        Ok(Answer { status, headers, body: body.unwrap_or_default() })
    })
}

/// An answer that is there as a whole, for a surface that takes it as it comes.
pub fn opened<'a>(
    answer: BoxFuture<'a, Result<Answer, Failure>>,
) -> BoxFuture<'a, Result<Answer<Content>, Failure>> {
    Box::pin(async move { Ok(answer.await?.map(Content::from)) })
}

/// An answer that is held in memory, for a surface that cannot pass it on as it comes.
pub fn held<'a>(
    opened: BoxFuture<'a, Result<Answer<Content>, Failure>>,
) -> BoxFuture<'a, Result<Answer, Failure>> {
    Box::pin(async move { opened.await?.held().await })
}

/// Answers a call of an operation that the capability does not have.
pub fn unknown<'a>(operation: &'static Operation) -> BoxFuture<'a, Result<Answer, Failure>> {
    let message = format!("The operation {} is not implemented", operation.name);
    Box::pin(ready(Err(Failure::not_implemented(message))))
}

fn all_read(operation: &Operation, arguments: Arguments) -> Result<(), Failure> {
    let violations = arguments.into_violations();
    if violations.is_empty() {
        return Ok(());
    }
    Err(Failure::invalid(violations.into_iter().map(|it| in_request(operation, it)).collect()))
}

fn answer(
    operation: &Operation,
    status: Option<StatusCode>,
    mut headers: HeaderMap,
    body: Option<Value>,
) -> Answer {
    let status = status.unwrap_or_else(|| default_status(operation));
    let (bytes, media_type) = match body {
        Some(body) if may_have_body(status) => written(declared(operation, status), body),
        _ => (Bytes::new(), None),
    };
    if let Some(media_type) = media_type {
        headers.entry(CONTENT_TYPE).or_insert(media_type);
    }
    if may_have_body(status) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    }
    Answer { status, headers, body: bytes }
}

fn default_status(operation: &Operation) -> StatusCode {
    let code = |it: &Response| match it.status {
        StatusPattern::Code(code @ 200..=299) => Some(code),
        _ => None,
    };
    let least = operation.responses.iter().filter_map(code).min();
    least.and_then(|code| StatusCode::from_u16(code).ok()).unwrap_or(StatusCode::OK)
}

fn may_have_body(status: StatusCode) -> bool {
    !status.is_informational()
        && ![StatusCode::NO_CONTENT, StatusCode::RESET_CONTENT, StatusCode::NOT_MODIFIED]
            .contains(&status)
}

fn declared(operation: &Operation, status: StatusCode) -> Option<Encoding> {
    operation.responses.iter().find(|it| it.status.matches(status.as_u16()))?.encoding
}

fn written(encoding: Option<Encoding>, body: Value) -> (Bytes, Option<HeaderValue>) {
    match (encoding, body) {
        (None, Value::Null) => (Bytes::new(), None),
        (Some(Encoding::Text), Value::String(text)) => {
            (text.into(), Some(HeaderValue::from_static("text/plain; charset=utf-8")))
        }
        (Some(Encoding::Binary), Value::String(text)) => binary(text),
        (_, body) => (body.to_string().into(), Some(HeaderValue::from_static("application/json"))),
    }
}

fn binary(text: String) -> (Bytes, Option<HeaderValue>) {
    let file = File::parse(&text).unwrap_or_else(|| File::new(text));
    let media_type = file.media_type.and_then(|it| HeaderValue::try_from(it).ok());
    (file.bytes, Some(media_type.unwrap_or(BYTES)))
}
