//! Texts become the arrays and objects that a schema wants: each text by the schema of its place.

use serde_json::{Map, Value};

use crate::support::schema::{ANY, Schema, Type};

pub(super) use crate::support::coerce::{Kinds, text};

/// A schema may refer to itself; what it declares is looked for within so many steps.
const DEPTH: u8 = 16;

/// An array of values.
pub(super) fn list(schema: &Schema, texts: Vec<String>) -> Value {
    texts.into_iter().enumerate().map(|(index, it)| text(item(schema, index), it)).collect()
}

/// An object of values.
pub(super) fn members(schema: &Schema, pairs: Vec<(String, String)>) -> Value {
    let members: Map<String, Value> = pairs
        .into_iter()
        .map(|(name, it)| {
            let value = text(property(schema, &name), it);
            (name, value)
        })
        .collect();
    Value::Object(members)
}

/// All values given for one name.
pub(super) fn values(schema: &Schema, mut values: Vec<String>) -> Value {
    let is_list = Kinds::of(schema).wants(Type::Array);
    match values.pop() {
        Some(only) if values.is_empty() => match text(schema, only) {
            Value::String(only) if is_list && !Kinds::of(schema).allows(Type::String) => {
                Value::Array(vec![text(item(schema, 0), only)])
            }
            value => value,
        },
        last => {
            let all = values.into_iter().chain(last).enumerate();
            all.map(|(index, it)| text(item(schema, index), it)).collect()
        }
    }
}

/// The schema of an item, as far as it is declared.
pub(super) fn item(schema: &Schema, index: usize) -> &Schema {
    search(schema, DEPTH, &|schema| {
        let rules = schema.array?;
        rules.prefix.get(index).copied().or(rules.items)
    })
}

/// The schema of a property, as far as it is declared.
pub(super) fn property<'s>(schema: &'s Schema, name: &str) -> &'s Schema {
    search(schema, DEPTH, &|schema| {
        let rules = schema.object?;
        let declared = rules.properties.iter().find(|it| it.name == name).map(|it| it.schema);
        declared.or(rules.additional)
    })
}

/// The names of the declared properties.
pub(super) fn property_names(schema: &Schema) -> Vec<&'static str> {
    let mut names = Vec::new();
    collect_names(schema, DEPTH, &mut names);
    names
}

fn collect_names(schema: &Schema, depth: u8, names: &mut Vec<&'static str>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let own = schema.object.map_or(&[][..], |rules| rules.properties);
    names.extend(own.iter().map(|it| it.name));
    for part in [schema.all_of, schema.any_of, schema.one_of].into_iter().flatten() {
        collect_names(part, depth, names);
    }
}

/// The first schema found here or in the parts that are combined here.
fn search<'s>(
    schema: &'s Schema,
    depth: u8,
    find: &dyn Fn(&'s Schema) -> Option<&'static Schema>,
) -> &'s Schema {
    find_within(schema, depth, find).unwrap_or(&ANY)
}

fn find_within<'s>(
    schema: &'s Schema,
    depth: u8,
    find: &dyn Fn(&'s Schema) -> Option<&'static Schema>,
) -> Option<&'s Schema> {
    let depth = depth.checked_sub(1)?;
    if let Some(found) = find(schema) {
        return Some(found);
    }
    let parts = [schema.all_of, schema.any_of, schema.one_of].into_iter().flatten();
    parts.copied().find_map(|part| find_within(part, depth, find))
}
