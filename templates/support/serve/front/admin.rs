//! `/healthz`, `/readyz` and `/metrics`.

use axum::body::Body;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, Method, Response, StatusCode};

use crate::support::operation::Capability;
use crate::support::serve::metrics::{MEDIA_TYPE, Metrics};
use crate::support::serve::stage::Stage;

const HEALTH: &str = "/healthz";
const READY: &str = "/readyz";
const METRICS: &str = "/metrics";

/// Which of the paths are served. One that a capability exposes is the capability's.
#[derive(Debug)]
pub(super) struct Admin {
    health: bool,
    ready: bool,
    metrics: bool,
}

/// A question about the state of the server.
#[derive(Clone, Copy, Debug)]
pub(super) enum Probe {
    /// Whether the process runs.
    Health,
    /// Whether it takes calls.
    Ready,
}

impl Admin {
    pub(super) fn none() -> Self {
        Self { health: false, ready: false, metrics: false }
    }

    /// What is left of the paths beside those of capabilities.
    pub(super) fn beside(capabilities: &[&'static Capability]) -> Self {
        let routes = |it: &&'static Capability| it.rest.as_ref().map_or(&[][..], |it| it.routes);
        let paths: Vec<&str> = capabilities.iter().flat_map(routes).map(|it| it.path).collect();
        let is_free = |path: &str| {
            let free = !paths.contains(&path);
            if !free {
                tracing::warn!(
                    "{path} is a capability's own here; --admin-port serves the server's elsewhere"
                );
            }
            free
        };
        Self { health: is_free(HEALTH), ready: is_free(READY), metrics: is_free(METRICS) }
    }

    pub(super) fn probe(&self, path: &str) -> Option<Probe> {
        match path {
            HEALTH if self.health => Some(Probe::Health),
            READY if self.ready => Some(Probe::Ready),
            _ => None,
        }
    }

    pub(super) fn is_metrics(&self, path: &str) -> bool {
        self.metrics && path == METRICS
    }
}

/// Answers a probe. Nothing upstream is asked: its failure is no reason to restart this server.
pub(super) fn health(probe: Probe, method: &Method, stage: Stage) -> Response<Body> {
    let (status, text) = match probe {
        Probe::Ready if stage > Stage::Serving => (StatusCode::SERVICE_UNAVAILABLE, "stopping"),
        Probe::Ready => (StatusCode::OK, "ready"),
        Probe::Health => (StatusCode::OK, "ok"),
    };
    answer(method, status, "text/plain; charset=utf-8", format!("{text}\n"))
}

/// Answers with all that is counted.
pub(super) fn metrics(metrics: &Metrics, method: &Method) -> Response<Body> {
    match metrics.text() {
        Some(text) => answer(method, StatusCode::OK, MEDIA_TYPE, text),
        None => answer(method, StatusCode::INTERNAL_SERVER_ERROR, MEDIA_TYPE, String::new()),
    }
}

fn answer(
    method: &Method,
    status: StatusCode,
    media_type: &'static str,
    text: String,
) -> Response<Body> {
    if ![Method::GET, Method::HEAD].contains(method) {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
