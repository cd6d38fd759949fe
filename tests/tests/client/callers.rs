//! What of a caller of a surface reaches the upstream, and what of the upstream reaches the caller.

use axum::Router;
use axum::body::{Body, to_bytes};
use fixture::pets::client::Client;
use fixture::pets::server;
use fixture::support::client::{BuildError, Builder};
use http::Request;
use tower::ServiceExt;

use crate::upstream::{Upstream, answer};

fn builder(url: &str) -> Builder<Client> {
    Client::builder().base_url(url).environment(|_| None)
}

/// The request line of a call with headers, answered by a router: the answer as text.
async fn call(router: Router, line: &str, headers: &[(&str, &str)], body: &'static str) -> String {
    let (method, uri) = line.split_once(' ').unwrap();
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = router.oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let headers = parts.headers.iter();
    let mut lines: Vec<String> =
        headers.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
    lines.sort();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    let body = String::from_utf8(bytes.into()).unwrap();
    format!("{}\n{}\n\n{body}", parts.status.as_u16(), lines.join("\n"))
}

/// Both ways to serve a client: through the types, and without them.
fn routers(client: Client) -> [Router; 2] {
    let core: &fixture::support::client::Core = client.as_ref();
    let raw = fixture::support::server::router(&fixture::pets::CAPABILITY, core.clone().service());
    [server::router(client), raw]
}

const CALLER: [(&str, &str); 5] = [
    ("x-tenant", "t1"),
    ("x-api-key", "caller"),
    ("authorization", "Bearer caller"),
    ("cookie", "session=caller"),
    ("x-other", "o"),
];

#[tokio::test]
async fn no_header_goes_along_by_default() {
    let upstream = Upstream::json("[]");
    for router in routers(builder(&upstream.url).api_key("own").build().unwrap()) {
        call(router, "GET /v1/pets", &CALLER, "").await;
        assert_eq!(
            upstream.request(),
            "GET /pets HTTP/1.1\naccept: application/json\nuser-agent: fixture/0.1.0\nx-api-key: own\n\n"
        );
    }
}

#[tokio::test]
async fn headers_that_are_named_go_along() {
    let upstream = Upstream::json("[]");
    let builder = builder(&upstream.url).forward_header("X-Tenant").forward_header("user-agent");
    for router in routers(builder.api_key("own").build().unwrap()) {
        let twice =
            [("x-tenant", "a"), ("x-tenant", "b"), ("user-agent", "mine"), ("accept", "x/y")];
        call(router.clone(), "GET /v1/pets", &twice, "").await;
        assert_eq!(
            upstream.request(),
            "GET /pets HTTP/1.1\naccept: application/json\nx-tenant: a\nx-tenant: b\nuser-agent: mine\nx-api-key: own\n\n"
        );
        // One caller's header is not another's.
        call(router, "GET /v1/pets", &[], "").await;
        assert_eq!(
            upstream.request(),
            "GET /pets HTTP/1.1\naccept: application/json\nuser-agent: fixture/0.1.0\nx-api-key: own\n\n"
        );
    }
}

/// Named in the list, the credential is the caller's: ours is not needed, and never stands in.
#[tokio::test]
async fn the_credential_of_the_caller() {
    let upstream = Upstream::json("[]");
    let own = builder(&upstream.url).forward_header("x-api-key").api_key("own").build().unwrap();
    let none = builder(&upstream.url).forward_header("X-API-Key").build().unwrap();
    for client in [own, none] {
        for router in routers(client) {
            call(router.clone(), "GET /v1/pets", &CALLER, "").await;
            assert_eq!(
                upstream.request(),
                "GET /pets HTTP/1.1\naccept: application/json\nx-api-key: caller\nuser-agent: fixture/0.1.0\n\n"
            );
            call(router, "GET /v1/pets", &[], "").await;
            assert_eq!(
                upstream.request(),
                "GET /pets HTTP/1.1\naccept: application/json\nuser-agent: fixture/0.1.0\n\n"
            );
        }
    }
}

#[test]
fn headers_that_no_caller_may_set() {
    let refused = |name: &str| match builder("http://127.0.0.1").forward_header(name).build() {
        Err(error @ BuildError::ForwardedHeader { .. }) => error.to_string(),
        other => format!("{other:?}"),
    };
    for name in ["Host", "content-length", "Transfer-Encoding", "connection", "cookie", "accept"] {
        assert_eq!(
            refused(name),
            format!(
                "the header `{name}` cannot be forwarded: it is set by the request or the connection itself"
            )
        );
    }
    for name in ["", "a b", "x\r\ny"] {
        assert_eq!(
            refused(name),
            format!(
                "the header `{}` cannot be forwarded: it is not the name of a header",
                name.escape_debug()
            )
        );
    }
}

#[tokio::test]
async fn status_headers_and_body_come_back() {
    let headers = [
        ("content-type", "application/json"),
        ("etag", "\"1\""),
        ("cache-control", "no-store"),
        ("x-ratelimit-remaining", "3"),
        ("set-cookie", "session=hunter2"),
        ("server", "nginx"),
        ("keep-alive", "timeout=5"),
    ];
    let upstream = Upstream::answering(answer("206 Partial Content", &headers, "[]"));
    for router in routers(builder(&upstream.url).api_key("own").build().unwrap()) {
        assert_eq!(
            call(router, "GET /v1/pets", &[], "").await,
            "206\ncache-control: no-store\ncontent-length: 2\ncontent-type: application/json\n\
             etag: \"1\"\nx-ratelimit-remaining: 3\n\n[]"
        );
    }
}

#[tokio::test]
async fn an_empty_answer_stays_empty() {
    let upstream =
        Upstream::answering(answer("200 OK", &[("content-type", "application/json")], ""));
    let client = || builder(&upstream.url).api_key("own").build().unwrap();
    for router in routers(client()) {
        let seen = call(router, "POST /v1/pets/p/photo", &PHOTO, PHOTO_BODY).await;
        assert_eq!(seen, "200\ncontent-length: 0\ncontent-type: application/json\n\n");
    }
    let upstream =
        Upstream::answering(answer("200 OK", &[("content-type", "application/json")], "null"));
    let client = builder(&upstream.url).api_key("own").build().unwrap();
    for router in routers(client) {
        let seen = call(router, "POST /v1/pets/p/photo", &PHOTO, PHOTO_BODY).await;
        assert_eq!(seen, "200\ncontent-length: 4\ncontent-type: application/json\n\nnull");
    }
}

const PHOTO: [(&str, &str); 1] = [("content-type", "multipart/form-data; boundary=b")];
const PHOTO_BODY: &str =
    "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\nabc\r\n--b--\r\n";

#[tokio::test]
async fn errors_come_back_as_they_are() {
    let upstream =
        Upstream::status("409 Conflict", "application/problem+json", "{ \"title\":\"Taken\" }");
    for router in routers(builder(&upstream.url).api_key("own").build().unwrap()) {
        assert_eq!(
            call(router, "DELETE /v1/pets/p", &[], "").await,
            "409\ncontent-length: 19\ncontent-type: application/problem+json\n\n{ \"title\":\"Taken\" }"
        );
    }
}
