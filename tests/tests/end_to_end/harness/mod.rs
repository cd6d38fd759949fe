//! Plays what is to be called on every surface, with the same expectations, for any capability.
//!
//! `play` has the loop and the checks, `surface` one way to call for each way there is, `fake` the server that the
//! calls arrive at, `process` the program, `inputs` what becomes of the arguments on the way.

pub mod fake;
pub mod inputs;
pub mod play;
pub mod process;
pub mod surface;

use std::fmt::Debug;

use axum::Router;
use generated::support::operation::{Capability, Operation};
use serde_json::Value;

use self::fake::Fake;
use self::inputs::Inputs;

/// Part of every secret, so that a test can look for it where nothing secret may be shown.
pub const CANARY: &str = "canary";

/// A capability, and what is needed to call it against a fake of its provider.
pub trait Subject: Sized + 'static {
    /// The capability.
    const CAPABILITY: &'static Capability;
    /// What the paths of the provider begin with.
    const BASE: &'static str;
    /// Which fake is started.
    type Setup: Copy;
    /// Whose credential is used.
    type Caller: Copy + Debug;
    /// The generated client.
    type Client;

    /// All that is called.
    fn scenes() -> Vec<Scene<Self>>;

    /// Starts a fake of the provider.
    async fn fake(setup: Self::Setup) -> Fake;

    /// The environment of the program.
    fn environment(fake: &Fake, caller: Self::Caller) -> Vec<(&'static str, String)>;

    /// A client that checks what it sends.
    fn client(fake: &Fake, caller: Self::Caller) -> Self::Client;

    /// The client as an implementation of the server's trait, at the exposed paths.
    fn router(client: Self::Client) -> Router;

    /// Calls the client's method for an operation; `None` where its types cannot hold the inputs. What may show a
    /// secret goes to `shown`.
    async fn call(
        client: &Self::Client,
        operation: &Operation,
        inputs: Inputs,
        shown: &mut String,
    ) -> Option<Outcome>;

    /// The header that proves who calls, and what it must be.
    fn credential(caller: Self::Caller) -> (&'static str, String);
}

/// Calls of one caller to one fresh fake.
pub struct Scene<S: Subject> {
    pub setup: S::Setup,
    pub caller: S::Caller,
    pub cases: Vec<Case>,
}

/// One call.
pub struct Case {
    /// The name of the operation.
    pub operation: &'static str,
    /// Parameters and members of the body side by side, as the tool takes them.
    pub arguments: Value,
    pub outcome: Outcome,
}

/// What comes of a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// A success with this body.
    Value(Value),
    /// A success with an empty body.
    Empty,
    /// An error of the upstream API: status, code and message.
    Error(u16, Option<String>, String),
    /// The inputs were refused, and nothing was sent: where, by location, and why.
    Refused(Vec<(String, String)>),
}

impl Outcome {
    /// What an error of the upstream API says: in `code` and `message`, or in `messages` and the kind of the first
    /// of its `details`.
    pub fn of_error(status: u16, body: &Value) -> Self {
        let text = |it: &Value| it.as_str().map(str::to_owned);
        let detail = body["details"].as_object().and_then(|it| it.values().next());
        let code = text(&body["code"]).or_else(|| text(&detail?[0]["error"]));
        let message = text(&body["message"]).or_else(|| text(&body["messages"][0]));
        Self::Error(status, code, message.expect("every error has a message"))
    }
}

/// A call that is answered with this body.
pub fn answers(operation: &'static str, arguments: Value, body: Value) -> Case {
    Case { operation, arguments, outcome: Outcome::Value(body) }
}

/// A call that succeeds without a body.
pub fn is_empty(operation: &'static str, arguments: Value) -> Case {
    Case { operation, arguments, outcome: Outcome::Empty }
}

/// A call that is never sent.
pub fn refuses(operation: &'static str, arguments: Value, reasons: &[(&str, &str)]) -> Case {
    let reasons = reasons.iter().map(|(place, why)| ((*place).to_owned(), (*why).to_owned()));
    Case { operation, arguments, outcome: Outcome::Refused(reasons.collect()) }
}

/// The operation of a name.
pub fn operation<S: Subject>(name: &str) -> &'static Operation {
    let found = S::CAPABILITY.operations.iter().find(|it| it.name == name);
    found.unwrap_or_else(|| panic!("there is no operation {name}"))
}

/// An object with some of its members replaced, or with further ones.
pub fn with(mut object: Value, members: Value) -> Value {
    let (Value::Object(into), Value::Object(members)) = (&mut object, members) else {
        panic!("two objects are wanted");
    };
    into.extend(members);
    object
}
