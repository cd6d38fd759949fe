//! What happens to every request, whichever surface it is for.
//!
//! Enters: a request as it came off the wire. Leaves: a response. On the way it gets an id; health is
//! told; what is too large, not admitted or too much is refused; the router answers within the time that
//! a request has; and whatever the outcome is, it is counted and logged, once.

mod admin;
mod arrival;
mod departure;
mod id;
mod panic;
mod refusal;
mod ticket;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use prometheus::IntGauge;
use tokio::sync::{Semaphore, watch};
use tokio::time::timeout;
use tower_service::Service;

use http::header::{AUTHORIZATION, CONNECTION};
use http::{HeaderValue, Request, Response, Version};

use self::admin::Admin;
use self::arrival::{Arrival, Progress};
use self::departure::Departure;
pub(super) use self::id::NAME as REQUEST_ID;
use self::refusal::Refusal;
use self::ticket::Ticket;
use super::link::Link;
use super::metrics::Metrics;
use super::options::Limits;
use super::stage::Stage;
use super::tokens::Tokens;
use crate::support::called::Called;
use crate::support::mcp::PATH;
use crate::support::operation::Capability;
use crate::support::server::BodyLimit;

/// What all listeners share.
pub(super) struct Common {
    pub(super) limits: Limits,
    pub(super) tokens: Option<Tokens>,
    pub(super) metrics: Metrics,
    pub(super) places: Arc<Semaphore>,
    pub(super) stage: watch::Receiver<Stage>,
}

/// What stands before the router of one listener. A clone shares everything.
#[derive(Clone)]
pub(super) struct Front {
    common: Arc<Common>,
    site: Arc<Site>,
    router: Router,
}

/// What one listener serves.
struct Site {
    rest: Vec<&'static Capability>,
    mcp: bool,
    admin: Admin,
    in_flight: [IntGauge; 2],
}

/// A connection that is open, until this is dropped.
pub(super) struct Open(IntGauge);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Front {
    /// `admin` tells whether health and metrics are served here.
    pub(super) fn new(
        common: Arc<Common>,
        router: Router,
        rest: &[&'static Capability],
        mcp: bool,
        admin: bool,
    ) -> Self {
        let admin = if admin { Admin::beside(rest) } else { Admin::none() };
        let in_flight = ["rest", "mcp"].map(|it| common.metrics.in_flight(it));
        let site = Site { rest: rest.to_vec(), mcp, admin, in_flight };
        Self { common, site: Arc::new(site), router }
    }

    /// Counts an open connection.
    pub(super) fn connection(&self) -> Open {
        let gauge = self.common.metrics.connections.clone();
        gauge.inc();
        Open(gauge)
    }

    /// Answers a request.
    pub(super) async fn answer(
        self,
        mut request: Request<Incoming>,
        link: &Arc<Link>,
    ) -> Response<Body> {
        let busy = link.busy(request.version() == Version::HTTP_2);
        let id = id::assign(request.headers_mut());
        let version = request.version();
        let path = request.uri().path();
        let mut response = if let Some(probe) = self.site.admin.probe(path) {
            let response = admin::health(probe, request.method(), *self.common.stage.borrow());
            response.map(|body| Body::new(Departure::new(body, None, busy)))
        } else {
            let is_mcp = self.site.mcp && path == PATH;
            let called = Called::default();
            let gauge = &self.site.in_flight[usize::from(is_mcp)];
            let surface = if is_mcp { "mcp" } else { "rest" };
            let mut ticket =
                Ticket::new(&self.common, surface, gauge, called.clone(), &request, id.clone());
            let response = self.answer_call(request, called, &mut ticket).await;
            ticket.answered(response.status());
            response.map(|body| Body::new(Departure::new(body, Some(ticket), busy)))
        };
        let stage = *self.common.stage.borrow();
        let headers = response.headers_mut();
        headers.insert(id::NAME, id);
        // A header of HTTP/1.1 only (RFC 9113, section 8.2.2).
        if stage >= Stage::Draining && version < Version::HTTP_2 {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }

    /// What is no probe: refused, or answered by the router.
    async fn answer_call(
        &self,
        mut request: Request<Incoming>,
        called: Called,
        ticket: &mut Ticket,
    ) -> Response<Body> {
        let owner = Owner { site: self.site.clone(), path: request.uri().path().to_owned() };
        if let Err(refusal) = self.admit(&mut request) {
            return self.refused(refusal, &owner, &called);
        }
        if self.site.admin.is_metrics(request.uri().path()) {
            ticket.is_admin();
            return admin::metrics(&self.common.metrics, request.method());
        }
        let Ok(place) = self.common.places.clone().try_acquire_owned() else {
            return self.refused(Refusal::Busy, &owner, &called);
        };
        ticket.hold(place);
        match self.routed(request, &called).await {
            Ok(response) => response,
            Err(refusal) => self.refused(refusal, &owner, &called),
        }
    }

    /// What can be said without the body.
    fn admit(&self, request: &mut Request<Incoming>) -> Result<(), Refusal> {
        let limits = &self.common.limits;
        refusal::check_size(request, limits)?;
        if let Some(tokens) = &self.common.tokens {
            tokens.admit(request.headers()).map_err(Refusal::Denied)?;
            // It is for us; nobody behind us is to see it.
            request.headers_mut().remove(AUTHORIZATION);
        }
        Ok(())
    }

    /// The router's answer, unless it takes too long or panics, or the body is too large.
    async fn routed(
        &self,
        request: Request<Incoming>,
        called: &Called,
    ) -> Result<Response<Body>, Refusal> {
        let limits = &self.common.limits;
        let progress = Progress::default();
        let (mut parts, body) = request.into_parts();
        parts.extensions.insert(called.clone());
        parts.extensions.insert(BodyLimit(limits.max_body));
        let body = Arrival::body(body, limits.max_body, progress.clone());
        // A router is always ready.
        let answer = self.router.clone().call(Request::from_parts(parts, body));
        let outcome = timeout(limits.request_timeout, panic::caught(answer)).await;
        if progress.is_too_large() {
            return Err(Refusal::BodyTooLarge(limits.max_body));
        }
        match outcome {
            Ok(Some(Ok(response))) => Ok(response),
            Ok(Some(Err(never))) => match never {},
            Ok(None) => Err(Refusal::Panic),
            Err(_) if progress.is_complete() => Err(Refusal::Late),
            Err(_) => Err(Refusal::BodyLate),
        }
    }

    fn refused(&self, refusal: Refusal, owner: &Owner, called: &Called) -> Response<Body> {
        if let Some(reason) = refusal.reason() {
            self.common.metrics.refused.with_label_values(&[reason]).inc();
        }
        refusal.response(owner.shape(called))
    }
}

/// Whose shape of errors a refusal has.
struct Owner {
    site: Arc<Site>,
    path: String,
}

impl Owner {
    fn shape(&self, called: &Called) -> crate::support::operation::ErrorShape {
        let called = called.get().map(|(capability, _)| capability.errors);
        called.unwrap_or_else(|| refusal::shape(&self.site.rest, &self.path))
    }
}
