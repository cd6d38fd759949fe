//! Tells a client that a call is still under way.
//!
//! A client that wants to know gives a token with its call. What an upstream API does cannot be seen from
//! here, so what is told is the time: how many seconds the call has taken so far. That keeps clients waiting
//! which give up on a server that says nothing. A call that is answered at once is answered without any of
//! this, so over HTTP as one JSON document.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use rmcp::model::{ProgressNotificationParam, ProgressToken};
use rmcp::service::{Peer, RoleServer};
use tokio::time::{Instant, timeout_at};

/// The wait before the first notice; each further one is twice as long, up to [`LONGEST`].
const FIRST: Duration = Duration::from_millis(250);
const LONGEST: Duration = Duration::from_secs(5);

/// Waits for a call, and tells the client of the wait, which gave a token for that.
pub(super) async fn told<T>(
    call: impl Future<Output = T>,
    token: ProgressToken,
    peer: &Peer<RoleServer>,
) -> T {
    let mut call = pin!(call);
    let start = Instant::now();
    let (mut next, mut wait) = (start + FIRST, FIRST);
    loop {
        if let Ok(done) = timeout_at(next, &mut call).await {
            return done;
        }
        let seconds = start.elapsed().as_secs_f64();
        let notice = ProgressNotificationParam::new(token.clone(), seconds)
            .with_message(format!("No answer yet after {seconds:.1} s"));
        // Whoever cannot be told is no longer there, which ends the call by itself.
        let _ = peer.notify_progress(notice).await;
        wait = LONGEST.min(wait * 2);
        next += wait;
    }
}
