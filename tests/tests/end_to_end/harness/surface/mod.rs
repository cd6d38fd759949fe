//! The ways to call an operation.

pub mod client;
pub mod mcp;
pub mod rest;

use generated::support::operation::Operation;
use http::StatusCode;
use serde_json::Value;

use super::fake::Fake;
use super::{Outcome, Subject};

/// A way to call an operation.
pub trait Surface<S: Subject>: Sized {
    /// Whether an empty body can be told from `null`.
    const TELLS_EMPTY: bool = true;

    /// Sets it up for one fake and one caller.
    async fn start(fake: &Fake, caller: S::Caller) -> Self;

    /// Calls an operation; `None` where the arguments cannot even be expressed.
    async fn call(&mut self, operation: &'static Operation, arguments: &Value) -> Option<Seen>;

    /// Ends it, and tells everything that it has shown to anybody but the caller.
    async fn stop(self) -> String;
}

/// What was seen of a call.
pub struct Seen {
    pub outcome: Outcome,
    /// The answer on the wire, where it must be the provider's own.
    pub answer: Option<(StatusCode, Vec<u8>)>,
}

impl From<Outcome> for Seen {
    fn from(outcome: Outcome) -> Self {
        Self { outcome, answer: None }
    }
}

impl Seen {
    /// Whether a text stands anywhere in it.
    pub fn shows(&self, text: &str) -> bool {
        let answer = self.answer.as_ref().map(|(_, body)| String::from_utf8_lossy(body));
        format!("{:?}", self.outcome).contains(text) || answer.is_some_and(|it| it.contains(text))
    }
}
