//! Keeps a panic to the request that caused it.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

/// What a future yields; `None` where it panics. The panic is reported by the hook of the process.
pub(super) async fn caught<T>(work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    // What a panic may leave half done is dropped with the future, and not looked at again.
    poll_fn(|cx| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(cx))) {
        Ok(poll) => poll.map(Some),
        Err(_) => Poll::Ready(None),
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_ends_one_piece_of_work_only() {
        async fn panicking() -> u8 {
            tokio::task::yield_now().await;
            panic!("as it is wanted here")
        }
        assert_eq!(caught(panicking()).await, None);
        assert_eq!(caught(async { 1 }).await, Some(1));
    }
}
