//! The body of a request, counted as it comes in.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use axum::BoxError;
use axum::body::Body;
use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};
use hyper::body::Incoming;

/// How much of a body came in, for whoever waits for the answer.
#[derive(Clone, Debug, Default)]
pub(super) struct Progress(Arc<AtomicU8>);

const COMPLETE: u8 = 1;
const TOO_LARGE: u8 = 2;

impl Progress {
    pub(super) fn is_complete(&self) -> bool {
        self.0.load(Ordering::Relaxed) == COMPLETE
    }

    pub(super) fn is_too_large(&self) -> bool {
        self.0.load(Ordering::Relaxed) == TOO_LARGE
    }

    fn set(&self, state: u8) {
        self.0.store(state, Ordering::Relaxed);
    }
}

/// A body that ends with an error where it is too large.
pub(super) struct Arrival {
    body: Incoming,
    left: usize,
    progress: Progress,
}

impl Arrival {
    /// The body, which may have so many bytes. One without any costs nothing.
    pub(super) fn body(body: Incoming, most: usize, progress: Progress) -> Body {
        if body.is_end_stream() {
            progress.set(COMPLETE);
            return Body::empty();
        }
        Body::new(Self { body, left: most, progress })
    }
}

impl http_body::Body for Arrival {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) else {
            return Poll::Pending;
        };
        if let Some(Ok(frame)) = &frame {
            let length = frame.data_ref().map_or(0, Bytes::len);
            let Some(left) = self.left.checked_sub(length) else {
                self.progress.set(TOO_LARGE);
                return Poll::Ready(Some(Err("the body is too large".into())));
            };
            self.left = left;
        }
        if frame.is_none() || self.body.is_end_stream() {
            self.progress.set(COMPLETE);
        }
        Poll::Ready(frame.map(|it| it.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
