//! An API that repeats the key it was sent.

use fixture::support::client::{CallOptions, Error};
use fixture::support::service::Inputs;

use super::server::{Server, Step};
use super::{CANARY, JSON, after, answer, client, operation, watch};
use crate::tables::keep;

#[tokio::test]
async fn texts_of_the_api() {
    let body = format!(
        r#"{{"message":"bad key {CANARY}","code":"{CANARY}","issues":[{{"path":["{CANARY}"],"message":"{CANARY}"}}]}}"#
    );
    let headers = format!("{JSON}x-request-id: {CANARY}\r\n");
    assert_eq!(
        after(answer("401 Unauthorized", &headers, &body)).await,
        "undeclared-status: thing-get: 401 Unauthorized: [redacted]: bad key [redacted] \
         (/[redacted]: [redacted])"
    );
    let page = format!("no such key: {CANARY}");
    assert_eq!(
        after(answer("403 Forbidden", "content-type: text/plain\r\n", &page)).await,
        "undeclared-status: thing-get: 403 Forbidden: no such key: [redacted]"
    );
    // What cannot be read is not shown.
    let outcome = after(answer("200 OK", "", format!("key {CANARY}"))).await;
    assert!(outcome.starts_with("decode: "), "{outcome}");
    let outcome = after(format!("HTTP/1.1 200 OK\r\n{CANARY} {CANARY}\r\n\r\n")).await;
    assert!(outcome.starts_with("transport: "), "{outcome}");
}

#[tokio::test]
async fn the_error_keeps_what_came_for_whoever_asks() {
    let body = format!(r#"{{"message":"{CANARY}"}}"#);
    let script = vec![Step::Send(answer("400 Bad Request", JSON, &body))];
    let server = Server::start(vec![script]);
    let operation = keep(operation());
    let core = client(&server.url, operation).build().unwrap();
    let error = core.call::<bool>(operation, Inputs::new()).await.unwrap_err();
    assert_eq!(error.body().unwrap(), &body);
    assert_eq!(error.body_as::<serde_json::Value>().unwrap()["message"], CANARY);
    assert!(error.body_as::<Vec<i64>>().is_none());
    assert!(matches!(&error, Error::Status(it) if !it.declared));
    watch::check(&format!("{error} {error:?}"));
}

#[tokio::test]
async fn a_request_that_is_refused() {
    let server = Server::start(vec![vec![Step::Send(answer("200 OK", "", "1"))]]);
    let operation = keep(operation());
    let core = client(&server.url, operation).build().unwrap();
    for value in [format!("{CANARY}\r\nx-admin: 1"), format!("{CANARY}\n"), format!("{CANARY}é")] {
        let options = CallOptions::new().header("x-note", value.as_str());
        watch::check(&format!("{options:?}"));
        let error = core.with(options).send(operation, Inputs::new()).await.unwrap_err();
        watch::check(&format!("{error} {error:?}"));
        assert!(matches!(error, Error::Request { .. }), "{error}");
    }
    assert_eq!(server.requests(), [""; 0]);
}
