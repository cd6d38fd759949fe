//! Where REST and MCP are served.

use std::net::IpAddr;

use clap::Args;

/// Where REST and MCP are served.
#[derive(Debug, Args)]
#[command(next_help_heading = "Where")]
pub(in crate::support::serve) struct Place {
    /// Serve MCP on stdin and stdout instead of listening
    #[arg(long, conflicts_with_all = ["listen", "port", "rest_port", "mcp_port", "admin_port", "no_rest", "no_mcp"])]
    pub(in crate::support::serve) stdio: bool,
    /// The IP address to listen on [default: the declared one where it is a loopback address, else 127.0.0.1]
    #[arg(long, value_name = "ADDR")]
    pub(in crate::support::serve) listen: Option<IpAddr>,
    /// One port for REST and MCP; 0 takes any free one
    #[arg(long, value_name = "PORT", conflicts_with_all = ["rest_port", "mcp_port"])]
    pub(in crate::support::serve) port: Option<u16>,
    /// The port of REST; 0 takes any free one [default: the declared one]
    #[arg(long, value_name = "PORT")]
    pub(in crate::support::serve) rest_port: Option<u16>,
    /// The port of MCP; 0 takes any free one [default: the declared one]
    #[arg(long, value_name = "PORT")]
    pub(in crate::support::serve) mcp_port: Option<u16>,
    /// A port of their own for /healthz, /readyz and /metrics [default: every port has them]
    #[arg(long, value_name = "PORT")]
    pub(in crate::support::serve) admin_port: Option<u16>,
    /// Do not serve REST
    #[arg(long)]
    pub(in crate::support::serve) no_rest: bool,
    /// Do not serve MCP
    #[arg(long, conflicts_with = "no_rest")]
    pub(in crate::support::serve) no_mcp: bool,
}
