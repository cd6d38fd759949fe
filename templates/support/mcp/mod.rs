//! The MCP server: the tools of capabilities, answered by a [`Service`].
//!
//! Enters: the constant tables of a [`Capability`] and what answers its operations. Leaves: a server
//! that speaks every protocol revision from 2024-11-05 to 2026-07-28, over streamable HTTP
//! ([`http_service`]) or stdin and stdout ([`stdio`]), and serves beside their tools what the capabilities let
//! clients read (`resources`), their prompts (`prompts`) and their Agent Skills (`skills`). Absent on purpose:
//! logging, sampling, roots, subscriptions. What is not declared is answered by "method not found".
//!
//! One call takes this path: `arguments` reads the flat arguments into [`Inputs`] and lists everything
//! that does not fit, `call` asks the service, `result` turns its answer into content, `error` turns a
//! refusal into a tool error. Only an unknown tool is an error of the protocol (-32602): everything
//! else a model can act upon, so it is told.
//!
//! [`Inputs`]: super::service::Inputs

mod arguments;
mod call;
mod catalog;
mod complete;
mod confirm;
mod discover;
mod era;
mod error;
mod handler;
mod http;
mod keeping;
mod limit;
mod malformed;
mod media;
mod options;
mod parts;
mod policy;
mod progress;
mod prompts;
mod redact;
mod resources;
mod result;
mod session;
mod skills;
mod stdio;
mod text;

use std::sync::Arc;

use super::operation::Capability;
use super::service::Service;

pub use catalog::SetupError;
pub use discover::Discover;
pub use http::{PATH, http_service};
#[cfg(feature = "serve")]
pub(crate) use options::MAX_RESULT;
pub use options::Options;
pub use stdio::stdio;

/// An MCP server for the tools of one capability or of several. A clone shares everything.
#[derive(Clone)]
pub struct McpServer {
    shared: Arc<Shared>,
}

/// What all clones of a server share.
struct Shared {
    catalog: catalog::Catalog,
    finder: Option<discover::Finder>,
    confirmations: confirm::Confirmations,
    limits: result::Limits,
    sessions: bool,
}

impl McpServer {
    /// Serves the tools of one capability.
    ///
    /// # Errors
    /// Says why the capability cannot be served: it exposes no tools, or its definitions do not fit.
    pub fn new(
        capability: &'static Capability,
        service: Arc<dyn Service>,
    ) -> Result<Self, SetupError> {
        Self::combined(vec![(capability, service)])
    }

    /// Serves the tools of several capabilities together.
    ///
    /// # Errors
    /// Also refuses a name that two tools share, since a caller could reach only one of them.
    pub fn combined(
        capabilities: Vec<(&'static Capability, Arc<dyn Service>)>,
    ) -> Result<Self, SetupError> {
        Self::with_options(capabilities, Options::new())
    }

    /// Serves those tools of capabilities that the options show, as the options say.
    ///
    /// # Errors
    /// Also refuses a pattern that matches no tool, and patterns that leave no tool at all.
    pub fn with_options(
        capabilities: Vec<(&'static Capability, Arc<dyn Service>)>,
        options: Options,
    ) -> Result<Self, SetupError> {
        let catalog = catalog::Catalog::new(capabilities, &options)?;
        let confirmations = confirm::Confirmations::new(&options)?;
        let asks = catalog.entries().iter().any(|it| confirmations.concern(it));
        let shared = Shared {
            finder: discover::Finder::new(&catalog, options.discover),
            catalog,
            confirmations,
            limits: result::Limits::new(&options),
            sessions: options.sessions && asks,
        };
        Ok(Self { shared: Arc::new(shared) })
    }
}

impl std::fmt::Debug for McpServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("McpServer")
            .field("tools", &self.shared.catalog.names())
            .finish_non_exhaustive()
    }
}
