//! Walks the schemas of a capability and decides the type of each.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::ir::{
    Capability, Encoding, Operation, OperationId, Parameter, SchemaId, Schemas, StatusPattern,
    Style, Type, structure_key,
};

use super::merge::{Merged, merge};
use super::{Field, Kind, OperationShape, Owner, Shapes, TypeDef, TypeId, TypeUse, Variant};

/// Decides the types of a capability.
pub fn shapes(capability: &Capability) -> Shapes {
    let mut builder = Builder {
        schemas: &capability.schemas,
        types: Vec::new(),
        known: BTreeMap::new(),
        by_structure: BTreeMap::new(),
        pending: Vec::new(),
    };
    let operations = capability.operations.iter().enumerate();
    let operations = operations.map(|(at, it)| builder.operation(OperationId(at), it)).collect();
    let mut types = builder.types;
    box_cycles(&mut types);
    Shapes { types, operations }
}

struct Builder<'s> {
    schemas: &'s Schemas,
    types: Vec<TypeDef>,
    known: BTreeMap<SchemaId, TypeUse>,
    by_structure: BTreeMap<String, TypeId>,
    // Schemas whose type is being decided: one that comes back here through something without a name
    // cannot be a Rust type.
    pending: Vec<SchemaId>,
}

impl Builder<'_> {
    fn operation(&mut self, id: OperationId, operation: &Operation) -> OperationShape {
        let parameters = operation.parameters.iter().map(|it| self.parameter(id, it)).collect();
        let body = operation.body.as_ref().map(|body| match body.encoding {
            Encoding::Binary => TypeUse::File,
            Encoding::Text => TypeUse::String,
            _ => self.body(id, body.schema),
        });
        OperationShape { parameters, body, answer: self.answer(id, operation) }
    }

    /// Only JSON can say `null`; in any other style a parameter has a value or is left out.
    fn parameter(&mut self, id: OperationId, parameter: &Parameter) -> TypeUse {
        let owner = Owner::Parameter(id, parameter.argument.clone());
        match self.use_of(parameter.schema, owner) {
            TypeUse::Option(inner) if parameter.style != Style::Json => *inner,
            ty => ty,
        }
    }

    /// The body of an operation keeps a name of its own even where its structure equals an earlier one.
    fn body(&mut self, id: OperationId, schema: SchemaId) -> TypeUse {
        let owner = Owner::Request(id);
        let ty = self.use_of(schema, owner.clone());
        let TypeUse::Named(named) = ty else { return ty };
        let definition = &self.types[named.0];
        if definition.owner == owner || matches!(definition.owner, Owner::Component(_)) {
            return ty;
        }
        self.types.push(TypeDef { schema, owner, kind: Kind::Alias(ty) });
        TypeUse::Named(TypeId(self.types.len() - 1))
    }

    fn answer(&mut self, id: OperationId, operation: &Operation) -> TypeUse {
        let is_success =
            |status| matches!(status, StatusPattern::Code(200..=299) | StatusPattern::Class(2));
        let mut declared: Vec<_> =
            operation.responses.iter().filter(|it| is_success(it.status)).collect();
        if declared.is_empty() {
            declared.extend(operation.success());
        }
        let mut uses: Vec<TypeUse> = Vec::new();
        for response in declared {
            let ty = match (response.encoding, response.schema) {
                (Some(Encoding::Binary), _) => TypeUse::File,
                (Some(Encoding::Text), _) => TypeUse::String,
                (Some(_), Some(schema)) => self.use_of(schema, Owner::Answer(id)),
                _ => TypeUse::Unit,
            };
            if !uses.contains(&ty) {
                uses.push(ty);
            }
        }
        let empty = uses.iter().position(|it| *it == TypeUse::Unit);
        match (uses.len(), empty) {
            (1, _) => uses.remove(0),
            (2, Some(at)) => uses.remove(1 - at).or_null(),
            _ => TypeUse::Value,
        }
    }

    fn use_of(&mut self, id: SchemaId, owner: Owner) -> TypeUse {
        let (id, owner) = self.meant(id, owner);
        if let Some(known) = self.known.get(&id) {
            return known.clone();
        }
        if self.pending.contains(&id) {
            return TypeUse::Value;
        }
        self.pending.push(id);
        let ty = self.decide(id, owner);
        self.pending.pop();
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

    fn choice_of_values(
        &mut self,
        id: SchemaId,
        owner: Owner,
        merged: &Merged,
        values: &[Value],
    ) -> TypeUse {
        let strings: Option<Vec<String>> =
            values.iter().map(|it| it.as_str().map(str::to_owned)).collect();
        match strings {
            Some(mut strings) if !strings.is_empty() && !merged.secret => {
                let mut met = Vec::new();
                strings.retain(|it| {
                    !met.contains(it) && {
                        met.push(it.clone());
                        true
                    }
                });
                self.define(id, owner, |_, _| Kind::Enum(strings))
            }
            _ if values.iter().all(Value::is_boolean) => TypeUse::Bool,
            _ if values.iter().all(Value::is_i64) => TypeUse::I64,
            _ if values.iter().all(Value::is_u64) => TypeUse::U64,
            _ if values.iter().all(Value::is_number) => TypeUse::F64,
            _ => self.by_type(owner, merged),
        }
    }

    fn by_type(&mut self, owner: Owner, merged: &Merged) -> TypeUse {
        let format = merged.formats.first().map(String::as_str).unwrap_or_default();
        match merged.types.as_slice() {
            [Type::Boolean] => TypeUse::Bool,
            [Type::Integer] => integer(merged, format),
            [Type::Number] | [Type::Integer, Type::Number] | [Type::Number, Type::Integer] => {
                TypeUse::F64
            }
            [Type::String] if merged.secret => TypeUse::Secret,
            [Type::String] if format == "binary" => TypeUse::File,
            [Type::String] => TypeUse::String,
            [Type::Array] => self.list(owner, merged),
            [Type::Object] => self.map(owner, merged),
            [] if !merged.items.is_empty() => self.list(owner, merged),
            [] if !merged.additional.is_empty() => self.map(owner, merged),
            _ => TypeUse::Value,
        }
    }

    fn list(&mut self, owner: Owner, merged: &Merged) -> TypeUse {
        let item = match merged.items.as_slice() {
            [item] if !merged.has_prefix => self.use_of(*item, Owner::Item(Box::new(owner))),
            _ => TypeUse::Value,
        };
        TypeUse::List(Box::new(item))
    }

    fn map(&mut self, owner: Owner, merged: &Merged) -> TypeUse {
        let value = match merged.additional.as_slice() {
            [value] if !merged.has_patterns => self.use_of(*value, Owner::Item(Box::new(owner))),
            _ => TypeUse::Value,
        };
        TypeUse::Map(Box::new(value))
    }

    fn choice(
        &mut self,
        id: SchemaId,
        owner: Owner,
        choice: &[SchemaId],
        merged: &Merged,
    ) -> TypeUse {
        let is_null = |it: &&SchemaId| self.schemas.get(self.schemas.resolve(**it)).is_null();
        let nullable = choice.iter().any(|it| is_null(&it));
        let rest: Vec<SchemaId> = choice.iter().filter(|it| !is_null(it)).copied().collect();
        let ty = match rest.as_slice() {
            [] => TypeUse::Unit,
            [only] => self.use_of(*only, owner),
            _ if rest.iter().any(|it| self.schemas.get(self.schemas.resolve(*it)).is_any()) => {
                TypeUse::Value
            }
            _ if rest.iter().all(|it| self.is_text(*it)) => self.texts(id, owner, &rest),
            // Alternatives that only demand different properties of one object have no type of their own.
            _ if merged.types == [Type::Object]
                && rest.iter().all(|it| self.is_only_required(*it)) =>
            {
                self.map(owner, merged)
            }
            _ => self.define(id, owner, |it, at| it.union(at, &rest, merged)),
        };
        if nullable { ty.or_null() } else { ty }
    }

    /// Whether a schema allows nothing but strings.
    fn is_text(&self, id: SchemaId) -> bool {
        let merged = merge(self.schemas, id);
        let typed = merged.types == [Type::String];
        let valued = merged.values.as_ref().is_some_and(|it| it.iter().all(Value::is_string));
        (typed || valued) && !merged.secret && !merged.formats.iter().any(|it| it == "binary")
    }

    /// Alternatives that are all strings: one choice of strings where each lists its values, else a string.
    fn texts(&mut self, id: SchemaId, owner: Owner, alternatives: &[SchemaId]) -> TypeUse {
        let listed = alternatives.iter().map(|it| merge(self.schemas, *it).values);
        let Some(listed) = listed.collect::<Option<Vec<_>>>() else { return TypeUse::String };
        let mut values: Vec<String> = Vec::new();
        for value in listed.iter().flatten().filter_map(Value::as_str) {
            if !values.iter().any(|it| it == value) {
                values.push(value.to_owned());
            }
        }
        self.define(id, owner, |_, _| Kind::Enum(values))
    }

    fn is_only_required(&self, id: SchemaId) -> bool {
        let schema = self.schemas.get(self.schemas.resolve(id));
        schema.types.is_empty()
            && schema.object.properties.is_empty()
            && !schema.object.required.is_empty()
    }

    /// Defines a type, or finds the one of equal structure.
    fn define(
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

    fn object(&mut self, at: TypeId, merged: &Merged) -> Kind {
        let mut fields: Vec<Field> = Vec::new();
        for (name, schemas) in &merged.properties {
            let required = merged.required.contains(name);
            let ty = self.property(at, name, schemas);
            fields.push(Field {
                name: name.clone(),
                required,
                schema: schemas.first().copied(),
                ty,
            });
        }
        for name in merged.required.iter().filter(|it| !merged.properties.contains_key(*it)) {
            fields.push(Field {
                name: name.clone(),
                required: true,
                schema: None,
                ty: TypeUse::Value,
            });
        }
        Kind::Struct { fields, rest: self.rest(at, merged) }
    }

    /// A property that several parts declare has the type they agree on.
    fn property(&mut self, at: TypeId, name: &str, schemas: &[SchemaId]) -> TypeUse {
        let mut agreed = TypeUse::Value;
        for schema in schemas {
            let ty = self.use_of(*schema, Owner::Part(at, name.to_owned()));
            match (&agreed, ty) {
                (_, TypeUse::Value) => {}
                (TypeUse::Value, ty) => agreed = ty,
                (before, ty) if *before == ty => {}
                _ => return TypeUse::Value,
            }
        }
        agreed
    }

    fn rest(&mut self, at: TypeId, merged: &Merged) -> Option<TypeUse> {
        // What a choice beside the properties demands is among the others.
        let has_choices = !merged.choices.is_empty();
        if merged.has_patterns || (has_choices && merged.additional.is_empty()) {
            return Some(TypeUse::Value);
        }
        let schema = *merged.additional.first()?;
        if self.schemas.get(schema).boolean == Some(false) {
            return None;
        }
        Some(self.use_of(schema, Owner::Part(at, "value".to_owned())))
    }

    fn union(&mut self, at: TypeId, rest: &[SchemaId], merged: &Merged) -> Kind {
        let discriminator = merged.discriminator.as_ref();
        let mut variants = Vec::new();
        for (index, schema) in rest.iter().enumerate() {
            let name = self
                .schemas
                .get(*schema)
                .title
                .clone()
                .unwrap_or_else(|| format!("variant {}", index + 1));
            let ty = self.use_of(*schema, Owner::Part(at, name));
            let tags = discriminator.map(|it| self.tags(it, *schema)).unwrap_or_default();
            variants.push(Variant { schema: *schema, ty: boxed_self(ty, at), tags });
        }
        let complete = variants.iter().all(|it| !it.tags.is_empty());
        let tag = discriminator.filter(|_| complete).map(|it| it.property.clone());
        Kind::Union { tag, variants }
    }

    /// The tag values that tell a variant: those mapped to it, else the name of its schema.
    fn tags(&self, discriminator: &crate::ir::Discriminator, schema: SchemaId) -> Vec<String> {
        let meant = self.schemas.resolve(schema);
        let mapped =
            discriminator.mapping.iter().filter(|(_, id)| self.schemas.resolve(**id) == meant);
        let mut tags: Vec<String> = mapped.map(|(tag, _)| tag.clone()).collect();
        if tags.is_empty() {
            tags.extend(self.schemas.get(meant).component.clone());
        }
        tags
    }
}

/// The integer that holds every value within the bounds; a JSON number where none of 64 bits does.
fn integer(merged: &Merged, format: &str) -> TypeUse {
    const BEYOND_I64: f64 = 9_223_372_036_854_775_808.0;
    let is_natural = merged.minimum.is_some_and(|it| it >= 0.0) || format == "uint64";
    let is_wide = merged.minimum.is_some_and(|it| it < -BEYOND_I64)
        || merged.maximum.is_some_and(|it| it > BEYOND_I64);
    match (is_natural, is_wide && format != "int64") {
        (true, _) => TypeUse::U64,
        (false, true) => TypeUse::Value,
        (false, false) => TypeUse::I64,
    }
}

/// A union that directly holds itself must do so on the heap.
fn boxed_self(ty: TypeUse, at: TypeId) -> TypeUse {
    if ty.held() == Some(at) { TypeUse::Boxed(Box::new(ty)) } else { ty }
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

/// Puts on the heap whatever would make a type contain itself.
///
/// A property that must be there and leads back to its own type without a way out has no finite value; it
/// becomes one that may be missing, so that reading an answer that lacks it ends.
fn box_cycles(types: &mut [TypeDef]) {
    let mut held: Vec<Vec<TypeId>> = types.iter().map(|it| held_by(&it.kind)).collect();
    let mut needed: Vec<Vec<TypeId>> = types.iter().map(|it| needed_by(&it.kind)).collect();
    for at in 0..types.len() {
        let leads_back = |edges: &[Vec<TypeId>], ty: &TypeUse| {
            ty.held().is_some_and(|it| reaches(edges, it, TypeId(at)))
        };
        match &mut types[at].kind {
            Kind::Struct { fields, .. } => {
                for field in fields.iter_mut().filter(|it| leads_back(&held, &it.ty)) {
                    let endless = field.required
                        && matches!(field.ty, TypeUse::Named(_))
                        && leads_back(&needed, &field.ty);
                    field.ty = boxed(field.ty.clone());
                    if endless {
                        field.ty = field.ty.clone().or_null();
                    }
                }
            }
            Kind::Union { variants, .. } => {
                for variant in variants.iter_mut().filter(|it| leads_back(&held, &it.ty)) {
                    variant.ty = boxed(variant.ty.clone());
                }
            }
            Kind::Enum(_) | Kind::Alias(_) => {}
        }
        // A box here may have broken the ring of a type that follows.
        held[at] = held_by(&types[at].kind);
        needed[at] = needed_by(&types[at].kind);
    }
}

fn boxed(ty: TypeUse) -> TypeUse {
    match ty {
        TypeUse::Option(inner) => TypeUse::Option(Box::new(boxed(*inner))),
        TypeUse::Boxed(_) => ty,
        other => TypeUse::Boxed(Box::new(other)),
    }
}

/// The types without whose value there is no value of this one.
fn needed_by(kind: &Kind) -> Vec<TypeId> {
    match kind {
        Kind::Struct { fields, .. } => {
            fields.iter().filter(|it| it.required).filter_map(|it| it.ty.needed()).collect()
        }
        Kind::Alias(TypeUse::Named(id)) => vec![*id],
        Kind::Alias(_) | Kind::Enum(_) | Kind::Union { .. } => Vec::new(),
    }
}

fn held_by(kind: &Kind) -> Vec<TypeId> {
    match kind {
        Kind::Struct { fields, .. } => fields.iter().filter_map(|it| it.ty.held()).collect(),
        Kind::Union { variants, .. } => variants.iter().filter_map(|it| it.ty.held()).collect(),
        Kind::Alias(ty) => ty.held().into_iter().collect(),
        Kind::Enum(_) => Vec::new(),
    }
}

fn reaches(held: &[Vec<TypeId>], from: TypeId, wanted: TypeId) -> bool {
    let mut met = vec![false; held.len()];
    let mut waiting = vec![from];
    while let Some(at) = waiting.pop() {
        if at == wanted {
            return true;
        }
        if !std::mem::replace(&mut met[at.0], true) {
            waiting.extend(&held[at.0]);
        }
    }
    false
}
