//! One call: its tries, and the limits on them.
//!
//! In: an operation, its inputs and the client's settings. Out: an answer, whatever its status, or why
//! there is none. Each try is a span with the operation, the try's number and the status; no span and
//! no event holds a URL, a header or a body.

use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::StatusCode;
use http::header::{AUTHORIZATION, HeaderValue};
use reqwest::Url;
use tokio::time::{Instant, timeout_at};
use tracing::{Instrument, Span, field};

use super::body::Upload;
use super::credential::Ready;
use super::error::Error;
use super::limit::Permit;
use super::request::Draft;
use super::retry::{self, RetryPolicy};
use super::token::TokenSource;
use super::transport::{Attempt, Request, Response};
use super::{Core, Inner};
use crate::support::operation::Operation;
use crate::support::service::{Answer, Inputs};

/// What a call leads to.
pub(super) enum Received {
    /// An answer with its whole body.
    Answer(Answer),
    /// A success whose body comes in as it is read.
    Open(Response, Permit),
}

/// Everything that the tries of a call share.
pub(super) struct Call<'c> {
    core: &'c Core,
    operation: &'static Operation,
    draft: Draft,
    policy: RetryPolicy,
    deadline: Option<Instant>,
    /// Whether a success is handed on while its body comes in.
    streamed: bool,
    /// The token that the last try was sent with.
    token: Mutex<Option<(Arc<TokenSource>, HeaderValue)>>,
}

impl<'c> Call<'c> {
    /// Prepares a call; nothing is sent yet.
    pub(super) fn new(
        core: &'c Core,
        operation: &'static Operation,
        inputs: &Inputs,
        upload: Option<Upload>,
    ) -> Result<Self, Error> {
        let draft = core.draft(operation, inputs, upload)?;
        let is_safe = operation.idempotent || core.options.idempotency_key.is_some();
        let policy = if is_safe && draft.payload.is_replayable() {
            core.options.retry_policy()
        } else {
            RetryPolicy::never()
        };
        let deadline = core.options.call_limit().and_then(|it| Instant::now().checked_add(it));
        let token = Mutex::default();
        Ok(Self { core, operation, draft, policy, deadline, streamed: false, token })
    }

    /// The address without credentials.
    pub(super) fn url(&self) -> &Url {
        &self.draft.url
    }

    /// Sets another address, which must be of the same origin.
    pub(super) fn set_url(&mut self, url: Url) {
        self.draft.url = url;
    }

    /// Hands on a success while its body comes in.
    pub(super) fn streamed(mut self) -> Self {
        self.streamed = true;
        self
    }

    /// When the call must have ended.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// The answer with its whole body.
    pub(super) async fn answer(&self) -> Result<Answer, Error> {
        match self.run().await? {
            Received::Answer(answer) => Ok(answer),
            Received::Open(mut response, _permit) => self.receive(&mut response).await,
        }
    }

    /// Tries until there is an answer that counts, or no sense in another try.
    pub(super) async fn run(&self) -> Result<Received, Error> {
        let mut number = 1;
        let mut renewed = false;
        loop {
            let outcome = self.traced(number).await;
            if !renewed && self.forget_token(&outcome).await {
                renewed = true;
                number += 1;
                continue;
            }
            let Some(wait) = self.wait(number, &outcome) else { return outcome };
            let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
            tracing::debug!(
                operation = self.operation.name,
                attempt = number,
                wait_ms,
                "trying again"
            );
            tokio::time::sleep(wait).await;
            number += 1;
        }
    }

    fn wait(&self, number: u32, outcome: &Result<Received, Error>) -> Option<Duration> {
        let asked = match outcome {
            Ok(Received::Answer(answer)) if retry::is_retryable(answer.status) => {
                retry::retry_after(&answer.headers)
            }
            Err(error) if error.is_retryable() => None,
            _ => return None,
        };
        let wait = self.policy.wait(number, asked)?;
        let is_late = self.deadline.is_some_and(|it| Instant::now() + wait >= it);
        (!is_late).then_some(wait)
    }

