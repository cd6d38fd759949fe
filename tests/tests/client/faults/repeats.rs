//! Failures that pass, over the wire.

use std::time::Duration;

use fixture::support::client::RetryPolicy;
use fixture::support::operation::Operation;

use super::server::{Server, Step};
use super::{JSON, answer, client, operation, outcome, watch};
use crate::tables::keep;

/// The outcome after these scripts, and how many requests it took.
async fn after(scripts: Vec<Vec<Step>>, operation: Operation) -> (String, usize) {
    let server = Server::start(scripts);
    let operation = keep(operation);
    let policy = RetryPolicy::default().base(Duration::from_millis(1));
    let outcome = outcome(client(&server.url, operation).retry(policy), operation).await;
    (outcome, server.requests().len())
}

fn send(status: &str, headers: &str, body: &str) -> Vec<Step> {
    vec![Step::Send(answer(status, headers, body))]
}

fn pair(outcome: &str, requests: usize) -> (String, usize) {
    (outcome.to_owned(), requests)
}

#[tokio::test]
async fn that_end_in_success() {
    for failure in [
        send("503 Service Unavailable", "", ""),
        send("429 Too Many Requests", "retry-after: 0\r\n", ""),
        send("502 Bad Gateway", "content-type: text/html\r\n", "<h1>nginx</h1>"),
        vec![],
        vec![Step::Reset],
    ] {
        let scripts = vec![failure, send("200 OK", JSON, "1")];
        assert_eq!(after(scripts, operation()).await, pair("ok: 1", 2));
    }
    let slow = vec![Step::Wait(Duration::from_secs(3))];
    assert_eq!(after(vec![slow, send("200 OK", JSON, "1")], operation()).await, pair("ok: 1", 2));
}

#[tokio::test]
async fn that_stay() {
    let busy = || send("429 Too Many Requests", JSON, r#"{"message":"slow down"}"#);
    let text = "undeclared-status: thing-get: 429 Too Many Requests: slow down";
    assert_eq!(after(vec![busy()], operation()).await, pair(text, 3));
    let once = Operation { idempotent: false, ..operation() };
    assert_eq!(after(vec![busy()], once).await, pair(text, 1));
    let late = send("429 Too Many Requests", "retry-after: 3600\r\n", "");
    let text = "undeclared-status: thing-get: 429 Too Many Requests";
    assert_eq!(after(vec![late], operation()).await, pair(text, 1));
}

#[tokio::test]
async fn that_are_traced() {
    let name = "thing-traced";
    let scripts = vec![send("503 Service Unavailable", "", ""), vec![], send("200 OK", JSON, "1")];
    assert_eq!(after(scripts, Operation { name, ..operation() }).await, pair("ok: 1", 3));
    let spans = watch::attempts().into_iter().filter(|it| it.contains(name));
    let fields = |number, end: &str| {
        format!("operation=\"{name}\" method=\"GET\" path=\"/things\" attempt={number} {end} ")
    };
    let expected =
        [fields(1, "status=503"), fields(2, "error=\"transport\""), fields(3, "status=200")];
    assert_eq!(spans.collect::<Vec<_>>(), expected);
}
