//! What happens to every request, whatever the operation.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, Method};

use super::{Exchange, Shared, lock, refusal};

const LIMIT: usize = 1 << 20;

/// Lets a request pass that has a good key and a media type, and keeps what was said.
pub async fn pass(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let request = to_bytes(body, LIMIT).await.expect("a request that arrives in full");
    let (method, headers) = (parts.method.clone(), parts.headers.clone());
    let path = format!("/api{}", parts.uri.path());
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let response = if !has_good_key(&shared, &headers) {
        refusal::unknown_key()
    } else if method == Method::POST && !has_media_type(&headers) {
        refusal::unsupported(parts.uri.path())
    } else {
        let operation = parts.uri.path().trim_start_matches('/').to_owned();
        let response = next.run(Request::from_parts(parts, Body::from(request.clone()))).await;
        refusal::as_provider(response, &operation).await
    };
    let (response, answer) = buffered(response).await;
    let status = response.status();
    let exchange = Exchange { method, path, query, headers, request, status, answer };
    lock(&shared).journal.push(exchange);
    response
}

fn has_good_key(shared: &Shared, headers: &HeaderMap) -> bool {
    let Some(key) = headers.get("x-api-key").and_then(|it| it.to_str().ok()) else {
        return false;
    };
    let state = &mut lock(shared).state;
    // The handler and the context of the operation check the key one after the other.
    state.check_key(key) && state.check_key(key)
}

fn has_media_type(headers: &HeaderMap) -> bool {
    let media_type = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    ["application/json", "multipart/form-data"].iter().any(|it| media_type.starts_with(it))
}

async fn buffered(response: Response) -> (Response, Bytes) {
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, LIMIT).await.expect("an answer");
    parts.headers.remove(CONTENT_LENGTH);
    (Response::from_parts(parts, Body::from(bytes.clone())), bytes)
}
