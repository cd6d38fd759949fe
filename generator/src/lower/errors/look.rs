//! What a schema of an error's member is, seen through references and what allows `null` besides.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value;

use crate::ir::{Schema, SchemaId, Schemas, Type};

/// References and alternatives are followed so far.
const DEPTH: usize = 8;

/// The schema that says what a value is: the one that is referred to, the only part, or the only
/// alternative to `null`.
pub(super) fn effective(schemas: &Schemas, id: SchemaId) -> &Schema {
    let mut at = schemas.get(schemas.resolve(id));
    for _ in 0..DEPTH {
        let says_nothing =
            at.types.is_empty() && at.values.is_none() && at.object.properties.is_empty();
        let parts = [&at.all_of, &at.any_of, &at.one_of].into_iter().flatten().copied();
        let mut parts = parts.filter(|it| !schemas.get(schemas.resolve(*it)).is_null());
        match (parts.next(), parts.next()) {
            (Some(only), None) if says_nothing => at = schemas.get(schemas.resolve(only)),
            _ => break,
        }
    }
    at
}

/// The one type of a value, beside `null`.
pub(super) fn kind(schema: &Schema) -> Option<Type> {
    let mut types = schema.types.iter().filter(|it| **it != Type::Null);
    match (types.next(), types.next()) {
        (Some(only), None) => Some(*only),
        (None, _) if !schema.object.properties.is_empty() => Some(Type::Object),
        (None, _) if schema.array.items.is_some() => Some(Type::Array),
        (Some(_), Some(_)) if schema.types.contains(&Type::String) => Some(Type::String),
        _ => None,
    }
}

/// An object, with what all its parts say.
pub(super) struct Object<'a> {
    pub(super) properties: IndexMap<&'a str, SchemaId>,
    pub(super) required: BTreeSet<&'a str>,
    /// Whether it has no members but those that are declared.
    pub(super) closed: bool,
}

impl<'a> Object<'a> {
    /// The object, or the first alternative that is one; `None` for what is no object, or has rules that
    /// depend on the value.
    pub(super) fn of(schemas: &'a Schemas, id: SchemaId) -> Option<Self> {
        Self::within(schemas, id, DEPTH)
    }

    fn within(schemas: &'a Schemas, id: SchemaId, depth: usize) -> Option<Self> {
        let depth = depth.checked_sub(1)?;
        let parts: Vec<&Schema> = schemas.parts(id).into_iter().map(|it| schemas.get(it)).collect();
        let properties: IndexMap<&str, SchemaId> = parts
            .iter()
            .flat_map(|it| &it.object.properties)
            .map(|(name, id)| (name.as_str(), *id))
            .collect();
        let mut alternatives = parts.iter().flat_map(|it| it.any_of.iter().chain(&it.one_of));
        if properties.is_empty() {
            return alternatives.find_map(|it| Self::within(schemas, *it, depth));
        }
        let is_object = |it: &&Schema| it.types.is_empty() || it.types.contains(&Type::Object);
        let is_plain = |it: &&Schema| it.not.is_none() && it.condition.test.is_none();
        if alternatives.next().is_some() || !parts.iter().all(|it| is_object(it) && is_plain(it)) {
            return None;
        }
        let required = parts.iter().flat_map(|it| &it.object.required).map(String::as_str);
        let is_closed = |it: &&Schema| {
            let rest = [it.object.additional, it.object.unevaluated].into_iter().flatten();
            let names = it.object.names.is_some() || it.object.max_properties.is_some();
            names || rest.into_iter().any(|it| !schemas.get(schemas.resolve(it)).is_any())
        };
        Some(Self { required: required.collect(), closed: parts.iter().any(is_closed), properties })
    }
}

/// A value that fits a schema and says as little as it can.
pub(super) fn least(schemas: &Schemas, id: SchemaId) -> Option<Value> {
    least_within(schemas, id, DEPTH)
}

fn least_within(schemas: &Schemas, id: SchemaId, depth: usize) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    let whole = schemas.get(schemas.resolve(id));
    if whole.types.contains(&Type::Null) && whole.values.is_none() {
        return Some(Value::Null);
    }
    let schema = effective(schemas, id);
    if let Some(values) = &schema.values {
        return values.first().cloned();
    }
    match kind(schema) {
        None => schema.is_any().then_some(Value::Null),
        Some(Type::Null) => Some(Value::Null),
        Some(Type::Boolean) => Some(false.into()),
        Some(Type::String) => {
            let rules = &schema.string;
            let is_free = rules.min_length.is_none_or(|it| it == 0)
                && rules.pattern.is_none()
                && rules.format.is_none();
            if is_free { Some("".into()) } else { schema.examples.first().cloned() }
        }
        Some(Type::Integer | Type::Number) => {
            let rules = &schema.number;
            let lowest = rules.minimum.as_ref().and_then(serde_json::Number::as_i64).unwrap_or(0);
            let is_free = rules.exclusive_minimum.is_none()
                && rules.maximum.is_none()
                && rules.exclusive_maximum.is_none();
            is_free.then(|| lowest.max(0).into())
        }
        Some(Type::Array) => {
            schema.array.min_items.is_none_or(|it| it == 0).then(|| Value::Array(Vec::new()))
        }
        Some(Type::Object) => {
            if schema.object.required.is_empty() {
                return Some(Value::Object(Default::default()));
            }
            let object = Object::of(schemas, id)?;
            let member = |name: &&str| {
                let value = least_within(schemas, *object.properties.get(name)?, depth)?;
                Some(((*name).to_owned(), value))
            };
            object.required.iter().map(member).collect::<Option<_>>().map(Value::Object)
        }
    }
}
