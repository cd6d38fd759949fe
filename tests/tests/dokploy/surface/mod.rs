//! The ways to call an operation.

pub mod client;
pub mod mcp;
pub mod rest;

use generated::support::operation::Operation;
use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::cases::Outcome;
use crate::fake::Fake;
use crate::fixtures::Caller;

/// A way to call an operation.
pub trait Surface: Sized {
    /// Whether an empty body can be told from `null`.
    const TELLS_EMPTY: bool = true;

    /// Sets it up for one fake and one caller.
    async fn start(fake: &Fake, caller: Caller) -> Self;

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

/// The arguments for the parameters of an operation, and those for the members of its body.
pub fn split(operation: &Operation, arguments: &Value) -> (Map<String, Value>, Value) {
    let all = arguments.as_object().expect("arguments are an object").clone();
    let is_parameter =
        |name: &String| operation.parameters.iter().any(|it| it.name == name.as_str());
    let (parameters, body) = all.into_iter().partition(|(name, _)| is_parameter(name));
    (parameters, Value::Object(body))
}

/// To JSON, `3` and `3.0` are one number.
pub fn floats(value: Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Object(members) => members.into_iter().map(|(k, v)| (k, floats(v))).collect(),
        other => other,
    }
}
