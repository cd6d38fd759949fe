//! What the tests of this module share.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostics, Severity, Span};
use crate::source::{Limits, Node, SourceMap};

/// A parsed text, and the map that knows its places.
pub(super) struct Fixture {
    pub(super) node: Node,
    pub(super) sources: SourceMap,
}

impl Fixture {
    /// Parses a YAML text, which has to be sound.
    pub(super) fn new(text: &str) -> Self {
        let mut sources = SourceMap::new(Limits::default());
        let node = add(&mut sources, "test.yaml", text);
        Self { node, sources }
    }

    /// Parses a further text into the same map.
    pub(super) fn and(&mut self, path: &str, text: &str) -> Node {
        add(&mut self.sources, path, text)
    }

    /// Every finding: its severity, code and message, then each place with the line of source
    /// there.
    pub(super) fn render(&self, diagnostics: &Diagnostics) -> String {
        let mut out = String::new();
        for it in diagnostics.as_slice() {
            let severity = if it.severity == Severity::Error { "error" } else { "warning" };
            out += &format!("{severity}[{}]: {}\n", it.code.as_str(), it.message);
            for label in &it.labels {
                out += format!("  {} {}", self.place(label.span), label.text).trim_end();
                out += "\n";
            }
            for help in &it.help {
                out += &format!("  help: {help}\n");
            }
        }
        out
    }

    fn place(&self, span: Span) -> String {
        let location = self.sources.location(span);
        let text = self.sources.text(span).lines().next().unwrap_or_default();
        format!("{}:{} `{text}`", location.line, location.column)
    }
}

fn add(sources: &mut SourceMap, path: &str, text: &str) -> Node {
    let files = BTreeMap::from([(path.to_owned(), text.as_bytes().to_vec())]);
    let mut diagnostics = Diagnostics::default();
    let node = sources.read(&files, path, None, &mut diagnostics);
    let node = node.unwrap_or_else(|_| panic!("{path} does not parse: {diagnostics:?}"));
    node.as_ref().clone()
}
