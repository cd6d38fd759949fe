//! Bodies that are not what they should be.

use super::Served;

const JSON: &str = "content-type: application/json";

async fn sent(served: &Served, headers: &[&str], body: &str) -> String {
    let length = format!("content-length: {}", body.len());
    let headers: Vec<&str> = headers.iter().copied().chain([length.as_str()]).collect();
    served.ask("POST /send", &headers, body).await.detail()
}

#[tokio::test]
async fn what_cannot_be_read() {
    let served = Served::new().await;
    for (headers, body, wanted) in [
        (&[JSON][..], "{", "400 The body ends too early: line 1, column 1"),
        (&[JSON], "\u{feff}{}", "400 The body is not valid JSON: line 1, column 1"),
        (&[JSON], "{\"x\":1}x", "400 The body is not valid JSON: line 1, column 8"),
        (&[JSON], "NaN", "400 The body is not valid JSON: line 1, column 1"),
        (
            &["content-type: text/plain"],
            "{}",
            "415 The body must be application/json, not of another media type",
        ),
        (
            &["content-type: ///"],
            "{}",
            "415 The body must be application/json, not of another media type",
        ),
        (&[], "{}", "415 The body must be application/json: send it as Content-Type"),
        (&[JSON, "content-encoding: gzip"], "{}", "415 The body must not be compressed"),
        (
            &["content-type: application/json; charset=utf-16"],
            "{}",
            "415 The body must be in UTF-8",
        ),
        (&[JSON], "", "400 Input validation failed"),
    ] {
        assert_eq!(sent(&served, headers, body).await, wanted, "{headers:?} {body:?}");
    }
    let deep = "[".repeat(100_000);
    assert!(sent(&served, &[JSON], &deep).await.starts_with("400 The body is not valid JSON"));
    assert!(served.is_well().await);
}

#[tokio::test]
async fn what_the_server_takes_is_told() {
    let served = Served::new().await;
    let told =
        served.ask("POST /send", &["content-type: text/plain", "content-length: 2"], "{}").await;
    assert!(told.head.contains("accept: application/json"), "{told:?}");
    let compressed = [JSON, "content-encoding: br", "content-length: 2"];
    let told = served.ask("POST /send", &compressed, "{}").await;
    assert!(told.head.contains("accept-encoding: identity"), "{told:?}");
}

/// Known from its length, it is refused before a byte of it is read.
#[tokio::test]
async fn too_large() {
    let served = Served::new().await;
    let told = served.ask("POST /send", &[JSON, "content-length: 8388609"], "").await;
    assert_eq!(told.detail(), "413 The body must have at most 8 MiB");
    assert!(served.is_well().await);
}

/// Of unknown length, it is refused as soon as it is too large.
#[tokio::test]
async fn too_large_in_chunks() {
    use tokio::io::AsyncWriteExt;
    let served = Served::new().await;
    let mut stream = served.connect().await;
    let head =
        format!("POST /send HTTP/1.1\r\nhost: a\r\n{JSON}\r\ntransfer-encoding: chunked\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let chunk = format!("100000\r\n{}\r\n", "a".repeat(0x10_0000));
    for _ in 0..16 {
        // The server stops reading in between.
        let wait = std::time::Duration::from_millis(300);
        match tokio::time::timeout(wait, stream.write_all(chunk.as_bytes())).await {
            Ok(Ok(())) => {}
            _ => break,
        }
    }
    let told = super::Told::read(&super::rest(&mut stream).await);
    assert_eq!(told.detail(), "413 The body must have at most 8 MiB");
    assert!(served.is_well().await);
}

#[tokio::test]
async fn asked_first_whether_to_send() {
    use tokio::io::AsyncWriteExt;
    let served = Served::new().await;
    // A body that is wanted is asked for.
    let mut stream = served.connect().await;
    let head = |length: u32, more: &str| {
        format!(
            "POST /send HTTP/1.1\r\nhost: a\r\nconnection: close\r\nexpect: 100-continue\r\n{more}\r\ncontent-length: {length}\r\n\r\n"
        )
    };
    stream.write_all(head(7, JSON).as_bytes()).await.unwrap();
    let asked = super::rest(&mut stream).await;
    assert_eq!(asked, "HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(b"{\"x\":1}").await.unwrap();
    assert_eq!(super::Told::read(&super::rest(&mut stream).await).status, 200);
    // One that is refused anyway is not.
    for (length, more, wanted) in [
        (9_000_000, JSON, "413 The body must have at most 8 MiB"),
        (
            7,
            "content-type: text/plain",
            "415 The body must be application/json, not of another media type",
        ),
    ] {
        let mut stream = served.connect().await;
        stream.write_all(head(length, more).as_bytes()).await.unwrap();
        assert_eq!(super::Told::read(&super::rest(&mut stream).await).detail(), wanted);
    }
}
