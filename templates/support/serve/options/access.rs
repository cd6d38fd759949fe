//! Who may call.

use clap::Args;

/// Who may call.
#[derive(Debug, Args)]
#[command(next_help_heading = "Access")]
pub(in crate::support::serve) struct Access {
    /// Listen on an address that other machines reach, although callers are not authenticated
    #[arg(long)]
    pub(in crate::support::serve) allow_unauthenticated: bool,
    /// A further host name by which the servers may be reached; may be repeated
    #[arg(long, value_name = "HOST")]
    pub(in crate::support::serve) allow_host: Vec<String>,
}
