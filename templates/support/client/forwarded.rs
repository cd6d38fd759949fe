//! The allow-list of a caller's headers that go along to the upstream.
//!
//! A surface hands on the headers of whoever calls it; of these, only those pass that were named when
//! the client was built. Without the list nothing passes.

use http::header::{
    ACCEPT, ACCEPT_ENCODING, CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, COOKIE,
    EXPECT, HOST, PROXY_AUTHORIZATION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};
use http::{HeaderMap, HeaderName};

use super::build_error::BuildError;

/// What the request sets by itself, and what is about one connection only.
const OWN: [HeaderName; 17] = [
    ACCEPT,
    ACCEPT_ENCODING,
    CONNECTION,
    CONTENT_ENCODING,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    COOKIE,
    EXPECT,
    HOST,
    HeaderName::from_static("http2-settings"),
    HeaderName::from_static("keep-alive"),
    PROXY_AUTHORIZATION,
    HeaderName::from_static("proxy-connection"),
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
];

/// The names of the headers that pass.
#[derive(Clone, Debug, Default)]
pub(super) struct Forwarded(Vec<HeaderName>);

impl Forwarded {
    /// Reads the names.
    ///
    /// # Errors
    /// Names the first that is no header, or that no caller may set.
    pub(super) fn new(names: &[String]) -> Result<Self, BuildError> {
        let read = |name: &String| {
            let refuse = |message| BuildError::ForwardedHeader { name: name.clone(), message };
            let parsed = HeaderName::try_from(name.as_str())
                .map_err(|_| refuse("is not the name of a header"))?;
            if OWN.contains(&parsed) {
                return Err(refuse("is set by the request or the connection itself"));
            }
            Ok(parsed)
        };
        names.iter().map(read).collect::<Result<_, _>>().map(Self)
    }

    /// Whether a header is the caller's to set.
    pub(super) fn contains(&self, name: &str) -> bool {
        self.0.iter().any(|it| it.as_str().eq_ignore_ascii_case(name))
    }

    /// Those of a caller's headers that pass, marked sensitive: they may prove who calls.
    pub(super) fn of(&self, caller: &HeaderMap) -> HeaderMap {
        let mut passed = HeaderMap::new();
        for name in &self.0 {
            for value in caller.get_all(name) {
                let mut value = value.clone();
                value.set_sensitive(true);
                passed.append(name.clone(), value);
            }
        }
        passed
    }
}
