//! Which headers of an upstream's answer its caller's caller is shown.

use http::{HeaderMap, HeaderName};

use crate::support::service::Answer;

/// The answer with the headers that concern the caller.
///
/// What is about the content passes, and what is about when to ask again. Cookies and challenges
/// (`Set-Cookie`, `WWW-Authenticate`) are between the upstream and this client, whose credential it
/// is; hop-by-hop headers are about a connection; the rest (`Server`, `Via`, security headers for
/// browsers) describes the upstream's own host.
pub(super) fn passed_on(answer: Answer) -> Answer {
    let headers = answer.headers.iter().filter(|(name, _)| passes(name));
    let headers: HeaderMap = headers.map(|(name, value)| (name.clone(), value.clone())).collect();
    Answer { headers, ..answer }
}

fn passes(name: &HeaderName) -> bool {
    const PASSED: [&str; 31] = [
        "accept-ranges",
        "age",
        "cache-control",
        "content-disposition",
        "content-encoding",
        "content-language",
        "content-range",
        "content-type",
        "deprecation",
        "etag",
        "expires",
        "last-modified",
        "link",
        "location",
        "preference-applied",
        "request-id",
        "retry-after",
        "sunset",
        "vary",
        "warning",
        "x-correlation-id",
        "x-next-cursor",
        "x-next-page",
        "x-page",
        "x-per-page",
        "x-prev-page",
        "x-request-id",
        "x-total",
        "x-total-count",
        "x-total-pages",
        "x-trace-id",
    ];
    const FAMILIES: [&str; 3] = ["ratelimit", "x-ratelimit", "x-rate-limit"];
    let name = name.as_str();
    PASSED.contains(&name) || FAMILIES.iter().any(|it| name.starts_with(it))
}
