//! The OpenAPI description of the exposed surface, as others read it: linters, a fuzzer, a browser.
//!
//! What they run against is the server, in front of an upstream API that answers every call as its document says.
//! Tools that are missing are skipped loudly, see `tests::tools`.

mod browser;
mod devtools;
mod fuzz;
mod joined;
mod lint;
mod running;
mod upstream;
