//! Text becomes a [`Node`]: chooses the format, runs both walks, and words what the libraries say.

use serde::de::IgnoredAny;

use super::decode::{Characters, Lines};
use super::layout::offset;
use super::load::Limits;
use super::node::Node;
use super::zip::Zip;
use super::{json, yaml};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failed, FileId, Span};

/// Parses one document.
///
/// # Errors
/// Reports why it cannot be used.
pub(super) fn parse(
    path: &str,
    text: &str,
    file: FileId,
    limits: &Limits,
    diagnostics: &mut Diagnostics,
) -> Result<Node, Failed> {
    let document = Document { text, file, limits };
    let first = text.trim_start().chars().next();
    if first.is_none() {
        let message = "the file is empty";
        diagnostics.push(Diagnostic::error(Code::EmptyDocument, document.at(0), message));
        return Err(Failed);
    }
    let named_json = path.to_ascii_lowercase().ends_with(".json");
    let checked = serde_json::from_str::<IgnoredAny>;
    if named_json {
        checked(text)
            .map_err(|error| diagnostics.push(document.json_error(&error)))
            .or(Err(Failed))?;
        return document.json(diagnostics);
    }
    // YAML contains JSON, nearly: what reads as JSON is meant as JSON, and read faster.
    if matches!(first, Some('{' | '[')) && checked(text).is_ok() {
        return document.json(diagnostics);
    }
    document.yaml(diagnostics)
}

#[derive(Clone, Copy)]
struct Document<'a> {
    text: &'a str,
    file: FileId,
    limits: &'a Limits,
}

impl Document<'_> {
    fn json(self, diagnostics: &mut Diagnostics) -> Result<Node, Failed> {
        let depth = self.limits.depth.min(Limits::DEEPEST);
        let layout = json::layout(self.text, self.file, depth).map_err(|finding| {
            diagnostics.push(*finding);
            Failed
        })?;
        let mut deserializer = serde_json::Deserializer::from_str(self.text);
        let zip = Zip::new(self.file, &layout);
        self.zip(zip, &mut deserializer, |error| self.json_error(error), diagnostics)
    }

    fn yaml(self, diagnostics: &mut Diagnostics) -> Result<Node, Failed> {
        let layout = yaml::layout(self.text, self.file, self.limits, diagnostics)?;
        let deserializer = serde_yaml::Deserializer::from_str(self.text);
        let zip = Zip::new(self.file, &layout);
        self.zip(zip, deserializer, |error| self.yaml_error(error), diagnostics)
    }

    fn zip<'de, D: serde::Deserializer<'de>>(
        self,
        mut zip: Zip<'_>,
        deserializer: D,
        describe: impl Fn(&D::Error) -> Diagnostic,
        diagnostics: &mut Diagnostics,
    ) -> Result<Node, Failed> {
        let result = zip.read(deserializer);
        let mut findings = zip.findings;
        match (&result, zip.astray) {
            (_, Some(span)) => findings.push(ambiguous(span)),
            (Err(error), None) => findings.push(describe(error)),
            (Ok(_), None) => {}
        }
        let failed = !findings.is_empty();
        findings.into_iter().for_each(|it| diagnostics.push(it));
        result.ok().filter(|_| !failed).ok_or(Failed)
    }

    fn json_error(self, error: &serde_json::Error) -> Diagnostic {
        let start = Lines::new(self.text).start_of(error.line());
        // The column counts bytes, and is 0 where the line is still empty.
        let at = self.at(start.saturating_add(error.column().saturating_sub(1)));
        let message = error.to_string();
        let message = message.rsplit_once(" at line ").map_or(&*message, |(it, _)| it);
        Diagnostic::error(Code::InvalidJson, at, format!("not well-formed JSON: {message}"))
    }

    fn yaml_error(self, error: &serde_yaml::Error) -> Diagnostic {
        let index = error.location().map_or(0, |it| it.index());
        let at = self.at(Characters::new(self.text).byte(index) as usize);
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        Diagnostic::error(Code::InvalidYaml, at, format!("not well-formed YAML: {message}"))
    }

    /// The place between two characters at or before a byte.
    fn at(self, byte: usize) -> Span {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        Span { file: self.file, start: offset(byte), end: offset(byte) }
    }
}

fn ambiguous(span: Span) -> Diagnostic {
    let message = "YAML parsers disagree on what this says";
    Diagnostic::error(Code::InvalidYaml, span, message)
        .label("read differently by two parsers")
        .help("put it in double quotes, with unusual characters escaped, as in `\"\\u0085\"`")
}
