//! The generated client.

use std::fmt::Debug;

use generated::support::client::Error;
use generated::support::json::{Json, from_value};
use generated::support::operation::Operation;
use serde_json::Value;

use super::{Seen, Surface};
use crate::harness::fake::Fake;
use crate::harness::inputs::{Inputs, floats};
use crate::harness::{Outcome, Subject};

/// A client, set up by its builder, that checks what it sends.
pub struct Typed<S: Subject> {
    client: S::Client,
    shown: String,
}

impl<S: Subject> Surface<S> for Typed<S>
where
    S::Client: Debug,
{
    const TELLS_EMPTY: bool = false;

    async fn start(fake: &Fake, caller: S::Caller) -> Self {
        let client = S::client(fake, caller);
        Self { shown: format!("{client:?}"), client }
    }

    async fn call(&mut self, operation: &'static Operation, arguments: &Value) -> Option<Seen> {
        let inputs = Inputs::new::<S>(operation, arguments);
        S::call(&self.client, operation, inputs, &mut self.shown).await.map(Seen::from)
    }

    async fn stop(self) -> String {
        self.shown
    }
}

/// The value as a type, unless the type cannot hold it.
pub fn typed<T: Json>(value: Value) -> Option<T> {
    let read: T = from_value(value.clone()).ok()?;
    (floats(read.write()) == floats(value)).then_some(read)
}

/// What comes of a call of the client.
pub fn seen<T: Json + Debug>(result: Result<T, Error>, shown: &mut String) -> Outcome {
    if !is_public(&result) {
        shown.push_str(&format!("{result:?}\n"));
    }
    match result {
        Ok(value) => Outcome::Value(value.write()),
        Err(Error::Invalid { violations, .. }) => {
            Outcome::Refused(violations.into_iter().map(|it| (it.pointer, it.message)).collect())
        }
        Err(error) => {
            shown.push_str(&format!("{error}\n"));
            let status = error.status().expect("the provider has answered").as_u16();
            let message = error.message().expect("every error has a message").to_owned();
            Outcome::Error(status, error.code().map(str::to_owned), message)
        }
    }
}

/// Whether a value is shown although it holds the id of an invitation, which is its token: ids are shown.
fn is_public<T: Debug>(result: &Result<T, Error>) -> bool {
    let name = std::any::type_name::<T>();
    result.is_ok() && name.contains("Invitation")
}
