//! How many requests are on the way at once, and how many start in a time.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

/// The limits of a client, which all its clones share; none unless they are set.
#[derive(Default)]
pub(super) struct Limits {
    concurrency: Option<Arc<Semaphore>>,
    rate: Option<Rate>,
}

/// A place among the requests on the way, given back when dropped.
pub(super) type Permit = Option<OwnedSemaphorePermit>;

impl Limits {
    /// Lets this many requests be on the way at once; at least one.
    pub(super) fn set_concurrency(&mut self, requests: usize) {
        let requests = requests.clamp(1, Semaphore::MAX_PERMITS);
        self.concurrency = Some(Arc::new(Semaphore::new(requests)));
    }

    /// Lets this many requests start in a time; at least one.
    pub(super) fn set_rate(&mut self, requests: usize, per: Duration) {
        let requests = requests.max(1);
        self.rate = Some(Rate { per, requests, starts: Mutex::default() });
    }

    /// Whether every request may be sent at once.
    pub(super) fn are_none(&self) -> bool {
        self.concurrency.is_none() && self.rate.is_none()
    }

    /// Waits until one more request may be sent.
    pub(super) async fn enter(&self) -> Permit {
        let permit = match &self.concurrency {
            // It is never closed.
            Some(places) => places.clone().acquire_owned().await.ok(),
            None => None,
        };
        if let Some(rate) = &self.rate {
            sleep_until(rate.take(Instant::now())).await;
        }
        permit
    }
}

/// No more than so many starts in any stretch of time.
struct Rate {
    per: Duration,
    requests: usize,
    /// The latest starts, the oldest first: one more may follow a stretch after the oldest.
    starts: Mutex<VecDeque<Instant>>,
}

impl Rate {
    /// Says when the next request may start, and counts it.
    fn take(&self, now: Instant) -> Instant {
        let mut starts = self.starts.lock().unwrap_or_else(PoisonError::into_inner);
        let oldest = if starts.len() < self.requests { None } else { starts.pop_front() };
        let start = oldest.map_or(now, |it| now.max(it + self.per));
        starts.push_back(start);
        start
    }
}
