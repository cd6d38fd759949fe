//! A successful answer whose body is read as it comes in.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use tokio::time::{Instant, Sleep, sleep_until};

use super::error::Error;
use super::limit::Permit;
use super::transport::{Body, Response};
#[cfg(feature = "server")]
use crate::support::service::{Answer, Content};

/// A successful answer whose body is read as it comes in; a [`Stream`] of chunks.
///
/// Of any size: no limit applies but the time without a byte (`timeout`) and the call's deadline.
/// Dropping it abandons the rest.
pub struct Download {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    operation: &'static str,
    body: Body,
    patience: Patience,
    _permit: Permit,
}

impl Download {
    pub(super) fn new(
        operation: &'static str,
        response: Response,
        permit: Permit,
        idle: Duration,
        deadline: Option<Instant>,
    ) -> Self {
        let (head, body) = response.into_parts();
        let patience = Patience::new(idle, deadline);
        let (status, headers) = (head.status, head.headers);
        Self { status, headers, operation, body, patience, _permit: permit }
    }

    /// The answer that a surface passes on.
    #[cfg(feature = "server")]
    pub(super) fn into_answer(mut self) -> Answer<Content> {
        let (status, headers) = (self.status, std::mem::take(&mut self.headers));
        let length = self.length();
        let body = Content::stream(self);
        let body = if let Some(length) = length { body.with_length(length) } else { body };
        Answer { status, headers, body }
    }

    /// The media type, where the API says it.
    pub fn media_type(&self) -> Option<&str> {
        let essence = self.headers.get(CONTENT_TYPE)?.to_str().ok()?.split(';').next()?.trim();
        (!essence.is_empty()).then_some(essence)
    }

    /// How many bytes are left, where the API says it.
    pub fn length(&self) -> Option<u64> {
        self.body.length()
    }

    /// The next chunk; `None` after the last one.
    ///
    /// # Errors
    /// Fails where the connection breaks, or nothing comes for too long.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        std::future::poll_fn(|cx| self.poll_chunk(cx)).await.transpose()
    }

    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let operation = self.operation;
        if let Poll::Ready(chunk) = Pin::new(&mut self.body).poll_next(cx) {
            self.patience.renew();
            let failed = |error| Error::from_transport(operation, error);
            return Poll::Ready(chunk.map(|it| it.map_err(failed)));
        }
        match self.patience.sleep.as_mut().poll(cx) {
            Poll::Ready(()) => {
                // What has run out of time is over.
                self.body = Body::default();
                Poll::Ready(Some(Err(Error::Timeout { operation })))
            }
            Poll::Pending => Poll::Pending,
        }
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_chunk(cx)
    }
}

/// How long the next chunk is waited for.
struct Patience {
    idle: Duration,
    deadline: Option<Instant>,
    sleep: Pin<Box<Sleep>>,
}

impl Patience {
    fn new(idle: Duration, deadline: Option<Instant>) -> Self {
        Self { idle, deadline, sleep: Box::pin(sleep_until(end(idle, deadline))) }
    }

    fn renew(&mut self) {
        self.sleep.as_mut().reset(end(self.idle, self.deadline));
    }
}

fn end(idle: Duration, deadline: Option<Instant>) -> Instant {
    // A century stands for no end.
    const FAR: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
    let now = Instant::now();
    let end = now + idle.min(FAR);
    deadline.map_or(end, |deadline| deadline.min(end))
}

/// Without headers and content, which may hold secrets.
impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}
