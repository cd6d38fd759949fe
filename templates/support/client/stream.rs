//! Calls whose bodies are streams: answers that are read as they come in, and uploads.

use super::body::Upload;
use super::call::{Call, Received};
use super::download::Download;
use super::form::Form;
use super::transport::Body;
use super::{Core, Error};
use crate::support::json::Json;
use crate::support::operation::Operation;
use crate::support::service::{Answer, BoxFuture, Inputs};

impl Core {
    /// Calls an operation and hands on the body of a success as it comes in, whatever its size.
    ///
    /// # Errors
    /// As [`Core::call`]; what goes wrong later is told by the download.
    pub fn download(
        &self,
        operation: &'static Operation,
        inputs: Inputs,
    ) -> BoxFuture<'_, Result<Download, Error>> {
        Box::pin(async move {
            let call = Call::new(self, operation, &inputs, None)?.streamed();
            match call.run().await? {
                Received::Open(response, permit) => {
                    let idle = self.options.try_limit();
                    Ok(Download::new(operation.name, response, permit, idle, call.deadline()))
                }
                Received::Answer(answer) => Err(self.refusal(operation, answer)),
            }
        })
    }

    /// Calls an operation with a body that is sent as it stands, as bytes or as a stream, and reads its
    /// answer. It is sent as what the operation declares, or else as this media type. A stream can be
    /// sent only once, so the call is never repeated.
    ///
    /// # Errors
    /// As [`Core::call`].
    pub async fn upload<T: Json>(
        &self,
        operation: &'static Operation,
        inputs: Inputs,
        body: impl Into<Body>,
        media_type: Option<&str>,
    ) -> Result<T, Error> {
        let media_type = media_type.map(str::to_owned);
        let upload = Upload { body: body.into(), media_type, boundary: None };
        self.succeeded(operation, self.uploaded(operation, inputs, upload).await?)?.read()
    }

    /// Calls an operation with a form whose files may be streams, and reads its answer. A stream can be
    /// sent only once, so the call is never repeated.
    ///
    /// # Errors
    /// As [`Core::call`].
    pub async fn upload_form<T: Json>(
        &self,
        operation: &'static Operation,
        inputs: Inputs,
        form: Form,
    ) -> Result<T, Error> {
        let upload = form.upload().map_err(|it| Error::refused(operation.name, it))?;
        self.succeeded(operation, self.uploaded(operation, inputs, upload).await?)?.read()
    }

    fn uploaded(
        &self,
        operation: &'static Operation,
        inputs: Inputs,
        upload: Upload,
    ) -> BoxFuture<'_, Result<Answer, Error>> {
        Box::pin(async move { Call::new(self, operation, &inputs, Some(upload))?.answer().await })
    }
}
