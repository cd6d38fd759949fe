//! The body of a request as it comes in: counted, and ended where it is too large.

use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};

use axum::body::{Body, HttpBody};
use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use crate::support::content::{self, Content};
use crate::support::failure::Failure;

/// The most bytes that the body of a request may have, where nothing else is said.
const DEFAULT: usize = 8 * 1024 * 1024;

/// The most bytes that the body of a request may have; an extension of the request.
#[derive(Clone, Copy, Debug)]
pub struct BodyLimit(pub usize);

impl Default for BodyLimit {
    fn default() -> Self {
        Self(DEFAULT)
    }
}

/// What was wrong with a body that was passed on before it was read. The first finding counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Fault(Arc<OnceLock<Failure>>);

impl Fault {
    /// Notes what is wrong, and returns it.
    pub(super) fn note(&self, failure: Failure) -> Failure {
        self.0.get_or_init(|| failure).clone()
    }

    /// What was wrong.
    pub(super) fn get(&self) -> Option<Failure> {
        self.0.get().cloned()
    }
}

/// The body of a request.
pub(super) struct Arrival {
    /// What was read already.
    ahead: Option<Bytes>,
    body: Body,
    left: usize,
    limit: usize,
    fault: Fault,
    /// Whether the next chunk is put off: some readers take in whatever is there before they look at it.
    pauses: bool,
}

impl Arrival {
    /// A body that may have so many bytes.
    ///
    /// # Errors
    /// Fails where it says itself that it has more, before anything is read.
    pub(super) fn new(body: Body, BodyLimit(limit): BodyLimit) -> Result<Self, Failure> {
        if body.size_hint().lower() > limit as u64 {
            return Err(content::too_large(limit));
        }
        let fault = Fault::default();
        Ok(Self { ahead: None, body, left: limit, limit, fault, pauses: false })
    }

    /// Where to look for what was wrong with it.
    pub(super) fn fault(&self) -> Fault {
        self.fault.clone()
    }

    /// The next chunk; `None` after the last one.
    pub(super) async fn chunk(&mut self) -> Result<Option<Bytes>, Failure> {
        std::future::poll_fn(|cx| self.poll_chunk(cx)).await.transpose()
    }

    /// Everything, held in memory.
    pub(super) async fn collect(mut self) -> Result<Bytes, Failure> {
        let Some(first) = self.chunk().await? else { return Ok(Bytes::new()) };
        // Most bodies are one chunk, which needs no copy.
        let Some(second) = self.chunk().await? else { return Ok(first) };
        let mut bytes = BytesMut::from(first);
        bytes.extend_from_slice(&second);
        while let Some(chunk) = self.chunk().await? {
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes.freeze())
    }

    /// Everything, where it is not more than so much; otherwise the body, of which nothing is lost.
    pub(super) async fn small(mut self, most: usize) -> Result<Result<Bytes, Self>, Failure> {
        if self.body.size_hint().lower() > most as u64 {
            return Ok(Err(self));
        }
        let mut bytes = BytesMut::new();
        while let Some(chunk) = self.chunk().await? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > most {
                self.ahead = Some(bytes.freeze());
                return Ok(Err(self));
            }
        }
        Ok(Ok(bytes.freeze()))
    }

    /// The body as a stream, which pauses after each chunk.
    pub(super) fn pausing(self) -> impl Stream<Item = Result<Bytes, Failure>> + Send + 'static {
        Pausing(self)
    }

    /// The body, as whoever takes it in sees it.
    pub(super) fn content(self, media_type: String) -> Content {
        let length = self.body.size_hint().exact();
        let length = length.map(|it| it + self.ahead.as_ref().map_or(0, |it| it.len() as u64));
        let content = Content::stream(self).typed(media_type);
        match length {
            Some(length) => content.with_length(length),
            None => content,
        }
    }

    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Failure>>> {
        if let Some(ahead) = self.ahead.take() {
            return Poll::Ready(Some(Ok(ahead)));
        }
        loop {
            let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
            let chunk = match frame.map(|it| it.map(http_body::Frame::into_data)) {
                None => return Poll::Ready(None),
                Some(Ok(Ok(chunk))) => chunk,
                // Trailers, which nothing declares.
                Some(Ok(Err(_))) => continue,
                Some(Err(_)) => {
                    let failure = Failure::bad_request("The body did not arrive in full");
                    return Poll::Ready(Some(Err(self.fault.note(failure))));
                }
            };
            let Some(left) = self.left.checked_sub(chunk.len()) else {
                let failure = self.fault.note(content::too_large(self.limit));
                return Poll::Ready(Some(Err(failure)));
            };
            self.left = left;
            return Poll::Ready(Some(Ok(chunk)));
        }
    }
}

impl Stream for Arrival {
    type Item = Result<Bytes, Failure>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_chunk(cx)
    }
}

/// A body of which one chunk is given at a time.
struct Pausing(Arrival);

impl Stream for Pausing {
    type Item = Result<Bytes, Failure>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self(arrival) = &mut *self;
        if std::mem::take(&mut arrival.pauses) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let chunk = ready!(arrival.poll_chunk(cx));
        arrival.pauses = true;
        Poll::Ready(chunk)
    }
}
