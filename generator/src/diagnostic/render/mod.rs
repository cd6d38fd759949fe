//! Findings become text, in one of three forms.
//!
//! Input: [`Diagnostic`]s and the [`Files`] they point into. Output: text. Prints nothing, and does
//! not decide whether a run has failed.

mod github;
mod human;
mod json;
mod snippet;

#[cfg(test)]
mod tests;

use super::{Diagnostic, FileId, Location, Severity, Span};

/// What a renderer must know of files.
pub trait Files {
    /// The path to show.
    fn path(&self, file: FileId) -> &str;
    /// The whole text.
    fn text(&self, file: FileId) -> &str;
    /// Where a span begins.
    fn location(&self, span: Span) -> Location;
}

/// A form of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people, in the style of rustc. Warnings of one kind in one file are folded into the first.
    Human {
        /// Whether to colour it with ANSI escapes.
        color: bool,
    },
    /// One JSON object a line.
    Json,
    /// Commands that GitHub Actions turns into annotations.
    Github,
}

/// Renders findings in the order given; every line ends in a line break.
pub fn render(diagnostics: &[Diagnostic], files: &dyn Files, format: Format) -> String {
    match format {
        Format::Human { color } => human::render(diagnostics, files, color),
        Format::Json => diagnostics.iter().map(|it| json::line(it, files)).collect(),
        Format::Github => diagnostics.iter().map(|it| github::line(it, files)).collect(),
    }
}

/// The severity as every form writes it.
fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// Where a span ends.
fn end_location(files: &dyn Files, span: Span) -> Location {
    files.location(Span { start: span.end.max(span.start), ..span })
}
