//! Which headers of an upstream's answer its caller's caller is shown.

use http::HeaderName;

use crate::support::service::Answer;

/// The answer with the headers that concern the caller.
///
/// What is about the content passes, and what is about when to ask again. Cookies and challenges
/// (`Set-Cookie`, `WWW-Authenticate`) are between the upstream and this client, whose credential it
/// is; hop-by-hop headers are about a connection; the rest (`Server`, `Via`, security headers for
/// browsers) describes the upstream's own host.
pub(super) fn passed_on<B>(mut answer: Answer<B>) -> Answer<B> {
    let held: Vec<HeaderName> = answer.headers.keys().filter(|it| !passes(it)).cloned().collect();
    for name in held {
        answer.headers.remove(name);
    }
    answer
}

/// Sorted, since they are searched.
const PASSED: [&str; 32] = [
    "accept-ranges",
    "age",
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-location",
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

fn passes(name: &HeaderName) -> bool {
    const FAMILIES: [&str; 3] = ["ratelimit", "x-ratelimit", "x-rate-limit"];
    let name = name.as_str();
    PASSED.binary_search(&name).is_ok() || FAMILIES.iter().any(|it| name.starts_with(it))
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_searched_is_sorted() {
        assert!(super::PASSED.is_sorted());
    }
}
