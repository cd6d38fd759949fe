//! Which route a request takes, and what it is told where there is none.

use std::sync::Arc;

use crate::common::*;
use axum::Router;
use fixture::support::operation::*;
use fixture::support::schema::STRING;
use fixture::support::server;
use http::Method;
use serde_json::{Value, json};

static TEXT: Operation = operation("text", &[], None);
static OTHER: Operation = operation("other", &[], None);
static ID: Operation = operation("id", &[parameter("id", Location::Path, &STRING)], None);
static NAME: Operation = operation("name", &[parameter("name", Location::Path, &STRING)], None);
static ACTION: Operation = operation("action", &[parameter("id", Location::Path, &STRING)], None);
static FILE: Operation = operation(
    "file",
    &[parameter("a", Location::Path, &STRING), parameter("b", Location::Path, &STRING)],
    None,
);

// Everything here would make a router panic or take the wrong route that got the paths as they are.
static TRICKY_ROUTES: &[Route] = &[
    route(Method::GET, "/a/{id}", &ID),
    route(Method::GET, "/a/{name}", &NAME),
    route(Method::PUT, "/a/{name}", &NAME),
    route(Method::GET, "/a/{id}:activate", &ACTION),
    route(Method::GET, "/a/fixed", &TEXT),
    route(Method::GET, "/a/fixed", &OTHER),
    route(Method::DELETE, "/a/{id}/c", &ID),
    route(Method::GET, "/a/b/d", &TEXT),
    route(Method::GET, "/files/{a}.{b}", &FILE),
    route(Method::GET, "/:colon/*star", &TEXT),
    route(Method::GET, "/open{brace/{}", &TEXT),
    route(Method::GET, "/a b/ü", &TEXT),
    route(Method::POST, "/v1/pets:batch", &TEXT),
    route(Method::GET, "/v1/{id}/", &ID),
    route(Method::GET, "/{id}", &ID),
    route(Method::GET, "/", &TEXT),
    route(Method::OPTIONS, "/own", &TEXT),
    route(Method::HEAD, "/own", &OTHER),
];
static TRICKY: Capability = capability(TRICKY_ROUTES, ErrorShape::MessageCodeIssues);

fn router() -> Router {
    server::with_fallback(server::router(&TRICKY, Arc::new(Echo)), ErrorShape::MessageCodeIssues)
}

/// The operation called and its parameters, or the status.
async fn taken(line: &str) -> Value {
    let seen = get(&router(), line).await;
    if seen.status != 200 {
        return json!(seen.status);
    }
    if line.starts_with("HEAD") {
        json!([seen.header("content-length"), seen.text])
    } else {
        seen.json()
    }
}

#[tokio::test]
async fn templates() {
    let id = |id: &str| json!({"operation": "id", "parameters": {"id": id}});
    let text = json!({"operation": "text"});
    let cases = [
        ("GET /a/x", id("x")),
        ("PUT /a/x", json!({"operation": "name", "parameters": {"name": "x"}})),
        ("GET /a/x:activate", json!({"operation": "action", "parameters": {"id": "x"}})),
        ("GET /a/x:y:activate", json!({"operation": "action", "parameters": {"id": "x:y"}})),
        ("GET /a/:activate", id(":activate")),
        ("GET /a/fixed", text.clone()),
        // Text is preferred only where it has the method.
        ("PUT /a/fixed", json!({"operation": "name", "parameters": {"name": "fixed"}})),
        ("DELETE /a/b/c", id("b")),
        ("GET /a/b/d", text.clone()),
        ("GET /a/b/e", json!(404)),
        (
            "GET /files/x.tar.gz",
            json!({"operation": "file", "parameters": {"a": "x", "b": "tar.gz"}}),
        ),
        ("GET /files/x", json!(404)),
        ("GET /:colon/*star", text.clone()),
        ("GET /open%7Bbrace/x", text.clone()),
        ("GET /a%20b/%C3%BC", text.clone()),
        ("POST /v1/pets:batch", text.clone()),
        ("GET /v1/pets/", id("pets")),
        ("GET /v1/pets", json!(404)),
        ("GET /a/x/", json!(404)),
        ("GET /a//", json!(404)),
        ("GET /a/", json!(404)),
        ("GET /", text.clone()),
        ("GET /a/x%2Fy%20z+%25", id("x/y z+%")),
        ("GET /a/%FF", json!(400)),
        ("GET /A/x", json!(404)),
        ("GET /a/x?id=y", id("x")),
        ("HEAD /a/x", json!(["42", ""])),
        ("OPTIONS /own", text),
        ("HEAD /own", json!(["21", ""])),
    ];
    for (line, wanted) in cases {
        assert_eq!(taken(line).await, wanted, "{line}");
    }
}

#[tokio::test]
async fn methods() {
    let seen = get(&router(), "OPTIONS /a/fixed").await;
    assert_eq!(
        (seen.status, seen.header("allow"), &*seen.text),
        (204, "GET, HEAD, PUT, OPTIONS", "")
    );
    let seen = get(&router(), "DELETE /a/fixed").await;
    assert_eq!((seen.status, seen.header("allow")), (405, "GET, HEAD, PUT, OPTIONS"));
    assert_eq!(
        seen.json(),
        json!({"message": "DELETE is not allowed at this path; allowed are GET, HEAD, PUT, OPTIONS", "code": "METHOD_NOT_ALLOWED"})
    );
    let seen = get(&router(), "GET /none/x").await;
    assert_eq!(seen.status, 404);
    assert_eq!(
        seen.json(),
        json!({"message": "There is no operation at this path", "code": "NOT_FOUND"})
    );
}

static ONE_ROUTES: &[Route] = &[route(Method::GET, "/x/{id}", &ID)];
static ONE: Capability = capability(ONE_ROUTES, ErrorShape::MessageCodeIssues);
static TWO_ROUTES: &[Route] = &[route(Method::PUT, "/x/{name}", &NAME)];
static TWO: Capability = capability(TWO_ROUTES, ErrorShape::Problem);

#[tokio::test]
async fn several_capabilities_share_a_path() {
    let router = server::combined(vec![(&ONE, Arc::new(Echo)), (&TWO, Arc::new(Echo))]);
    assert_eq!(get(&router, "GET /x/1").await.json()["operation"], "id");
    assert_eq!(get(&router, "PUT /x/1").await.json()["operation"], "name");
    assert_eq!(get(&router, "POST /x/1").await.header("allow"), "GET, HEAD, PUT, OPTIONS");
}

#[tokio::test]
async fn merging_nesting_and_nothing() {
    static NO_REST: Capability = capability(&[], ErrorShape::Problem);
    let router = server::router(&ONE, Arc::new(Echo))
        .merge(server::router(&NO_REST, Arc::new(Echo)))
        .merge(server::provider_router(&ONE, Arc::new(Echo)));
    let router = server::with_fallback(Router::new().nest("/api", router), ErrorShape::Problem);
    assert_eq!(get(&router, "GET /api/x/1").await.json()["operation"], "id");
    let seen = get(&router, "GET /x/1").await;
    assert_eq!(seen.header("content-type"), "application/problem+json");
    assert_eq!(
        seen.json(),
        json!({"type": "about:blank", "title": "Not Found", "status": 404, "detail": "There is no operation at this path", "code": "NOT_FOUND"})
    );
}
