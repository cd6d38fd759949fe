//! Answers that do not change while the program runs.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::any;
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use super::respond;
use crate::support::answer::Answer;
use crate::support::operation::ErrorShape;

/// What is answered at a path.
pub(super) struct Fixed {
    pub(super) path: &'static str,
    pub(super) media_type: &'static str,
    pub(super) headers: HeaderMap,
    /// The shape in which another method is refused.
    pub(super) errors: ErrorShape,
}

/// Adds an answer to GET and HEAD. Its body is made when it is first asked for; callers may keep it, but must ask
/// whether it is still good.
pub(super) fn route(
    router: Router,
    fixed: Fixed,
    body: impl FnOnce() -> Bytes + Send + 'static,
) -> Router {
    let path = fixed.path;
    let fixed = Arc::new(fixed);
    let made = LazyLock::new(move || {
        let body = body();
        let tag = format!("\"{:016x}\"", fingerprint(&body));
        (body, HeaderValue::try_from(tag).ok())
    });
    let made: Arc<LazyLock<_, _>> = Arc::new(made);
    let handle = move |request: Request| {
        let (body, tag) = &**made;
        std::future::ready(answer(&fixed, &request, body, tag.as_ref()))
    };
    router.route(path, any(handle))
}

fn answer(fixed: &Fixed, request: &Request, body: &Bytes, tag: Option<&HeaderValue>) -> Response {
    const METHODS: [Method; 2] = [Method::GET, Method::HEAD];
    if !METHODS.contains(request.method()) {
        return respond::methods(&METHODS, request.method(), fixed.errors);
    }
    let mut headers = fixed.headers.clone();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(fixed.media_type));
    if let Some(tag) = tag {
        headers.insert(ETAG, tag.clone());
    }
    let known = tag.is_some() && request.headers().get(IF_NONE_MATCH) == tag;
    let (status, body) = match known {
        true => (StatusCode::NOT_MODIFIED, Bytes::new()),
        false => (StatusCode::OK, body.clone()),
    };
    respond::write(Answer { status, headers, body }, request.method())
}

/// FNV-1a: it tells versions of one text apart, and guards nothing.
fn fingerprint(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}
