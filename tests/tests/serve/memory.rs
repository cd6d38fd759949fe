//! Large bodies pass the program without being held by it.

use std::io;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::response::IntoResponse;
use fixture::support::client::transport;
use futures_util::{Stream, StreamExt, stream};
use serde_json::{Value, json};

use crate::program::Program;

const MIB: u64 = 1024 * 1024;
const SIZE: u64 = 64 * MIB;

/// How much more than before the program may have held: buffers, not bodies.
const SOME: u64 = 16 * 1024;

/// Counts what it is sent, and sends as much.
async fn upstream() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let answer = async |request: Request| {
        if request.method() == "GET" {
            let kind = [("content-type", "application/octet-stream")];
            return (kind, Body::from_stream(mebibytes(SIZE / MIB))).into_response();
        }
        let mut chunks = request.into_body().into_data_stream();
        let mut bytes = 0;
        while let Some(Ok(chunk)) = chunks.next().await {
            bytes += chunk.len();
        }
        (axum::http::StatusCode::CREATED, axum::Json(json!({ "bytes": bytes }))).into_response()
    };
    let api = Router::new().fallback(answer);
    tokio::spawn(async move { axum::serve(listener, api).await });
    url
}

fn mebibytes(number: u64) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
    static MEBIBYTE: [u8; 1024 * 1024] = [7; 1024 * 1024];
    stream::iter((0..number).map(|_| Ok(Bytes::from_static(&MEBIBYTE))))
}

fn sent(chunks: impl Stream<Item = io::Result<Bytes>> + Send + 'static) -> reqwest::Body {
    reqwest::Body::wrap(transport::Body::stream(chunks))
}

#[tokio::test]
async fn large_bodies_are_not_held() {
    let url = upstream().await;
    let variables = [("BLOBS_URL", url.as_str()), ("BLOBS_KEY", "key")];
    let program = Program::serve("blobs", &["--max-body", "68000000"], &variables).await;
    let client = program.client();
    let put = async |mebibyte: u64| -> Value {
        let body = sent(mebibytes(mebibyte));
        let asked = client.put(format!("{}/v1/blobs/a", program.url)).body(body);
        let answer = asked.header("content-type", "application/octet-stream").send().await;
        answer.unwrap().json().await.unwrap()
    };
    // Whatever it needs for any request, it has afterwards.
    assert_eq!(put(1).await, json!({ "bytes": MIB }));
    let before = program.peak();
    assert_eq!(put(64).await, json!({ "bytes": SIZE }));
    let form = "--b\r\nContent-Disposition: form-data; name=\"caption\"\r\n\r\na\r\n\
                --b\r\nContent-Disposition: form-data; name=\"blob\"; filename=\"b\"\r\n\r\n";
    let [head, tail] = [form, "\r\n--b--\r\n"].map(|it| stream::iter([Ok(Bytes::from(it))]));
    let body = sent(head.chain(mebibytes(64)).chain(tail));
    let asked = client.post(format!("{}/v1/blobs", program.url)).body(body);
    let answer = asked.header("content-type", "multipart/form-data; boundary=b").send().await;
    let told: Value = answer.unwrap().json().await.unwrap();
    assert!(told["bytes"].as_u64().unwrap() > SIZE, "{told}");
    let mut answer = program.get("/v1/blobs/a").await;
    let mut bytes = 0;
    while let Some(chunk) = answer.chunk().await.unwrap() {
        bytes += chunk.len() as u64;
    }
    assert_eq!(bytes, SIZE);
    let held = program.peak() - before;
    assert!(held < SOME, "{held} KiB");
    let lines = program.stop().await;
    let aborted: Vec<_> = lines.iter().filter(|it| !it.ends_with("aborted=false")).collect();
    assert_eq!(aborted.len(), 2, "what is served, and that it stops: {aborted:#?}");
}
