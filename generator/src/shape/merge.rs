//! A schema with everything that `$ref` and `allOf` add to it.
//!
//! Input: the schemas. Output: [`Merged`], the parts laid side by side. Nothing is judged here: two parts
//! that contradict each other stay two parts.

use indexmap::IndexMap;
use serde_json::Value;

use crate::ir::{Schema, SchemaId, Schemas, Type};

/// What all parts of a schema say together.
#[derive(Debug, Default)]
pub struct Merged {
    /// The types that every part allows; empty allows all.
    pub types: Vec<Type>,
    /// The values that every part allows.
    pub values: Option<Vec<Value>>,
    /// The schemas of each property.
    pub properties: IndexMap<String, Vec<SchemaId>>,
    /// The properties that must be there.
    pub required: Vec<String>,
    /// The schemas of further properties.
    pub additional: Vec<SchemaId>,
    /// Whether names of properties follow patterns.
    pub has_patterns: bool,
    /// The choices: `anyOf` and `oneOf`.
    pub choices: Vec<Vec<SchemaId>>,
    /// The schemas of the items.
    pub items: Vec<SchemaId>,
    /// Whether the first items have schemas of their own.
    pub has_prefix: bool,
    /// The formats.
    pub formats: Vec<String>,
    /// The property that tells the choice, with the values that tell each.
    pub discriminator: Option<crate::ir::Discriminator>,
    /// The least value, where one is declared.
    pub minimum: Option<f64>,
    /// The greatest value, where one is declared.
    pub maximum: Option<f64>,
    /// Whether the value must not be shown.
    pub secret: bool,
}

/// Lays the parts of a schema side by side.
pub fn merge(schemas: &Schemas, id: SchemaId) -> Merged {
    let mut merged = Merged::default();
    for part in schemas.parts(id) {
        let schema = schemas.get(part);
        add_values(schema, &mut merged);
        add_structure(schema, &mut merged);
    }
    merged
}

fn add_values(schema: &Schema, merged: &mut Merged) {
    if !schema.types.is_empty() {
        merged.types = intersection(&merged.types, &schema.types);
    }
    if let Some(values) = &schema.values {
        merged.values = Some(match merged.values.take() {
            Some(before) => before.into_iter().filter(|it| values.contains(it)).collect(),
            None => values.clone(),
        });
    }
    merged.formats.extend(schema.string.format.clone());
    merged.secret |= schema.secret;
    let bound = schema.number.minimum.as_ref().or(schema.number.exclusive_minimum.as_ref());
    merged.minimum = bound.and_then(serde_json::Number::as_f64).or(merged.minimum);
    let bound = schema.number.maximum.as_ref().or(schema.number.exclusive_maximum.as_ref());
    merged.maximum = bound.and_then(serde_json::Number::as_f64).or(merged.maximum);
}

fn add_structure(schema: &Schema, merged: &mut Merged) {
    let object = &schema.object;
    for (name, id) in &object.properties {
        merged.properties.entry(name.clone()).or_default().push(*id);
    }
    for name in &object.required {
        if !merged.required.contains(name) {
            merged.required.push(name.clone());
        }
    }
    merged.additional.extend(object.additional);
    merged.has_patterns |= !object.patterns.is_empty();
    for choice in [&schema.any_of, &schema.one_of] {
        if !choice.is_empty() {
            merged.choices.push(choice.clone());
        }
    }
    merged.items.extend(schema.array.items);
    merged.has_prefix |= !schema.array.prefix.is_empty();
    if merged.discriminator.is_none() {
        merged.discriminator.clone_from(&schema.discriminator);
    }
}

/// The types allowed by both; an integer is a number too.
fn intersection(before: &[Type], types: &[Type]) -> Vec<Type> {
    if before.is_empty() {
        return types.to_vec();
    }
    let allows = |list: &[Type], it: Type| {
        list.contains(&it) || (it == Type::Integer && list.contains(&Type::Number))
    };
    let mut both: Vec<Type> = Vec::new();
    for it in before.iter().chain(types) {
        if allows(before, *it) && allows(types, *it) && !both.contains(it) {
            both.push(*it);
        }
    }
    both
}
