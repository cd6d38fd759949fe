//! Identifiers get types of their own, so that the id of a user is not taken for that of a project.
//!
//! Input: the shapes, in which identifiers are still strings and integers. A property or a parameter called
//! `userId`, `user_id`, `user-id` or `userID` is one if the capability has the name in two places at least, and
//! wherever it is a plain string or integer it is the same of the two; `userIds` is a list of them. The `id` of
//! the named schema `User` is one too, unless `User` has a `userId` beside it, which then is the id of something
//! else. Listed values and secrets keep their own types. `x-newtype: false` leaves a place out.

use std::collections::BTreeMap;

use heck::{ToSnakeCase, ToUpperCamelCase};
use serde_json::Value;

use crate::ir::{Capability, SchemaId, Schemas};

use super::{Kind, Owner, Shapes, TypeDef, TypeId, TypeUse};

/// Gives the identifiers of a capability types of their own.
pub fn name_identifiers(capability: &Capability, shapes: &mut Shapes) {
    let found = found(capability, shapes);
    let mut identifiers: BTreeMap<String, (TypeUse, TypeUse)> = BTreeMap::new();
    for (key, identifier) in found.into_iter().filter(|it| it.1.is_consistent()) {
        let Some((wire, plain)) = identifier.wire.zip(identifier.plain) else { continue };
        if let Some(id) = identifier_type(shapes, &key, wire, &plain) {
            identifiers.insert(key, (plain, TypeUse::Named(id)));
        }
    }
    replace(capability, shapes, &identifiers);
}

/// What is known of a name that ends in `Id`.
#[derive(Default)]
struct Found {
    /// How it is first written.
    wire: Option<String>,
    /// In how many places of the document it stands.
    places: usize,
    /// The plain type it has.
    plain: Option<TypeUse>,
    /// Whether it has another type somewhere.
    differs: bool,
}

impl Found {
    fn is_consistent(&self) -> bool {
        self.places > 1 && !self.differs
    }

    fn note(&mut self, ty: &TypeUse) {
        match (plain(ty), &self.plain) {
            (None, _) => self.differs |= !has_own_type(ty),
            // Where only some places say that it is at least 0, it may be less in the others.
            (Some(TypeUse::U64), Some(TypeUse::I64)) => {}
            (Some(TypeUse::I64), Some(TypeUse::U64)) => self.plain = Some(TypeUse::I64),
            (Some(ty), Some(before)) => self.differs |= ty != before,
            (Some(ty), None) => self.plain = Some(ty.clone()),
        }
    }
}

fn found(capability: &Capability, shapes: &Shapes) -> BTreeMap<String, Found> {
    let mut all: BTreeMap<String, Found> = BTreeMap::new();
    for (name, _) in places(capability) {
        if let Some(key) = key(name) {
            let found = all.entry(key).or_default();
            found.places += 1;
            found.wire.get_or_insert_with(|| name.to_owned());
        }
    }
    for definition in &shapes.types {
        let Kind::Struct { fields, .. } = &definition.kind else { continue };
        for field in fields {
            let key = match key(&field.name) {
                Some(key) => key,
                None => match own_key(definition, &field.name).filter(|it| all.contains_key(it)) {
                    Some(key) => {
                        all.entry(key.clone()).or_default().places += 1;
                        key
                    }
                    None => continue,
                },
            };
            note(&mut all, key, field.schema, &field.ty, &capability.schemas);
        }
    }
    for (operation, shape) in capability.operations.iter().zip(&shapes.operations) {
        for (parameter, ty) in operation.parameters.iter().zip(&shape.parameters) {
            if let Some(key) = key(&parameter.name) {
                note(&mut all, key, Some(parameter.schema), ty, &capability.schemas);
            }
        }
    }
    all
}

fn note(
    all: &mut BTreeMap<String, Found>,
    key: String,
    schema: Option<SchemaId>,
    ty: &TypeUse,
    schemas: &Schemas,
) {
    if !is_left_out(schemas, schema) {
        all.entry(key).or_default().note(ty);
    }
}

/// Every property and parameter of the document, by name.
fn places(capability: &Capability) -> impl Iterator<Item = (&str, SchemaId)> {
    let properties = capability.schemas.iter().flat_map(|(_, it)| &it.object.properties);
    let parameters = capability.operations.iter().flat_map(|it| &it.parameters);
    let properties = properties.map(|(name, id)| (name.as_str(), *id));
    properties.chain(parameters.map(|it| (it.name.as_str(), it.schema)))
}

