//! The OpenAPI Overlay Specification: corrections to a document, kept in a file of their own.
//!
//! Input: the overlay's [`Node`]. Output: an [`Overlay`], which [`apply`] carries out on another
//! document's `Node`. Works for any document, capabilities included. `copy` (1.1.0) is absent on
//! purpose: it is refused by name.

mod apply;
mod merge;
mod path;
#[cfg(test)]
mod tests;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failed, Span};
use crate::source::{Node, SourceMap};

use super::reader::{Fields, Reader, Spanned};
pub use apply::apply;
use path::Path;

/// The versions understood. 1.1.0 adds `copy`, which is not.
const VERSIONS: &[&str] = &["1.0.0", "1.1.0"];

/// Fields of later versions, and one that is known but not carried out.
const UNSUPPORTED: &[&str] = &["copy", "components", "$ref", "$self"];

/// A list of corrections.
#[derive(Clone, Debug)]
pub struct Overlay {
    /// The whole file.
    pub span: Span,
    /// The title of its `info`.
    pub title: Option<String>,
    /// The corrections, in order.
    pub actions: Vec<Action>,
}

/// One correction.
#[derive(Clone, Debug)]
pub struct Action {
    /// The action.
    pub span: Span,
    /// What it changes, as an RFC 9535 JSONPath.
    pub target: Spanned<String>,
    /// Why.
    pub description: Option<String>,
    /// What it does.
    pub change: Change,
    path: Path,
}

/// What an action does to each value its target selects.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Takes it out of the object or array that holds it.
    Remove,
    /// Merges this into it.
    Update(Node),
}

/// Reads an overlay.
///
/// # Errors
/// Returns [`Failed`] where the overlay is not one, after reporting every problem it has.
pub fn read(
    node: &Node,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<Overlay, Failed> {
    let mut cx = Reader::new(sources, diagnostics);
    let overlay = read_overlay(&mut cx, node);
    if cx.failed() { Err(Failed) } else { overlay.ok_or(Failed) }
}

fn read_overlay(cx: &mut Reader<'_>, node: &Node) -> Option<Overlay> {
    let mut fields = Fields::new(cx, node, "the overlay")?;
    if let Some(version) = fields.required_str(cx, "overlay") {
        check_version(cx, &version);
    }
    let title = fields.required(cx, "info").and_then(|info| read_info(cx, info));
    // The catalog says which document an overlay belongs to.
    fields.ignore(&["extends"]);
    if !fields.has("actions") {
        fields.missing(cx, "actions");
    }
    let actions = fields.list(cx, "actions");
    let actions = actions.iter().filter_map(|action| read_action(cx, action)).collect();
    fields.finish(cx, UNSUPPORTED);
    Some(Overlay { span: node.span, title, actions })
}

fn check_version(cx: &mut Reader<'_>, version: &Spanned<String>) {
    if VERSIONS.contains(&version.as_str()) {
        return;
    }
    let message = format!("unsupported overlay version `{}`", version.value);
    cx.report(
        Diagnostic::error(Code::UnsupportedVersion, version.span, message)
            .help(format!("supported are {}", VERSIONS.join(" and "))),
    );
}

fn read_info(cx: &mut Reader<'_>, node: &Node) -> Option<String> {
    let mut fields = Fields::new(cx, node, "`info` of the overlay")?;
    let title = fields.required_str(cx, "title");
    fields.required_str(cx, "version");
    fields.ignore(&["description"]);
    fields.finish(cx, UNSUPPORTED);
    title.map(|it| it.value)
}

fn read_action(cx: &mut Reader<'_>, node: &Node) -> Option<Action> {
    let mut fields = Fields::new(cx, node, "the action")?;
    let target = fields.required_str(cx, "target");
    let path = target.as_ref().and_then(|target| read_path(cx, target));
    let description = fields.optional_str(cx, "description").map(|it| it.value);
    let change = read_change(cx, &mut fields);
    fields.finish(cx, UNSUPPORTED);
    Some(Action { span: node.span, target: target?, description, change: change?, path: path? })
}

fn read_path(cx: &mut Reader<'_>, target: &Spanned<String>) -> Option<Path> {
    let problem = match Path::parse(target) {
        Ok(path) => return Some(path),
        Err(problem) => problem,
    };
    let message = format!("`{}` is no RFC 9535 JSONPath", target.value);
    let help = "a name with other characters than letters, digits and `_` is written `['name']`";
    cx.report(
        Diagnostic::error(Code::InvalidJsonpath, target.span, message).label(problem).help(help),
    );
    None
}

/// `remove: true` wins over `update`.
fn read_change(cx: &mut Reader<'_>, fields: &mut Fields<'_>) -> Option<Change> {
    let remove = fields.optional_bool(cx, "remove");
    let update = fields.nullable("update");
    match (remove.is_some_and(|it| it.value), update) {
        (true, _) => Some(Change::Remove),
        (false, Some(update)) => Some(Change::Update(update.clone())),
        (false, None) => {
            // A `remove` that is no boolean, or a `copy`, is an error already.
            let reported = fields.has("remove") && remove.is_none() || fields.has("copy");
            if !reported {
                let message = "the action neither updates nor removes anything";
                cx.report(Diagnostic::warning(Code::InvalidOverlay, fields.head(), message));
            }
            None
        }
    }
}
