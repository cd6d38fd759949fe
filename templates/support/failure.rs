//! What a call that fails answers.
//!
//! An implementation returns a [`Failure`]; a surface writes it in the shape of its capability
//! ([`ErrorShape`]), except for one that already is an answer, which is passed on as it came.

mod time;
mod written;

use std::fmt;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::Value;

use super::answer::Answer;
use super::envelope::{self, Envelope};
use super::error_shape::ErrorShape;
use super::validate::Violation;
use written::{code_of, reason};

/// Why a call was not answered as asked: a status, a code, a message and what was wrong in detail.
///
/// One pointer wide, so that a `Result` stays small.
#[derive(Clone)]
pub struct Failure(Box<Content>);

#[derive(Clone)]
struct Content {
    status: StatusCode,
    code: Option<String>,
    message: String,
    issues: Vec<Issue>,
    headers: HeaderMap,
    // An answer that is passed on as it came.
    answer: Option<Answer>,
}

/// One thing that is wrong with the inputs of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// What is wrong.
    pub message: String,
    /// Where, as a JSON pointer (RFC 6901) that begins with the location: `/body/name`,
    /// `/query/userId`, `/path/petId`, `/header/x-trace`, `/cookie/session`.
    pub pointer: Option<String>,
    /// A code of its own for programs, such as `too_short`.
    pub code: Option<String>,
}

impl Issue {
    /// An issue without a place and a code.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), pointer: None, code: None }
    }

    /// Says where, as a JSON pointer such as `/body/name`.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }

    /// Gives it a code for programs.
    #[must_use]
    pub fn with_code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }
}

impl From<Violation> for Issue {
    fn from(violation: Violation) -> Self {
        Self::new(violation.message).at(violation.pointer)
    }
}

impl From<envelope::Issue> for Issue {
    fn from(issue: envelope::Issue) -> Self {
        let pointer = Some(issue.pointer).filter(|it| !it.is_empty());
        Self { message: issue.message, pointer, code: issue.code }
    }
}

impl Failure {
    /// A failure with a status, a code for programs and a message for people.
    pub fn new(status: StatusCode, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self(Box::new(Content {
            status,
            code: Some(code.into()),
            message: message.into(),
            issues: Vec::new(),
            headers: HeaderMap::new(),
            answer: None,
        }))
    }

    /// A failure whose code is the status's name, such as `NOT_FOUND`.
    pub fn of(status: StatusCode, message: impl Into<String>) -> Self {
        Self::new(status, code_of(status), message)
    }

    /// `400 BAD_REQUEST`: the call cannot be understood.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::of(StatusCode::BAD_REQUEST, message)
    }

    /// `401 UNAUTHORIZED`: the caller is not known.
    pub fn unauthorized(message: impl Into<String>) -> Self {
        Self::of(StatusCode::UNAUTHORIZED, message)
    }

    /// `403 FORBIDDEN`: the caller is known and may not.
    pub fn forbidden(message: impl Into<String>) -> Self {
        Self::of(StatusCode::FORBIDDEN, message)
    }

    /// `404 NOT_FOUND`
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::of(StatusCode::NOT_FOUND, message)
    }

    /// `409 CONFLICT`: the present state does not allow it.
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::of(StatusCode::CONFLICT, message)
    }

    /// `500 INTERNAL_SERVER_ERROR`
    pub fn internal(message: impl Into<String>) -> Self {
        Self::of(StatusCode::INTERNAL_SERVER_ERROR, message)
    }

    /// `501 NOT_IMPLEMENTED`: the server has no code for it.
    pub fn not_implemented(message: impl Into<String>) -> Self {
        Self::of(StatusCode::NOT_IMPLEMENTED, message)
    }

    /// `502 BAD_GATEWAY`: the upstream API could not be reached, or not be understood.
    pub fn bad_gateway(message: impl Into<String>) -> Self {
        Self::of(StatusCode::BAD_GATEWAY, message)
    }

    /// `400 BAD_REQUEST` with everything that is wrong with the inputs.
    pub fn invalid(violations: Vec<Violation>) -> Self {
        Self::bad_request("Input validation failed")
            .with_issues(violations.into_iter().map(Issue::from).collect())
    }

    /// Passes an answer on as it came: status, headers and body. Code, message and issues are what is
    /// understood of it, whatever shape it has.
    pub fn from_answer(answer: Answer) -> Self {
        let Envelope { code, message, issues } = envelope::read(&answer.headers, &answer.body);
        Self(Box::new(Content {
            status: answer.status,
            code,
            message: message.unwrap_or_else(|| reason(answer.status).to_owned()),
            issues: issues.into_iter().map(Issue::from).collect(),
            headers: HeaderMap::new(),
            answer: Some(answer),
        }))
    }

    /// Answers with this JSON body, whatever the capability's shape of errors is.
    pub fn json(status: StatusCode, body: &Value) -> Self {
        Self::from_answer(json_answer(status, "application/json", HeaderMap::new(), body))
    }

    /// Replaces the code. An answer that would have been passed on is written anew.
    #[must_use]
    pub fn with_code(mut self, code: impl Into<String>) -> Self {
        self.0.code = Some(code.into());
        self.0.answer = None;
        self
    }

    /// Replaces the issues. An answer that would have been passed on is written anew.
    #[must_use]
    pub fn with_issues(mut self, issues: Vec<Issue>) -> Self {
        self.0.issues = issues;
        self.0.answer = None;
        self
    }

    /// Adds a header, such as `Retry-After` or `WWW-Authenticate`.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        let content = &mut *self.0;
        let headers = content.answer.as_mut().map_or(&mut content.headers, |it| &mut it.headers);
        headers.append(name, value);
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The code for programs, where there is one.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The message for people.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What was wrong in detail.
    pub fn issues(&self) -> &[Issue] {
        &self.0.issues
    }

    /// The answer, in the shape given unless it is one that is passed on.
    pub fn into_answer(self, shape: ErrorShape) -> Answer {
        let mut content = *self.0;
        if let Some(answer) = content.answer.take() {
            return answer;
        }
        let envelope = shape.envelope(content.status.as_u16());
        let body = written::body(&content, &envelope.body);
        json_answer(content.status, envelope.media_type, content.headers, &body)
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither headers nor the raw body: they may hold what must not be shown.
        f.debug_struct("Failure")
            .field("status", &self.0.status)
            .field("code", &self.0.code)
            .field("message", &self.0.message)
            .field("issues", &self.0.issues)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.status.as_u16())?;
        if let Some(code) = &self.0.code {
            write!(f, " {code}")?;
        }
        write!(f, ": {}", self.0.message)?;
        for (index, issue) in self.0.issues.iter().enumerate() {
            f.write_str(if index == 0 { ": " } else { "; " })?;
            if let Some(pointer) = &issue.pointer {
                write!(f, "{pointer} ")?;
            }
            f.write_str(&issue.message)?;
            if let Some(code) = &issue.code {
                write!(f, " [{code}]")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}

fn json_answer(
    status: StatusCode,
    media_type: &'static str,
    mut headers: HeaderMap,
    body: &Value,
) -> Answer {
    let body = Bytes::from(body.to_string());
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    Answer { status, headers, body }
}
