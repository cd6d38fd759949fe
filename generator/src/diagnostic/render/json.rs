//! One JSON object a line, for programs.

use serde_json::{Value, json};

use super::{Files, end_location, severity_name};
use crate::diagnostic::{Diagnostic, Label};

/// A finding as a JSON object and a line break. Lines and columns count from 1, in characters; the
/// end is the place after the last character. What has no place has `null`.
pub(super) fn line(diagnostic: &Diagnostic, files: &dyn Files) -> String {
    let main = diagnostic.labels.first().map(|it| it.span);
    let start = main.map(|span| files.location(span));
    let end = main.map(|span| end_location(files, span));
    let labels: Vec<Value> = diagnostic.labels.iter().map(|it| label(it, files)).collect();
    let object = json!({
        "code": diagnostic.code.as_str(),
        "severity": severity_name(diagnostic.severity),
        "message": diagnostic.message,
        "file": main.map(|span| files.path(span.file)),
        "line": start.map(|it| it.line),
        "column": start.map(|it| it.column),
        "endLine": end.map(|it| it.line),
        "endColumn": end.map(|it| it.column),
        "labels": labels,
        "help": diagnostic.help,
    });
    format!("{object}\n")
}

fn label(label: &Label, files: &dyn Files) -> Value {
    let start = files.location(label.span);
    json!({
        "file": files.path(label.span.file),
        "line": start.line,
        "column": start.column,
        "text": label.text,
    })
}
