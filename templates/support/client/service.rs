//! The client as the thing that answers a surface: the upstream's answer is passed on as it came.
//!
//! In: the inputs of a call and the headers of whoever made it, of which those of the allow-list go
//! along. Out: the upstream's status, body and the headers that concern the caller; or, where there is
//! no answer, a failure of our own that names neither the upstream's address nor a credential.

use std::borrow::Cow;
use std::sync::Arc;
#[cfg(feature = "server")]
use std::time::Duration;

use http::StatusCode;
use http::header::LOCATION;

#[cfg(feature = "server")]
use super::body::Upload;
use super::call::Call;
#[cfg(feature = "server")]
use super::call::Received;
#[cfg(feature = "server")]
use super::download::Download;
use super::passed::passed_on;
use super::{CallOptions, Core, Error, StatusError};
#[cfg(feature = "server")]
use crate::support::content::Content;
use crate::support::failure::Failure;
use crate::support::operation::{Operation, StatusPattern};
use crate::support::references;
#[cfg(feature = "server")]
use crate::support::server;
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
            let core = self.on_behalf(context);
            let call = Call::new(&core, operation, &inputs, None)?;
            core.passed(operation, &inputs, call.answer().await?)
        })
    }

    /// An upload may take as long as whoever sends it; the surface knows how long that is.
    #[cfg(feature = "server")]
    fn open<'a>(
        &'a self,
        operation: &'static Operation,
        inputs: Inputs,
        upload: Option<server::Upload>,
        context: &'a Context,
    ) -> BoxFuture<'a, Result<Answer<Content>, Failure>> {
        Box::pin(async move {
            let mut core = self.on_behalf(context);
            if upload.is_some() {
                core = Cow::Owned(core.with(CallOptions::new().timeout(Duration::MAX)));
            }
            let upload = upload.map(|it| Upload::passed(it.content()));
            let call = Call::new(&core, operation, &inputs, upload)?.streamed();
            let answer = match call.run().await? {
                Received::Answer(answer) => answer.map(Content::from),
                Received::Open(response, permit) => {
                    let idle = self.options.try_limit();
                    let name = operation.name;
                    Download::new(name, response, permit, idle, call.deadline()).into_answer()
                }
            };
            core.passed(operation, &inputs, answer)
        })
    }
}

impl Core {
    /// This client, with those of the caller's headers that go along.
    fn on_behalf(&self, context: &Context) -> Cow<'_, Self> {
        let caller = self.inner.forwarded.of(&context.headers);
        match caller.is_empty() {
            true => Cow::Borrowed(self),
            false => Cow::Owned(self.with(CallOptions::new().caller(caller))),
        }
    }

    /// What of an answer the caller is shown.
    fn passed<B>(
        &self,
        operation: &'static Operation,
        inputs: &Inputs,
        answer: Answer<B>,
    ) -> Result<Answer<B>, Failure> {
        let exactly = StatusPattern::Code(answer.status.as_u16());
        let declared = operation.responses.iter().any(|it| it.status == exactly);
        let mut answer = passed_on(answer);
        let leads = answer.headers.contains_key(LOCATION);
        self.locate(operation, inputs, &mut answer.headers);
        // Neither is one that leads where callers cannot go.
        let is_lost = leads && !answer.headers.contains_key(LOCATION);
        if redirects(answer.status) && (!declared || is_lost) {
            return Err(redirected(operation.name, answer.status));
        }
        Ok(answer)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let operation = error.operation();
        match error {
            Error::Status(error) if redirects(error.status) => redirected(operation, error.status),
            Error::Status(error) => {
                let StatusError { status, mut headers, body, .. } = *error;
                // Nobody knows any more what was asked.
                references::rewrite(&mut headers, |_| None);
                Self::from_answer(passed_on(Answer { status, headers, body }))
            }
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
