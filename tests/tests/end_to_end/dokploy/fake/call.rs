//! What all operations have in common: who calls, and what they may do.

use std::sync::MutexGuard;

use generated::support::failure::Failure;
use generated::support::json::{Json, from_value};
use generated::support::server::Reply;
use generated::support::service::Context;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};
use serde_json::Value;

use super::state::{Key, State};
use super::{Shared, lock, refusal};

/// One call: the state, and who calls.
pub struct Call<'s> {
    /// What is acted on.
    pub state: MutexGuard<'s, State>,
    /// The key that is shown.
    pub key: Key,
    operation: &'static str,
}

/// What an operation answers.
pub type Answered<T> = Result<Reply<T>, Failure>;

impl<'s> Call<'s> {
    /// A call of an operation.
    pub fn new(shared: &'s Shared, context: &Context, operation: &'static str) -> Self {
        let state = lock(shared);
        let shown = context.headers.get("x-api-key").and_then(|it| it.to_str().ok());
        let key = shown.and_then(|it| state.key(it)).expect("the gate lets no other pass");
        Self { state, key, operation }
    }

    /// The id of the caller.
    pub fn caller(&self) -> String {
        self.key.user.clone()
    }

    /// The role of the caller in the active organization.
    pub fn role(&self) -> Option<&str> {
        self.state.role(&self.key.user)
    }

    /// Whether the caller is one of those who administer the organization.
    pub fn administers(&self) -> bool {
        matches!(self.role(), Some("owner" | "admin"))
    }

    /// An error of this operation.
    pub fn fail(&self, status: StatusCode, message: &str) -> Failure {
        refusal::thrown(self.operation, status, message)
    }

    /// A member without the permission is told 401, just as somebody without a key.
    pub fn demand_permission(&self) -> Result<(), Failure> {
        match self.role() {
            Some("member") => Err(self.fail(StatusCode::UNAUTHORIZED, "Permission denied")),
            _ => Ok(()),
        }
    }

    /// The framework drops empty values from the query before they are looked at.
    pub fn demand_text(&self, parameters: &[(&str, &str)]) -> Result<(), Failure> {
        let missing: Vec<Value> = parameters
            .iter()
            .filter(|(_, value)| value.is_empty())
            .map(|(name, _)| refusal::missing(name))
            .collect();
        if missing.is_empty() { Ok(()) } else { Err(refusal::invalid(self.operation, &missing)) }
    }
}

/// A value of the state as a type.
pub fn typed<T: Json>(value: Value) -> T {
    from_value(value).expect("the fake holds what is declared")
}

/// 200 with a media type and without a byte.
pub fn nothing<T>() -> Reply<T> {
    Reply::empty().header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
}
