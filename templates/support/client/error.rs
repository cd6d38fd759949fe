//! Why a call failed.
//!
//! No error shows a URL, a header or a body by itself: each may hold a secret. What the API answered is
//! kept for whoever asks for it.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::build_error::remedy;
use super::envelope::{self, Issue};
use super::refused::Refused;
use super::retry;
use super::token::TokenError;
use super::transport::{TransportError, TransportErrorKind};
use crate::support::json::{Json, Mismatch};
use crate::support::operation::Operation;
use crate::support::service::Answer;
use crate::support::validate::Violation;

/// Why a call failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The request could not be built from the inputs; nothing was sent.
    Request {
        /// The operation called.
        operation: &'static str,
        /// The input that does not fit: the name of a parameter, or `body`.
        input: String,
        /// What is wrong with it.
        message: String,
    },
    /// No credential suffices for the operation, or no token was issued; the operation was not called.
    Credential(Box<CredentialError>),
    /// The inputs are not what the operation takes; nothing was sent.
    Invalid {
        /// The operation called.
        operation: &'static str,
        /// Everything that does not fit.
        violations: Vec<Violation>,
    },
    /// The API did not answer in time. The request may have been carried out.
    Timeout {
        /// The operation called.
        operation: &'static str,
    },
    /// The API could not be reached, or the connection broke.
    Transport {
        /// The operation called.
        operation: &'static str,
        /// How far the request came, and the cause.
        source: TransportError,
    },
    /// The API answered with a status other than 2xx.
    Status(Box<StatusError>),
    /// The answer does not fit the type.
    Decode(Box<DecodeError>),
    /// The answer is larger than allowed.
    TooLarge {
        /// The operation called.
        operation: &'static str,
        /// The status answered.
        status: StatusCode,
        /// The most bytes allowed.
        limit: usize,
    },
}

/// No credential suffices for an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CredentialError {
    /// The operation called.
    pub operation: &'static str,
    /// The security scheme without a credential.
    pub scheme: String,
    /// The environment variables that make the credential; empty where none is bound.
    pub variables: Vec<String>,
    /// The method of the builder that sets it otherwise.
    pub method: &'static str,
    /// Why no token was issued, where there is a credential to fetch one.
    pub token: Option<TokenError>,
}

/// A status other than 2xx, with what was understood of the answer and the answer itself.
#[derive(Clone)]
#[non_exhaustive]
pub struct StatusError {
    /// The operation called.
    pub operation: &'static str,
    /// The status.
    pub status: StatusCode,
    /// The API's code for the error.
    pub code: Option<String>,
    /// The API's message.
    pub message: Option<String>,
    /// What is wrong in particular.
    pub issues: Vec<Issue>,
    /// The identifier of the request, to be told to the provider's support.
    pub request_id: Option<String>,
    /// Whether the document declares this status for the operation, by itself, by its class or by default.
    pub declared: bool,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it came.
    pub body: Bytes,
}

/// An answer that does not fit the type.
#[derive(Clone)]
#[non_exhaustive]
pub struct DecodeError {
    /// The operation called.
    pub operation: &'static str,
    /// The status.
    pub status: StatusCode,
    /// What does not fit, the first 1,000 at most; a single one without a pointer where the body could not be
    /// read at all.
    pub mismatches: Vec<Mismatch>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it came.
    pub body: Bytes,
}

impl Error {
    /// The operation called.
    pub fn operation(&self) -> &'static str {
        match self {
            Self::Request { operation, .. }
            | Self::Invalid { operation, .. }
            | Self::Timeout { operation }
            | Self::Transport { operation, .. }
            | Self::TooLarge { operation, .. } => operation,
            Self::Credential(error) => error.operation,
            Self::Status(error) => error.operation,
            Self::Decode(error) => error.operation,
        }
    }

    /// The status answered, where there was an answer.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Status(error) => Some(error.status),
            Self::Decode(error) => Some(error.status),
            Self::TooLarge { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// The API's code for the error.
    pub fn code(&self) -> Option<&str> {
        self.answered()?.code.as_deref()
    }

    /// The API's message.
    pub fn message(&self) -> Option<&str> {
        self.answered()?.message.as_deref()
    }

    /// What the API says is wrong in particular.
    pub fn issues(&self) -> &[Issue] {
        self.answered().map_or(&[], |error| &error.issues)
    }

    /// The identifier of the request, to be told to the provider's support.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Status(error) => error.request_id.as_deref(),
            Self::Decode(error) => envelope::request_id(&error.headers),
            _ => None,
        }
    }

    /// The body as it came.
    pub fn body(&self) -> Option<&Bytes> {
        match self {
            Self::Status(error) => Some(&error.body),
            Self::Decode(error) => Some(&error.body),
            _ => None,
        }
    }

    /// Whether the API did not answer in time.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Timeout { .. })
    }

    /// Whether the same call may succeed later: what failed is the connection, the time it took, or what
    /// the statuses 408, 425, 429, 502, 503 and 504 tell of. Whether the operation may be carried out
    /// twice is another matter.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Timeout { .. } => true,
            Self::Transport { source, .. } => source.is_retryable(),
            Self::Status(error) => retry::is_retryable(error.status),
            Self::Credential(error) => error.token.as_ref().is_some_and(|it| it.retryable),
            _ => false,
        }
    }

    /// How long the API asks to wait before the next try (`Retry-After`).
    pub fn retry_after(&self) -> Option<Duration> {
        retry::retry_after(&self.answered()?.headers)
    }

    /// The answer with a status other than 2xx, where there was one.
    pub fn answered(&self) -> Option<&StatusError> {
        match self {
            Self::Status(error) => Some(error),
            _ => None,
        }
    }

    /// Reads the body of an error as a type of the caller's; `None` where there is no body or it does not
    /// fit. The declared shapes are told apart by the enum that the operation's documentation names.
    pub fn body_as<T: Json>(&self) -> Option<T> {
        self.answered()?.body_as()
    }

    /// One word for what failed, for logs and metrics.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Request { .. } => "request",
            Self::Credential(_) => "credential",
            Self::Invalid { .. } => "invalid",
            Self::Timeout { .. } => "timeout",
            Self::Transport { .. } => "transport",
            Self::Status(error) if error.declared => "status",
            Self::Status(_) => "undeclared-status",
            Self::Decode(_) => "decode",
            Self::TooLarge { .. } => "too-large",
        }
    }

    /// An answer with a status other than 2xx.
    ///
    /// `scrub` takes out of a text what it repeats of a credential.
    pub(super) fn from_answer(
        operation: &'static Operation,
        answer: Answer,
        scrub: impl Fn(&mut String),
    ) -> Self {
        let envelope = envelope::read(&answer.headers, &answer.body, &scrub);
        let mut request_id = envelope::request_id(&answer.headers).map(str::to_owned);
        request_id.iter_mut().for_each(scrub);
        let status = answer.status.as_u16();
        Self::Status(Box::new(StatusError {
            operation: operation.name,
            declared: operation.responses.iter().any(|it| it.status.matches(status)),
            status: answer.status,
            code: envelope.code,
            message: envelope.message,
            issues: envelope.issues,
            request_id,
            headers: answer.headers,
            body: answer.body,
        }))
    }

    /// An input that cannot be sent.
    pub(super) fn refused(operation: &'static str, refused: Refused) -> Self {
        let Refused { input, message } = refused;
        Self::Request { operation, input, message }
    }

    /// A request that got no whole answer.
    pub(super) fn from_transport(operation: &'static str, source: TransportError) -> Self {
        match source.kind() {
            TransportErrorKind::Timeout => Self::Timeout { operation },
            _ => Self::Transport { operation, source },
        }
    }
}

