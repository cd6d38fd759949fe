//! Answers become HTTP responses.

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use http::header::{ALLOW, CONNECTION, CONTENT_LENGTH, TE, TRAILER, TRANSFER_ENCODING, UPGRADE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

use crate::support::content::Content;
use crate::support::failure::Failure;
use crate::support::operation::ErrorShape;
use crate::support::service::Answer;

/// Writes an answer; one to `HEAD` has the headers of the body that it does not have.
pub(super) fn write(answer: Answer<impl Into<Content>>, method: &Method) -> Response {
    let Answer { status, mut headers, body } = answer.map(Into::into);
    strip_hop_by_hop(&mut headers);
    let without_body = status.is_informational()
        || [StatusCode::NO_CONTENT, StatusCode::NOT_MODIFIED].contains(&status);
    match body.length().filter(|_| !without_body) {
        Some(length) => headers.insert(CONTENT_LENGTH, HeaderValue::from(length)),
        None => headers.remove(CONTENT_LENGTH),
    };
    let empty = without_body || *method == Method::HEAD;
    let mut response = Response::new(if empty { Body::empty() } else { body.into_body() });
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

pub(super) fn unknown_path(request: &Request, shape: ErrorShape) -> Response {
    let failure = Failure::not_found("There is no operation at this path");
    write(failure.into_answer(shape), request.method())
}

/// What a path offers, for `OPTIONS` and for a method that it does not have.
pub(super) fn methods(allowed: &[Method], method: &Method, shape: ErrorShape) -> Response {
    let names: Vec<&str> = allowed.iter().map(Method::as_str).collect();
    let names = names.join(", ");
    let mut answer = if *method == Method::OPTIONS {
        Answer { status: StatusCode::NO_CONTENT, ..Answer::default() }
    } else {
        let message = format!("{method} is not allowed at this path; allowed are {names}");
        Failure::of(StatusCode::METHOD_NOT_ALLOWED, message).into_answer(shape)
    };
    if let Ok(names) = HeaderValue::try_from(names) {
        answer.headers.insert(ALLOW, names);
    }
    write(answer, method)
}

/// Headers that are about one connection only (RFC 9110, section 7.6.1).
fn strip_hop_by_hop(headers: &mut HeaderMap) {
    const NAMES: [HeaderName; 7] = [
        CONNECTION,
        HeaderName::from_static("keep-alive"),
        HeaderName::from_static("proxy-connection"),
        TE,
        TRAILER,
        TRANSFER_ENCODING,
        UPGRADE,
    ];
    // Few answers have any: their names are read once rather than each of these looked up.
    let present: Vec<HeaderName> =
        headers.keys().filter(|it| NAMES.contains(it)).cloned().collect();
    let listed: Vec<HeaderName> = present
        .contains(&CONNECTION)
        .then(|| headers.get_all(CONNECTION))
        .into_iter()
        .flatten()
        .filter_map(|it| it.to_str().ok())
        .flat_map(|it| it.split(','))
        .filter_map(|it| HeaderName::try_from(it.trim()).ok())
        .collect();
    for name in present.into_iter().chain(listed) {
        headers.remove(name);
    }
}
