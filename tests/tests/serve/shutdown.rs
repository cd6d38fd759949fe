//! How the program stops.

use std::time::Duration;

use crate::program::Program;
use crate::upstream::Upstream;
use crate::wire::{Wire, get, status};

#[tokio::test]
async fn a_call_in_progress_is_answered_before_the_end() {
    let upstream = Upstream::start().await;
    let program = Program::start(&upstream, &["--drain", "100ms"]).await;
    let mut wire = Wire::open(&program).await;
    wire.send(&get("/v1/pets/slow")).await;
    upstream.seen(1).await;
    program.terminate().await;
    let answer = wire.rest().await;
    assert_eq!(status(&answer), "HTTP/1.1 200 OK");
    let (code, lines) = program.ended().await;
    assert_eq!(code.code(), Some(0));
    let told: Vec<&String> = lines.iter().filter(|it| it.starts_with("stop")).collect();
    assert_eq!(told, ["stopping; calls in progress have 10 seconds"]);
}

/// Clients that send one request after the other on one connection each, until they are told that it ends.
#[tokio::test]
async fn under_load_no_request_is_lost() {
    let upstream = Upstream::start().await;
    let program = Program::start(&upstream, &["--log-level", "warn"]).await;
    let mut load = Vec::new();
    for _ in 0..32 {
        let mut wire = Wire::open(&program).await;
        load.push(tokio::spawn(async move {
            loop {
                wire.send(&get("/v1/pets/p1")).await;
                let answer = wire.answer().await;
                assert_eq!(status(&answer), "HTTP/1.1 200 OK");
                if answer.contains("connection: close\r\n") {
                    return;
                }
            }
        }));
    }
    upstream.seen(500).await;
    program.terminate().await;
    for client in load {
        client.await.unwrap();
    }
    assert_eq!(program.ended().await.0.code(), Some(0));
}

#[tokio::test]
async fn who_has_connected_in_time_is_answered() {
    let upstream = Upstream::start().await;
    let program = Program::start(&upstream, &["--drain", "0s"]).await;
    let mut kept = Wire::open(&program).await;
    kept.send(&get("/v1/pets")).await;
    kept.answer().await;
    kept.send("GET /v1/pets HTT").await;
    let mut fresh = Wire::open(&program).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    program.terminate().await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    kept.send("P/1.1\r\nhost: localhost\r\n\r\n").await;
    fresh.send(&get("/v1/pets")).await;
    for mut wire in [kept, fresh] {
        assert_eq!(status(&wire.rest().await), "HTTP/1.1 200 OK");
    }
    assert_eq!(program.ended().await.0.code(), Some(0));
}

#[tokio::test]
async fn readiness_ends_first_and_connections_are_told() {
    let upstream = Upstream::start().await;
    let program = Program::start(&upstream, &["--drain", "5s"]).await;
    let mut kept = Wire::open(&program).await;
    kept.send(&get("/readyz")).await;
    assert!(kept.answer().await.ends_with("\r\n\r\nready\n"));
    program.terminate().await;
    while program.get("/readyz").await.status() != 503 {}
    assert_eq!(program.get("/healthz").await.status(), 200);
    // It still works, and says that this was the last request of the connection.
    kept.send(&get("/v1/pets")).await;
    let answer = kept.rest().await;
    assert_eq!(status(&answer), "HTTP/1.1 200 OK");
    assert!(answer.contains("connection: close\r\n"), "{answer}");
    program.terminate().await;
    assert_eq!(program.ended().await.0.code(), Some(1));
}

#[tokio::test]
async fn calls_that_do_not_end_are_cut_when_the_time_is_up() {
    let upstream = Upstream::start().await;
    let program = Program::start(&upstream, &["--drain", "0s", "--grace", "500ms"]).await;
    let mut wire = Wire::open(&program).await;
    wire.send(&get("/v1/pets/stuck")).await;
    upstream.seen(1).await;
    program.terminate().await;
    assert_eq!(wire.rest().await, "");
    let (status, lines) = program.ended().await;
    assert_eq!(status.code(), Some(0));
    assert!(lines.contains(&"stopped with calls in progress".to_owned()), "{lines:#?}");
}

#[tokio::test]
async fn a_second_signal_stops_at_once() {
    let upstream = Upstream::start().await;
    let program = Program::start(&upstream, &["--grace", "1h"]).await;
    let mut wire = Wire::open(&program).await;
    wire.send(&get("/v1/pets/stuck")).await;
    upstream.seen(1).await;
    program.terminate().await;
    while program.get("/readyz").await.status() != 503 {}
    program.terminate().await;
    let (status, lines) = program.ended().await;
    assert_eq!(status.code(), Some(1));
    assert_eq!(lines.last().unwrap(), "error: stopped at once, with calls in progress");
}

#[tokio::test]
async fn an_idle_connection_does_not_hold_up_the_end() {
    let upstream = Upstream::start().await;
    let program = Program::start(&upstream, &["--drain", "0s", "--grace", "1h"]).await;
    let mut idle = Wire::open(&program).await;
    idle.send(&get("/healthz")).await;
    idle.answer().await;
    let silent = Wire::open(&program).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    program.terminate().await;
    assert_eq!(program.ended().await.0.code(), Some(0));
    drop(silent);
}
