//! Every place that is any JSON value, with the reason, and whether the document says more there.

use std::collections::BTreeMap;

use crate::ir::{Capability, SchemaId, Schemas, Type};
use crate::shape::merge::merge;
use crate::shape::{Kind, Shapes, TypeUse, Why};

/// A place that is any JSON value.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Such as `User.meta[]`.
    pub name: String,
    /// Why.
    pub why: Why,
    /// Whether the document gives a shape all the same.
    pub has_shape: bool,
}

/// All of them.
pub fn places(capability: &Capability, shapes: &Shapes) -> Vec<Place> {
    let mut walk = Walk { schemas: &capability.schemas, found: Vec::new() };
    for definition in &shapes.types {
        let name = format!("{:?}", definition.owner);
        match &definition.kind {
            Kind::Struct { fields, rest } | Kind::Tuple { items: fields, rest } => {
                for field in fields {
                    walk.visit(&format!("{name}.{}", field.name), field.schema, &field.ty);
                }
                rest.iter().for_each(|it| walk.visit(&format!("{name}.*"), None, it));
            }
            Kind::Union { variants, .. } => {
                for variant in variants {
                    walk.visit(
                        &format!("{name}|{}", variant.label),
                        Some(variant.schema),
                        &variant.ty,
                    );
                }
            }
            Kind::Wrapper(ty) | Kind::Alias(ty) => walk.visit(&name, definition.schema, ty),
            Kind::Enum(_) | Kind::Newtype(_) => {}
        }
    }
    for (operation, shape) in capability.operations.iter().zip(&shapes.operations) {
        for (parameter, ty) in operation.parameters.iter().zip(&shape.parameters) {
            let name = format!("{}?{}", operation.name, parameter.name);
            walk.visit(&name, Some(parameter.schema), ty);
        }
        if let (Some(body), Some(ty)) = (&operation.body, &shape.body) {
            walk.visit(&format!("{} body", operation.name), Some(body.schema), ty);
        }
        let answer = operation.success().and_then(|it| it.schema);
        walk.visit(&format!("{} answer", operation.name), answer, &shape.answer);
    }
    walk.found
}

/// How often each reason is given.
pub fn counts(places: &[Place]) -> String {
    let mut counts: BTreeMap<Why, usize> = BTreeMap::new();
    places.iter().for_each(|it| *counts.entry(it.why).or_default() += 1);
    counts.iter().map(|(why, count)| format!("{why:?}: {count}\n")).collect()
}

struct Walk<'s> {
    schemas: &'s Schemas,
    found: Vec<Place>,
}

impl Walk<'_> {
    fn visit(&mut self, name: &str, schema: Option<SchemaId>, ty: &TypeUse) {
        match ty {
            TypeUse::Value(why) => {
                let has_shape = schema.is_some_and(|it| has_shape(self.schemas, it));
                self.found.push(Place { name: name.to_owned(), why: *why, has_shape });
            }
            TypeUse::Option(inner) | TypeUse::Boxed(inner) => self.visit(name, schema, inner),
            TypeUse::List(inner) => {
                let items = schema.and_then(|it| merge(self.schemas, it).items.first().copied());
                self.visit(&format!("{name}[]"), items, inner);
            }
            TypeUse::Map(inner) => {
                let values =
                    schema.and_then(|it| merge(self.schemas, it).additional.first().copied());
                self.visit(&format!("{name}{{}}"), values, inner);
            }
            _ => {}
        }
    }
}

/// Whether any part of a schema names a type other than `null`, or says what a value is made of.
fn has_shape(schemas: &Schemas, id: SchemaId) -> bool {
    let parts = schemas.parts(id);
    if parts.iter().any(|it| schemas.get(*it).opaque) {
        return false;
    }
    parts.iter().map(|it| schemas.get(*it)).any(|it| {
        let alternatives = || it.any_of.iter().chain(&it.one_of);
        // An alternative that may be anything takes the shape from all the others.
        let is_choice = alternatives().next().is_some()
            && alternatives()
                .all(|it| schemas.get(schemas.resolve(*it)).is_null() || has_shape(schemas, *it));
        it.types.iter().any(|it| *it != Type::Null)
            || it.values.is_some()
            || !it.object.properties.is_empty()
            || it.array.items.is_some()
            || !it.array.prefix.is_empty()
            || is_choice
    })
}
