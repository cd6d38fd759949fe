//! What the compiler tells its user: typed, positioned, rendered elsewhere.
//!
//! A [`Diagnostic`] names its [`Code`] and points at [`Span`]s; it never prints itself.

mod code;
mod location;
mod render;

use std::collections::BTreeSet;

pub use code::Code;
pub use location::Location;
pub use render::{Files, Format, render};

/// A file known to the compiler, by its place in the source map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A range of bytes in one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// The output is right, but an input is doubtful.
    Warning,
}

/// A place a diagnostic points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The bytes pointed at.
    pub span: Span,
    /// What is to be said of them; may be empty.
    pub text: String,
}

/// One finding about the inputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule, which `cargo xtask explain` describes.
    pub code: Code,
    /// How grave it is.
    pub severity: Severity,
    /// The headline, without a full stop.
    pub message: String,
    /// The places, the main one first; empty where no file could be read.
    pub labels: Vec<Label>,
    /// What the user can do about it.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, Some(span), message.into())
    }

    /// A warning at a place.
    pub fn warning(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, Some(span), message.into())
    }

    /// An error with no place, such as a missing file named on the command line.
    pub fn global(code: Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, None, message.into())
    }

    fn new(code: Code, severity: Severity, span: Option<Span>, message: String) -> Self {
        let labels = span.map(|span| Label { span, text: String::new() }).into_iter().collect();
        Self { code, severity, message, labels, help: Vec::new() }
    }

    /// Says something at the main place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        if let Some(label) = self.labels.first_mut() {
            label.text = text.into();
        }
        self
    }

    /// Points at a further place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds what the user can do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }
}

/// The findings so far, in the order they were made.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// What was found where. Two capabilities that share a document find the same in it.
    met: BTreeSet<(Code, Span, String)>,
    errors: usize,
}

/// A stage found errors, all of which are in the [`Diagnostics`] it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed;

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl Diagnostics {
    /// Adds a finding, unless the same was found at the same place before.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if diagnostic.severity == Severity::Error {
            self.errors += 1;
        }
        let place = diagnostic.labels.first().map(|it| it.span);
        let is_new = place.is_none_or(|span| {
            self.met.insert((diagnostic.code, span, diagnostic.message.clone()))
        });
        if is_new {
            self.list.push(diagnostic);
        }
    }

    /// All findings.
    pub fn as_slice(&self) -> &[Diagnostic] {
        &self.list
    }

    /// Whether anything forbids to go on.
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// How often an error was reported, repetitions included: it grows wherever a stage fails.
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// How many warnings there are.
    pub fn warnings(&self) -> usize {
        self.list.iter().filter(|it| it.severity == Severity::Warning).count()
    }

    /// Stops between stages where anything so far is an error.
    ///
    /// # Errors
    /// Returns [`Failed`] where there is an error.
    pub fn finish_stage(&self) -> Result<(), Failed> {
        if self.has_errors() { Err(Failed) } else { Ok(()) }
    }

    /// Turns the errors since a state of the list and of [`errors`](Self::errors) into warnings, since they forbid
    /// nothing but what `consequence` says.
    pub fn tolerate(&mut self, found: usize, errors: usize, consequence: &str) {
        self.errors = errors;
        let since = self.list.iter_mut().skip(found);
        for diagnostic in since.filter(|it| it.severity == Severity::Error) {
            diagnostic.severity = Severity::Warning;
            diagnostic.help.push(consequence.to_owned());
        }
    }

    /// Turns every warning into an error, as `--strict` asks.
    pub fn promote_warnings(&mut self) {
        self.errors += self.warnings();
        for diagnostic in &mut self.list {
            diagnostic.severity = Severity::Error;
        }
    }
}
