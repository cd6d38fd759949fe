//! What may differ from call to call.

use std::fmt;
use std::time::Duration;

use http::HeaderMap;

use super::retry::RetryPolicy;
use crate::support::secret::Secret;

/// What holds for some calls: `client.with(CallOptions::new().timeout(..)).operation(..)`.
///
/// What is not set stays as the client has it.
#[derive(Clone, Default)]
#[must_use = "options do nothing until they are given to a client"]
pub struct CallOptions {
    timeout: Option<Duration>,
    deadline: Option<Duration>,
    max_response_bytes: Option<usize>,
    retry: Option<RetryPolicy>,
    pub(super) headers: Vec<(String, Secret)>,
    pub(super) idempotency_key: Option<String>,
    /// Headers of whoever calls the surface that this call answers.
    pub(super) caller: HeaderMap,
}

impl CallOptions {
    /// Nothing set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how long one try may take, from connecting to the last byte; 30 seconds otherwise.
    ///
    /// For a download it is the longest time without a byte.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets how long the call may take, with every repetition and the time between; no limit otherwise.
    ///
    /// A call is not repeated where that would end later.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Adds a header, in place of one that the operation would send by itself.
    ///
    /// The call fails where the header is that of a credential or one that the connection sets, and
    /// where the value holds a line break or anything else but visible ASCII characters.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sends a key by which the API recognises a repeated request, in the header `Idempotency-Key`.
    ///
    /// It makes an operation safe to repeat that is not so by its method. A key is for one call: make a
    /// new one for the next.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.idempotency_key = Some(key.into());
        self
    }

    /// Sets how large an answer may be, in bytes after decompression; 8 MiB otherwise.
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response_bytes = Some(limit);
        self
    }

    /// Sets when a call is repeated.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Sends headers of whoever calls the surface that this call answers.
    pub(super) fn caller(mut self, headers: HeaderMap) -> Self {
        self.caller = headers;
        self
    }

    /// These options over others, whose headers stay.
    pub(super) fn over(self, below: &Self) -> Self {
        let headers = below.headers.iter().cloned().chain(self.headers).collect();
        Self {
            timeout: self.timeout.or(below.timeout),
            deadline: self.deadline.or(below.deadline),
            max_response_bytes: self.max_response_bytes.or(below.max_response_bytes),
            retry: self.retry.or_else(|| below.retry.clone()),
            headers,
            idempotency_key: self.idempotency_key.or_else(|| below.idempotency_key.clone()),
            caller: if self.caller.is_empty() { below.caller.clone() } else { self.caller },
        }
    }

    pub(super) fn try_limit(&self) -> Duration {
        self.timeout.unwrap_or(Duration::from_secs(30))
    }

    pub(super) fn call_limit(&self) -> Option<Duration> {
        self.deadline
    }

    pub(super) fn size_limit(&self) -> usize {
        self.max_response_bytes.unwrap_or(8 << 20)
    }

    pub(super) fn retry_policy(&self) -> RetryPolicy {
        self.retry.clone().unwrap_or_default()
    }
}

/// Without the values of headers, which may be secret.
impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("CallOptions")
            .field("timeout", &self.timeout)
            .field("deadline", &self.deadline)
            .field("max_response_bytes", &self.max_response_bytes)
            .field("retry", &self.retry)
            .field("headers", &headers)
            .finish_non_exhaustive()
    }
}
