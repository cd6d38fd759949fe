//! A Dokploy server in memory, built on the generated traits and mounted at the provider's own paths.
//!
//! It answers what the real server was seen to answer: bare values, empty bodies, errors without a
//! code, statuses that its own contract does not name. `gate` stands before the operations, `user` and
//! `organization` are the operations, `call` what they have in common, `state` what they act on, `refusal` the bodies
//! of errors.

mod call;
mod gate;
mod organization;
mod refusal;
mod state;
mod user;

use std::sync::{Arc, Mutex, MutexGuard};

use axum::Router;
use axum::middleware::from_fn_with_state;
use generated::{dokploy_organization, dokploy_user};

use self::state::State;
use crate::harness::fake::Fake;

/// Which Dokploy is faked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Edition {
    /// A server of one's own.
    #[default]
    SelfHosted,
    /// Dokploy Cloud, which answers some operations differently.
    Cloud,
}

type Shared = Arc<Mutex<State>>;

/// Starts a fake.
pub async fn start(edition: Edition) -> Fake {
    let shared = Arc::new(Mutex::new(State::new(edition)));
    let user = dokploy_user::server::provider_router(user::Api(shared.clone()));
    let organization =
        dokploy_organization::server::provider_router(organization::Api(shared.clone()));
    let operations = user.fallback(refusal::no_operation);
    let gate = from_fn_with_state(shared, gate::pass);
    // The fallback is behind the gate too.
    Fake::start(Router::new().nest("/api", organization.merge(operations).layer(gate))).await
}

fn lock(shared: &Shared) -> MutexGuard<'_, State> {
    shared.lock().expect("no operation of the fake panics")
}
