//! Workflow commands, which GitHub Actions turns into annotations of a change.
//!
//! The form is `::error file=F,line=L,col=C,title=T::message`; a value escapes what ends it.

use super::{Files, severity_name};
use crate::diagnostic::Diagnostic;

/// A finding as a workflow command and a line break.
pub(super) fn line(diagnostic: &Diagnostic, files: &dyn Files) -> String {
    let command = severity_name(diagnostic.severity);
    let title = property(diagnostic.code.as_str());
    let place = diagnostic.labels.first().map_or(String::new(), |label| {
        let start = files.location(label.span);
        let file = property(files.path(label.span.file));
        format!("file={file},line={},col={},", start.line, start.column)
    });
    let helps = diagnostic.help.iter().map(|help| format!("\nhelp: {help}"));
    let message: String = std::iter::once(diagnostic.message.clone()).chain(helps).collect();
    format!("::{command} {place}title={title}::{}\n", data(&message))
}

/// Escapes the message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
