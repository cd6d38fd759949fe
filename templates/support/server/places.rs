//! Where an input stands in a request, as a JSON pointer that begins with its location.
//!
//! Validation reports where the operation has an input; the caller of an exposed route may have given
//! it elsewhere or under another name.

use crate::support::operation::Operation;
use crate::support::validate::{Violation, escape, place};

/// A violation at `/<argument>` as one at the place where the operation has that input.
pub(super) fn in_request(operation: &Operation, violation: Violation) -> Violation {
    let mut places = Places::default();
    for it in operation.parameters {
        places.add(format!("/{}", escape(it.argument)), place(it.location, it.name));
    }
    places.relocate(violation)
}

/// Pointers to be replaced: those of the operation by those of the caller.
#[derive(Debug, Default)]
pub(super) struct Places(Vec<(String, String)>);

impl Places {
    /// What the operation has at `from` was given at `to`.
    pub(super) fn add(&mut self, from: String, to: String) {
        if from != to {
            self.0.push((from, to));
        }
    }

    /// The violation at the caller's place.
    pub(super) fn relocate(&self, violation: Violation) -> Violation {
        let moved = self.0.iter().find_map(|(from, to)| {
            let rest = violation.pointer.strip_prefix(from.as_str())?;
            (rest.is_empty() || rest.starts_with('/')).then(|| format!("{to}{rest}"))
        });
        Violation { pointer: moved.unwrap_or(violation.pointer), ..violation }
    }
}
