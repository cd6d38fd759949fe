//! The reader as a whole: what comes out of bytes, and what is said of bytes that are refused.

mod fuzz;
mod guards;
mod kinds;
mod values;

use std::collections::BTreeMap;
use std::fmt::Write;

use expect_test::Expect;

use super::{Data, Limits, Node, SourceMap};
use crate::diagnostic::{Diagnostics, Failed, Format, render};

/// Reads one file; returns the map, the result and what was reported.
fn read(path: &str, bytes: &[u8], limits: Limits) -> (SourceMap, Result<Node, Failed>, String) {
    let files = BTreeMap::from([(path.to_owned(), bytes.to_vec())]);
    let mut map = SourceMap::new(limits);
    let mut diagnostics = Diagnostics::default();
    let result = map.read(&files, path, None, &mut diagnostics);
    let report = render(diagnostics.as_slice(), &map, Format::Human { color: false });
    assert_eq!(result.is_err(), diagnostics.has_errors(), "{report}");
    (map, result.map(|it| it.as_ref().clone()), report)
}

/// Reads one file, which is refused with this report.
fn check_refused(path: &str, bytes: &[u8], expected: &Expect) {
    let (_, result, report) = read(path, bytes, Limits::default());
    assert!(result.is_err(), "`{path}` was read");
    expected.assert_eq(&report);
}

/// A tree with the text of each span, a line for each key or item.
fn dump(map: &SourceMap, node: &Node) -> String {
    let mut out = String::new();
    dump_into(map, node, 0, &mut out);
    out
}

fn dump_into(map: &SourceMap, node: &Node, depth: usize, out: &mut String) {
    let start = map.location(node.span);
    let text = map.text(node.span);
    let value = match &node.data {
        Data::Array(_) | Data::Object(_) => node.kind().to_owned(),
        _ => node.to_value().to_string(),
    };
    writeln!(out, "{value} at {}:{} {text:?}", start.line, start.column).expect("never fails");
    let indent = "  ".repeat(depth + 1);
    match &node.data {
        Data::Array(items) => {
            for item in items {
                write!(out, "{indent}- ").expect("never fails");
                dump_into(map, item, depth + 1, out);
            }
        }
        Data::Object(members) => {
            for (name, member) in members {
                write!(out, "{indent}{name} {:?} = ", map.text(member.key)).expect("never fails");
                dump_into(map, &member.value, depth + 1, out);
            }
        }
        _ => {}
    }
}
