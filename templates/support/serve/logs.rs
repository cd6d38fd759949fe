//! What the program writes to stderr: for people or, line by line, in JSON.
//!
//! Enters: the options, and the events of this crate. Leaves: lines. Those of other crates are left
//! out, since some of them write what passes through them; what this crate writes is names, statuses,
//! numbers and request ids.

use std::io::stderr;
use std::panic;

use tracing::Level;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use super::options::{Format, Logs};

/// Sets up what the events of this crate become, for the whole process.
pub(super) fn start(options: &Logs) {
    let filter = filter(options.log_level);
    match options.log_format {
        Format::Human => {
            let lines = fmt::layer().with_target(false).with_ansi(false).with_writer(stderr);
            let _ = tracing_subscriber::registry().with(lines.with_filter(filter)).try_init();
        }
        Format::Json => {
            let lines = fmt::layer().json().flatten_event(true).with_span_list(false);
            let lines = lines.with_current_span(false).with_target(false).with_writer(stderr);
            let _ = tracing_subscriber::registry().with(lines.with_filter(filter)).try_init();
        }
    }
    panic::set_hook(Box::new(report_panic));
}

/// Says something about the program itself: plainly to people, else as an event.
pub(super) fn say(options: &Logs, text: &str) {
    match options.log_format {
        Format::Human => eprintln!("{text}"),
        Format::Json => tracing::info!("{text}"),
    }
}

fn filter(level: LevelFilter) -> Targets {
    let own = module_path!().trim_end_matches("::serve::logs");
    // Spans of upstream calls cost time, and at this level no line of theirs is shown.
    let client = if level > LevelFilter::INFO { level } else { level.min(LevelFilter::WARN) };
    Targets::new().with_target(own, level).with_target(format!("{own}::client"), client)
}

/// Where it was, not what it says: a message may hold what passed through.
fn report_panic(panic: &panic::PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::event!(Level::ERROR, place, "panicked");
}