/// The type of an identifier: the named schema of that name if it is one, else a new one; `None` where that
/// name means something else.
fn identifier_type(
    shapes: &mut Shapes,
    key: &str,
    wire: String,
    plain: &TypeUse,
) -> Option<TypeId> {
    let same_name = |it: &TypeDef| match &it.owner {
        Owner::Component(name) => name.to_upper_camel_case() == key,
        _ => false,
    };
    if let Some(at) = shapes.types.iter().position(same_name) {
        let is_same = matches!(&shapes.types[at].kind, Kind::Newtype(ty) if ty == plain);
        return is_same.then_some(TypeId(at));
    }
    let kind = Kind::Newtype(plain.clone());
    shapes.types.push(TypeDef { schema: None, owner: Owner::Identifier(wire), kind });
    Some(TypeId(shapes.types.len() - 1))
}

fn replace(
    capability: &Capability,
    shapes: &mut Shapes,
    identifiers: &BTreeMap<String, (TypeUse, TypeUse)>,
) {
    let schemas = &capability.schemas;
    for definition in &mut shapes.types {
        let own = own_key(definition, "id");
        let Kind::Struct { fields, .. } = &mut definition.kind else { continue };
        for field in fields.iter_mut().filter(|it| !is_left_out(schemas, it.schema)) {
            let own = own.as_ref().filter(|_| field.name == "id").cloned();
            put(&mut field.ty, own.or_else(|| key(&field.name)), &field.name, identifiers);
        }
    }
    for (operation, shape) in capability.operations.iter().zip(&mut shapes.operations) {
        let parameters = operation.parameters.iter().zip(&mut shape.parameters);
        for (it, ty) in parameters.filter(|(it, _)| !is_left_out(schemas, Some(it.schema))) {
            put(ty, key(&it.name), &it.name, identifiers);
        }
    }
}

/// Puts the identifier in the place of the plain type, within `null` and lists.
fn put(
    ty: &mut TypeUse,
    key: Option<String>,
    name: &str,
    identifiers: &BTreeMap<String, (TypeUse, TypeUse)>,
) {
    match ty {
        TypeUse::Option(inner) => put(inner, key, name, identifiers),
        TypeUse::List(inner) => put(inner, self::key(singular(name)), "", identifiers),
        TypeUse::String | TypeUse::I64 | TypeUse::U64 => {
            let identifier = key.and_then(|it| identifiers.get(&it));
            let is_like = |plain: &TypeUse| (*plain == TypeUse::String) == (*ty == TypeUse::String);
            if let Some((_, named)) = identifier.filter(|it| is_like(&it.0)) {
                *ty = named.clone();
            }
        }
        _ => {}
    }
}

/// The name of the type of an identifier, such as `UserId`; `None` for what is none.
fn key(name: &str) -> Option<String> {
    let words = name.to_snake_case();
    let what = words.strip_suffix("_id")?;
    what.contains(char::is_alphabetic).then(|| name.to_upper_camel_case())
}

/// The key of the `id` of a named schema, where the schema does not use that name for something else.
fn own_key(definition: &TypeDef, name: &str) -> Option<String> {
    let (Owner::Component(component), Kind::Struct { fields, .. }) =
        (&definition.owner, &definition.kind)
    else {
        return None;
    };
    let own = key(&format!("{component} id")).filter(|_| name == "id")?;
    (!fields.iter().any(|it| key(&it.name).as_ref() == Some(&own))).then_some(own)
}

/// `userIds` without its last letter.
fn singular(name: &str) -> &str {
    name.strip_suffix(['s', 'S']).unwrap_or("")
}

fn plain(ty: &TypeUse) -> Option<&TypeUse> {
    match ty {
        TypeUse::Option(inner) => plain(inner),
        TypeUse::String | TypeUse::I64 | TypeUse::U64 => Some(ty),
        _ => None,
    }
}

/// Whether something has a type that stays as it is and contradicts nothing: listed values, secrets.
fn has_own_type(ty: &TypeUse) -> bool {
    match ty {
        TypeUse::Option(inner) => has_own_type(inner),
        TypeUse::Named(_) | TypeUse::Secret | TypeUse::Value(_) | TypeUse::Unit => true,
        _ => false,
    }
}

fn is_left_out(schemas: &Schemas, schema: Option<SchemaId>) -> bool {
    let refuses = |id| schemas.get(id).extensions.get("x-newtype") == Some(&Value::Bool(false));
    schema.is_some_and(refuses)
}
