//! Why a request is refused before its operation, or in place of it, and what it is answered.

use axum::body::Body;
use http::header::{CONNECTION, CONTENT_LENGTH, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, Request, Response, StatusCode};

use crate::support::content;
use crate::support::failure::Failure;
use crate::support::operation::{Capability, ErrorShape};
use crate::support::serve::options::Limits;
use crate::support::serve::tokens::Denied;
use crate::support::server;

/// Why a request is refused.
#[derive(Clone, Copy, Debug)]
pub(super) enum Refusal {
    AddressTooLong(usize),
    HeadersTooLarge(usize),
    BodyTooLarge(usize),
    Denied(Denied),
    /// Too many requests are worked on.
    Busy,
    /// No answer in time.
    Late,
    /// The body did not arrive in time.
    BodyLate,
    Panic,
}

/// Refuses what is known to be too large before the body is read.
pub(super) fn check_size<B>(request: &Request<B>, limits: &Limits) -> Result<(), Refusal> {
    let address = request.uri().path_and_query().map_or(0, |it| it.as_str().len());
    if address > limits.max_header {
        return Err(Refusal::AddressTooLong(limits.max_header));
    }
    // As HTTP/1.1 writes them: `name: value`, and a line end.
    let headers = request.headers().iter();
    let headers: usize = headers.map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    if address + headers > limits.max_header {
        return Err(Refusal::HeadersTooLarge(limits.max_header));
    }
    let length = request.headers().get(CONTENT_LENGTH).and_then(|it| it.to_str().ok());
    let length = length.and_then(|it| it.parse::<u64>().ok()).unwrap_or(0);
    if length > limits.max_body as u64 {
        return Err(Refusal::BodyTooLarge(limits.max_body));
    }
    Ok(())
}

/// The shape of errors at a path: that of the capability with a route there, else of the first.
pub(super) fn shape(capabilities: &[&'static Capability], path: &str) -> ErrorShape {
    let owner = capabilities.iter().find(|it| server::has_route(it, path));
    owner.or(capabilities.first()).map_or(ErrorShape::Problem, |it| it.errors)
}

impl Refusal {
    /// The reason under which it is counted; `None` where the request was worked on.
    pub(super) fn reason(self) -> Option<&'static str> {
        Some(match self {
            Self::AddressTooLong(_) | Self::HeadersTooLarge(_) => "header_size",
            Self::BodyTooLarge(_) => "body_size",
            Self::Denied(_) => "token",
            Self::Busy => "busy",
            Self::BodyLate => "body_timeout",
            Self::Late => "request_timeout",
            Self::Panic => return None,
        })
    }

    /// The answer, in the shape given.
    pub(super) fn response(self, shape: ErrorShape) -> Response<Body> {
        let answer = self.failure().into_answer(shape);
        let mut response = Response::new(Body::from(answer.body));
        *response.status_mut() = answer.status;
        *response.headers_mut() = answer.headers;
        response
    }

    fn failure(self) -> Failure {
        match self {
            Self::AddressTooLong(most) => {
                let message = format!("The address must have at most {most} bytes");
                Failure::of(StatusCode::URI_TOO_LONG, message)
            }
            Self::HeadersTooLarge(most) => {
                let message = format!("The address and the headers must have at most {most} bytes");
                Failure::of(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, message)
            }
            Self::BodyTooLarge(most) => closing(content::too_large(most)),
            Self::Denied(denied) => denied_failure(denied),
            Self::Busy => {
                let message = "The server works on as many requests as it may; try again";
                let failure = Failure::of(StatusCode::SERVICE_UNAVAILABLE, message);
                failure.with_header(RETRY_AFTER, HeaderValue::from_static("1"))
            }
            Self::Late => {
                let message = "The request took longer than it may";
                Failure::of(StatusCode::GATEWAY_TIMEOUT, message)
            }
            Self::BodyLate => {
                let message = "The body did not arrive in time";
                closing(Failure::of(StatusCode::REQUEST_TIMEOUT, message))
            }
            Self::Panic => Failure::internal("The server failed"),
        }
    }
}

fn denied_failure(denied: Denied) -> Failure {
    let (challenge, message) = match denied {
        Denied::Missing => ("Bearer", "A bearer token is needed: send it as Authorization"),
        Denied::Wrong => ("Bearer error=\"invalid_token\"", "The bearer token is not valid"),
    };
    let challenge = HeaderValue::from_static(challenge);
    Failure::unauthorized(message).with_header(WWW_AUTHENTICATE, challenge)
}

/// What is left of the body would be taken for the next request.
fn closing(failure: Failure) -> Failure {
    failure.with_header(CONNECTION, HeaderValue::from_static("close"))
}
