//! Serves one connection: HTTP/1.1, or HTTP/2 by prior knowledge.

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::{Instant, sleep};

use super::front::Front;
use super::link::{Link, Timed};
use super::options::Limits;
use super::stage::Stage;

/// The most requests at once on one connection of HTTP/2.
const STREAMS: u32 = 128;

/// How long a connection on which a request is expected is kept at the end.
const EXPECTED: Duration = Duration::from_secs(1);

/// Serves a connection in a task of its own; its place is free again afterwards.
pub(super) fn spawn(
    stream: TcpStream,
    front: Front,
    stage: watch::Receiver<Stage>,
    limits: &Limits,
    place: OwnedSemaphorePermit,
) {
    // With Nagle's algorithm an answer in two segments waits 40 ms for an acknowledgement.
    let _ = stream.set_nodelay(true);
    let link = Link::new(limits.header_timeout, limits.idle_timeout);
    let builder = builder(limits);
    tokio::spawn(async move {
        let _place = place;
        let _open = front.connection();
        serve(&builder, stream, front, stage, link).await;
    });
}

async fn serve(
    builder: &Builder<TokioExecutor>,
    stream: TcpStream,
    front: Front,
    mut stage: watch::Receiver<Stage>,
    link: Arc<Link>,
) {
    let io = TokioIo::new(Timed::new(stream, link.clone()));
    let served = link.clone();
    let service = service_fn(move |request| {
        let (front, link) = (front.clone(), served.clone());
        async move { Ok::<_, Infallible>(front.answer(request, &link).await) }
    });
    let mut connection = pin!(builder.serve_connection(io, service));
    // HTTP/2 can announce its end. HTTP/1.1 tells it with the next answer, so a connection that is busy
    // now is not closed just before its next request comes in.
    let told = async {
        let _ = stage.wait_for(|it| *it >= Stage::Draining).await;
        if !link.is_http2() {
            let _ = stage.wait_for(|it| *it >= Stage::Closing).await;
            expected(&link).await;
        }
    };
    tokio::select! {
        // What goes wrong on a connection is the other side's matter; requests are logged as aborted.
        _ = connection.as_mut() => return,
        () = told => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}

/// Waits for a request whose first bytes may be on their way, but not for long: whoever connected before
/// the end is to be answered.
async fn expected(link: &Link) {
    let end = Instant::now() + EXPECTED;
    while link.is_expecting() && Instant::now() < end {
        sleep(EXPECTED / 50).await;
    }
}

fn builder(limits: &Limits) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    // Twice the limit that is answered in the capability's own shape; what exceeds this, too, is
    // answered by hyper without a body. The least that hyper takes is 8 KiB.
    let most = limits.max_header.saturating_mul(2).max(16 * 1024);
    builder.http1().timer(TokioTimer::new()).header_read_timeout(None).max_buf_size(most);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(u32::try_from(most).unwrap_or(u32::MAX))
        .max_pending_accept_reset_streams(20)
        .max_local_error_reset_streams(1024);
    builder
}
