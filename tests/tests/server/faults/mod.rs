//! Callers that break the rules, by accident or not, on raw sockets: every answer is in the envelope, and
//! nothing of the HTTP library's own texts is in it.
//!
//! The limits of the program that serves (times, connections, overload) have tests of their own.

mod bodies;
mod connections;
mod framing;
mod targets;

use std::sync::Arc;
use std::time::Duration;

use fixture::support::operation::{Capability, ErrorShape, Location, Operation, Route};
use fixture::support::schema::{ANY_ARRAY, Array, INTEGER, STRING, array};
use fixture::support::server;
use http::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::bodies::POINT;
use crate::common::*;
use fixture::support::operation::{Encoding, RequestBody};

static LIST: Operation = operation(
    "list",
    &[
        parameter("limit", Location::Query, &INTEGER),
        parameter("tags", Location::Query, &array(&Array { items: Some(&STRING), ..ANY_ARRAY })),
        parameter("X-Trace", Location::Header, &STRING.max_length(8)),
    ],
    None,
);
static SHOW: Operation = operation("show", &[parameter("id", Location::Path, &STRING)], None);
static SEND: Operation = operation(
    "send",
    &[],
    Some(RequestBody {
        required: true,
        media_type: "application/json",
        encoding: Encoding::Json,
        schema: &POINT,
    }),
);

static ROUTES: &[Route] = &[
    route(Method::GET, "/list", &LIST),
    route(Method::GET, "/show/{id}", &SHOW),
    route(Method::POST, "/send", &SEND),
];
static CAPABILITY: Capability = capability(ROUTES, ErrorShape::Problem);

/// A server on a port of its own, until it is dropped.
pub struct Served {
    address: std::net::SocketAddr,
    task: tokio::task::JoinHandle<()>,
}

impl Served {
    pub async fn new() -> Self {
        let router = server::router(&CAPABILITY, Arc::new(Echo));
        let router = server::with_fallback(router, ErrorShape::Problem);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, task }
    }

    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Everything that comes back for these bytes until the server closes, or has nothing more to say.
    pub async fn say(&self, bytes: impl AsRef<[u8]>) -> String {
        let mut stream = self.connect().await;
        stream.write_all(bytes.as_ref()).await.unwrap();
        rest(&mut stream).await
    }

    /// The answer to a request line with headers, on a connection that the caller asks to be closed.
    pub async fn ask(&self, line: &str, headers: &[&str], body: &str) -> Told {
        let mut text = format!("{line} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n");
        headers.iter().for_each(|it| text.push_str(&format!("{it}\r\n")));
        Told::read(&self.say(format!("{text}\r\n{body}")).await)
    }

    /// Whether the server still answers others.
    pub async fn is_well(&self) -> bool {
        self.ask("GET /list", &[], "").await.status == 200
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Reads until the end, or until nothing has come for a while.
pub async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    let quiet = Duration::from_millis(400);
    while let Ok(Ok(read @ 1..)) = tokio::time::timeout(quiet, stream.read(&mut buffer)).await {
        bytes.extend_from_slice(&buffer[..read]);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// One answer, taken apart.
#[derive(Debug)]
pub struct Told {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Told {
    pub fn read(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
        let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).unwrap_or(0);
        Self { status, head: head.to_ascii_lowercase(), body: body.to_owned() }
    }

    /// The status and what the envelope says.
    pub fn detail(&self) -> String {
        assert!(self.head.contains("content-type: application/problem+json"), "{self:?}");
        let body: serde_json::Value = serde_json::from_str(&self.body).expect("a problem");
        assert_eq!(body["status"], self.status);
        format!("{} {}", self.status, body["detail"].as_str().unwrap_or_default())
    }

    /// What is wrong in particular, each with its pointer.
    pub fn errors(&self) -> Vec<String> {
        let body: serde_json::Value = serde_json::from_str(&self.body).expect("a problem");
        let errors = body["errors"].as_array().cloned().unwrap_or_default();
        let text = |it: &serde_json::Value| it.as_str().unwrap_or_default().to_owned();
        errors
            .iter()
            .map(|it| format!("{} {}", text(&it["pointer"]), text(&it["detail"])))
            .collect()
    }
}
