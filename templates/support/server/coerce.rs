//! Text becomes the JSON value that a schema wants.
//!
//! A string where the schema allows a string; else the number, the boolean, the `null` or the JSON that
//! the text spells.
//! Text that spells nothing allowed stays a string, so that validation says what is wrong with it.

use serde_json::{Map, Value};

use crate::support::schema::{ANY, Schema, Type};
use crate::support::validate;

/// A schema may refer to itself; what its types are is decided within so many steps.
const DEPTH: u8 = 16;

/// The types that a schema allows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Kinds(u8);

impl Kinds {
    const ALL: Self = Self(0x7f);

    pub(super) fn of(schema: &Schema) -> Self {
        Self::within(schema, DEPTH)
    }

    /// Whether a value of the type is wanted; a schema that allows everything wants nothing.
    pub(super) fn wants(self, kind: Type) -> bool {
        self != Self::ALL && self.allows(kind)
    }

    /// Whether text without structure may do.
    pub(super) fn allows_scalar(self) -> bool {
        self.0 & !(Self::bit(Type::Array) | Self::bit(Type::Object)) != 0
    }

    /// Whether a value of the type is allowed.
    pub(super) fn allows(self, kind: Type) -> bool {
        self.0 & Self::bit(kind) != 0
    }

    fn bit(kind: Type) -> u8 {
        1 << kind as u8
    }

    fn within(schema: &Schema, depth: u8) -> Self {
        let Some(depth) = depth.checked_sub(1) else { return Self::ALL };
        let own = schema.types.iter().fold(0, |bits, kind| bits | Self::bit(*kind));
        // An integer is a number too.
        let own =
            if own & Self::bit(Type::Number) != 0 { own | Self::bit(Type::Integer) } else { own };
        let mut bits = if schema.types.is_empty() { Self::ALL.0 } else { own };
        for part in schema.all_of {
            bits &= Self::within(part, depth).0;
        }
        for parts in [schema.any_of, schema.one_of] {
            if !parts.is_empty() {
                bits &= parts.iter().fold(0, |bits, part| bits | Self::within(part, depth).0);
            }
        }
        Self(bits)
    }
}

/// One value.
pub(super) fn text(schema: &Schema, text: String) -> Value {
    let kinds = Kinds::of(schema);
    let spelled = spelled(kinds, &text);
    let string = Value::String(text);
    match spelled {
        None => string,
        Some(value) if !kinds.allows(Type::String) => value,
        // Both are allowed by type: the string, unless only the other is allowed altogether.
        Some(value) => {
            let fits = |value: &Value| validate::value(schema, value).is_empty();
            if !fits(&string) && fits(&value) { value } else { string }
        }
    }
}

fn spelled(kinds: Kinds, text: &str) -> Option<Value> {
    let value = match text {
        // What is nested deeper than a style reaches is written as JSON.
        _ if text.starts_with('{') && kinds.wants(Type::Object)
            || text.starts_with('[') && kinds.wants(Type::Array) =>
        {
            serde_json::from_str(text).ok()?
        }
        "true" | "false" if kinds.wants(Type::Boolean) => Value::Bool(text == "true"),
        "null" if kinds.wants(Type::Null) => Value::Null,
        _ if kinds.wants(Type::Integer) => number(text)?,
        _ => return None,
    };
    Some(value)
}

/// A number as JSON writes it.
fn number(text: &str) -> Option<Value> {
    let value: Value = serde_json::from_str(text).ok()?;
    (value.is_number() && text.trim().len() == text.len()).then_some(value)
}

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
