//! How a command ends: what it tells the user, and the exit code.
//!
//! 0: all is well. 1: the inputs are wrong, or the generated files do not follow from them.
//! 2: the command could not do its work, or was called wrongly.

use std::fmt::Display;
use std::io;
use std::process::ExitCode;

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

/// Why a command could not do its work.
#[derive(Debug)]
pub struct Problem {
    message: String,
    help: Option<String>,
}

impl Problem {
    /// A problem by its headline, without a full stop.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    /// Something the operating system refused: `cannot {attempt}: {error}`.
    pub fn io(attempt: impl Display, error: &io::Error) -> Self {
        Self::new(format!("cannot {attempt}: {error}"))
    }

    /// Adds what the user can do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Tells of a problem and gives the exit code.
pub fn code(ended: Result<Verdict, Problem>) -> ExitCode {
    let verdict = ended.unwrap_or_else(|problem| {
        let help = problem.help.map(|help| format!("\nhelp: {help}"));
        let message = problem.message;
        terminal::say(&format!("error: {message}{}", help.unwrap_or_default()));
        Verdict::Impossible
    });
    match verdict {
        Verdict::Good => ExitCode::SUCCESS,
        Verdict::Bad => ExitCode::from(1),
        Verdict::Impossible => ExitCode::from(2),
    }
}
