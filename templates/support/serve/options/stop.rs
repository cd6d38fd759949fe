//! How the program stops.

use std::time::Duration;

use clap::Args;

use super::limits::time;

/// How the program stops.
#[derive(Debug, Args)]
#[command(next_help_heading = "Stopping")]
pub(in crate::support::serve) struct Stop {
    /// How long after SIGTERM new requests are still taken, while /readyz already says no
    #[arg(long, value_name = "TIME", default_value = "500ms", value_parser = humantime::parse_duration)]
    pub(in crate::support::serve) drain: Duration,
    /// How long calls in progress may take from SIGTERM on; what takes longer is cut
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = time)]
    pub(in crate::support::serve) grace: Duration,
}
