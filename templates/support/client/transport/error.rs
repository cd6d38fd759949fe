//! Why no answer came, or not all of it.

use std::fmt;

/// Any cause.
pub(super) type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why no answer came, or not all of it. Holds no URL: its query may hold a credential.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: BoxError,
}

/// How far a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// There was no connection: nothing was sent.
    Connect,
    /// The connection ended before an answer came; the request may have been carried out.
    Interrupted,
    /// The head of the answer came, and then the connection ended or what came made no sense.
    Answer,
    /// A limit of the transport itself ran out.
    Timeout,
    /// The request is none that the transport can send.
    Request,
}

impl TransportError {
    /// An error of a transport's own making.
    pub fn new(
        kind: TransportErrorKind,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self { kind, source: source.into() }
    }

    /// How far the request came.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Whether the same request may succeed when it is sent again.
    pub fn is_retryable(&self) -> bool {
        use TransportErrorKind as K;
        matches!(self.kind, K::Connect | K::Interrupted | K::Timeout)
    }

    /// A failure before the head of the answer.
    pub(super) fn sending(error: reqwest::Error) -> Self {
        let kind = match &error {
            it if it.is_timeout() => TransportErrorKind::Timeout,
            it if it.is_connect() => TransportErrorKind::Connect,
            it if it.is_builder() => TransportErrorKind::Request,
            _ => TransportErrorKind::Interrupted,
        };
        Self::new(kind, error.without_url())
    }

    /// A failure after the head of the answer.
    pub(super) fn receiving(error: reqwest::Error) -> Self {
        let kind = if error.is_timeout() {
            TransportErrorKind::Timeout
        } else {
            TransportErrorKind::Answer
        };
        Self::new(kind, error.without_url())
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "the API could not be reached",
            TransportErrorKind::Interrupted => "the connection ended before an answer came",
            TransportErrorKind::Answer => "the answer broke off",
            TransportErrorKind::Timeout => "the API did not answer in time",
            TransportErrorKind::Request => "the request cannot be sent",
        })
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}
