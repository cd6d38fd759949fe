//! Counts what is sent upstream, and what becomes of it.

use std::sync::Arc;

use crate::support::client::Transport;
use crate::support::client::transport::{
    Attempt, Request, Response, TransportError, TransportErrorKind,
};
use crate::support::service::BoxFuture;

use super::metrics::Metrics;

/// A layer around what sends the requests of a capability.
pub(super) struct Counted {
    pub(super) below: Arc<dyn Transport>,
    pub(super) capability: &'static str,
    pub(super) metrics: Metrics,
}

impl Transport for Counted {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        let operation = request.extensions().get::<Attempt>().map_or("", |it| it.operation.name);
        // What is dropped before it ends was given up: the caller left, or the time ran out.
        let count = Count { of: self, operation, error: Some("abandoned") };
        let sent = self.below.send(request);
        Box::pin(async move {
            let outcome = sent.await;
            count.end(kind(&outcome));
            outcome
        })
    }
}

struct Count<'c> {
    of: &'c Counted,
    operation: &'static str,
    error: Option<&'static str>,
}

impl Count<'_> {
    fn end(mut self, error: Option<&'static str>) {
        self.error = error;
    }
}

impl Drop for Count<'_> {
    fn drop(&mut self) {
        self.of.metrics.upstream(self.of.capability, self.operation, self.error);
    }
}

fn kind(outcome: &Result<Response, TransportError>) -> Option<&'static str> {
    match outcome {
        Ok(response) if response.status().is_server_error() => Some("status_5xx"),
        Ok(response) if response.status().as_u16() == 429 => Some("status_429"),
        Ok(response) if response.status().is_client_error() => Some("status_4xx"),
        Ok(_) => None,
        Err(error) => Some(match error.kind() {
            TransportErrorKind::Connect => "connect",
            TransportErrorKind::Interrupted => "interrupted",
            TransportErrorKind::Answer => "answer",
            TransportErrorKind::Timeout => "timeout",
            TransportErrorKind::Request => "request",
        }),
    }
}
