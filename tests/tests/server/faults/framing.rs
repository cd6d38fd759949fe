//! Messages whose frame is broken. What is no HTTP gets a bare 400 or nothing, and the connection ends.

use super::Served;

/// The status line and the body.
async fn refused(served: &Served, request: &str) -> String {
    let told = super::Told::read(&served.say(request).await);
    assert!(told.body.is_empty(), "{told:?}");
    assert!(served.is_well().await, "{request}");
    told.head.lines().next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn what_is_no_http() {
    let served = Served::new().await;
    let bad = "http/1.1 400 bad request";
    for (request, wanted) in [
        ("nonsense\r\n\r\n", bad),
        ("GET /list\r\n\r\n", bad),
        ("GET /list HTTP/9.9\r\nhost: a\r\n\r\n", bad),
        ("GET /li st HTTP/1.1\r\nhost: a\r\n\r\n", bad),
        ("GET /list HTTP/1.1\r\nhost: a\r\nno colon\r\n\r\n", bad),
        ("GET /list HTTP/1.1\r\nhost: a\r\n folded: x\r\n\r\n", bad),
        ("GET /list HTTP/1.1\r\nhost: a\r\nx-trace : x\r\n\r\n", bad),
        ("\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", bad),
    ] {
        assert_eq!(refused(&served, request).await, wanted, "{request:?}");
    }
}

/// Two ends of one message let a request pass for two.
#[tokio::test]
async fn where_a_message_ends() {
    let served = Served::new().await;
    let head = "POST /send HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n";
    for framing in [
        "content-length: x\r\n",
        "content-length: -1\r\n",
        "content-length: 2\r\ncontent-length: 3\r\n",
        "content-length: 99999999999999999999999\r\n",
        "transfer-encoding: gzip\r\n",
        "transfer-encoding: chunked, gzip\r\n",
    ] {
        let line = refused(&served, &format!("{head}{framing}\r\n{{}}")).await;
        assert_eq!(line, "http/1.1 400 bad request", "{framing}");
    }
    // Both: chunks count, and the connection is not used again (RFC 9112, section 6.3).
    let both = format!(
        "{head}content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n7\r\n{{\"x\":1}}\r\n0\r\n\r\n"
    );
    let smuggled = format!("{both}GET /list HTTP/1.1\r\nhost: a\r\n\r\n");
    let text = served.say(smuggled).await;
    assert!(text.matches("HTTP/1.1 200").count() <= 2, "{text}");
}

#[tokio::test]
async fn chunks_that_are_none() {
    let served = Served::new().await;
    let head = "POST /send HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    for chunks in ["zz\r\n", "ffffffffffffffffff\r\n", "2\r\n{}{}\r\n0\r\n\r\n"] {
        let told = super::Told::read(&served.say(format!("{head}{chunks}")).await);
        assert_eq!(told.detail(), "400 The body did not arrive in full", "{chunks}");
        assert!(served.is_well().await);
    }
}

#[tokio::test]
async fn more_headers_than_fit() {
    let served = Served::new().await;
    let many = "x: y\r\n".repeat(200);
    let line = refused(&served, &format!("GET /list HTTP/1.1\r\nhost: a\r\n{many}\r\n")).await;
    assert_eq!(line, "http/1.1 431 request header fields too large");
    let long = "a".repeat(70_000);
    let line =
        refused(&served, &format!("GET /list?tags={long} HTTP/1.1\r\nhost: a\r\n\r\n")).await;
    assert_eq!(line, "http/1.1 414 uri too long");
}
