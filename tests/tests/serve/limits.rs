//! What callers may not do: be slow, large, many, or malformed.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;

use crate::program::Program;
use crate::upstream::Upstream;
use crate::wire::{Wire, body, exchange, get, status};

async fn program(arguments: &[&str]) -> (Upstream, Program) {
    let upstream = Upstream::start().await;
    let program = Program::start(&upstream, arguments).await;
    (upstream, program)
}

fn envelope(answer: &str) -> (&str, Value) {
    assert!(answer.contains("content-type: application/json\r\n"), "{answer}");
    assert!(answer.contains("x-request-id: "), "{answer}");
    (status(answer), serde_json::from_str(body(answer)).unwrap())
}

#[tokio::test]
async fn headers_that_do_not_arrive_end_the_connection() {
    let (_upstream, program) = program(&["--header-timeout", "300ms"]).await;
    for begun in ["", "GET", "GET /v1/pets HTTP/1.1\r\nhost: local", "PRI * HTTP/2.0\r\n"] {
        assert_eq!(exchange(&program, begun).await, "", "{begun}");
    }
    // So does the next request of a connection that has had one.
    let mut wire = Wire::open(&program).await;
    wire.send(&get("/v1/pets")).await;
    assert_eq!(status(&wire.answer().await), "HTTP/1.1 200 OK");
    wire.send("GET /v1").await;
    assert_eq!(wire.rest().await, "");
}

