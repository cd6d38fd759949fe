//! A fake of the upstream API that answers at once, late or never, and knows what became of each call.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::sync::watch;

/// The fake.
#[derive(Clone)]
pub struct Upstream {
    pub url: String,
    seen: Arc<watch::Sender<Vec<HeaderMap>>>,
    gone: Arc<watch::Sender<usize>>,
    bytes: Arc<AtomicUsize>,
}

impl Upstream {
    /// Starts one.
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let upstream = Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            seen: Arc::default(),
            gone: Arc::default(),
            bytes: Arc::new(AtomicUsize::new(0)),
        };
        let api = Router::new()
            .route("/api/pets", get(list).post(create))
            .route("/api/pets/{id}", get(show))
            .with_state(upstream.clone());
        tokio::spawn(async move { axum::serve(listener, api).await });
        upstream
    }

    /// The headers of so many requests, once they have come in.
    pub async fn seen(&self, number: usize) -> Vec<HeaderMap> {
        let mut seen = self.seen.subscribe();
        let seen = seen.wait_for(|it| it.len() >= number);
        tokio::time::timeout(Duration::from_secs(20), seen).await.unwrap().unwrap().clone()
    }

    /// Waits until so many requests were given up by whoever sent them.
    pub async fn given_up(&self, number: usize) {
        let mut gone = self.gone.subscribe();
        let gone = gone.wait_for(|it| *it >= number);
        tokio::time::timeout(Duration::from_secs(20), gone).await.unwrap().unwrap();
    }

    /// Makes the list so large.
    pub fn grow(&self, bytes: usize) {
        self.bytes.store(bytes, Ordering::Relaxed);
    }

    fn note(&self, headers: &HeaderMap) {
        self.seen.send_modify(|it| it.push(headers.clone()));
    }
}

struct Gone(Upstream);

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.gone.send_modify(|it| *it += 1);
    }
}

async fn list(State(upstream): State<Upstream>, headers: HeaderMap) -> Response {
    upstream.note(&headers);
    json(200, format!("[{}]", " ".repeat(upstream.bytes.load(Ordering::Relaxed))))
}

async fn create(State(upstream): State<Upstream>, request: Request) -> Response {
    upstream.note(request.headers());
    json(200, pet("new"))
}

/// `stuck` is never answered, `slow` after a while, `broken` with an error.
async fn show(
    State(upstream): State<Upstream>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    upstream.note(&headers);
    match &*id {
        "stuck" => {
            let _gone = Gone(upstream);
            std::future::pending().await
        }
        "slow" => tokio::time::sleep(Duration::from_millis(300)).await,
        "broken" => return json(500, r#"{"message":"canary-in-an-error"}"#.to_owned()),
        _ => {}
    }
    json(200, pet(&id))
}

fn pet(id: &str) -> String {
    format!(r#"{{"id":"{id}","state":"sold","teamId":null,"labels":{{}}}}"#)
}

fn json(status: u16, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}
