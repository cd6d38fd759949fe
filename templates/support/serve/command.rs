//! The command line.

use clap::{Parser, Subcommand};

use super::config::Config;
use super::options::Serve;

/// Serves capabilities as REST and as MCP tools.
#[derive(Debug, Parser)]
#[command(name = "capability", version, about)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Lists the capabilities compiled in
    List,
    /// Prints what an MCP client is told to reach a capability
    McpConfig(Box<Config>),
    /// Serves capabilities until told to stop
    Serve(Box<Serve>),
}
