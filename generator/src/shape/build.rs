//! Walks the schemas of a capability and decides the type of each.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::ir::{Capability, OperationId, SchemaId, Schemas, Type, structure_key};

use super::cycles::box_cycles;
use super::merge::{Merged, merge};
use super::{Kind, Owner, Shapes, TypeDef, TypeId, TypeUse};

/// So many types that are found one through the other fit the stack that this stage is given.
const DEEPEST: usize = 20_000;

/// So many lists of lists are more than anyone means.
const DEEPEST_USE: usize = 32;

/// Decides the types of a capability.
pub fn shapes(capability: &Capability) -> Shapes {
    let mut builder = Builder {
        schemas: &capability.schemas,
        types: Vec::new(),
        known: BTreeMap::new(),
        by_structure: BTreeMap::new(),
        pending: BTreeSet::new(),
    };
    let operations = capability.operations.iter().enumerate();
    let operations = operations.map(|(at, it)| builder.operation(OperationId(at), it)).collect();
    let mut types = builder.types;
    box_cycles(&mut types);
    Shapes { types, operations }
}

pub(super) struct Builder<'s> {
    pub schemas: &'s Schemas,
    pub types: Vec<TypeDef>,
    known: BTreeMap<SchemaId, TypeUse>,
    by_structure: BTreeMap<String, TypeId>,
    // Schemas whose type is being decided: one that comes back here through something without a name
    // cannot be a Rust type.
    pending: BTreeSet<SchemaId>,
}

impl Builder<'_> {
    pub fn use_of(&mut self, id: SchemaId, owner: Owner) -> TypeUse {
        let (id, owner) = self.meant(id, owner);
        if let Some(known) = self.known.get(&id) {
            return known.clone();
        }
        if self.pending.len() >= DEEPEST || !self.pending.insert(id) {
            return TypeUse::Value;
        }
        let ty = self.decide(id, owner);
        self.pending.remove(&id);
        let ty = if ty.depth() > DEEPEST_USE { TypeUse::Value } else { ty };
        self.known.insert(id, ty.clone());
        ty
    }

    /// The schema that decides the type: behind references, and the only part of an `allOf` that says anything.
    fn meant(&self, id: SchemaId, owner: Owner) -> (SchemaId, Owner) {
        let mut id = self.schemas.resolve(id);
        let mut owner = owner;
        // `lower` has broken every ring of references, so this ends.
        loop {
            if let Some(name) = &self.schemas.get(id).component {
                owner = Owner::Component(name.clone());
            }
            match self.only_part(id) {
                Some(only) => id = self.schemas.resolve(only),
                None => return (id, owner),
            }
        }
    }

    fn decide(&mut self, id: SchemaId, owner: Owner) -> TypeUse {
        if self.schemas.get(id).is_any() || self.schemas.get(id).boolean.is_some() {
            return TypeUse::Value;
        }
        let mut merged = merge(self.schemas, id);
        let nullable = take_null(&mut merged);
        let ty = match (nullable, merged.types.is_empty() && merged.values.is_none()) {
            (true, true) if merged.choices.is_empty() && merged.properties.is_empty() => {
                TypeUse::Unit
            }
            _ => self.decide_merged(id, owner, &merged),
        };
        if nullable { ty.or_null() } else { ty }
    }

    /// The one part of an `allOf` that says anything, where nothing stands beside it.
    fn only_part(&self, id: SchemaId) -> Option<SchemaId> {
        let schema = self.schemas.get(id);
        let mut bare = schema.clone();
        bare.all_of.clear();
        bare.reference = None;
        bare.secret = false;
        let alone = bare.is_any() && !schema.secret;
        let mut parts = schema.reference.iter().chain(&schema.all_of).filter(|it| {
            let part = self.schemas.get(self.schemas.resolve(**it));
            !part.is_any()
        });
        match (alone, parts.next(), parts.next()) {
            (true, Some(only), None) => Some(*only),
            _ => None,
        }
    }

    fn decide_merged(&mut self, id: SchemaId, owner: Owner, merged: &Merged) -> TypeUse {
        if !merged.properties.is_empty() {
            return self.define(id, owner, |it, at| it.object(at, merged));
        }
        if let Some(values) = &merged.values {
            return self.choice_of_values(id, owner, merged, values);
        }
        match merged.choices.as_slice() {
            [] => self.by_type(owner, merged),
            [choice] => self.choice(id, owner, choice, merged),
            _ => TypeUse::Value,
        }
    }

    /// Defines a type, or finds the one of equal structure.
    pub fn define(
        &mut self,
        id: SchemaId,
        owner: Owner,
        kind: impl FnOnce(&mut Self, TypeId) -> Kind,
    ) -> TypeUse {
        let inline = !matches!(owner, Owner::Component(_));
        let key = inline.then(|| structure_key(self.schemas, id));
        if let Some(equal) = key.as_ref().and_then(|key| self.by_structure.get(key)) {
            return TypeUse::Named(*equal);
        }
        let at = TypeId(self.types.len());
        // A placeholder takes the place, so that a type can refer to itself.
        self.types.push(TypeDef { schema: id, owner, kind: Kind::Enum(Vec::new()) });
        self.known.insert(id, TypeUse::Named(at));
        if let Some(key) = key {
            self.by_structure.insert(key, at);
        }
        let kind = kind(self, at);
        self.types[at.0].kind = kind;
        TypeUse::Named(at)
    }
}

/// Takes `null` out of the types and the values; tells whether it was there.
fn take_null(merged: &mut Merged) -> bool {
    let typed = merged.types.contains(&Type::Null);
    let valued = merged.values.as_ref().is_none_or(|it| it.contains(&Value::Null));
    let nullable = match (typed, merged.types.is_empty()) {
        (true, _) => valued,
        (false, true) => merged.values.is_some() && valued,
        (false, false) => false,
    };
    merged.types.retain(|it| *it != Type::Null);
    if let Some(values) = &mut merged.values {
        values.retain(|it| !it.is_null());
        if values.is_empty() {
            merged.values = None;
        }
    }
    nullable
}