    async fn traced(&self, number: u32) -> Result<Received, Error> {
        let Operation { name, method, path, .. } = self.operation;
        let span = tracing::info_span!(
            "attempt",
            operation = name,
            method = method.as_str(),
            path,
            attempt = number,
            status = field::Empty,
            error = field::Empty,
        );
        // Pinned where it stands: a future that is passed on is copied, and this one is not small.
        let attempt = pin!(self.attempt(number));
        let outcome = attempt.instrument(span.clone()).await;
        record(&span, &outcome);
        outcome
    }

    /// Whether the API refused a token that was good when it was issued. A new one is worth one more
    /// try, whatever the operation: a request without access has not been carried out.
    async fn forget_token(&self, outcome: &Result<Received, Error>) -> bool {
        let refused = matches!(
            outcome,
            Ok(Received::Answer(answer)) if answer.status == StatusCode::UNAUTHORIZED
        );
        let token = self.token.lock().unwrap_or_else(PoisonError::into_inner).take();
        match token {
            Some((source, header)) if refused && self.draft.payload.is_replayable() => {
                source.forget(&header).await;
                true
            }
            _ => false,
        }
    }

    async fn attempt(&self, number: u32) -> Result<Received, Error> {
        let limits = &self.core.inner.limits;
        let permit = self.within(self.deadline, async { Ok(limits.enter().await) }).await?;
        let limit = Instant::now().checked_add(self.core.options.try_limit());
        let end = [limit, self.deadline].into_iter().flatten().min();
        let work = pin!(async {
            let credentials = self.credentials().await?;
            let request = self.request(number, &credentials)?;
            self.exchange(request, permit).await
        });
        self.within(end, work).await
    }

    /// What proves the caller, tokens fetched.
    async fn credentials(&self) -> Result<Vec<Ready>, Error> {
        let Inner { credentials, transport, .. } = &*self.core.inner;
        let mut ready = credentials.select(self.operation).map_err(Error::Credential)?;
        for credential in &mut ready {
            let Ready::Token(source) = credential else { continue };
            let header = source.header(&**transport).await.map_err(|token| {
                let mut error = credentials.unissued(self.operation, source);
                error.token = Some(token);
                Error::Credential(error)
            })?;
            let used = (source.clone(), header.clone());
            *self.token.lock().unwrap_or_else(PoisonError::into_inner) = Some(used);
            *credential = Ready::Header(AUTHORIZATION, header);
        }
        Ok(ready)
    }

    fn request(&self, number: u32, credentials: &[Ready]) -> Result<Request, Error> {
        let operation = self.operation;
        let mut request = self
            .draft
            .request(credentials)
            .map_err(|refused| Error::refused(operation.name, refused))?;
        request.extensions_mut().insert(Attempt { operation, number });
        Ok(request)
    }

    async fn exchange(&self, request: Request, permit: Permit) -> Result<Received, Error> {
        let operation = self.operation.name;
        let failed = |error| Error::from_transport(operation, error);
        let mut response = self.core.inner.transport.send(request).await.map_err(failed)?;
        if self.streamed && response.status().is_success() {
            return Ok(Received::Open(response, permit));
        }
        self.receive(&mut response).await.map(Received::Answer)
    }

    async fn receive(&self, response: &mut Response) -> Result<Answer, Error> {
        let operation = self.operation.name;
        let failed = |error| Error::from_transport(operation, error);
        let (status, limit) = (response.status(), self.core.options.size_limit());
        let Some(body) = response.body_mut().collect(limit).await.map_err(failed)? else {
            return Err(Error::TooLarge { operation, status, limit });
        };
        let headers = std::mem::take(response.headers_mut());
        Ok(Answer { status, headers, body })
    }

    /// Abandons what takes longer.
    async fn within<T>(
        &self,
        end: Option<Instant>,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let Some(end) = end else { return work.await };
        match timeout_at(end, work).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Error::Timeout { operation: self.operation.name }),
        }
    }
}

/// Notes on the span how the try ended: the status, or the kind of failure without its text.
fn record(span: &Span, outcome: &Result<Received, Error>) {
    let status = match outcome {
        Ok(Received::Answer(answer)) => Some(answer.status),
        Ok(Received::Open(response, _)) => Some(response.status()),
        Err(error) => {
            span.record("error", error.kind());
            error.status()
        }
    };
    if let Some(status) = status {
        span.record("status", status.as_u16());
    }
}
