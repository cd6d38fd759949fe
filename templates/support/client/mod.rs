//! The HTTP client of every capability.
//!
//! In: an operation of the constant tables and its inputs. Out: a typed value, or an [`Error`] that
//! keeps what the API answered. One non-generic path serves all operations: `request` drafts, `call`
//! tries within its limits, `credential` adds what proves the caller, `transport` sends, `decode` reads.

mod body;
mod build_error;
mod builder;
mod call;
mod credential;
mod decode;
mod download;
mod envelope;
mod environment;
mod error;
mod form;
#[cfg(feature = "server")]
mod forward;
mod forwarded;
mod limit;
mod links;
mod locate;
mod multipart;
mod options;
mod pages;
mod passed;
mod path;
pub(super) mod random;
mod refused;
mod request;
mod retry;
mod servers;
mod service;
mod stream;
mod style;
mod token;
pub mod transport;

use std::fmt;
use std::future::ready;
use std::sync::Arc;

use http::header::USER_AGENT;
use http::{HeaderName, HeaderValue};
use reqwest::Url;

use crate::support::json::Json;
use crate::support::operation::{Capability, Operation};
use crate::support::service::{Answer, BoxFuture, Inputs};
use crate::support::validate;

pub use build_error::{BuildError, Missing};
pub use builder::Builder;
pub use credential::Credential;
pub use download::Download;
pub use envelope::Issue;
pub use error::{CredentialError, DecodeError, Error, StatusError};
pub use form::{Form, FormFile};
pub use options::CallOptions;
pub use pages::Pages;
pub use retry::RetryPolicy;
pub use token::{ClientCredentials, TokenError};
pub use transport::Transport;

use body::{Content, Upload};
use call::Call;
use credential::Credentials;
use decode::Success;
use forwarded::Forwarded;
use limit::Limits;
use refused::Refused;
use request::Draft;
use servers::Servers;

/// Calls the operations of one capability. Cheap to clone: clones share connections and limits.
#[derive(Clone)]
pub struct Core {
    inner: Arc<Inner>,
    options: Arc<CallOptions>,
}

struct Inner {
    capability: &'static Capability,
    servers: Servers,
    credentials: Credentials,
    transport: Arc<dyn Transport>,
    limits: Limits,
    user_agent: Option<HeaderValue>,
    idempotency_header: HeaderName,
    forwarded: Forwarded,
    validate: bool,
}

impl Core {
    /// The same client with other options for its calls.
    pub fn with(&self, options: CallOptions) -> Self {
        Self { inner: self.inner.clone(), options: Arc::new(options.over(&self.options)) }
    }

    /// Calls an operation and reads its answer.
    ///
    /// # Errors
    /// Fails where the request cannot be built or sent, and where the answer is not a success or does
    /// not fit the type.
    pub async fn call<T: Json>(
        &self,
        operation: &'static Operation,
        inputs: Inputs,
    ) -> Result<T, Error> {
        self.succeed(operation, &inputs).await?.read()
    }

    /// Calls an operation and returns the answer as it came, whatever its status.
    ///
    /// # Errors
    /// Fails where the request cannot be built or sent, or the answer is too large.
    pub async fn send(
        &self,
        operation: &'static Operation,
        inputs: Inputs,
    ) -> Result<Answer, Error> {
        let call = Call::new(self, operation, &inputs, None)?;
        call.answer().await
    }

    /// In a box, so that the code of each operation stays small.
    fn succeed<'a>(
        &'a self,
        operation: &'static Operation,
        inputs: &'a Inputs,
    ) -> BoxFuture<'a, Result<Success, Error>> {
        match Call::new(self, operation, inputs, None) {
            Ok(call) => Box::pin(async move { self.succeeded(operation, call.answer().await?) }),
            Err(error) => Box::pin(ready(Err(error))),
        }
    }

    fn succeeded(&self, operation: &'static Operation, answer: Answer) -> Result<Success, Error> {
        if answer.status.is_success() {
            Ok(Success::new(operation, answer))
        } else {
            Err(self.refusal(operation, answer))
        }
    }

    fn refusal(&self, operation: &'static Operation, answer: Answer) -> Error {
        Error::from_answer(operation, answer, |text| self.inner.credentials.scrub(text))
    }

    /// What is sent in the body, where the inputs are what the operation takes.
    fn content(
        &self,
        operation: &'static Operation,
        inputs: &Inputs,
        upload: Option<Upload>,
    ) -> Result<Option<Content>, Error> {
        if self.inner.validate && upload.is_none() {
            let violations = validate::inputs(operation, inputs);
            if !violations.is_empty() {
                return Err(Error::Invalid { operation: operation.name, violations });
            }
        }
        let content = match upload {
            Some(upload) => upload.content(operation).map(Some),
            None => body::encode(operation, inputs.body.as_ref()),
        };
        content.map_err(|refused| Error::refused(operation.name, refused))
    }

    fn draft(
        &self,
        operation: &'static Operation,
        inputs: &Inputs,
        named: Option<&Url>,
    ) -> Result<Box<Draft>, Error> {
        let refused = |refused| Error::refused(operation.name, refused);
        let base = self.inner.servers.of(operation).map_err(refused)?;
        let mut draft = request::draft(&base, operation, inputs, named).map_err(refused)?;
        self.add_headers(&mut draft).map_err(refused)?;
        Ok(draft)
    }

    /// Where a call goes, without credentials.
    fn address(&self, operation: &'static Operation, inputs: &Inputs) -> Result<Url, Error> {
        let base = self.inner.servers.of(operation);
        base.and_then(|base| request::address(&base, operation, inputs))
            .map_err(|refused| Error::refused(operation.name, refused))
    }

    fn add_headers(&self, draft: &mut Draft) -> Result<(), Refused> {
        if let Some(key) = &self.options.idempotency_key {
            draft.header(self.inner.idempotency_header.as_str(), key)?;
        }
        for (name, value) in &self.options.headers {
            draft.header(name, value.expose())?;
        }
        draft.caller_headers(&self.options.caller);
        if let Some(user_agent) = &self.inner.user_agent {
            draft.default_header(USER_AGENT, user_agent);
        }
        Ok(())
    }
}

/// Without credentials, and without the path of the base URL, into which some APIs put a token.
impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("capability", &self.inner.capability.name)
            .field("host", &self.inner.servers.host())
            .finish_non_exhaustive()
    }
}
