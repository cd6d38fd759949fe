//! A Dokploy server in memory, built on the generated trait and mounted at the provider's own paths.
//!
//! It answers what the real server was seen to answer: bare values, empty bodies, errors without a
//! code, statuses that its own contract does not name. `gate` stands before the operations, `api` is
//! the operations, `state` what they act on, `refusal` the bodies of errors.

mod api;
mod gate;
mod refusal;
mod state;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::Router;
use axum::body::Bytes;
use axum::middleware::from_fn_with_state;
use generated::dokploy_user::server::provider_router;
use http::{HeaderMap, Method, StatusCode};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use self::api::Api;
use self::state::State;

/// Which Dokploy is faked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Edition {
    /// A server of one's own.
    #[default]
    SelfHosted,
    /// Dokploy Cloud, which answers some operations differently.
    Cloud,
}

/// A fake that listens on a free port until it is dropped.
pub struct Fake {
    shared: Shared,
    address: SocketAddr,
    server: JoinHandle<()>,
}

type Shared = Arc<Mutex<Inner>>;

struct Inner {
    state: State,
    journal: Vec<Exchange>,
}

/// One request, and what it was answered.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// The method.
    pub method: Method,
    /// The path, without the query.
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
    /// Starts a fake.
    pub async fn start(edition: Edition) -> Self {
        let state = State::new(edition);
        let shared = Arc::new(Mutex::new(Inner { state, journal: Vec::new() }));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let router = router(&shared);
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("a server");
        });
        Self { shared, address, server }
    }

    /// What `DOKPLOY_URL` is set to.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What arrived since this was last asked.
    pub fn take_journal(&self) -> Vec<Exchange> {
        std::mem::take(&mut lock(&self.shared).journal)
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn router(shared: &Shared) -> Router {
    let operations = provider_router(Api::new(shared.clone()));
    let gate = from_fn_with_state(shared.clone(), gate::pass);
    // The fallback is behind the gate too.
    Router::new().nest("/api", operations.fallback(refusal::no_operation).layer(gate))
}

fn lock(shared: &Shared) -> MutexGuard<'_, Inner> {
    shared.lock().expect("no operation of the fake panics")
}
