//! `reqwest` as a transport.

use std::future::ready;
use std::sync::OnceLock;
use std::time::Duration;

use http::uri::Scheme;
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder};

use super::body::Body;
use super::error::TransportError;
use super::{Attempt, Request, Response, Transport};
use crate::support::service::BoxFuture;

/// What sends requests unless something else is brought along.
///
/// To read the certificates that the system trusts takes most of the time in which a program starts, so
/// they are read only for whom they prove something: not for a client of `http` alone.
pub(in crate::support::client) struct Http {
    plain: Option<Client>,
    trusting: OnceLock<Client>,
}

/// The variables by which a request to `http` may go through a proxy, which may be reached by TLS.
const PROXIES: [&str; 4] = ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"];

impl Http {
    /// `trusting` says that a request to `https` is expected: what goes wrong there is then told at once.
    pub(in crate::support::client) fn new(trusting: bool) -> reqwest::Result<Self> {
        if trusting || PROXIES.iter().any(|it| std::env::var_os(it).is_some()) {
            return Ok(Self { plain: None, trusting: OnceLock::from(builder().build()?) });
        }
        let plain = plain().build()?;
        Ok(Self { plain: Some(plain), trusting: OnceLock::new() })
    }

    fn client(&self, request: &Request) -> reqwest::Result<&Client> {
        match &self.plain {
            Some(plain) if request.uri().scheme() == Some(&Scheme::HTTP) => Ok(plain),
            _ => match self.trusting.get() {
                Some(trusting) => Ok(trusting),
                None => {
                    let trusting = builder().build()?;
                    Ok(self.trusting.get_or_init(|| trusting))
                }
            },
        }
    }
}

/// Without TLS there is no HTTP/2 unless it is agreed upon before, and so nothing for `reqwest` to repeat.
fn plain() -> ClientBuilder {
    let never = reqwest::retry::never().max_retries_per_request(0);
    builder().tls_certs_only([]).http1_only().retry(never)
}

fn builder() -> ClientBuilder {
    Client::builder().redirect(Policy::none()).connect_timeout(Duration::from_secs(10))
}

impl Transport for Http {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        match self.client(&request) {
            Ok(client) => client.send(request),
            Err(error) => Box::pin(ready(Err(TransportError::sending(error)))),
        }
    }
}

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
    let attempt = request.extensions_mut().remove::<Attempt>();
    let Some(url) = attempt.and_then(|it| it.url(request.uri())) else {
        return reqwest::Request::try_from(request);
    };
    let (head, body) = request.into_parts();
    let mut request = reqwest::Request::new(head.method, url);
    *request.headers_mut() = head.headers;
    *request.version_mut() = head.version;
    *request.body_mut() = Some(body.into());
    Ok(request)
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    #[test]
    fn certificates_are_read_for_https_alone() -> Result<(), Box<dyn std::error::Error>> {
        let plain = Some(plain().build()?);
        let http = Http { plain, trusting: OnceLock::new() };
        let request = |uri: &str| Request::get(uri).body(Body::default());
        http.client(&request("http://api.test/")?)?;
        assert!(http.trusting.get().is_none());
        http.client(&request("https://api.test/")?)?;
        assert!(http.trusting.get().is_some());
        Ok(())
    }
}
