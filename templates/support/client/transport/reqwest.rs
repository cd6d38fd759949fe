//! `reqwest` as a transport.

use reqwest::Client;

use super::body::Body;
use super::error::TransportError;
use super::{Request, Response, Transport};
use crate::support::service::BoxFuture;

impl Transport for Client {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        let request = reqwest::Request::try_from(request);
        Box::pin(async move {
            let request = request.map_err(TransportError::sending)?;
            let response = self.execute(request).await.map_err(TransportError::sending)?;
            Ok(http::Response::<reqwest::Body>::from(response).map(Body::received))
        })
    }
}
