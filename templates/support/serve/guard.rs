//! Keeps web pages away from a server on their reader's machine.
//!
//! A REST server on a loopback address acts with the upstream credential for whoever reaches it. A page
//! could reach it by a host name that it makes point here (DNS rebinding), or by a plain cross-origin
//! request. So a request must name a host that is meant, and so must its `Origin` where it has one.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use http::header::{HOST, ORIGIN};
use http::{HeaderMap, HeaderName, StatusCode};

use crate::support::failure::Failure;
use crate::support::operation::ErrorShape;

const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// Answers 403 to a request that names a host other than a loopback one or one of `hosts`.
pub(super) fn guarded(router: Router, hosts: &[String], shape: ErrorShape) -> Router {
    let allowed = allowed(hosts);
    let check = move |request: Request, next: Next| {
        let allowed = allowed.clone();
        async move {
            match refused(request.headers(), &allowed) {
                Some(header) => refusal(&header, shape),
                None => next.run(request).await,
            }
        }
    };
    router.layer(middleware::from_fn(check))
}

/// The hosts that are meant, without ports.
fn allowed(hosts: &[String]) -> Arc<[String]> {
    let hosts = hosts.iter().map(|it| host_of(it));
    LOOPBACK.into_iter().chain(hosts).map(str::to_owned).collect()
}

/// The header that names a host that is not allowed. HTTP/1.1 demands `Host`; HTTP/2 has none.
fn refused(headers: &HeaderMap, allowed: &[String]) -> Option<HeaderName> {
    let names_other = |header: &HeaderName| {
        let mut values = headers.get_all(header).iter();
        values.any(|it| !it.to_str().is_ok_and(|it| is_allowed(host_of(it), allowed)))
    };
    [HOST, ORIGIN].into_iter().find(names_other)
}

fn is_allowed(host: &str, allowed: &[String]) -> bool {
    let loopback = || host.parse::<IpAddr>().is_ok_and(|it| it.is_loopback());
    allowed.iter().any(|it| it.eq_ignore_ascii_case(host)) || loopback()
}

/// The host of `host`, `host:port`, `[::1]:port` or `scheme://host:port`.
fn host_of(text: &str) -> &str {
    let authority = text.split_once("://").map_or(text, |(_, rest)| rest);
    if let Some((host, _)) = authority.strip_prefix('[').and_then(|it| it.split_once(']')) {
        return host;
    }
    match authority.rsplit_once(':') {
        // More than one colon and no brackets: an IPv6 address without a port.
        Some((host, _)) if !host.contains(':') => host,
        _ => authority,
    }
}

fn refusal(header: &HeaderName, shape: ErrorShape) -> Response {
    let name = if *header == HOST { "Host" } else { "Origin" };
    let message =
        format!("This server does not answer for the {name} of the request; see --allow-host");
    let answer = Failure::of(StatusCode::FORBIDDEN, message).into_answer(shape);
    (answer.status, answer.headers, answer.body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(header: HeaderName, value: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header, value.parse().expect("a header value"));
        refused(&headers, &allowed(&["api.example:8443".to_owned()])).is_none()
    }

    #[test]
    fn only_hosts_that_are_meant_pass() {
        for host in
            ["localhost", "localhost:8080", "127.0.0.1:1", "127.9.9.9", "[::1]:8080", "API.example"]
        {
            assert!(verdict(HOST, host), "{host}");
        }
        for host in ["evil.example", "localhost.evil.example:8080", "10.0.0.1", "", "[::2]:1"] {
            assert!(!verdict(HOST, host), "{host}");
        }
    }

    #[test]
    fn only_origins_that_are_meant_pass() {
        for origin in ["http://localhost:3000", "https://127.0.0.1", "http://[::1]:1"] {
            assert!(verdict(ORIGIN, origin), "{origin}");
        }
        for origin in ["https://evil.example", "null", "http://127.0.0.1.evil.example"] {
            assert!(!verdict(ORIGIN, origin), "{origin}");
        }
    }
}
