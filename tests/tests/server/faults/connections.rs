//! Connections that are slow, half closed, shared by several requests or given up.

use std::time::Duration;

use tokio::io::AsyncWriteExt;

use super::{Served, Told, rest};

#[tokio::test]
async fn byte_by_byte() {
    let served = Served::new().await;
    let mut stream = served.connect().await;
    let body = "{\"x\":1}";
    let request = format!(
        "POST /send HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    for byte in request.bytes() {
        stream.write_all(&[byte]).await.unwrap();
        tokio::task::yield_now().await;
    }
    assert_eq!(Told::read(&rest(&mut stream).await).status, 200);
}

/// Whoever has said all may stop speaking, and still hears the answer.
#[tokio::test]
async fn half_closed() {
    let served = Served::new().await;
    let mut stream = served.connect().await;
    stream.write_all(b"GET /list HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    stream.shutdown().await.unwrap();
    let text = rest(&mut stream).await;
    assert!(text.is_empty() || Told::read(&text).status == 200, "{text}");
    assert!(served.is_well().await);
}

#[tokio::test]
async fn given_up_within_a_body() {
    let served = Served::new().await;
    let mut stream = served.connect().await;
    let head = "POST /send HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{\"x";
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let text = rest(&mut stream).await;
    assert!(text.is_empty() || Told::read(&text).status == 400, "{text}");
    assert!(served.is_well().await);
}

#[tokio::test]
async fn given_up_within_headers() {
    let served = Served::new().await;
    let mut stream = served.connect().await;
    stream.write_all(b"GET /list HTTP/1.1\r\nhost").await.unwrap();
    drop(stream);
    assert!(served.is_well().await);
}

/// Answers come in the order of the requests, refusals among them.
#[tokio::test]
async fn several_requests_at_once() {
    let served = Served::new().await;
    let requests = concat!(
        "GET /show/1 HTTP/1.1\r\nhost: a\r\n\r\n",
        "POST /send HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 1\r\n\r\n{",
        "PUT /list HTTP/1.1\r\nhost: a\r\n\r\n",
        "HEAD /show/2 HTTP/1.1\r\nhost: a\r\n\r\n",
        "GET /show/3 HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
    );
    let text = served.say(requests).await;
    let statuses: Vec<&str> =
        text.split("HTTP/1.1 ").skip(1).filter_map(|it| it.get(..3)).collect();
    assert_eq!(statuses, ["200", "400", "405", "200", "200"]);
    assert!(text.contains("\"id\":\"1\"") && text.ends_with("\"id\":\"3\"}}"), "{text}");
}

/// A body that nobody wants does not keep the connection from its next request, or ends it.
#[tokio::test]
async fn a_body_that_is_not_wanted() {
    let served = Served::new().await;
    let text = served
        .say(concat!(
            "GET /list HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\nabcde",
            "GET /show/2 HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
        ))
        .await;
    assert_eq!(text.matches("HTTP/1.1 200").count(), 2, "{text}");
}

#[tokio::test]
async fn many_connections_that_say_nothing() {
    let served = Served::new().await;
    let mut idle = Vec::new();
    for _ in 0..200 {
        idle.push(served.connect().await);
    }
    assert!(served.is_well().await);
    tokio::time::sleep(Duration::from_millis(10)).await;
    drop(idle);
    assert!(served.is_well().await);
}

#[tokio::test]
async fn an_old_protocol() {
    let served = Served::new().await;
    let told = Told::read(&served.say("GET /show/1 HTTP/1.0\r\n\r\n").await);
    assert_eq!(told.status, 200);
    assert!(told.body.contains("\"id\":\"1\""), "{told:?}");
}
