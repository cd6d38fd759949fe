//! Listening: every address is bound before the first request is answered, and all stop together.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

use super::connection;
use super::error::Error;
use super::front::Front;
use super::kind::Surface;
use super::logs::say;
use super::options::{Limits, Serve};
use super::plan::{Listener, Plan};
use super::stage::{End, Signals, Stage, stop};
use crate::support::mcp::PATH;
use crate::support::operation::Capability;

/// Serves one front on each listener of the plan until the program is told to stop.
pub(super) async fn run(
    plan: &Plan,
    fronts: Vec<Front>,
    stage: watch::Sender<Stage>,
    options: &Serve,
) -> Result<(), Error> {
    let mut bound = Vec::new();
    for listener in &plan.listeners {
        bound.push(bind(listener).await?);
    }
    let addresses = bound.iter().map(TcpListener::local_addr).collect::<Result<Vec<_>, _>>()?;
    let mut signals = Signals::new()?;
    announce(plan, &addresses, options);
    let limits = &options.limits;
    let serving: Vec<_> = bound
        .into_iter()
        .zip(fronts)
        .map(|(listener, front)| {
            tokio::spawn(accept(listener, front, stage.subscribe(), limits.clone()))
        })
        .collect();
    let signal = signals.next().await;
    let grace = options.stop.grace;
    say(&options.logs, &format!("stopping; calls in progress have {} seconds", grace.as_secs()));
    let ended = async {
        for listener in serving {
            let _ = listener.await;
        }
    };
    match stop(&stage, signal, (options.stop.drain, grace), &mut signals, ended).await {
        End::Complete => Ok(()),
        End::Late => {
            say(&options.logs, "stopped with calls in progress");
            Ok(())
        }
        End::Forced => Err(Error::Forced),
    }
}

async fn bind(listener: &Listener) -> Result<TcpListener, Error> {
    TcpListener::bind(listener.address).await.map_err(|error| Error::Bind {
        address: listener.address,
        wishes: listener.wishes(),
        error,
    })
}

/// Takes connections until the program closes, then waits for the last one to end.
async fn accept(
    listener: TcpListener,
    front: Front,
    stage: watch::Receiver<Stage>,
    limits: Limits,
) {
    let most = limits.max_connections;
    let places = Arc::new(Semaphore::new(most));
    let mut closing = stage.clone();
    let taking = async {
        loop {
            let Ok(place) = places.clone().acquire_owned().await else { return };
            match listener.accept().await {
                Ok((stream, _)) => {
                    connection::spawn(stream, front.clone(), stage.clone(), &limits, place);
                }
                // Out of file descriptors, mostly: some will be free again.
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    };
    tokio::select! {
        () = taking => {}
        _ = closing.wait_for(|stage| *stage >= Stage::Closing) => {}
    }
    for stream in waiting(listener) {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        connection::spawn(stream, front.clone(), stage.clone(), &limits, place);
    }
    let _ = places.acquire_many(u32::try_from(most).unwrap_or(u32::MAX)).await;
}

/// Closes a listener, and returns who connected in time but has not been accepted yet.
fn waiting(listener: TcpListener) -> Vec<TcpStream> {
    // The system knows of them before the runtime does.
    let Ok(listener) = listener.into_std() else { return Vec::new() };
    let accept = || {
        let (stream, _) = listener.accept().ok()?;
        stream.set_nonblocking(true).ok()?;
        TcpStream::from_std(stream).ok()
    };
    std::iter::from_fn(accept).collect()
}

/// Says one line for each capability: where it is served.
fn announce(plan: &Plan, addresses: &[SocketAddr], options: &Serve) {
    for capability in &plan.capabilities {
        let places: Vec<String> =
            Surface::ALL.iter().filter_map(|&it| place(it, capability, plan, addresses)).collect();
        if !places.is_empty() {
            say(&options.logs, &format!("{}: {}", capability.name, places.join(", ")));
        }
    }
    let mut listeners = plan.listeners.iter().zip(addresses);
    if let Some((_, address)) = listeners.find(|(listener, _)| listener.admin_only) {
        say(&options.logs, &format!("health and metrics on http://{address}"));
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
