//! Which tools MCP shows, and how it treats them.

use clap::Args;

use crate::support::mcp::{self, SetupError};
use crate::support::operation::Capability;

/// Which tools MCP shows, and how it treats them.
#[derive(Debug, Args)]
#[command(next_help_heading = "Tools")]
pub(in crate::support::serve) struct Tools {
    /// Show only tools that change nothing
    #[arg(long)]
    read_only: bool,
    /// Show only tools of this name, in which `*` and `?` stand for others; `tag:NAME` means those of a
    /// tag; may be repeated
    #[arg(long, value_name = "PATTERN")]
    allow: Vec<String>,
    /// Hide tools of this name or tag, whatever allows them; may be repeated
    #[arg(long, value_name = "PATTERN")]
    deny: Vec<String>,
}

impl Tools {
    /// The options of every MCP server that serves some of these capabilities.
    pub(in crate::support::serve) fn options(
        &self,
        capabilities: &[&'static Capability],
    ) -> Result<mcp::Options, SetupError> {
        let options = mcp::Options::new().read_only(self.read_only);
        options.allow(&self.allow).deny(&self.deny).checked_against(capabilities)
    }
}
