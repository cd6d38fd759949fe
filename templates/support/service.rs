//! The seam between a surface (REST, MCP) and what answers it (the upstream API, or an implementation).

use std::future::Future;
use std::pin::Pin;

use http::HeaderMap;

use super::failure::Failure;
use super::operation::Operation;

pub use super::answer::Answer;
pub use super::inputs::Inputs;

/// A future in a box, so that [`Service`] can be a trait object.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Answers the operations of a capability.
///
/// `Client` answers by calling the upstream API and passes on what it says, byte for byte; an
/// implementation of a capability's trait answers by itself.
pub trait Service: Send + Sync + 'static {
    /// Answers one call. The inputs have been validated.
    fn call<'a>(
        &'a self,
        operation: &'static Operation,
        inputs: Inputs,
        context: &'a Context,
    ) -> BoxFuture<'a, Result<Answer, Failure>>;
}

/// What is known of a call beside its inputs.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The headers of the caller's HTTP request; empty where there was none.
    pub headers: HeaderMap,
}
