//! Arrays: lists, and tuples where the first items have schemas of their own.

use crate::ir::ArrayRules;

use super::build::Builder;
use super::joint::Joint;
use super::merge::Merged;
use super::{Field, Kind, Owner, TypeId, TypeUse, Why};

impl Builder<'_> {
    pub fn array(&mut self, joint: Option<&Joint>, owner: Owner, merged: &Merged) -> TypeUse {
        match merged.tuples.as_slice() {
            [] if merged.items.is_empty() => list(TypeUse::Value(Why::Unsaid)),
            [] => list(self.use_of_all(&merged.items, Owner::Item(Box::new(owner)))),
            [rules] => self.define(joint, owner, |it, at| it.tuple(at, rules)),
            _ => list(TypeUse::Value(Why::Contradiction)),
        }
    }

    /// Items up to `minItems` must be there, those that follow may be missing.
    fn tuple(&mut self, at: TypeId, rules: &ArrayRules) -> Kind {
        let items = rules.prefix.iter().enumerate().map(|(index, schema)| Field {
            name: index.to_string(),
            required: rules.min_items.is_some_and(|it| it > index as u64),
            schema: Some(*schema),
            ty: self.use_of(*schema, Owner::Part(at, format!("item {}", index + 1))),
        });
        let items: Vec<Field> = items.collect();
        let is_full = rules.max_items.is_some_and(|it| it <= items.len() as u64);
        let is_closed = |it| self.schemas.get(self.schemas.resolve(it)).boolean == Some(false);
        let rest = match rules.items {
            _ if is_full => None,
            Some(rest) if is_closed(rest) => None,
            Some(rest) => Some(self.use_of(rest, Owner::Part(at, "rest".to_owned()))),
            None => Some(TypeUse::Value(Why::Unsaid)),
        };
        Kind::Tuple { items, rest }
    }
}

fn list(item: TypeUse) -> TypeUse {
    TypeUse::List(Box::new(item))
}
