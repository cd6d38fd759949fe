//! What happens to every request, whatever the operation.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method};

use super::{Shared, lock, refusal};

/// Lets a request pass that has a good key and a media type.
pub async fn pass(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    if !has_good_key(&shared, request.headers()) {
        return refusal::unknown_key();
    }
    if request.method() == Method::POST && !has_media_type(request.headers()) {
        return refusal::unsupported(request.uri().path());
    }
    let operation = request.uri().path().trim_start_matches('/').to_owned();
    refusal::as_provider(next.run(request).await, &operation).await
}

fn has_good_key(shared: &Shared, headers: &HeaderMap) -> bool {
    let Some(key) = headers.get("x-api-key").and_then(|it| it.to_str().ok()) else {
        return false;
    };
    let state = &mut lock(shared);
    // The handler and the context of the operation check the key one after the other.
    state.check_key(key) && state.check_key(key)
}

fn has_media_type(headers: &HeaderMap) -> bool {
    let media_type = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    ["application/json", "multipart/form-data"].iter().any(|it| media_type.starts_with(it))
}
