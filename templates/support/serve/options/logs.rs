//! What is written to stderr.

use clap::{Args, ValueEnum};
use tracing_subscriber::filter::LevelFilter;

/// What is written to stderr.
#[derive(Debug, Args)]
#[command(next_help_heading = "Logs")]
pub(in crate::support::serve) struct Logs {
    /// How lines are written: for people, or one JSON object each
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(in crate::support::serve) log_format: Format,
    /// What is written: off, error, warn, info (one line a request), debug or trace
    #[arg(long, value_name = "LEVEL", default_value = "info")]
    pub(in crate::support::serve) log_level: LevelFilter,
}

/// How lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::support::serve) enum Format {
    Human,
    Json,
}
