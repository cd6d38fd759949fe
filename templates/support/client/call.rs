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
use http::header::HeaderValue;
use reqwest::Url;
use tokio::time::{Instant, timeout_at};
use tracing::{Instrument, Span, field};

use super::body::{Content, Upload};
use super::credential::Ready;
use super::error::Error;
use super::limit::Permit;
use super::request::Draft;
use super::retry::{self, RetryPolicy};
use super::token::TokenSource;
use super::transport::{Attempt, Request, Response, TransportError};
use super::{Core, Inner};
use crate::support::operation::Operation;
use crate::support::service::{Answer, BoxFuture, Inputs};

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
    inputs: &'c Inputs,
    content: Option<Content>,
    /// Where it goes, unless to the address of the operation.
    named: Option<Url>,
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
        inputs: &'c Inputs,
        upload: Option<Upload>,
    ) -> Result<Self, Error> {
        let content = core.content(operation, inputs, upload)?;
        let is_safe = operation.idempotent || core.options.idempotency_key.is_some();
        let policy = if is_safe && content.as_ref().is_none_or(Content::is_replayable) {
            core.options.retry_policy()
        } else {
            RetryPolicy::never()
        };
        let deadline = core.options.call_limit().and_then(|it| Instant::now().checked_add(it));
        let token = Mutex::default();
        let (named, streamed) = (None, false);
        Ok(Self { core, operation, inputs, content, named, policy, deadline, streamed, token })
    }

    /// Goes to another address, which must be of the same origin.
    pub(super) fn to(mut self, named: Option<Url>) -> Self {
        self.named = named;
        self
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
        // In a box of its own: two small pieces of memory are had more quickly than a large one.
        let attempt = Box::pin(self.attempt(number));
        // A span that nobody wants still costs.
        if !tracing::span_enabled!(tracing::Level::INFO) {
            return attempt.await;
        }
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
        let is_replayable = self.content.as_ref().is_none_or(Content::is_replayable);
        let token = self.token.lock().unwrap_or_else(PoisonError::into_inner).take();
        match token {
            Some((source, header)) if refused && is_replayable => {
                source.forget(&header).await;
                true
            }
            _ => false,
        }
    }

    async fn attempt(&self, number: u32) -> Result<Received, Error> {
        let draft = self.core.draft(self.operation, self.inputs, self.named.as_ref())?;
        let permit = self.enter().await?;
        let limit = Instant::now().checked_add(self.core.options.try_limit());
        let end = [limit, self.deadline].into_iter().flatten().min();
        let work = pin!(async {
            let schemes = self.core.inner.credentials.select(self.operation);
            let schemes = schemes.map_err(Error::Credential)?;
            let token = self.token(schemes).await?;
            let request = self.request(number, draft, schemes, token)?;
            self.exchange(self.core.inner.transport.send(request), permit).await
        });
        self.within(end, work).await
    }

    /// Waits until one more request may be sent.
    async fn enter(&self) -> Result<Permit, Error> {
        let limits = &self.core.inner.limits;
        if limits.are_none() {
            return Ok(None);
        }
        let entered = async { Ok(limits.enter().await) };
        Box::pin(self.within(self.deadline, entered)).await
    }

    /// The header of the token that the schemes want, if they do, which may be fetched first.
    async fn token(&self, schemes: &[&str]) -> Result<Option<HeaderValue>, Error> {
        let Inner { credentials, transport, .. } = &*self.core.inner;
        let sources = credentials.of(schemes).filter_map(|it| match it {
            Ready::Token(source) => Some(source),
            _ => None,
        });
        // There is one `Authorization`.
        let Some(source) = sources.last() else { return Ok(None) };
        // Boxed, since few calls need a token, and all would be as large as what fetches one.
        let header = Box::pin(source.header(&**transport)).await.map_err(|token| {
            let mut error = credentials.unissued(self.operation, source);
            error.token = Some(token);
            Error::Credential(error)
        })?;
        let used = (source.clone(), header.clone());
        *self.token.lock().unwrap_or_else(PoisonError::into_inner) = Some(used);
        Ok(Some(header))
    }

    fn request(
        &self,
        number: u32,
        draft: Box<Draft>,
        schemes: &[&str],
        token: Option<HeaderValue>,
    ) -> Result<Request, Error> {
        let (operation, credentials) = (self.operation, &self.core.inner.credentials);
        let attempt = Attempt::new(operation, number);
        draft
            .request(attempt, credentials.of(schemes), token, self.content.as_ref())
            .map_err(|refused| Error::refused(operation.name, refused))
    }

    async fn exchange(
        &self,
        sent: BoxFuture<'_, Result<Response, TransportError>>,
        permit: Permit,
    ) -> Result<Received, Error> {
        let operation = self.operation.name;
        let mut response = sent.await.map_err(|error| Error::from_transport(operation, error))?;
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
