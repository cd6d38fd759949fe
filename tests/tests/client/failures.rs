//! Errors: statuses, envelopes, limits and the connection.

use std::time::Duration;

use fixture::support::client::{Error, Issue};
use fixture::support::service::Inputs;
use serde_json::{Value, json};

use crate::tables::{builder, client, get, keep};
use crate::upstream::{Upstream, answer};

async fn failure(answer: String) -> Error {
    let upstream = Upstream::answering(answer);
    client(&upstream.url).call::<Value>(keep(get()), Inputs::new()).await.unwrap_err()
}

async fn error(status: &str, body: &str) -> Error {
    failure(answer(status, &[("content-type", "application/json")], body)).await
}

fn issue(pointer: &str, message: &str, code: Option<&str>) -> Issue {
    Issue {
        pointer: pointer.to_owned(),
        message: message.to_owned(),
        code: code.map(str::to_owned),
    }
}

/// The real envelopes of Dokploy.
#[tokio::test]
async fn dokploy() {
    let gate = error("401 Unauthorized", r#"{"message":"Unauthorized"}"#).await;
    assert_eq!(gate.to_string(), "thing-get: 401 Unauthorized: Unauthorized");
    assert_eq!((gate.code(), gate.message()), (None, Some("Unauthorized")));
    let thrown = json!({
        "message": "User not found", "code": "NOT_FOUND",
        "data": {"code": "NOT_FOUND", "httpStatus": 404, "path": "user.one", "zodError": null},
    });
    let thrown = error("404 Not Found", &thrown.to_string()).await;
    assert_eq!(thrown.to_string(), "thing-get: 404 Not Found: NOT_FOUND: User not found");
    assert_eq!(thrown.status().map(|it| it.as_u16()), Some(404));
    let zod = json!({
        "message": "Input validation failed", "code": "BAD_REQUEST",
        "issues": [
            {"origin": "string", "code": "too_small", "minimum": 1, "path": ["name"], "message": "Too small"},
            {"code": "invalid_type", "path": ["tags", 0, "a/b"], "message": "Invalid"},
        ],
    });
    let zod = error("400 Bad Request", &zod.to_string()).await;
    assert_eq!(
        zod.issues(),
        [
            issue("/name", "Too small", Some("too_small")),
            issue("/tags/0/a~1b", "Invalid", Some("invalid_type")),
        ]
    );
    assert_eq!(
        zod.to_string(),
        "thing-get: 400 Bad Request: BAD_REQUEST: Input validation failed \
         (/name: Too small [too_small]; /tags/0/a~1b: Invalid [invalid_type])"
    );
}

#[tokio::test]
async fn envelopes() {
    for (body, code, message) in [
        (json!({"type": "about:blank", "title": "T", "detail": "D"}), None, Some("D")),
        (
            json!({"type": "https://a.example/p", "title": "T"}),
            Some("https://a.example/p"),
            Some("T"),
        ),
        (
            json!({"error": "invalid_grant", "error_description": "E"}),
            Some("invalid_grant"),
            Some("E"),
        ),
        (json!({"error": "Not found"}), None, Some("Not found")),
        (
            json!({"error": {"code": 404, "message": "M", "status": "NOT_FOUND"}}),
            Some("NOT_FOUND"),
            Some("M"),
        ),
        (json!({"error": {"message": "M", "type": "bad", "code": null}}), Some("bad"), Some("M")),
        (json!({"statusCode": 400, "message": ["a", "b"], "error": "Bad"}), None, Some("a; b")),
        (json!({"code": 17, "msg": "M"}), Some("17"), Some("M")),
        (json!({"detail": [{"loc": ["body", "x"], "msg": "M"}]}), None, Some("M")),
        (json!({"errors": [{"detail": "M", "source": {"pointer": "/x"}}]}), None, Some("M")),
        (json!({"errors": {"x": ["M", "N"]}}), None, Some("M")),
        (
            json!({"messages": ["M", "N"], "details": {"x": [{"error": "taken"}]}}),
            Some("taken"),
            Some("M; N"),
        ),
        (
            json!({"details": {"x": [{"error": "taken"}], "y": [{"error": "blank"}]}}),
            None,
            Some("taken"),
        ),
        (json!([{"message": "M"}, 1, null]), None, Some("M")),
        (json!("M"), None, Some("M")),
        (json!({"message": {"a": 1}, "code": [], "issues": 3, "data": "x"}), None, None),
        (json!({"message": "", "code": ""}), None, None),
        (json!(null), None, None),
        (json!(17), None, None),
    ] {
        let error = error("422 Unprocessable Entity", &body.to_string()).await;
        assert_eq!((error.code(), error.message()), (code, message), "{body}");
        assert_eq!(error.body().unwrap(), &body.to_string());
    }
}

#[tokio::test]
async fn issues_of_many_shapes() {
    for (body, issues) in [
        (
            json!({"errors": {"x": ["M", "N"]}}),
            vec![issue("/x", "M", None), issue("/x", "N", None)],
        ),
        (
            json!({"messages": ["M"], "details": {"x": [{"error": "taken", "value": 1}, {}, 7]}}),
            vec![issue("/x", "taken", Some("taken"))],
        ),
        (json!({"details": {"x": {"error": "taken"}}}), vec![]),
        (
            json!({"detail": [{"loc": ["body", 0], "msg": "M", "type": "t"}]}),
            vec![issue("/body/0", "M", Some("t"))],
        ),
        (json!({"invalid-params": [{"name": "x", "reason": "M"}]}), vec![issue("/x", "M", None)]),
        (
            json!({"errors": [{"detail": "M", "source": {"pointer": "/a/b"}}]}),
            vec![issue("/a/b", "M", None)],
        ),
        (
            json!({"issues": ["M", null, 1, {}]}),
            vec![issue("", "M", None), issue("", "1", None), issue("", "{}", None)],
        ),
    ] {
        assert_eq!(error("400 Bad Request", &body.to_string()).await.issues(), issues, "{body}");
    }
}

#[tokio::test]
async fn bodies_that_are_no_json() {
    let html = answer("502 Bad Gateway", &[("content-type", "text/html")], "<h1>nginx</h1>");
    let html = failure(html).await;
    assert_eq!(html.to_string(), "thing-get: 502 Bad Gateway");
    assert_eq!(html.body().unwrap(), "<h1>nginx</h1>");
    let empty = failure(answer("500 Internal Server Error", &[], "")).await;
    assert_eq!(empty.to_string(), "thing-get: 500 Internal Server Error");
    let headers =
        [("content-type", "text/plain"), ("x-request-id", "r1"), ("set-cookie", "hunter2")];
    let text = failure(answer("429 Too Many Requests", &headers, "slow\r\n\u{1b}[31mdown ")).await;
    assert_eq!(text.to_string(), "thing-get: 429 Too Many Requests: slow   [31mdown");
    assert_eq!(text.request_id(), Some("r1"));
    assert!(!format!("{text:?}").contains("hunter2"));
    let long = failure(answer("400 Bad Request", &[], &"é".repeat(1000))).await;
    assert_eq!(long.to_string().chars().count(), "thing-get: 400 Bad Request: ".len() + 301);
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let target = Upstream::json("1");
    let headers = [("location", target.url.as_str())];
    let error = failure(answer("302 Found", &headers, "")).await;
    assert_eq!(error.to_string(), "thing-get: 302 Found");
    assert!(target.is_idle());
}

#[tokio::test]
async fn answers_that_are_too_large() {
    let body = "x".repeat(2000);
    let chunked = format!(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n\
         7d0\r\n{body}\r\n0\r\n\r\n"
    );
    for answer in [answer("200 OK", &[], &body), chunked] {
        for (limit, fits) in [(1999, false), (2000, true)] {
            let upstream = Upstream::answering(answer.clone());
            let builder = builder(&[], keep(get())).base_url(&upstream.url);
            let core = builder.max_response_bytes(limit).build().unwrap();
            match core.send(keep(get()), Inputs::new()).await {
                Ok(answer) => assert!(fits && answer.body == body),
                Err(error) => {
                    assert!(!fits && error.status().is_some_and(|it| it.is_success()));
                    let message = "thing-get: the answer is larger than 1999 bytes: \
                        raise the limit with `Builder::max_response_bytes`";
                    assert_eq!(error.to_string(), message);
                }
            }
        }
    }
}

#[tokio::test]
async fn timeouts() {
    // One upstream answers late, the other sends the head and then nothing more.
    let late = Upstream::late(answer("200 OK", &[], "1"), Duration::from_secs(5));
    let stuck = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let stuck_url = format!("http://{}", stuck.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut stream, _) = stuck.accept().unwrap();
        std::io::Read::read(&mut stream, &mut [0; 1024]).unwrap();
        let head = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n12";
        std::io::Write::write_all(&mut stream, head.as_bytes()).unwrap();
        std::thread::sleep(Duration::from_secs(5));
    });
    for url in [&late.url, &stuck_url] {
        let builder = builder(&[], keep(get())).base_url(url);
        let core = builder.timeout(Duration::from_millis(100)).build().unwrap();
        let error = core.send(keep(get()), Inputs::new()).await.unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
        assert_eq!(error.to_string(), "thing-get: the API did not answer in time");
    }
}

#[tokio::test]
async fn a_connection_that_breaks() {
    let error = failure("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nabc".to_owned()).await;
    assert!(matches!(error, Error::Transport { .. }), "{error}");
    let error = failure("hello\r\n\r\n".to_owned()).await;
    assert!(matches!(error, Error::Transport { .. }), "{error}");
}

#[test]
fn errors_are_small_and_can_be_sent() {
    fn can_be_sent<T: std::error::Error + Send + Sync + 'static>() {}
    can_be_sent::<Error>();
    assert!(size_of::<Error>() <= 64);
}
