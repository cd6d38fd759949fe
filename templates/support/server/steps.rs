//! An asynchronous function as a stream of chunks.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use crate::support::failure::Failure;
use crate::support::service::BoxFuture;

type Step = Result<Option<Bytes>, Failure>;

/// Gives the next chunk each time it is asked; `None` is the end, and so is a failure.
pub(super) trait Source: Send + 'static {
    /// The next chunk.
    fn next(&mut self) -> impl Future<Output = Step> + Send;
}

/// The chunks of a source.
pub(super) fn steps<S: Source>(source: S) -> impl Stream<Item = Result<Bytes, Failure>> + Send {
    Steps(Some(step(source)))
}

/// The step that is being taken; `None` at the end.
struct Steps<S>(Option<BoxFuture<'static, (Step, S)>>);

fn step<S: Source>(mut source: S) -> BoxFuture<'static, (Step, S)> {
    Box::pin(async move { (source.next().await, source) })
}

impl<S: Source> Stream for Steps<S> {
    type Item = Result<Bytes, Failure>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(running) = &mut self.0 else { return Poll::Ready(None) };
        let (chunk, source) = ready!(running.as_mut().poll(cx));
        self.0 = matches!(chunk, Ok(Some(_))).then(|| step(source));
        Poll::Ready(chunk.transpose())
    }
}
