//! A schema with everything that `$ref` and `allOf` add to it.
//!
//! Input: the schemas that hold at once. Output: [`Merged`], their parts laid side by side. Nothing is judged
//! here: two parts that contradict each other stay two parts.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::{Number, Value};

use crate::ir::{ArrayRules, Discriminator, NumberRules, Schema, SchemaId, Schemas, Type};

use super::joint::{ChoiceId, Joint};

/// What all parts of a schema say together.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    /// The types that every part allows; empty allows all.
    pub types: Vec<Type>,
    /// Whether no type is allowed by every part.
    pub contradicts: bool,
    /// The values that every part allows.
    pub values: Option<Vec<Value>>,
    /// The schemas of each property.
    pub properties: IndexMap<String, Vec<SchemaId>>,
    /// The properties that must be there.
    pub required: Vec<String>,
    /// The schemas of further properties.
    pub additional: Vec<SchemaId>,
    /// The schemas of properties whose names follow a pattern.
    pub patterns: Vec<SchemaId>,
    /// The choices not made yet: `anyOf` and `oneOf`.
    pub choices: Vec<Choice>,
    /// The schemas of the items.
    pub items: Vec<SchemaId>,
    /// The rules of arrays whose first items have schemas of their own.
    pub tuples: Vec<ArrayRules>,
    /// The formats.
    pub formats: Vec<String>,
    /// The property that tells the choice, with the values that tell each.
    pub discriminator: Option<Discriminator>,
    /// The least value, where one is declared.
    pub minimum: Option<f64>,
    /// The greatest value, where one is declared.
    pub maximum: Option<f64>,
    /// Whether the value must not be shown.
    pub secret: bool,
}

/// `anyOf` or `oneOf` of one part.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Which.
    pub id: ChoiceId,
    /// The alternatives, in document order.
    pub alternatives: Vec<SchemaId>,
}

impl Merged {
    /// Whether it says what a value is made of, beyond its type.
    pub fn has_structure(&self) -> bool {
        !self.properties.is_empty()
            || !self.additional.is_empty()
            || !self.patterns.is_empty()
            || !self.items.is_empty()
            || !self.tuples.is_empty()
            || self.values.is_some()
    }
}

/// Lays the parts of one schema side by side.
pub fn merge(schemas: &Schemas, id: SchemaId) -> Merged {
    merge_all(schemas, &Joint { schemas: vec![id], made: Vec::new() })
}

/// Lays the parts of schemas that hold at once side by side.
pub fn merge_all(schemas: &Schemas, joint: &Joint) -> Merged {
    let mut merged = Merged::default();
    let mut parts: Vec<SchemaId> = Vec::new();
    for part in joint.schemas.iter().flat_map(|it| schemas.parts(*it)) {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    for part in &parts {
        let schema = schemas.get(*part);
        add_values(schema, &mut merged);
        add_structure(schema, &mut merged);
        add_choices(*part, schema, &mut merged);
    }
    // A choice one of whose alternatives holds anyway is made.
    let parts: BTreeSet<SchemaId> = parts.into_iter().collect();
    let is_made = |it: &Choice| {
        joint.made.contains(&it.id)
            || it.alternatives.iter().any(|it| parts.contains(&schemas.resolve(*it)))
    };
    merged.choices.retain(|it| !is_made(it));
    merged
}

fn add_values(schema: &Schema, merged: &mut Merged) {
    if !schema.types.is_empty() && !merged.contradicts {
        merged.types = intersection(&merged.types, &schema.types);
        merged.contradicts = merged.types.is_empty();
    }
    if let Some(values) = &schema.values {
        merged.values = Some(match merged.values.take() {
            Some(before) => before.into_iter().filter(|it| values.contains(it)).collect(),
            None => values.clone(),
        });
    }
    merged.formats.extend(schema.string.format.clone());
    merged.secret |= schema.secret;
    let (least, greatest) = bounds(&schema.number);
    merged.minimum = tighter(merged.minimum, least, f64::max);
    merged.maximum = tighter(merged.maximum, greatest, f64::min);
}

/// The bounds as integers have them: above -1 is at least 0.
fn bounds(rules: &NumberRules) -> (Option<f64>, Option<f64>) {
    let number = |it: &Option<Number>| it.as_ref().and_then(Number::as_f64);
    let above = number(&rules.exclusive_minimum).map(|it| it.floor() + 1.0);
    let below = number(&rules.exclusive_maximum).map(|it| it.ceil() - 1.0);
    (
        tighter(number(&rules.minimum), above, f64::max),
        tighter(number(&rules.maximum), below, f64::min),
    )
}

fn tighter(one: Option<f64>, other: Option<f64>, tighter: fn(f64, f64) -> f64) -> Option<f64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(tighter(one, other)),
        (one, other) => one.or(other),
    }
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
    merged.patterns.extend(object.patterns.values());
    if schema.array.prefix.is_empty() {
        merged.items.extend(schema.array.items);
    } else {
        merged.tuples.push(schema.array.clone());
    }
    if merged.discriminator.is_none() {
        merged.discriminator.clone_from(&schema.discriminator);
    }
}

fn add_choices(id: SchemaId, schema: &Schema, merged: &mut Merged) {
    for (alternatives, one_of) in [(&schema.any_of, false), (&schema.one_of, true)] {
        if !alternatives.is_empty() {
            merged.choices.push(Choice {
                id: ChoiceId { schema: id, one_of },
                alternatives: alternatives.clone(),
            });
        }
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
