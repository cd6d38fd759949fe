//! Who may call.

use clap::Args;

/// Who may call.
#[derive(Debug, Args)]
#[command(next_help_heading = "Access")]
pub(in crate::support::serve) struct Access {
    /// The environment variable that holds the bearer tokens of callers, parted by commas or lines
    #[arg(long, value_name = "VAR", conflicts_with_all = ["allow_unauthenticated", "stdio"])]
    pub(in crate::support::serve) auth_token_env: Option<String>,
    /// Listen on an address that other machines reach, although callers are not authenticated
    #[arg(long)]
    pub(in crate::support::serve) allow_unauthenticated: bool,
    /// A further host name by which the servers may be reached; may be repeated
    #[arg(long, value_name = "HOST")]
    pub(in crate::support::serve) allow_host: Vec<String>,
}
