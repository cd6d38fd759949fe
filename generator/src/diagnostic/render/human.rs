//! Findings as rustc shows them, for people.

use std::collections::BTreeMap;

use annotate_snippets::{Element, Group, Level, Message, Renderer, normalize_untrusted_str};

use super::snippet;
use super::{Diagnostic, FileId, Files, Severity};
use crate::diagnostic::Code;

/// The most line numbers that a note lists.
const LISTED: usize = 8;

/// Renders findings, each followed by an empty line.
pub(super) fn render(diagnostics: &[Diagnostic], files: &dyn Files, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    for (diagnostic, repeats) in fold(diagnostics, files) {
        let excerpts = snippet::excerpts(&diagnostic.labels, files);
        let report = group(diagnostic, excerpts.elements, &repeats);
        let mut rendered = renderer.render(&[report]);
        for (wrong, right) in excerpts.corrections {
            rendered = rendered.replacen(&wrong, &right, 1);
        }
        text += &rendered;
        text += "\n\n";
    }
    text
}

/// Joins warnings of one kind in one file to the first of them, as the lines of the others.
fn fold<'a>(diagnostics: &'a [Diagnostic], files: &dyn Files) -> Vec<(&'a Diagnostic, Vec<u32>)> {
    let mut shown: Vec<(&Diagnostic, Vec<u32>)> = Vec::new();
    let mut firsts: BTreeMap<(Code, &str, FileId), usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        let place = diagnostic.labels.first().map(|it| it.span);
        if let (Severity::Warning, Some(span)) = (diagnostic.severity, place) {
            let key = (diagnostic.code, subject(diagnostic), span.file);
            let first = *firsts.entry(key).or_insert(shown.len());
            if let Some((_, repeats)) = shown.get_mut(first) {
                repeats.push(files.location(span).line);
                continue;
            }
        }
        shown.push((diagnostic, Vec::new()));
    }
    shown
}

/// What must be the same for warnings to be joined: most are of one kind whatever they name, but each keyword
/// of a schema has a meaning of its own, and must be seen by name.
fn subject(diagnostic: &Diagnostic) -> &str {
    match diagnostic.code {
        Code::ForeignKeyword
        | Code::IgnoredSibling
        | Code::UnknownKeyword
        | Code::UnsupportedKeyword
        | Code::WrongType => &diagnostic.message,
        _ => "",
    }
}

fn group<'a>(diagnostic: &'a Diagnostic, excerpts: Vec<Element<'a>>, repeats: &[u32]) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(&*diagnostic.message).id(diagnostic.code.as_str());
    let help = |text: &String| Level::HELP.message(normalize_untrusted_str(text));
    Group::with_title(title)
        .elements(excerpts)
        .elements(repeat_note(repeats))
        .elements(diagnostic.help.iter().map(help))
}

/// The note on further findings that are not shown, where there are any.
fn repeat_note(lines: &[u32]) -> Option<Message<'static>> {
    if lines.is_empty() {
        return None;
    }
    let mut listed = lines.to_vec();
    listed.sort_unstable();
    listed.dedup();
    let plural = if listed.len() == 1 { "" } else { "s" };
    let more = if listed.len() > LISTED { ", ..." } else { "" };
    listed.truncate(LISTED);
    let listed: Vec<String> = listed.iter().map(u32::to_string).collect();
    let listed = listed.join(", ");
    let count = lines.len();
    Some(
        Level::NOTE.message(format!(
            "and {count} more like it in this file, at line{plural} {listed}{more}"
        )),
    )
}
