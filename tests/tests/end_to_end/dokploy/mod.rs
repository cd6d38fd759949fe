//! Dokploy: one fake of it for both of its capabilities.

mod fake;
mod fixtures;
mod organization;
mod user;

use serde_json::Value;

use self::fixtures::Caller;
use crate::harness::fake::Fake;
use crate::harness::{Case, Outcome};

/// What `DOKPLOY_URL` and `DOKPLOY_API_KEY` are set to.
fn environment(fake: &Fake, caller: Caller) -> Vec<(&'static str, String)> {
    vec![("DOKPLOY_URL", fake.url()), ("DOKPLOY_API_KEY", caller.key().to_owned())]
}

/// An error that an operation throws, which has the status's code.
fn fails(operation: &'static str, arguments: Value, status: u16, message: &str) -> Case {
    let code = match status {
        400 => "BAD_REQUEST",
        401 => "UNAUTHORIZED",
        403 => "FORBIDDEN",
        404 => "NOT_FOUND",
        409 => "CONFLICT",
        _ => "INTERNAL_SERVER_ERROR",
    };
    let outcome = Outcome::Error(status, Some(code.to_owned()), message.to_owned());
    Case { operation, arguments, outcome }
}

/// A key that is no good: 401 without a code, whatever is asked.
fn fails_for_the_key(operation: &'static str, arguments: Value) -> Case {
    let outcome = Outcome::Error(401, None, "Unauthorized".to_owned());
    Case { operation, arguments, outcome }
}
