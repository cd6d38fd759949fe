//! How a command ends: what it tells the user, and the exit code.
//!
//! 0: all is well. 1: the inputs are wrong, or the generated files do not follow from them.
//! 2: the command could not do its work, or was called wrongly.

use std::process::ExitCode;

use crate::problem::Problem;
use crate::terminal;

/// What a command that did its work found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All is well.
    Good,
    /// The inputs are wrong, or there is drift; the user has been told.
    Bad,
    /// The work could not be done; the user has been told.
    Impossible,
}

/// Tells of a problem and gives the exit code.
pub fn code(ended: Result<Verdict, Problem>) -> ExitCode {
    let verdict = ended.unwrap_or_else(|problem| {
        terminal::say(&format!("error: {problem}"));
        Verdict::Impossible
    });
    match verdict {
        Verdict::Good => ExitCode::SUCCESS,
        Verdict::Bad => ExitCode::from(1),
        Verdict::Impossible => ExitCode::from(2),
    }
}
