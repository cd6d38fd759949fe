//! The HTTP client of every capability.
//!
//! In: an operation of the constant tables and its inputs. Out: a typed value, or an [`Error`] that
//! keeps what the API answered. One non-generic path serves all operations:
//! `credential` and `request` build, `transport` sends, `decode` reads. Retries, pagination and
//! streaming are not here yet; they belong around `Core::send`.

mod body;
mod build_error;
mod builder;
mod credential;
mod decode;
mod envelope;
mod environment;
mod error;
mod multipart;
mod path;
mod refused;
mod request;
mod service;
mod style;
mod transport;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use http::header::USER_AGENT;
use reqwest::{Request, Url};

use crate::support::json::Json;
use crate::support::operation::{Capability, Operation};
use crate::support::service::{Answer, BoxFuture, Inputs};
use crate::support::validate;

pub use build_error::{BuildError, Missing};
pub use builder::Builder;
pub use credential::Credential;
pub use envelope::Issue;
pub use error::{CredentialError, DecodeError, Error, StatusError};

use credential::Credentials;
use decode::Decoded;

/// Calls the operations of one capability. Cheap to clone: clones share connections.
#[derive(Clone)]
pub struct Core {
    inner: Arc<Inner>,
}

struct Inner {
    capability: &'static Capability,
    base: Url,
    credentials: Credentials,
    http: reqwest::Client,
    user_agent: Option<HeaderValue>,
    timeout: Duration,
    max_response_bytes: usize,
    validate: bool,
}

impl Core {
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
        self.succeed(operation, inputs).await?.read()
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
        let request = self.request(operation, &inputs)?;
        let Inner { http, max_response_bytes, .. } = &*self.inner;
        transport::send(http, operation.name, request, *max_response_bytes).await
    }

    /// In a box, so that the code of each operation stays small.
    fn succeed(
        &self,
        operation: &'static Operation,
        inputs: Inputs,
    ) -> BoxFuture<'_, Result<Decoded, Error>> {
        Box::pin(async move {
            let answer = self.send(operation, inputs).await?;
            if answer.status.is_success() {
                decode::decode(operation, answer)
            } else {
                Err(Error::from_answer(operation.name, answer))
            }
        })
    }

    fn request(&self, operation: &'static Operation, inputs: &Inputs) -> Result<Request, Error> {
        let inner = &*self.inner;
        if inner.validate {
            let violations = validate::inputs(operation, inputs);
            if !violations.is_empty() {
                return Err(Error::Invalid { operation: operation.name, violations });
            }
        }
        let credentials = inner
            .credentials
            .select(operation)
            .map_err(|error| Error::Credential(Box::new(error)))?;
        let mut request = request::build(&inner.base, operation, inputs, &credentials)
            .map_err(|refused| Error::refused(operation.name, refused))?;
        *request.timeout_mut() = Some(inner.timeout);
        if let Some(user_agent) = &inner.user_agent {
            request.headers_mut().entry(USER_AGENT).or_insert_with(|| user_agent.clone());
        }
        Ok(request)
    }
}

/// Without credentials, and without the path of the base URL, into which some APIs put a token.
impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("capability", &self.inner.capability.name)
            .field("host", &self.inner.base.host_str())
            .finish_non_exhaustive()
    }
}
