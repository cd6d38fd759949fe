//! `reqwest` as a transport.

use reqwest::Client;

use super::body::Body;
use super::error::TransportError;
use super::{Request, Response, Target, Transport};
use crate::support::service::BoxFuture;

impl Transport for Client {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        let request = convert(request);
        Box::pin(async move {
            let request = request.map_err(TransportError::sending)?;
            let response = self.execute(request).await.map_err(TransportError::sending)?;
            Ok(http::Response::<reqwest::Body>::from(response).map(Body::received))
        })
    }
}

/// The request as `reqwest` has it, without writing and reading its URL again.
fn convert(mut request: Request) -> reqwest::Result<reqwest::Request> {
    let target = request.extensions_mut().remove::<Target>();
    let Some(target) = target.filter(|it| it.uri == *request.uri()) else {
        return reqwest::Request::try_from(request);
    };
    let (head, body) = request.into_parts();
    let mut request = reqwest::Request::new(head.method, target.url);
    *request.headers_mut() = head.headers;
    *request.version_mut() = head.version;
    *request.body_mut() = Some(body.into());
    Ok(request)
}
