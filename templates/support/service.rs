//! The seam between a surface (REST, MCP) and what answers it (the upstream API, or an implementation).

use std::future::Future;
use std::pin::Pin;

use http::HeaderMap;

use super::failure::Failure;
use super::operation::Operation;

pub use super::answer::Answer;
#[cfg(feature = "server")]
pub use super::content::Content;
pub use super::inputs::Inputs;
#[cfg(feature = "server")]
pub use super::server::Upload;

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

    /// Answers one call of which the body comes in, or the answer goes out, as it is there: what a REST surface
    /// asks where a file is sent or an answer may be large. By default both are held in memory.
    ///
    /// The inputs have no body where there is an upload.
    #[cfg(feature = "server")]
    fn open<'a>(
        &'a self,
        operation: &'static Operation,
        inputs: Inputs,
        upload: Option<Upload>,
        context: &'a Context,
    ) -> BoxFuture<'a, Result<Answer<Content>, Failure>> {
        hold(self, operation, inputs, upload, context)
    }
}

/// Answers as [`Service::call`] does, with all of the upload and all of the answer held in memory.
#[cfg(feature = "server")]
pub fn hold<'a>(
    service: &'a (impl Service + ?Sized),
    operation: &'static Operation,
    mut inputs: Inputs,
    upload: Option<Upload>,
    context: &'a Context,
) -> BoxFuture<'a, Result<Answer<Content>, Failure>> {
    Box::pin(async move {
        if let Some(upload) = upload {
            inputs.body = Some(upload.value().await?);
        }
        let answer = service.call(operation, inputs, context).await?;
        Ok(answer.map(Content::from))
    })
}

/// What is known of a call beside its inputs.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The headers of the caller's HTTP request; empty where there was none.
    pub headers: HeaderMap,
}
