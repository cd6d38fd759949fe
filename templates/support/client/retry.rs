//! When a failed call is repeated, and after how long.
//!
//! In: a failure, or an answer's status and headers. Out: how long to wait, or that there is no sense
//! in another try. Whether the operation may be repeated at all is the caller's to know.

use std::time::{Duration, SystemTime};

use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};

use super::random;

/// When a failed call is repeated: never unless the operation is idempotent, by its method (GET, HEAD,
/// PUT, DELETE, OPTIONS), by the capability's hint, or by an idempotency key of the call.
///
/// Repeated is what may pass: a connection that could not be made or ended before an answer, a try that
/// took too long, and the statuses 408, 425, 429, 502, 503 and 504. Not so 500: it tells of a fault in
/// the API that another try would meet again.
///
/// The wait doubles with each try and is drawn at random from zero up ("full jitter"), so that many
/// clients do not come back at once; `Retry-After` of an answer counts instead.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a policy does nothing until it is given to a client or a call"]
pub struct RetryPolicy {
    retries: u32,
    base: Duration,
    longest: Duration,
    longest_asked: Duration,
}

impl Default for RetryPolicy {
    /// Two repetitions, after up to 250 and 500 ms; `Retry-After` up to 30 seconds.
    fn default() -> Self {
        Self {
            retries: 2,
            base: Duration::from_millis(250),
            longest: Duration::from_secs(8),
            longest_asked: Duration::from_secs(30),
        }
    }
}

impl RetryPolicy {
    /// No repetition.
    pub fn never() -> Self {
        Self::default().retries(0)
    }

    /// Sets how often a call is repeated at most; 2 otherwise.
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// Sets the longest wait before the first repetition, which doubles with each; 250 ms otherwise.
    pub fn base(mut self, base: Duration) -> Self {
        self.base = base;
        self
    }

    /// Sets what the wait never grows beyond; 8 seconds otherwise.
    pub fn longest(mut self, longest: Duration) -> Self {
        self.longest = longest;
        self
    }

    /// Sets how long a wait the API may ask for by `Retry-After`; 30 seconds otherwise. Where it asks
    /// for more, the call fails at once: to come back earlier would be of no use.
    pub fn longest_asked(mut self, longest: Duration) -> Self {
        self.longest_asked = longest;
        self
    }

    /// How long to wait after a failed try, the first being 1; `None` to give up.
    pub(super) fn wait(&self, tries: u32, asked: Option<Duration>) -> Option<Duration> {
        if tries > self.retries {
            return None;
        }
        match asked {
            Some(asked) => (asked <= self.longest_asked).then_some(asked),
            None => Some(self.ceiling(tries).mul_f64(random::fraction())),
        }
    }

    fn ceiling(&self, tries: u32) -> Duration {
        let factor = 2_u32.saturating_pow(tries.saturating_sub(1));
        self.base.saturating_mul(factor).min(self.longest)
    }
}

/// Whether the same request may be answered otherwise later.
pub(super) fn is_retryable(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 425 | 429 | 502 | 503 | 504)
}

/// What an answer says on when to come back (RFC 9110, section 10.2.3): seconds, or a date.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    // A date that has passed means now.
    Some(date.duration_since(SystemTime::now()).unwrap_or_default())
}
