//! The client as the thing that answers a surface: the upstream's answer is passed on as it came.
//!
//! In: the inputs of a call and the headers of whoever made it, of which those of the allow-list go
//! along. Out: the upstream's status, body and the headers that concern the caller; or, where there is
//! no answer, a failure of our own that names neither the upstream's address nor a credential.

use std::sync::Arc;

use http::StatusCode;

use super::passed::passed_on;
use super::{CallOptions, Core, Error};
use crate::support::failure::Failure;
use crate::support::operation::{Operation, StatusPattern};
use crate::support::service::{Answer, BoxFuture, Context, Inputs, Service};

impl Core {
    /// Answers a surface by calling the upstream API.
    pub fn service(self) -> Arc<dyn Service> {
        Arc::new(self)
    }
}

impl Service for Core {
    fn call<'a>(
        &'a self,
        operation: &'static Operation,
        inputs: Inputs,
        context: &'a Context,
    ) -> BoxFuture<'a, Result<Answer, Failure>> {
        Box::pin(async move {
            let answer = match self.caller_options(context) {
                Some(options) => self.with(options).send(operation, inputs).await?,
                None => self.send(operation, inputs).await?,
            };
            let exactly = StatusPattern::Code(answer.status.as_u16());
            let declared = operation.responses.iter().any(|it| it.status == exactly);
            if redirects(answer.status) && !declared {
                return Err(redirected(operation.name, answer.status));
            }
            Ok(passed_on(answer))
        })
    }
}

impl Core {
    /// The caller's headers that go along; `None` where none may.
    fn caller_options(&self, context: &Context) -> Option<CallOptions> {
        let caller = self.inner.forwarded.of(&context.headers);
        (!caller.is_empty()).then(|| CallOptions::new().caller(caller))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let operation = error.operation();
        match error {
            Error::Status(error) if redirects(error.status) => redirected(operation, error.status),
            Error::Status(error) => Self::from_answer(passed_on(Answer {
                status: error.status,
                headers: error.headers,
                body: error.body,
            })),
            Error::Invalid { violations, .. } => Self::invalid(violations),
            Error::Request { .. } => Self::bad_request(error.to_string()),
            // What the server lacks is for its log; the caller cannot set a variable.
            Error::Credential(_) => {
                let message = "this server has no credential for the upstream API";
                Self::internal(format!("{operation}: {message}"))
            }
            Error::Timeout { .. } => {
                let message = "the upstream API did not answer in time";
                Self::of(StatusCode::GATEWAY_TIMEOUT, format!("{operation}: {message}"))
            }
            Error::Transport { .. } => unusable(operation, "could not be reached"),
            Error::TooLarge { .. } => unusable(operation, "answered more than is allowed"),
            Error::Decode(_) => unusable(operation, "answered what was not declared"),
        }
    }
}

fn unusable(operation: &str, message: &str) -> Failure {
    Failure::bad_gateway(format!("{operation}: the upstream API {message}"))
}

/// A redirect leads to the upstream, often with our own query, which may hold a credential.
fn redirected(operation: &str, status: StatusCode) -> Failure {
    unusable(operation, &format!("answered {status}, which is not followed"))
}

fn redirects(status: StatusCode) -> bool {
    status.is_redirection() && status != StatusCode::NOT_MODIFIED
}