impl StatusError {
    /// Reads the body as a type; `None` where there is no body or it does not fit.
    pub fn body_as<T: Json>(&self) -> Option<T> {
        T::parse(&self.body).ok()?.ok()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.operation();
        match self {
            Self::Request { input, message, .. } => write!(f, "{operation}: `{input}` {message}"),
            Self::Credential(error) => error.fmt(f),
            Self::Invalid { violations, .. } => {
                let lines = violations.iter().map(|it| located(&it.pointer, &it.message));
                write!(f, "{operation}: the inputs do not fit: {}", few(lines))
            }
            Self::Timeout { .. } => write!(f, "{operation}: the API did not answer in time"),
            Self::Transport { source, .. } => {
                write!(f, "{operation}: {}", causes(source))
            }
            Self::Status(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::TooLarge { limit, .. } => write!(
                f,
                "{operation}: the answer is larger than {limit} bytes: \
                 raise the limit with `Builder::max_response_bytes`"
            ),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport { source, .. } => Some(source),
            Self::Credential(error) => Some(error),
            Self::Status(error) => Some(error),
            Self::Decode(error) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(token) = &self.token {
            return write!(f, "{}: no token for scheme `{}`: {token}", self.operation, self.scheme);
        }
        let remedy = remedy(&self.variables, self.method);
        write!(f, "{}: no credential for scheme `{}`: {remedy}", self.operation, self.scheme)
    }
}

impl std::error::Error for CredentialError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.token.as_ref().map(|it| it as _)
    }
}

impl fmt::Display for StatusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation, self.status)?;
        for text in [&self.code, &self.message].into_iter().flatten() {
            write!(f, ": {}", one_line(text))?;
        }
        if !self.issues.is_empty() {
            write!(f, " ({})", few(self.issues.iter().map(issue)))?;
        }
        Ok(())
    }
}

/// Without headers and body, which may hold secrets.
impl fmt::Debug for StatusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StatusError")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("code", &self.code)
            .field("message", &self.message)
            .field("issues", &self.issues)
            .field("request_id", &self.request_id)
            .field("declared", &self.declared)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

impl std::error::Error for StatusError {}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.mismatches.iter().map(|it| located(&it.pointer, &it.message));
        write!(f, "{}: {}: the answer does not fit: {}", self.operation, self.status, few(lines))
    }
}

/// Without headers and body, which may hold secrets.
impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("mismatches", &self.mismatches)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

impl std::error::Error for DecodeError {}

fn issue(issue: &Issue) -> String {
    let text = located(&issue.pointer, &issue.message);
    match &issue.code {
        Some(code) => format!("{text} [{}]", one_line(code)),
        None => text,
    }
}

fn located(pointer: &str, message: &str) -> String {
    if pointer.is_empty() { one_line(message) } else { format!("{pointer}: {}", one_line(message)) }
}

/// The first few of many lines, as one.
fn few(lines: impl ExactSizeIterator<Item = String>) -> String {
    const SHOWN: usize = 3;
    let more = lines.len().saturating_sub(SHOWN);
    let mut text = lines.take(SHOWN).collect::<Vec<_>>().join("; ");
    if more > 0 {
        text.push_str(&format!("; and {more} more"));
    }
    text
}

/// Text of the API's making, so that it cannot break or flood a log.
fn one_line(text: &str) -> String {
    const SHOWN: usize = 300;
    let mut line = text.split(char::is_control).collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = line.char_indices().nth(SHOWN) {
        line.truncate(end);
        line.push('…');
    }
    line
}

/// An error with its causes, each of which says something that the one before does not.
fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let more = cause.to_string();
        if !text.contains(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        next = cause.source();
    }
    one_line(&text)
}
