//! Sends a request and receives its answer, up to a size.

use bytes::{Bytes, BytesMut};
use reqwest::{Client, Request, Response};

use super::error::Error;
use crate::support::service::Answer;

/// Sends a request.
pub(super) async fn send(
    http: &Client,
    operation: &'static str,
    request: Request,
    limit: usize,
) -> Result<Answer, Error> {
    let failed = |error| Error::from_transport(operation, error);
    let mut response = http.execute(request).await.map_err(failed)?;
    let status = response.status();
    let Some(body) = receive(&mut response, limit).await.map_err(failed)? else {
        return Err(Error::TooLarge { operation, status, limit });
    };
    let headers = std::mem::take(response.headers_mut());
    Ok(Answer { status, headers, body })
}

/// The body, or `None` as soon as it is known to be larger than allowed.
async fn receive(response: &mut Response, limit: usize) -> Result<Option<Bytes>, reqwest::Error> {
    let exceeds = |length: u64| usize::try_from(length).map_or(true, |it| it > limit);
    if response.content_length().is_some_and(exceeds) {
        return Ok(None);
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await? {
        if chunk.len() > limit - body.len() {
            return Ok(None);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Some(body.freeze()))
}
