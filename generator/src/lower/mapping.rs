//! What an exposed operation makes of the answer.
//!
//! In: its output parameters. Out: a tree, or nothing where the whole answer is passed on. An output that
//! only describes the answer, without a mapping of its own or below it, changes nothing.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Spanned;
use crate::document::capability::OutputParameter;
use crate::ir::Mapping;

use super::Context;

/// Lowers the outputs: one alone is the answer, several are the members of an object.
pub(super) fn lower(cx: &mut Context<'_>, outputs: &[OutputParameter]) -> Option<Mapping> {
    match outputs {
        [] => None,
        [only] => of(cx, only),
        several if several.iter().any(changes) => Some(members(cx, several)),
        _ => None,
    }
}

/// Whether a mapping or a constant stands in an output or below it.
fn changes(output: &OutputParameter) -> bool {
    own_path(output).is_some() || output.constant.is_some() || changes_below(output)
}

fn changes_below(output: &OutputParameter) -> bool {
    output.properties.iter().chain(output.items.as_deref()).any(changes)
}

/// The path of an output, unless it names the whole.
fn own_path(output: &OutputParameter) -> Option<&Spanned<String>> {
    output.mapping.as_ref().filter(|it| !matches!(it.as_str(), "$" | "$."))
}

/// What an output makes; paths below it start from what its own path selects.
fn of(cx: &mut Context<'_>, output: &OutputParameter) -> Option<Mapping> {
    if let Some(constant) = &output.constant {
        return Some(Mapping::Constant(constant.to_value()));
    }
    let path = own_path(output).and_then(|it| path(cx, it));
    let below = changes_below(output).then(|| below(cx, output));
    match (path, below) {
        (Some(path), Some(below)) => Some(Mapping::Then(Box::new(path), Box::new(below))),
        (path, below) => path.or(below),
    }
}

fn below(cx: &mut Context<'_>, output: &OutputParameter) -> Mapping {
    match &output.items {
        Some(items) if output.properties.is_empty() => {
            let item = of(cx, items).unwrap_or_else(whole);
            Mapping::Items(Box::new(item))
        }
        _ => members(cx, &output.properties),
    }
}

/// An object; a member that does not say where it comes from is the one of the same name.
fn members(cx: &mut Context<'_>, outputs: &[OutputParameter]) -> Mapping {
    let mut members = Vec::new();
    for output in outputs {
        let Some(name) = &output.name else {
            cx.error(Code::MissingField, output.span, "a member of an output needs a `name`");
            continue;
        };
        let is_whole = output.mapping.is_some() && own_path(output).is_none();
        let own = of(cx, output);
        let made = match own {
            Some(made) if output.mapping.is_some() || output.constant.is_some() => made,
            None if is_whole => whole(),
            below => {
                let member = Mapping::Path(format!("$['{}']", escaped(&name.value)));
                match below {
                    Some(below) => Mapping::Then(Box::new(member), Box::new(below)),
                    None => member,
                }
            }
        };
        members.push((name.value.clone(), made));
    }
    Mapping::Object(members)
}

fn whole() -> Mapping {
    Mapping::Path("$".to_owned())
}

/// A name within single quotes (RFC 9535, section 2.3.1.1).
fn escaped(name: &str) -> String {
    name.replace('\\', "\\\\").replace('\'', "\\'")
}

/// A path that RFC 9535 knows.
fn path(cx: &mut Context<'_>, path: &Spanned<String>) -> Option<Mapping> {
    match serde_json_path::JsonPath::parse(&path.value) {
        Ok(_) => Some(Mapping::Path(path.value.clone())),
        Err(error) => {
            let message = format!("`{}` is not a JSONPath (RFC 9535)", path.value);
            cx.report(
                Diagnostic::error(Code::InvalidJsonpath, path.span, message)
                    .label(error.to_string()),
            );
            None
        }
    }
}
