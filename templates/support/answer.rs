//! The answer to a call, before anyone has read it.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

/// An answer: whatever status the upstream gave, with its body as it came.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The HTTP status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}
