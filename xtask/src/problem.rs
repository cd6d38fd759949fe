//! What keeps a command from doing its work.

use std::fmt;
use std::io;

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
    pub fn io(attempt: impl fmt::Display, error: &io::Error) -> Self {
        Self::new(format!("cannot {attempt}: {error}"))
    }

    /// Adds what the user can do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, "\nhelp: {help}"),
            None => Ok(()),
        }
    }
}
