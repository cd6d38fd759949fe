//! The command line.

use std::net::IpAddr;

use clap::{Args, Parser, Subcommand};

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
    /// Serves capabilities until told to stop
    Serve(Serve),
}

#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The capabilities to serve; may be left out where only one is compiled in
    #[arg(value_name = "NAME")]
    pub(super) names: Vec<String>,
    /// Serve every capability compiled in
    #[arg(long, conflicts_with = "names")]
    pub(super) all: bool,
    /// Serve MCP on stdin and stdout instead of listening
    #[arg(long, conflicts_with_all = ["listen", "rest_port", "mcp_port", "no_rest", "no_mcp"])]
    pub(super) stdio: bool,
    /// The IP address to listen on [default: the declared one]
    #[arg(long, value_name = "ADDR")]
    pub(super) listen: Option<IpAddr>,
    /// The port of REST; 0 takes any free one [default: the declared one]
    #[arg(long, value_name = "PORT")]
    pub(super) rest_port: Option<u16>,
    /// The port of MCP; 0 takes any free one [default: the declared one]
    #[arg(long, value_name = "PORT")]
    pub(super) mcp_port: Option<u16>,
    /// Do not serve REST
    #[arg(long)]
    pub(super) no_rest: bool,
    /// Do not serve MCP
    #[arg(long, conflicts_with = "no_rest")]
    pub(super) no_mcp: bool,
    /// Listen on an address that other machines reach, although callers are not authenticated
    #[arg(long)]
    pub(super) allow_unauthenticated: bool,
    /// A further host name by which the servers may be reached; may be repeated
    #[arg(long, value_name = "HOST")]
    pub(super) allow_host: Vec<String>,
}
