//! What a client tells of an API's error.
//!
//! In: the headers and the body of an answer. Out: what is read of them, without what they repeat of a
//! credential.

use http::HeaderMap;

use crate::support::envelope::{self, Envelope};

pub use crate::support::envelope::Issue;

/// Reads the body of an error. `scrub` takes out of a text what it repeats of a credential.
pub(super) fn read(headers: &HeaderMap, body: &[u8], scrub: impl Fn(&mut String)) -> Envelope {
    let mut envelope = envelope::read(headers, body);
    let issues = envelope.issues.iter_mut();
    let issues =
        issues.flat_map(|it| [&mut it.pointer, &mut it.message].into_iter().chain(&mut it.code));
    envelope.code.iter_mut().chain(&mut envelope.message).chain(issues).for_each(scrub);
    envelope
}

/// The identifier that the API gave to a request.
pub(super) fn request_id(headers: &HeaderMap) -> Option<&str> {
    ["x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid"]
        .into_iter()
        .find_map(|name| headers.get(name)?.to_str().ok())
}
