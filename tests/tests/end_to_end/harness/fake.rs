//! A server on a free port that keeps what arrives, until it is dropped.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, Method, StatusCode};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

const LIMIT: usize = 1 << 20;

/// A fake of a provider.
pub struct Fake {
    journal: Journal,
    address: SocketAddr,
    server: JoinHandle<()>,
}

type Journal = Arc<Mutex<Vec<Exchange>>>;

/// One request, and what it was answered.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// The method.
    pub method: Method,
    /// The path as it came, without the query.
    pub path: String,
    /// The query, as it came.
    pub query: String,
    /// The headers of the request.
    pub headers: HeaderMap,
    /// The body of the request.
    pub request: Bytes,
    /// The status answered.
    pub status: StatusCode,
    /// The body answered.
    pub answer: Bytes,
}

impl Fake {
    /// Serves a router.
    pub async fn start(router: Router) -> Self {
        let journal = Journal::default();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let router = router.layer(from_fn_with_state(journal.clone(), keep));
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("a server");
        });
        Self { journal, address, server }
    }

    /// Where it listens, without a path.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What arrived since this was last asked.
    pub fn take_journal(&self) -> Vec<Exchange> {
        std::mem::take(&mut self.journal.lock().expect("nobody panics with the journal"))
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn keep(State(journal): State<Journal>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let request = to_bytes(body, LIMIT).await.expect("a request that arrives in full");
    let (method, headers) = (parts.method.clone(), parts.headers.clone());
    let path = parts.uri.path().to_owned();
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let response = next.run(Request::from_parts(parts, Body::from(request.clone()))).await;
    let (mut parts, body) = response.into_parts();
    let answer = to_bytes(body, LIMIT).await.expect("an answer");
    parts.headers.remove(CONTENT_LENGTH);
    let status = parts.status;
    let exchange =
        Exchange { method, path, query, headers, request, status, answer: answer.clone() };
    journal.lock().expect("nobody panics with the journal").push(exchange);
    Response::from_parts(parts, Body::from(answer))
}
