//! What is counted, in the text format of Prometheus.
//!
//! Every label has few values: the names of surfaces, capabilities and operations compiled in, classes
//! of statuses, and a fixed list of kinds of failure. Nothing that a caller sends becomes a label.

use std::time::Duration;

use prometheus::{
    HistogramOpts, HistogramVec, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry, TextEncoder,
};

use super::error::Error;

/// From a millisecond to the longest that a request may take by default.
const SECONDS: [f64; 13] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0];

/// The media type of [`Metrics::text`].
pub(super) const MEDIA_TYPE: &str = prometheus::TEXT_FORMAT;

/// All that is counted.
#[derive(Clone, Debug)]
pub(super) struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
    in_flight: IntGaugeVec,
    upstream: IntCounterVec,
    upstream_errors: IntCounterVec,
    pub(super) connections: IntGauge,
    pub(super) refused: IntCounterVec,
}

/// What a request turned out to be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Labels {
    /// `rest`, `mcp` or `admin`.
    pub(super) surface: &'static str,
    /// Empty where the request was refused before its operation was known.
    pub(super) capability: &'static str,
    pub(super) operation: &'static str,
}

impl Metrics {
    /// Nothing counted yet.
    pub(super) fn new() -> Result<Self, Error> {
        build().map_err(|error| Error::System(std::io::Error::other(error)))
    }

    /// Counts a request; `class` is that of its status, such as `2xx`, or `aborted`.
    pub(super) fn request(&self, labels: Labels, class: &'static str, took: Duration) {
        let Labels { surface, capability, operation } = labels;
        self.requests.with_label_values(&[surface, capability, operation, class]).inc();
        let seconds = self.seconds.with_label_values(&[surface, capability, operation]);
        seconds.observe(took.as_secs_f64());
    }

    /// How many requests of a surface are worked on.
    pub(super) fn in_flight(&self, surface: &'static str) -> IntGauge {
        self.in_flight.with_label_values(&[surface])
    }

    /// Counts a request to an upstream API, and what went wrong with it, if anything.
    pub(super) fn upstream(
        &self,
        capability: &'static str,
        operation: &'static str,
        error: Option<&'static str>,
    ) {
        self.upstream.with_label_values(&[capability, operation]).inc();
        if let Some(kind) = error {
            self.upstream_errors.with_label_values(&[capability, operation, kind]).inc();
        }
    }

    /// All of it, in the text format 0.0.4.
    pub(super) fn text(&self) -> Option<String> {
        TextEncoder::new().encode_to_string(&self.registry.gather()).ok()
    }
}

/// The class of a status, such as `2xx`.
pub(super) fn class(status: http::StatusCode) -> &'static str {
    match status.as_u16() / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}

fn build() -> prometheus::Result<Metrics> {
    let registry = Registry::new();
    let counter = |name: &str, help: &str, labels: &[&str]| {
        let counter = IntCounterVec::new(Opts::new(name, help), labels)?;
        registry.register(Box::new(counter.clone()))?;
        Ok::<_, prometheus::Error>(counter)
    };
    let requests = counter(
        "capability_requests_total",
        "Requests answered, by class of status; operation is empty where a request was refused before",
        &["surface", "capability", "operation", "status"],
    )?;
    let upstream = counter(
        "capability_upstream_requests_total",
        "Requests sent to the upstream API, repeated ones included",
        &["capability", "operation"],
    )?;
    let upstream_errors = counter(
        "capability_upstream_errors_total",
        "Requests to the upstream API that failed, by kind",
        &["capability", "operation", "kind"],
    )?;
    let refused = counter(
        "capability_refused_total",
        "Requests refused by a limit or for want of a token",
        &["reason"],
    )?;
    let options = HistogramOpts::new(
        "capability_request_duration_seconds",
        "Time from a request's headers to the end of its answer",
    );
    let seconds = HistogramVec::new(
        options.buckets(SECONDS.to_vec()),
        &["surface", "capability", "operation"],
    )?;
    registry.register(Box::new(seconds.clone()))?;
    let options = Opts::new("capability_requests_in_flight", "Requests that are worked on");
    let in_flight = IntGaugeVec::new(options, &["surface"])?;
    registry.register(Box::new(in_flight.clone()))?;
    let connections = IntGauge::new("capability_connections", "Connections that are open")?;
    registry.register(Box::new(connections.clone()))?;
    Ok(Metrics {
        registry,
        requests,
        seconds,
        in_flight,
        upstream,
        upstream_errors,
        connections,
        refused,
    })
}
