//! Answers without end, and answers that swell.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::server::{Server, Step};
use super::{after, answer, operation, outcome_of};
use crate::tables::keep;

const TOO_LARGE: &str = "too-large: thing-get: the answer is larger than 65536 bytes: \
    raise the limit with `Builder::max_response_bytes`";

fn gzip(content: &[u8], times: usize) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    (0..times).for_each(|_| encoder.write_all(content).unwrap());
    encoder.finish().unwrap()
}

const GZIP: &str = "content-type: application/json\r\ncontent-encoding: gzip\r\n";

#[tokio::test]
async fn endless_bodies() {
    let chunk = [b"10000\r\n".to_vec(), vec![b' '; 0x10000], b"\r\n".to_vec()].concat();
    for (head, endless) in [
        ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", chunk),
        ("HTTP/1.1 200 OK\r\n\r\n", vec![b' '; 0x10000]),
        ("HTTP/1.1 500 Oops\r\n\r\n", vec![b' '; 0x10000]),
    ] {
        let script = vec![Step::Send(head.into()), Step::Endless(endless)];
        let server = Server::start(vec![script]);
        assert_eq!(outcome_of(&server, keep(operation())).await, TOO_LARGE);
        // What the buffers of both ends hold, not what the server would like to send.
        assert!(server.sent() < 32 << 20, "{}", server.sent());
    }
}

#[tokio::test]
async fn a_length_that_is_too_large_is_not_waited_for() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 9999999999999\r\n\r\n[";
    let server = Server::start(vec![vec![
        Step::Send(head.into()),
        Step::Wait(std::time::Duration::from_secs(5)),
    ]]);
    assert_eq!(outcome_of(&server, keep(operation())).await, TOO_LARGE);
}

#[tokio::test]
async fn an_endless_head() {
    let script = vec![
        Step::Send(b"HTTP/1.1 200 OK\r\n".to_vec()),
        Step::Endless(b"x-more: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".to_vec()),
    ];
    let server = Server::start(vec![script]);
    let outcome = outcome_of(&server, keep(operation())).await;
    let text = "transport: thing-get: the connection ended before an answer came: ";
    assert!(outcome.starts_with(text), "{outcome}");
}

#[tokio::test]
async fn compressed_answers() {
    assert_eq!(after(answer("200 OK", GZIP, gzip(b"[1]", 1))).await, "ok: [1]");
    let error = answer("400 Bad Request", GZIP, gzip(br#"{"message":"no"}"#, 1));
    assert_eq!(after(error).await, "undeclared-status: thing-get: 400 Bad Request: no");
    // The limit is for what comes out: 64 MiB of 64 KiB.
    let bomb = gzip(&[b' '; 1 << 20], 64);
    assert!(bomb.len() < 100_000, "{}", bomb.len());
    assert_eq!(after(answer("200 OK", GZIP, &bomb)).await, TOO_LARGE);
    let broken = "transport: thing-get: the answer broke off: ";
    let whole = gzip(b"[1, 2, 3]", 100);
    for bad in [b"not gzip".to_vec(), whole[..whole.len() / 2].to_vec()] {
        let outcome = after(answer("200 OK", GZIP, bad)).await;
        assert!(outcome.starts_with(broken), "{outcome}");
    }
}
