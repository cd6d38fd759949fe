//! The client as an implementation of its capability's trait.
//!
//! In: typed arguments as inputs. Out: the upstream's status, headers and typed body; an error as the
//! upstream said it.

use http::header::CONTENT_TYPE;

use super::Core;
use super::decode::Success;
use crate::support::answer::Answer;
use crate::support::failure::Failure;
use crate::support::inputs::Inputs;
use crate::support::json::Json;
use crate::support::mapping::is_json;
use crate::support::operation::Operation;
use crate::support::server::{Reply, Upload};
use crate::support::service::{BoxFuture, Content, Context, Service};

impl Core {
    /// Calls an operation on behalf of a server, with those of the caller's headers that may go along.
    ///
    /// # Errors
    /// Every answer but a success, as it came; or why there is none.
    pub async fn forward<T: Json>(
        &self,
        operation: &'static Operation,
        inputs: Inputs,
        context: &Context,
    ) -> Result<Reply<T>, Failure> {
        self.forward_upload(operation, inputs, None, context).await
    }

    /// As [`Core::forward`], with a body that is passed on as it comes in.
    ///
    /// # Errors
    /// As [`Core::forward`].
    pub async fn forward_upload<T: Json>(
        &self,
        operation: &'static Operation,
        inputs: Inputs,
        body: Option<Content>,
        context: &Context,
    ) -> Result<Reply<T>, Failure> {
        let (reply, success) = self.success(operation, inputs, body, context).await?;
        let Some(success) = success else {
            return Ok(Reply { status: reply.status, headers: reply.headers, body: None });
        };
        let body = success.read().map_err(Failure::from)?;
        Ok(Reply { status: reply.status, headers: reply.headers, body: Some(body) })
    }

    /// As [`Core::forward_upload`], with an answer that is passed on as it comes in.
    ///
    /// # Errors
    /// As [`Core::forward`].
    pub async fn forward_content(
        &self,
        operation: &'static Operation,
        inputs: Inputs,
        body: Option<Content>,
        context: &Context,
    ) -> Result<Reply<Content>, Failure> {
        let upload = body.map(Upload::from);
        let answer = Service::open(self, operation, inputs, upload, context).await?;
        if !answer.status.is_success() {
            return Err(Failure::from_answer(answer.held().await?));
        }
        let Answer { status, headers, body } = answer;
        Ok(Reply { status: Some(status), headers, body: Some(body) })
    }

    /// In a box, so that the code of each operation stays small. An empty body stays one.
    fn success<'a>(
        &'a self,
        operation: &'static Operation,
        inputs: Inputs,
        body: Option<Content>,
        context: &'a Context,
    ) -> BoxFuture<'a, Result<(Reply<()>, Option<Success>), Failure>> {
        Box::pin(async move {
            let answer: Answer = match body.map(Upload::from) {
                None => Service::call(self, operation, inputs, context).await?,
                upload => {
                    Service::open(self, operation, inputs, upload, context).await?.held().await?
                }
            };
            if !answer.status.is_success() {
                return Err(Failure::from_answer(answer));
            }
            let mut headers = answer.headers.clone();
            // Text is written anew, in a media type and a charset of our own.
            if !is_json(&headers) {
                headers.remove(CONTENT_TYPE);
            }
            let reply = Reply { status: Some(answer.status), headers, body: None };
            if answer.body.is_empty() {
                return Ok((reply, None));
            }
            Ok((reply, Some(Success::new(operation, answer))))
        })
    }
}
