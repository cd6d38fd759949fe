//! Servers on free ports of 127.0.0.1, until the test ends.

use axum::Router;
use tokio::net::TcpListener;

/// Serves a router, and tells where.
pub async fn start(router: Router) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router).await.expect("a server") });
    format!("http://{address}")
}

/// The capabilities of the fixture, and what they call.
pub async fn fixture() -> String {
    let upstream = start(crate::upstream::fixture::fake()).await;
    start(crate::upstream::fixture::surface(&upstream)).await
}

/// The capabilities of the committed crate, and what they call.
pub async fn generated() -> String {
    let upstream = start(crate::upstream::generated::fake()).await;
    start(crate::upstream::generated::surface(&upstream)).await
}
