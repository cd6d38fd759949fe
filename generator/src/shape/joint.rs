//! Schemas that hold at once: what one place demands, however many schemas say it.
//!
//! A property that two parts of an `allOf` declare, or an alternative beside properties, is one value under
//! several schemas. Its type follows from all of them together.

use crate::ir::{SchemaId, Schemas};

/// `anyOf` or `oneOf` of one schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChoiceId {
    /// The schema.
    pub schema: SchemaId,
    /// Whether it is `oneOf`.
    pub one_of: bool,
}

/// Schemas that hold at once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Joint {
    /// The schemas, none of which says no more than another.
    pub schemas: Vec<SchemaId>,
    /// The choices among theirs that are made already: an alternative is one of the schemas.
    pub made: Vec<ChoiceId>,
}

impl Joint {
    /// One schema.
    pub fn of(schemas: &Schemas, id: SchemaId) -> Self {
        Self::all(schemas, &[id])
    }

    /// Several schemas.
    pub fn all(schemas: &Schemas, ids: &[SchemaId]) -> Self {
        let mut all: Vec<SchemaId> = Vec::new();
        for id in ids.iter().map(|it| schemas.resolve(*it)) {
            if !all.contains(&id) && (ids.len() == 1 || !schemas.get(id).is_any()) {
                all.push(id);
            }
        }
        if all.is_empty() {
            all.extend(ids.first());
        }
        if all.len() > 1 {
            let parts: Vec<Vec<SchemaId>> = all.iter().map(|it| schemas.parts(*it)).collect();
            let is_part_of_another = |at: usize| {
                let others = parts.iter().enumerate().filter(|(other, _)| *other != at);
                others.into_iter().any(|(_, parts)| parts.contains(&all[at]))
            };
            all = (0..all.len()).filter(|at| !is_part_of_another(*at)).map(|it| all[it]).collect();
        }
        Self { schemas: all, made: Vec::new() }
    }

    /// The same with one alternative of a choice.
    pub fn with(&self, schemas: &Schemas, choice: ChoiceId, alternative: SchemaId) -> Self {
        let mut ids = self.schemas.clone();
        ids.push(alternative);
        let mut made = self.made.clone();
        made.push(choice);
        made.sort();
        Self { made, ..Self::all(schemas, &ids) }
    }

    /// The schema, where it is one and all its choices are open.
    pub fn single(&self) -> Option<SchemaId> {
        match self.schemas.as_slice() {
            [only] if self.made.is_empty() => Some(*only),
            _ => None,
        }
    }
}
