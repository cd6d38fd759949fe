//! Listening: every address is bound before the first request is answered, and all stop together.

use std::net::SocketAddr;

use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::GRACE;
use super::error::Error;
use super::kind::Surface;
use super::plan::{Listener, Plan};
use crate::support::mcp::PATH;
use crate::support::operation::Capability;

/// Serves one router on each listener of the plan until the program is told to stop.
pub(super) async fn run(plan: &Plan, routers: Vec<Router>) -> Result<(), Error> {
    let mut bound = Vec::new();
    for listener in &plan.listeners {
        bound.push(bind(listener).await?);
    }
    let addresses = bound.iter().map(TcpListener::local_addr).collect::<Result<Vec<_>, _>>()?;
    let stop_signal = stop_signal()?;
    announce(plan, &addresses);
    let (stop, stopped) = watch::channel(false);
    let mut running = JoinSet::new();
    for (listener, router) in bound.into_iter().zip(routers) {
        running.spawn(serve(listener, router, stopped.clone()));
    }
    tokio::select! {
        () = stop_signal => {}
        // None ends by itself, so one that does has failed.
        Some(ended) = running.join_next() => ended.map_err(std::io::Error::other)??,
    }
    eprintln!("stopping; calls in progress have {} seconds", GRACE.as_secs());
    stop.send_replace(true);
    let ended = async { while running.join_next().await.is_some() {} };
    if tokio::time::timeout(GRACE, ended).await.is_err() {
        eprintln!("stopped with calls in progress");
    }
    Ok(())
}

/// Ends at SIGTERM or ctrl-c, both of which are caught from now on.
#[cfg(unix)]
pub(super) fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminated = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminated.recv() => {}
            _ = interrupted.recv() => {}
        }
    })
}

/// Ends at ctrl-c.
#[cfg(not(unix))]
pub(super) fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            // Without a handler the system's own default stops the program.
            std::future::pending::<()>().await;
        }
    })
}

async fn bind(listener: &Listener) -> Result<TcpListener, Error> {
    TcpListener::bind(listener.address).await.map_err(|error| Error::Bind {
        address: listener.address,
        wishes: listener.wishes(),
        error,
    })
}

async fn serve(
    listener: TcpListener,
    router: Router,
    mut stopped: watch::Receiver<bool>,
) -> std::io::Result<()> {
    // With Nagle's algorithm an answer in two segments waits 40 ms for an acknowledgement.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let stopped = async move {
        let _ = stopped.wait_for(|stopped| *stopped).await;
    };
    axum::serve(listener, router).with_graceful_shutdown(stopped).into_future().await
}

/// Says on stderr, one line for each capability, where it is served.
fn announce(plan: &Plan, addresses: &[SocketAddr]) {
    for capability in &plan.capabilities {
        let places: Vec<String> =
            Surface::ALL.iter().filter_map(|&it| place(it, capability, plan, addresses)).collect();
        if !places.is_empty() {
            eprintln!("{}: {}", capability.name, places.join(", "));
        }
    }
}

fn place(
    surface: Surface,
    capability: &Capability,
    plan: &Plan,
    addresses: &[SocketAddr],
) -> Option<String> {
    let mut listeners = plan.listeners.iter().zip(addresses);
    let serves = |it: &Listener| it.of(surface).iter().any(|it| it.name == capability.name);
    let (_, address) = listeners.find(|(listener, _)| serves(listener))?;
    Some(match surface {
        Surface::Rest => format!("REST on http://{address}"),
        Surface::Mcp => format!("MCP on http://{address}{PATH}"),
    })
}
