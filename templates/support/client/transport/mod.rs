//! The seam below the client: a request goes in, an answer comes out as a stream.
//!
//! `reqwest` stands behind it. Whoever brings along a [`Transport`] puts a layer around it, or a fake in
//! its place. Credentials are in the request already; limits on time and size, retries and the reading
//! of answers belong above.

mod body;
mod error;
mod reqwest;

use std::fmt;
use std::sync::Arc;

use ::reqwest::Url;
use http::Uri;

use crate::support::operation::Operation;
use crate::support::service::BoxFuture;

pub(super) use self::reqwest::Http;
pub use body::Body;
pub use error::{TransportError, TransportErrorKind};

/// A request as it is sent; its extensions hold the [`Attempt`].
pub type Request = http::Request<Body>;

/// An answer, whatever its status; its body comes in as it is read.
pub type Response = http::Response<Body>;

/// Which try of which call a request is, for layers.
#[derive(Clone)]
pub struct Attempt {
    /// The operation called.
    pub operation: &'static Operation,
    /// 1 for the first try, 2 for the first repetition.
    pub number: u32,
    /// Where it goes as `reqwest` has it, for as long as no layer sends it elsewhere.
    url: Option<Url>,
}

impl Attempt {
    pub(super) fn new(operation: &'static Operation, number: u32) -> Self {
        Self { operation, number, url: None }
    }

    /// Makes a request this try, at a URL; what is no URI is given back.
    pub(super) fn start(mut self, request: &mut Request, url: Url) -> Result<(), Url> {
        let Ok(uri) = Uri::try_from(url.as_str()) else { return Err(url) };
        *request.uri_mut() = uri;
        self.url = Some(url);
        request.extensions_mut().insert(self);
        Ok(())
    }

    /// The URL, where it is still that of the request.
    fn url(self, uri: &Uri) -> Option<Url> {
        let is_it = |url: &Url| {
            uri.scheme_str() == Some(url.scheme())
                && uri.authority().is_some_and(|it| it.as_str() == url.authority())
                && uri.path() == url.path()
                && uri.query() == url.query()
        };
        self.url.filter(is_it)
    }
}

/// Without the URL, which may hold a credential.
impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("operation", &self.operation.name)
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

/// Sends requests.
///
/// One call of [`Transport::send`] is one request on the wire: it follows no redirect, keeps no cookie
/// and tries nothing again. Dropping the future abandons the request.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and returns once the head of the answer is there.
    ///
    /// # Errors
    /// Fails where no answer comes; a status such as 500 is an answer.
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>>;
}

/// A transport that is shared is a transport.
impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        (**self).send(request)
    }
}
