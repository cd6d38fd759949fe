//! The answer to a call, before anyone has read it.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

/// An answer: whatever status the upstream gave, with its body as it came.
#[derive(Clone, Debug, Default)]
pub struct Answer<B = Bytes> {
    /// The HTTP status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: B,
}

#[cfg(feature = "server")]
impl<B> Answer<B> {
    /// The same answer with another body.
    pub fn map<C>(self, body: impl FnOnce(B) -> C) -> Answer<C> {
        let Self { status, headers, body: own } = self;
        Answer { status, headers, body: body(own) }
    }
}

#[cfg(feature = "server")]
impl Answer<super::content::Content> {
    /// The most bytes that are held of an answer.
    const HELD: usize = 8 * 1024 * 1024;

    /// The answer with its whole body, held in memory.
    ///
    /// # Errors
    /// Fails where the rest does not come, or is larger than 8 MiB.
    pub async fn held(self) -> Result<Answer, super::failure::Failure> {
        let Self { status, headers, body } = self;
        let body = body.collect(Self::HELD).await;
        let body = body.map_err(|_| {
            super::failure::Failure::bad_gateway("The answer is too large, or broke off")
        })?;
        Ok(Answer { status, headers, body: body.bytes })
    }
}
