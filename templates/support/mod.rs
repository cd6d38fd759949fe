//! What every capability stands on. Nothing here is generated from a document.

pub mod answer;
#[cfg(any(feature = "server", feature = "mcp"))]
pub mod called;
#[cfg(feature = "client")]
pub mod client;
#[cfg(any(feature = "server", feature = "mcp"))]
mod coerce;
#[cfg(feature = "server")]
pub mod content;
mod envelope;
pub mod error_shape;
pub mod failure;
pub mod file;
mod formats;
pub mod inputs;
pub mod json;
#[cfg(any(feature = "server", feature = "mcp"))]
pub mod mapping;
#[cfg(feature = "mcp")]
pub mod mcp;
pub mod operation;
#[cfg(any(feature = "client", feature = "server"))]
mod part;
#[cfg(any(feature = "client", feature = "server"))]
mod references;
pub mod schema;
pub mod secret;
#[cfg(feature = "serve")]
pub mod serve;
#[cfg(feature = "server")]
pub mod server;
pub mod service;
pub mod skill;
#[cfg(any(feature = "client", feature = "server"))]
mod template;
pub mod validate;
