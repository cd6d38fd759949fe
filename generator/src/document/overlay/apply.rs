//! Carries out an overlay.
//!
//! Input: a document's [`Node`] and an [`Overlay`]. Output: the changed node. A query that is not a
//! plain path needs a `serde_json::Value`; it is made once, when the first such query comes, and
//! then follows every change.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::reader::with_article;
use crate::source::{Data, Node};

use super::merge::{merge, sync};
use super::path::{Location, Path, Step, locate_mut, locate_value_mut, search};
use super::{Action, Change, Overlay};

/// Carries out the actions of an overlay, in order.
pub fn apply(target: &mut Node, overlay: &Overlay, diagnostics: &mut Diagnostics) {
    let mut document = Document { root: target, mirror: None, diagnostics };
    for action in &overlay.actions {
        document.apply(action);
    }
}

struct Document<'a> {
    root: &'a mut Node,
    mirror: Option<Value>,
    diagnostics: &'a mut Diagnostics,
}

impl Document<'_> {
    fn apply(&mut self, action: &Action) {
        let locations = self.select(&action.path);
        if locations.is_empty() {
            let message = format!("`{}` selects nothing", action.target.value);
            self.diagnostics.push(
                Diagnostic::warning(Code::OverlayNoMatch, action.target.span, message)
                    .label("this action changes nothing")
                    .help(
                        "the document may have changed: correct the target, or delete the action",
                    ),
            );
        }
        match &action.change {
            Change::Remove => self.remove(action, locations),
            Change::Update(update) => self.update(action, &locations, update),
        }
    }

    fn select(&mut self, path: &Path) -> Vec<Location> {
        match path {
            Path::Singular(location) => {
                let exists = locate_mut(self.root, location).is_some();
                exists.then(|| location.clone()).into_iter().collect()
            }
            Path::Query(query) => {
                search(query, self.mirror.get_or_insert_with(|| self.root.to_value()))
            }
        }
    }

    /// From the last to the first, so that no removal moves what another one names.
    fn remove(&mut self, action: &Action, mut locations: Vec<Location>) {
        locations.sort_unstable();
        for location in locations.iter().rev() {
            let Some((last, parent)) = location.split_last() else {
                self.invalid(action, "the whole document cannot be removed");
                continue;
            };
            if let Some(node) = locate_mut(self.root, parent) {
                remove_step(node, last);
            }
            let mirror = self.mirror.as_mut().and_then(|it| locate_value_mut(it, parent));
            if let Some(value) = mirror {
                remove_value_step(value, last);
            }
        }
    }

    fn update(&mut self, action: &Action, locations: &[Location], update: &Node) {
        for location in locations {
            // An update of an outer match may have replaced an inner one.
            let Some(node) = locate_mut(self.root, location) else {
                continue;
            };
            match &mut node.data {
                Data::Object(_) if update.as_object().is_some() => merge(node, update),
                Data::Array(items) if update.as_array().is_none() => items.push(update.clone()),
                Data::Array(_) => merge(node, update),
                _ => {
                    let message = mismatch(action, node, update);
                    self.invalid(action, message);
                    continue;
                }
            }
            let mirror = self.mirror.as_mut().and_then(|it| locate_value_mut(it, location));
            if let Some(value) = mirror {
                sync(value, node, update);
            }
        }
    }

    fn invalid(&mut self, action: &Action, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::error(Code::InvalidOverlay, action.target.span, message));
    }
}

fn mismatch(action: &Action, node: &Node, update: &Node) -> String {
    let target = &action.target.value;
    match node.data {
        Data::Object(_) => {
            let update = with_article(update.kind());
            format!("`{target}` selects an object, which {update} cannot update")
        }
        _ => format!(
            "`{target}` selects {}, but only objects and arrays can be updated: select its parent",
            with_article(node.kind())
        ),
    }
}

fn remove_step(node: &mut Node, step: &Step) {
    match (&mut node.data, step) {
        (Data::Object(members), Step::Name(name)) => {
            members.shift_remove(name);
        }
        (Data::Array(items), Step::Index(index)) if *index < items.len() => {
            items.remove(*index);
        }
        _ => {}
    }
}

fn remove_value_step(value: &mut Value, step: &Step) {
    match (value, step) {
        (Value::Object(members), Step::Name(name)) => {
            members.shift_remove(name);
        }
        (Value::Array(items), Step::Index(index)) if *index < items.len() => {
            items.remove(*index);
        }
        _ => {}
    }
}
