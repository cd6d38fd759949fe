//! Walks the schemas of a capability and decides the type of each.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::ir::{Capability, OperationId, SchemaId, Schemas, Type, structure_key};

use super::cycles::box_cycles;
use super::identifiers::name_identifiers;
use super::joint::Joint;
use super::merge::{Merged, merge_all};
use super::{Kind, Owner, Shapes, TypeDef, TypeId, TypeUse, Why};

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
        wrappers: BTreeMap::new(),
    };
    let operations = capability.operations.iter().enumerate();
    let operations = operations.map(|(at, it)| builder.operation(OperationId(at), it)).collect();
    let mut shapes = Shapes { types: builder.types, operations };
    name_identifiers(capability, &mut shapes);
    box_cycles(&mut shapes.types);
    shapes
}

pub(super) struct Builder<'s> {
    pub schemas: &'s Schemas,
    pub types: Vec<TypeDef>,
    known: BTreeMap<Joint, TypeUse>,
    by_structure: BTreeMap<String, TypeId>,
    // What is being decided: whatever comes back here through something without a name gets one.
    pending: BTreeSet<Joint>,
    wrappers: BTreeMap<Joint, TypeId>,
}

impl Builder<'_> {
    pub fn use_of(&mut self, id: SchemaId, owner: Owner) -> TypeUse {
        self.use_of_joint(Joint::of(self.schemas, id), owner)
    }

    /// The type of a value that several schemas speak of.
    pub fn use_of_all(&mut self, ids: &[SchemaId], owner: Owner) -> TypeUse {
        self.use_of_joint(Joint::all(self.schemas, ids), owner)
    }

    pub fn use_of_joint(&mut self, joint: Joint, owner: Owner) -> TypeUse {
        let (joint, owner) = self.meant(joint, owner);
        if let Some(known) = self.known.get(&joint) {
            return known.clone();
        }
        if self.pending.len() >= DEEPEST {
            return TypeUse::Value(Why::TooDeep);
        }
        if !self.pending.insert(joint.clone()) {
            return self.wrapper(joint, owner);
        }
        let ty = self.decide(&joint, owner);
        self.pending.remove(&joint);
        let ty = if ty.depth() > DEEPEST_USE { TypeUse::Value(Why::TooDeep) } else { ty };
        let ty = self.wrapped(&joint, ty);
        self.known.insert(joint, ty.clone());
        ty
    }

    /// The name of a map or a list that contains itself; what it holds is known when it is decided.
    fn wrapper(&mut self, joint: Joint, owner: Owner) -> TypeUse {
        if let Some(at) = self.wrappers.get(&joint) {
            return TypeUse::Named(*at);
        }
        let kind = Kind::Wrapper(TypeUse::Value(Why::TooDeep));
        let at = self.push(joint.single(), owner, kind);
        self.wrappers.insert(joint, at);
        TypeUse::Named(at)
    }

    fn wrapped(&mut self, joint: &Joint, ty: TypeUse) -> TypeUse {
        let Some(at) = self.wrappers.remove(joint) else { return ty };
        // What is nothing but itself would be read for ever.
        let endless = ty.held() == Some(at);
        let ty = if endless { TypeUse::Value(Why::Unsaid) } else { ty };
        self.types[at.0].kind = Kind::Wrapper(ty);
        TypeUse::Named(at)
    }

    /// What decides the type: behind references, and the only part of an `allOf` that says anything.
    fn meant(&self, joint: Joint, owner: Owner) -> (Joint, Owner) {
        let Some(mut id) = joint.single() else { return (joint, owner) };
        let mut owner = owner;
        // `lower` has broken every ring of references, so this ends.
        loop {
            if let Some(name) = &self.schemas.get(id).component {
                owner = Owner::Component(name.clone());
            }
            match self.only_part(id) {
                Some(only) => id = self.schemas.resolve(only),
                None => return (Joint::of(self.schemas, id), owner),
            }
        }
    }

    fn decide(&mut self, joint: &Joint, owner: Owner) -> TypeUse {
        if let Some(why) = joint.single().and_then(|it| why_any(self.schemas.get(it))) {
            return TypeUse::Value(why);
        }
        let mut merged = merge_all(self.schemas, joint);
        let nullable = take_null(&mut merged);
        let says_nothing_else = merged.types.is_empty()
            && merged.values.is_none()
            && merged.choices.is_empty()
            && merged.properties.is_empty();
        let ty = if nullable && says_nothing_else {
            TypeUse::Unit
        } else {
            let ty = self.decide_merged(joint, owner.clone(), merged);
            self.named_scalar(joint, owner, ty)
        };
        if nullable { ty.or_null() } else { ty }
    }

    /// A string or an integer that is a named schema, or one with further rules, is a type of its own.
    fn named_scalar(&mut self, joint: &Joint, owner: Owner, ty: TypeUse) -> TypeUse {
        let is_plain = matches!(ty, TypeUse::String | TypeUse::I64 | TypeUse::U64);
        let parts = || joint.schemas.iter().flat_map(|it| self.schemas.parts(*it));
        let refuses = |id| {
            let schema = self.schemas.get(id);
            schema.extensions.get("x-newtype") == Some(&Value::Bool(false))
        };
        if !is_plain || parts().any(refuses) {
            return ty;
        }
        if matches!(owner, Owner::Component(_)) {
            return self.define(Some(joint), owner, |_, _| Kind::Newtype(ty));
        }
        let mut named = parts().filter(|it| self.schemas.get(*it).component.is_some());
        match (named.next(), named.next()) {
            (Some(only), None) => match self.use_of(only, owner) {
                TypeUse::Option(inner) => *inner,
                named => named,
            },
            _ => ty,
        }
    }

    /// The one part of an `allOf` that says anything, where nothing stands beside it.
    fn only_part(&self, id: SchemaId) -> Option<SchemaId> {
        let schema = self.schemas.get(id);
        let mut bare = schema.clone();
        bare.all_of.clear();
        bare.reference = None;
        bare.secret = false;
        bare.shown = false;
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

    fn decide_merged(&mut self, joint: &Joint, owner: Owner, mut merged: Merged) -> TypeUse {
        if merged.contradicts {
            return TypeUse::Value(Why::Contradiction);
        }
        if let Some(values) = merged.values.take() {
            return self.choice_of_values(joint, owner, &merged, &values);
        }
        let choices = std::mem::take(&mut merged.choices);
        merged.choices = choices.into_iter().filter(|it| self.tells_types(&merged, it)).collect();
        if !merged.choices.is_empty() && self.is_writable(&merged) {
            return self.choice(joint, owner, &merged);
        }
        if let [_, _, ..] = kinds(&merged.types).as_slice() {
            return self.several_types(joint, owner, &merged);
        }
        self.by_type(Some(joint), owner, &merged)
    }

    /// Defines a type, or finds the one of equal structure; without a joint, it is a part of what that defines.
    pub fn define(
        &mut self,
        joint: Option<&Joint>,
        owner: Owner,
        kind: impl FnOnce(&mut Self, TypeId) -> Kind,
    ) -> TypeUse {
        let single = joint.and_then(Joint::single);
        let inline = single.filter(|_| !matches!(owner, Owner::Component(_)));
        let key = inline.map(|it| structure_key(self.schemas, it));
        if let Some(equal) = key.as_ref().and_then(|key| self.by_structure.get(key)) {
            return TypeUse::Named(*equal);
        }
        // A placeholder takes the place, so that a type can refer to itself.
        let at = self.push(single, owner, Kind::Enum(Vec::new()));
        if let Some(joint) = joint {
            self.known.insert(joint.clone(), TypeUse::Named(at));
        }
        if let Some(key) = key.clone() {
            self.by_structure.insert(key, at);
        }
        let kind = kind(self, at);
        if let Kind::Alias(ty) = &kind
            && at.0 + 1 == self.types.len()
        {
            // No type is needed after all, and none was named after it.
            self.types.pop();
            key.map(|it| self.by_structure.remove(&it));
            return ty.clone();
        }
        self.types[at.0].kind = kind;
        TypeUse::Named(at)
    }

    pub fn push(&mut self, schema: Option<SchemaId>, owner: Owner, kind: Kind) -> TypeId {
        self.types.push(TypeDef { schema, owner, kind });
        TypeId(self.types.len() - 1)
    }
}

fn why_any(schema: &crate::ir::Schema) -> Option<Why> {
    match schema.boolean {
        Some(false) => Some(Why::Never),
        _ if schema.opaque => Some(Why::Opaque),
        _ => schema.is_any().then_some(Why::Unsaid),
    }
}

/// The types that differ on the wire, where an integer is a number.
pub(super) fn kinds(types: &[Type]) -> Vec<Type> {
    let has_number = types.contains(&Type::Number);
    types.iter().copied().filter(|it| !(has_number && *it == Type::Integer)).collect()
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
