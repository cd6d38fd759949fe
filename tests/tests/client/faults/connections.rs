//! Connections that end, hang or speak something else.

use std::time::Duration;

use super::server::{Server, Step};
use super::{answer, client, operation, outcome, outcome_of};
use crate::tables::keep;

async fn after(script: Vec<Step>) -> String {
    outcome_of(&Server::start(vec![script]), keep(operation())).await
}

fn send(bytes: &str) -> Step {
    Step::Send(bytes.as_bytes().to_vec())
}

#[tokio::test]
async fn that_end_before_an_answer() {
    let interrupted = "transport: thing-get: the connection ended before an answer came: ";
    for script in [
        vec![],
        vec![Step::Reset],
        vec![send("HTTP/1.1 200")],
        vec![send("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n")],
        // These are no answers.
        vec![send("hello\r\n\r\n")],
        vec![send("HTTP/9.9 200 OK\r\n\r\n")],
        vec![send("HTTP/1.1 999999 OK\r\n\r\n")],
        vec![send("HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n")],
        vec![send("HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab")],
        vec![send("HTTP/1.1 200 OK\r\nx y: 1\r\n\r\n")],
        vec![send("\u{16}\u{3}\u{1}\u{0}")],
    ] {
        let outcome = after(script).await;
        assert!(outcome.starts_with(interrupted), "{outcome}");
    }
}

#[tokio::test]
async fn that_end_within_an_answer() {
    let broken = "transport: thing-get: the answer broke off: ";
    for script in [
        vec![send("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nabc")],
        vec![send("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nabc"), Step::Reset],
        vec![send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n")],
        vec![send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nabc\r\n")],
        vec![send("HTTP/1.1 500 Oops\r\ncontent-length: 50\r\n\r\nabc")],
    ] {
        let outcome = after(script).await;
        assert!(outcome.starts_with(broken), "{outcome}");
    }
}

#[tokio::test]
async fn that_hang() {
    let wait = || Step::Wait(Duration::from_secs(5));
    let late = "timeout: thing-get: the API did not answer in time";
    for script in [
        vec![wait()],
        vec![send("HTTP/1.1 200 OK\r\n"), wait()],
        vec![send("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n"), wait()],
        vec![send("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n[1"), wait()],
    ] {
        assert_eq!(after(script).await, late);
    }
    // A byte now and then does not make more time.
    let mut drip = vec![send("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n")];
    drip.extend((0..30).flat_map(|_| [send("1"), Step::Wait(Duration::from_millis(100))]));
    assert_eq!(after(drip).await, late);
}

#[tokio::test]
async fn that_are_refused() {
    // Nobody listens on the port of a listener that is gone.
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let operation = keep(operation());
    let outcome = outcome(client(&format!("http://{gone}"), operation), operation).await;
    let text = "transport: thing-get: the API could not be reached: ";
    assert!(outcome.starts_with(text) && outcome.contains("refused"), "{outcome}");
}

#[tokio::test]
async fn that_are_kept_without_cookies() {
    let headers = "set-cookie: session=1\r\nconnection: close\r\n";
    let server = Server::start(vec![vec![Step::Send(answer("200 OK", headers, "1"))]]);
    let operation = keep(operation());
    let core = client(&server.url, operation).build().unwrap();
    for _ in 0..2 {
        core.send(operation, Default::default()).await.unwrap();
    }
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert!(requests.iter().all(|it| !it.contains("cookie")), "{requests:?}");
}