#[tokio::test]
async fn headers_that_trickle_in_end_the_connection_all_the_same() {
    let (_upstream, program) = program(&["--header-timeout", "500ms"]).await;
    let (mut read, mut write) = Wire::open(&program).await.0.into_split();
    let trickle = tokio::spawn(async move {
        while write.write_all(b"GET /v1/pets HTTP/1.1\r\nx-a: b\r\n").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    let mut all = Vec::new();
    let reading = tokio::io::AsyncReadExt::read_to_end(&mut read, &mut all);
    let _ = tokio::time::timeout(Duration::from_secs(20), reading).await.expect("an end");
    trickle.await.unwrap();
}

#[tokio::test]
async fn a_connection_that_lies_idle_is_closed() {
    let (_upstream, program) = program(&["--idle-timeout", "300ms"]).await;
    let mut wire = Wire::open(&program).await;
    wire.send(&get("/v1/pets")).await;
    assert_eq!(status(&wire.answer().await), "HTTP/1.1 200 OK");
    assert_eq!(wire.rest().await, "");
}

#[tokio::test]
async fn a_caller_that_takes_no_answer_is_left() {
    let (upstream, program) = program(&["--idle-timeout", "300ms", "--max-requests", "1"]).await;
    upstream.grow(7 * 1024 * 1024);
    let mut wire = Wire::open(&program).await;
    wire.send(&get("/v1/pets")).await;
    upstream.seen(1).await;
    // Its place is free again although it has not read a byte.
    let mut status = 503;
    for _ in 0..200 {
        tokio::time::sleep(Duration::from_millis(50)).await;
        status = program.get("/v1/pets/p1").await.status().as_u16();
        if status == 200 {
            break;
        }
    }
    assert_eq!(status, 200);
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_answered_408() {
    let (_upstream, program) = program(&["--request-timeout", "300ms"]).await;
    let begun = "POST /v1/pets HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
                 content-length: 100\r\n\r\n{\"na";
    let answer = exchange(&program, begun).await;
    assert_eq!(
        envelope(&answer),
        (
            "HTTP/1.1 408 Request Timeout",
            json!({"code": "REQUEST_TIMEOUT", "message": "The body did not arrive in time"})
        )
    );
    assert!(answer.contains("connection: close\r\n"), "{answer}");
}

#[tokio::test]
async fn an_upstream_that_does_not_answer_is_given_up() {
    let (upstream, program) = program(&["--request-timeout", "300ms"]).await;
    let answer = program.get("/v1/pets/stuck").await;
    assert_eq!(answer.status(), 504);
    let text = answer.text().await.unwrap();
    let told = json!({"code": "GATEWAY_TIMEOUT", "message": "The request took longer than it may"});
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), told);
    upstream.given_up(1).await;
}

#[tokio::test]
async fn a_caller_that_leaves_ends_its_call_upstream() {
    let (upstream, program) = program(&[]).await;
    let mut wire = Wire::open(&program).await;
    wire.send(&get("/v1/pets/stuck")).await;
    upstream.seen(1).await;
    // Half of the connection is enough: whoever cannot send any more is taken to have left.
    wire.0.shutdown().await.unwrap();
    assert_eq!(wire.rest().await, "");
    upstream.given_up(1).await;
    let lines = program.stop().await;
    let aborted = lines.iter().filter(|it| it.contains("aborted=true")).count();
    assert_eq!(aborted, 1, "{lines:#?}");
}

#[tokio::test]
async fn requests_in_a_row_are_answered_in_their_order() {
    let (_upstream, program) = program(&[]).await;
    let last = "GET /v1/pets/p3 HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    let text = format!("{}{}{last}", get("/v1/pets/slow"), get("/healthz"));
    let answers = exchange(&program, &text).await;
    let places = [r#""id":"slow""#, "\r\n\r\nok\n", r#""id":"p3""#];
    let places = places.map(|it| answers.find(it).unwrap_or_else(|| panic!("{it}: {answers}")));
    assert!(places.is_sorted(), "{answers}");
}

#[tokio::test]
async fn headers_that_are_too_large_are_answered_431() {
    let (_upstream, program) = program(&["--max-header", "9000"]).await;
    let large = |size: usize| {
        let value = "v".repeat(size);
        format!(
            "GET /v1/pets HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nx-a: {value}\r\n\r\n"
        )
    };
    assert_eq!(
        envelope(&exchange(&program, &large(9000)).await),
        (
            "HTTP/1.1 431 Request Header Fields Too Large",
            json!({
                "code": "REQUEST_HEADER_FIELDS_TOO_LARGE",
                "message": "The address and the headers must have at most 9000 bytes"
            })
        )
    );
    // What is larger still is not even read.
    let answer = exchange(&program, &large(40_000)).await;
    assert!(answer.is_empty() || status(&answer).contains("431"), "{answer}");
    assert_eq!(status(&exchange(&program, &large(100)).await), "HTTP/1.1 200 OK");
}

#[tokio::test]
async fn an_address_that_is_too_long_is_answered_414() {
    let (_upstream, program) = program(&["--max-header", "9000"]).await;
    let answer = program.get(&format!("/v1/pets/{}", "x".repeat(9000))).await;
    assert_eq!(answer.status(), 414);
    assert!(answer.text().await.unwrap().contains("URI_TOO_LONG"));
}

#[tokio::test]
async fn a_body_that_is_too_large_is_answered_413() {
    let (upstream, program) = program(&["--max-body", "1000"]).await;
    let told =
        json!({"code": "PAYLOAD_TOO_LARGE", "message": "The body must have at most 1000 bytes"});
    let head = "POST /v1/pets HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n";
    let said = format!("{head}content-length: 1001\r\n\r\n");
    let chunk = format!("200\r\n{}\r\n", " ".repeat(512));
    let chunked = format!("{head}transfer-encoding: chunked\r\n\r\n{chunk}{chunk}");
    for text in [said, chunked] {
        let answer = exchange(&program, &text).await;
        assert_eq!(envelope(&answer), ("HTTP/1.1 413 Payload Too Large", told.clone()), "{text}");
    }
    let hello =
        json!({"jsonrpc": "2.0", "id": 1, "method": "ping", "params": {"x": "y".repeat(1000)}});
    let request = program.client().post(format!("{}/mcp", program.url)).body(hello.to_string());
    let request = request.header("content-type", "application/json");
    let request = request.header("accept", "application/json, text/event-stream");
    assert_eq!(request.send().await.unwrap().status(), 413);
    assert_eq!(program.get("/v1/pets").await.status(), 200);
    assert_eq!(upstream.seen(1).await.len(), 1);
}

/// One limit is over everything, also above what it is by default.
#[tokio::test]
async fn a_limit_that_was_raised_holds() {
    let (upstream, program) = program(&["--max-body", "12582912"]).await;
    let create = async |bytes: usize| {
        let padding = " ".repeat(bytes - 14);
        let body = format!(r#"{{"name":"new"{padding}}}"#);
        let asked = program.client().post(format!("{}/v1/pets", program.url)).body(body);
        let answer = asked.header("content-type", "application/json").send().await.unwrap();
        answer.status().as_u16()
    };
    assert_eq!(create(12 << 20).await, 200);
    // Said beforehand: whoever sends it all the same may not be able to read the answer.
    let head = "POST /v1/pets HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n";
    let told = exchange(&program, &format!("{head}content-length: 12582913\r\n\r\n")).await;
    assert_eq!(status(&told), "HTTP/1.1 413 Payload Too Large");
    assert!(told.contains("The body must have at most 12 MiB"), "{told}");
    assert_eq!(upstream.seen(1).await.len(), 1);
}

#[tokio::test]
async fn framing_that_is_wrong_is_answered_400_and_closed() {
    let (_upstream, program) = program(&[]).await;
    let both = "content-length: 5\r\ntransfer-encoding: chunked\r\n";
    for headers in
        ["content-length: -1\r\n", "content-length: 5\r\ncontent-length: 6\r\n", "a b: c\r\n"]
    {
        let text = format!("POST /v1/pets HTTP/1.1\r\nhost: localhost\r\n{headers}\r\n12345");
        let answer = exchange(&program, &text).await;
        assert_eq!(status(&answer), "HTTP/1.1 400 Bad Request", "{headers}");
        assert_eq!(body(&answer), "", "{headers}");
    }
    // Of both, the length is ignored (RFC 9112, section 6.3): what follows is no second request.
    let text = format!(
        "POST /v1/pets HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{both}\r\n0\r\n\r\n"
    );
    assert_eq!(exchange(&program, &text).await.matches("HTTP/1.1 ").count(), 1);
}

#[tokio::test]
async fn more_requests_than_allowed_are_answered_503_but_health_is_not() {
    let (upstream, program) = program(&["--max-requests", "2"]).await;
    let mut stuck = Vec::new();
    for _ in 0..2 {
        let mut wire = Wire::open(&program).await;
        wire.send(&get("/v1/pets/stuck")).await;
        stuck.push(wire);
    }
    upstream.seen(2).await;
    let answer = program.get("/v1/pets").await;
    assert_eq!(
        (answer.status().as_u16(), answer.headers()["retry-after"].as_bytes()),
        (503, &b"1"[..])
    );
    let told: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    assert_eq!(told["code"], "SERVICE_UNAVAILABLE");
    for path in ["/healthz", "/readyz", "/metrics"] {
        assert_eq!(program.get(path).await.status(), 200, "{path}");
    }
    drop(stuck);
    upstream.given_up(2).await;
    assert_eq!(program.get("/v1/pets").await.status(), 200);
}

#[tokio::test]
async fn more_connections_than_allowed_wait() {
    let (_upstream, program) = program(&["--max-connections", "1"]).await;
    let mut first = Wire::open(&program).await;
    first.send(&get("/v1/pets")).await;
    assert_eq!(status(&first.answer().await), "HTTP/1.1 200 OK");
    let mut second = Wire::open(&program).await;
    second.send(&get("/v1/pets")).await;
    let answer = tokio::time::timeout(Duration::from_millis(300), second.0.readable()).await;
    assert!(answer.is_err(), "it is not accepted yet");
    drop(first);
    assert_eq!(status(&second.answer().await), "HTTP/1.1 200 OK");
}

#[tokio::test]
async fn a_thousand_connections_are_served() {
    let (_upstream, program) = program(&[]).await;
    let mut wires = Vec::new();
    for _ in 0..1000 {
        wires.push(Wire::open(&program).await);
    }
    for wire in &mut wires {
        wire.send(&get("/healthz")).await;
    }
    for wire in &mut wires {
        assert_eq!(body(&wire.answer().await), "ok\n");
    }
}

#[tokio::test]
async fn http_2_by_prior_knowledge_is_served_too() {
    let (_upstream, program) = program(&["--header-timeout", "300ms"]).await;
    let client = reqwest::Client::builder().no_proxy().http2_prior_knowledge().build().unwrap();
    let url = format!("{}/v1/pets/slow", program.url);
    let calls = (0..20).map(|_| client.get(&url).send());
    let calls: Vec<_> = calls.map(tokio::spawn).collect();
    for call in calls {
        let answer = call.await.unwrap().unwrap();
        assert_eq!((answer.status().as_u16(), answer.version()), (200, http::Version::HTTP_2));
        assert!(answer.text().await.unwrap().contains("slow"));
    }
}
