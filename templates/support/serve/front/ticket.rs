//! What is known of one request. When it is dropped, the request is counted and logged.

use std::sync::Arc;
use std::time::Instant;

use http::{HeaderValue, Method, Request, StatusCode};
use prometheus::IntGauge;
use tokio::sync::OwnedSemaphorePermit;

use super::Common;
use crate::support::called::Called;
use crate::support::serve::metrics::{self, Labels};

/// One request.
pub(super) struct Ticket {
    common: Arc<Common>,
    surface: &'static str,
    in_flight: IntGauge,
    called: Called,
    method: Method,
    id: HeaderValue,
    started: Instant,
    status: Option<StatusCode>,
    is_complete: bool,
    place: Option<OwnedSemaphorePermit>,
}

impl Ticket {
    pub(super) fn new<B>(
        common: &Arc<Common>,
        surface: &'static str,
        in_flight: &IntGauge,
        called: Called,
        request: &Request<B>,
        id: HeaderValue,
    ) -> Self {
        in_flight.inc();
        Self {
            common: common.clone(),
            surface,
            in_flight: in_flight.clone(),
            called,
            method: request.method().clone(),
            id,
            started: Instant::now(),
            status: None,
            is_complete: false,
            place: None,
        }
    }

    /// Keeps a place among the requests that are worked on until the answer has left.
    pub(super) fn hold(&mut self, place: OwnedSemaphorePermit) {
        self.place = Some(place);
    }

    /// Notes that it is about the server itself.
    pub(super) fn is_admin(&mut self) {
        self.surface = "admin";
    }

    /// Notes the status of the answer, which is about to leave.
    pub(super) fn answered(&mut self, status: StatusCode) {
        self.status = Some(status);
    }

    /// Notes that the answer has left in full.
    pub(super) fn complete(&mut self) {
        self.is_complete = true;
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.in_flight.dec();
        let (capability, operation) =
            self.called.get().map_or(("", ""), |(capability, it)| (capability.name, it.name));
        let labels = Labels { surface: self.surface, capability, operation };
        let status = self.status.filter(|_| self.is_complete);
        let took = self.started.elapsed();
        self.common.metrics.request(labels, status.map_or("aborted", metrics::class), took);
        tracing::info!(
            id = self.id.to_str().unwrap_or_default(),
            surface = self.surface,
            method = method(&self.method),
            capability,
            operation,
            status = self.status.map_or(0, |it| it.as_u16()),
            ms = (took.as_secs_f64() * 1e6).round() / 1e3,
            aborted = !self.is_complete,
            "request"
        );
    }
}

/// A caller may make up methods of any length.
fn method(method: &Method) -> &str {
    let known = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::OPTIONS,
        Method::TRACE,
        Method::CONNECT,
    ];
    if known.contains(method) { method.as_str() } else { "other" }
}
