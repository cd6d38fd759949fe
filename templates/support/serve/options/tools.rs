//! Which tools MCP shows, and how it treats them.

use clap::Args;

use crate::support::mcp::{self, Discover};
use crate::support::operation::Capability;
use crate::support::serve::error::Error;

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
    /// Let tools that may delete or overwrite data act without asking the user
    #[arg(long)]
    yes_destructive: bool,
    /// The environment variable that holds the key of confirmations, at least 32 bytes; for several
    /// processes that answer the same clients
    #[arg(long, value_name = "NAME", conflicts_with = "yes_destructive")]
    confirm_key_env: Option<String>,
    /// Give no sessions to clients of 2025-11-25 and earlier, so that any process can answer any of them;
    /// they cannot be asked then
    #[arg(long)]
    no_sessions: bool,
    /// Leave secrets in results
    #[arg(long)]
    show_secrets: bool,
    /// The most text of a result, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = mcp::MAX_RESULT, value_parser = result_size)]
    max_result: usize,
    /// Offer tools for search in place of a list [default: where there are more than 100]
    #[arg(long, conflicts_with = "no_discover")]
    discover: bool,
    /// List all tools, however many there are
    #[arg(long)]
    no_discover: bool,
}

/// Less would not hold the notes that tell what was cut.
fn result_size(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(bytes) if bytes >= 1000 => Ok(bytes),
        _ => Err("must be a number of bytes, at least 1000".to_owned()),
    }
}

impl Tools {
    /// The options of every MCP server that serves some of these capabilities.
    pub(in crate::support::serve) fn options(
        &self,
        capabilities: &[&'static Capability],
    ) -> Result<mcp::Options, Error> {
        let discover = match (self.discover, self.no_discover) {
            (true, _) => Discover::Always,
            (_, true) => Discover::Never,
            _ => Discover::Many,
        };
        let mut options = mcp::Options::new()
            .read_only(self.read_only)
            .yes_destructive(self.yes_destructive)
            .sessions(!self.no_sessions)
            .show_secrets(self.show_secrets)
            .max_result(self.max_result)
            .discover(discover);
        if let Some(name) = &self.confirm_key_env {
            let key = std::env::var(name).ok().filter(|it| !it.is_empty());
            options = options.confirm_key(key.ok_or_else(|| Error::Unset { name: name.clone() })?);
        }
        Ok(options.allow(&self.allow).deny(&self.deny).checked_against(capabilities)?)
    }
}
