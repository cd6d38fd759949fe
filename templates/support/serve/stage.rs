//! The stages in which the program stops, and what moves it from one to the next.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout_at};

/// How far the program is from its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// Requests are taken.
    Serving,
    /// Requests are taken, but whoever sends them is told to go elsewhere.
    Draining,
    /// No connection is taken any more; those there are end after the request that they carry.
    Closing,
}

/// How the program came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Every call was answered.
    Complete,
    /// The time ran out.
    Late,
    /// It was told a second time.
    Forced,
}

/// A signal that asks for the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signal {
    /// From whoever runs the program as a service.
    Terminate,
    /// From a keyboard.
    Interrupt,
}

/// Goes through the stages until `ended` does, or until time or patience is out.
pub(super) async fn stop(
    stage: &watch::Sender<Stage>,
    signal: Signal,
    (drain, grace): (Duration, Duration),
    signals: &mut Signals,
    ended: impl Future<Output = ()>,
) -> End {
    let end = Instant::now() + grace;
    let work = async {
        if signal == Signal::Terminate {
            stage.send_replace(Stage::Draining);
            // A balancer needs a moment to learn that nothing is to be sent here any more.
            sleep(drain.min(grace)).await;
        }
        stage.send_replace(Stage::Closing);
        ended.await;
    };
    tokio::select! {
        done = timeout_at(end, work) => if done.is_ok() { End::Complete } else { End::Late },
        _ = signals.next() => End::Forced,
    }
}

/// The signals that ask for the end, caught from when this is made.
#[cfg(unix)]
#[derive(Debug)]
pub(super) struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    pub(super) fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let terminate = signal(SignalKind::terminate())?;
        Ok(Self { terminate, interrupt: signal(SignalKind::interrupt())? })
    }

    /// The next one.
    pub(super) async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.terminate.recv() => Signal::Terminate,
            _ = self.interrupt.recv() => Signal::Interrupt,
        }
    }
}

/// The signals that ask for the end.
#[cfg(not(unix))]
#[derive(Debug)]
pub(super) struct Signals;

#[cfg(not(unix))]
impl Signals {
    pub(super) fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    /// The next one.
    pub(super) async fn next(&mut self) -> Signal {
        if tokio::signal::ctrl_c().await.is_err() {
            // Without a handler the system's own default stops the program.
            std::future::pending::<()>().await;
        }
        Signal::Interrupt
    }
}
