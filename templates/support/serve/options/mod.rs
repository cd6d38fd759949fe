//! The options of `capability serve`, one file a topic, so that each reads by itself.

mod access;
mod forward;
mod limits;
mod logs;
mod place;
mod stop;
mod tools;

use clap::Args;

pub(super) use access::Access;
pub(super) use forward::Forward;
pub(super) use limits::Limits;
pub(super) use logs::{Format, Logs};
pub(super) use place::Place;
pub(super) use stop::Stop;
pub(super) use tools::Tools;

/// What to serve, and how.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The capabilities to serve; may be left out where only one is compiled in
    #[arg(value_name = "NAME")]
    pub(super) names: Vec<String>,
    /// Serve every capability compiled in
    #[arg(long, conflicts_with = "names")]
    pub(super) all: bool,
    #[command(flatten)]
    pub(super) place: Place,
    #[command(flatten)]
    pub(super) access: Access,
    #[command(flatten)]
    pub(super) forward: Forward,
    #[command(flatten)]
    pub(super) tools: Tools,
    #[command(flatten)]
    pub(super) limits: Limits,
    #[command(flatten)]
    pub(super) stop: Stop,
    #[command(flatten)]
    pub(super) logs: Logs,
}
