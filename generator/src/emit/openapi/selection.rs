//! The schema of what a mapping makes of an answer, as far as the schema of the whole answer tells it.
//!
//! A path that names one place answers the value there, or `null`; any other path answers a list of what it selects
//! (`support::mapping`).

use serde_json::{Map, Value, json};
use serde_json_path::JsonPath;

use crate::ir::{Mapping, Schema, SchemaId, Schemas, Type};

/// A step of a path that schemas can follow.
enum Step {
    Member(String),
    Index,
    /// All members or items.
    All,
}

/// What an answer, or a part of it, is.
#[derive(Clone)]
pub(super) enum Shape {
    /// Nothing is known of it.
    Any,
    /// What a schema says, or `null` where that may not be there.
    At(SchemaId, bool),
    /// A list of such values, or `null` where that may not be there.
    List(Box<Shape>, bool),
    /// An object of such members.
    Object(Vec<(String, Shape)>),
    /// This value.
    Constant(Value),
}

/// What a mapping makes of something.
pub(super) fn mapped(schemas: &Schemas, mapping: &Mapping, of: &Shape) -> Shape {
    match mapping {
        Mapping::Path(path) => match of {
            Shape::At(id, missing) => match select(schemas, *id, path) {
                Some(Selected { schema, is_list, may_miss }) => {
                    let found = schema
                        .map_or(Shape::Any, |it| Shape::At(it, may_miss && !is_list || *missing));
                    if is_list { Shape::List(Box::new(found), false) } else { found }
                }
                None => Shape::Any,
            },
            same if path.trim_end_matches('.') == "$" => same.clone(),
            _ => Shape::Any,
        },
        Mapping::Constant(value) => Shape::Constant(value.clone()),
        Mapping::Object(members) => {
            let member = |(name, it): &(String, Mapping)| (name.clone(), mapped(schemas, it, of));
            Shape::Object(members.iter().map(member).collect())
        }
        Mapping::Items(item) => {
            let (each, may_miss) = match of {
                Shape::List(each, missing) => ((**each).clone(), *missing),
                Shape::At(id, missing) => {
                    let each = select(schemas, *id, "$[*]").and_then(|it| it.schema);
                    let sure = schemas.get(schemas.resolve(*id)).types == [Type::Array];
                    (each.map_or(Shape::Any, |it| Shape::At(it, false)), *missing || !sure)
                }
                _ => (Shape::Any, true),
            };
            Shape::List(Box::new(mapped(schemas, item, &each)), may_miss)
        }
        Mapping::Then(first, second) => {
            let made = mapped(schemas, second, &mapped(schemas, first, of));
            // Of `null`, nothing but `null` is made.
            match made {
                Shape::Object(_) | Shape::Constant(_) => Shape::Any,
                made => made,
            }
        }
    }
}

/// What a mapping makes of an example, as the server would answer it.
pub(super) fn of_example(mapping: &Mapping, of: &Value) -> Option<Value> {
    Some(match mapping {
        Mapping::Path(path) => {
            let is_list = steps(path)?.iter().any(|it| matches!(it, Step::All));
            let nodes = JsonPath::parse(path).ok()?.query(of).all();
            match is_list {
                true => nodes.into_iter().cloned().collect(),
                false => nodes.first().map_or(Value::Null, |it| (*it).clone()),
            }
        }
        Mapping::Constant(value) => value.clone(),
        Mapping::Object(members) => {
            let member = |(name, it): &(String, Mapping)| Some((name.clone(), of_example(it, of)?));
            Value::Object(members.iter().map(member).collect::<Option<_>>()?)
        }
        Mapping::Items(item) => match of {
            Value::Array(items) => {
                items.iter().map(|it| of_example(item, it)).collect::<Option<_>>()?
            }
            _ => Value::Null,
        },
        Mapping::Then(first, second) => match of_example(first, of)? {
            Value::Null => Value::Null,
            part => of_example(second, &part)?,
        },
    })
}

/// What a path leads to.
struct Selected {
    /// The schema there; `None` where it is not known.
    schema: Option<SchemaId>,
    /// Whether a list of such values is answered.
    is_list: bool,
    /// Whether there may be nothing, which is answered as `null`.
    may_miss: bool,
}

/// Follows a path through a schema.
fn select(schemas: &Schemas, id: SchemaId, path: &str) -> Option<Selected> {
    let steps = steps(path)?;
    let is_list = steps.iter().any(|it| matches!(it, Step::All));
    let mut at = Some(id);
    let mut may_miss = false;
    for step in &steps {
        let parts: Vec<&Schema> = at
            .map(|id| schemas.parts(id))
            .unwrap_or_default()
            .into_iter()
            .map(|it| schemas.get(it))
            .collect();
        let opaque = parts.is_empty() || parts.iter().any(|it| it.opaque);
        let wanted = match step {
            Step::Member(_) => Type::Object,
            Step::Index | Step::All => Type::Array,
        };
        may_miss |= opaque || !parts.iter().any(|it| it.types == [wanted]);
        at = match step {
            _ if opaque => None,
            Step::Member(name) => {
                may_miss |= !parts.iter().any(|it| it.object.required.contains(name));
                parts.iter().rev().find_map(|it| it.object.properties.get(name).copied())
            }
            Step::Index => {
                may_miss = true;
                items(&parts)
            }
            // `[*]` also selects the members of an object.
            Step::All if parts.iter().any(|it| it.types == [Type::Array]) => items(&parts),
            Step::All => None,
        };
    }
    Some(Selected { schema: at, is_list, may_miss })
}

fn items(parts: &[&Schema]) -> Option<SchemaId> {
    let plain = parts.iter().all(|it| it.array.prefix.is_empty());
    parts.iter().find_map(|it| it.array.items).filter(|_| plain)
}

/// The steps of a path of names, indices and wildcards; `None` for one that selects in other ways.
fn steps(path: &str) -> Option<Vec<Step>> {
    let mut rest = path.trim().strip_prefix('$')?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        let step;
        (step, rest) = match rest.strip_prefix('.') {
            Some("") => return Some(steps),
            Some(after) => dotted(after)?,
            None => bracketed(rest.strip_prefix('[')?)?,
        };
        steps.push(step);
    }
    Some(steps)
}

fn dotted(text: &str) -> Option<(Step, &str)> {
    if let Some(rest) = text.strip_prefix('*') {
        return Some((Step::All, rest));
    }
    let end = text.find(['.', '[']).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    (!name.is_empty()).then(|| (Step::Member(name.to_owned()), rest))
}

fn bracketed(text: &str) -> Option<(Step, &str)> {
    let (inner, rest) = text.split_once(']')?;
    let inner = inner.trim();
    let quoted = |quote: char| {
        let name = inner.strip_prefix(quote)?.strip_suffix(quote)?;
        (!name.contains([quote, '\\'])).then(|| Step::Member(name.to_owned()))
    };
    let step = match inner {
        "*" => Step::All,
        _ if inner.parse::<i64>().is_ok() => Step::Index,
        _ => quoted('\'').or_else(|| quoted('"'))?,
    };
    Some((step, rest))
}

/// The schema of a shape.
pub(super) fn written(shape: &Shape, schema: &mut impl FnMut(SchemaId) -> Value) -> Value {
    match shape {
        Shape::Any => json!({}),
        Shape::At(id, may_miss) => or_null(schema(*id), *may_miss),
        Shape::List(each, may_miss) => {
            let items = written(each, schema);
            or_null(json!({ "type": "array", "items": items }), *may_miss)
        }
        Shape::Object(members) => {
            let names: Vec<&String> = members.iter().map(|it| &it.0).collect();
            let properties: Map<String, Value> =
                members.iter().map(|(name, it)| (name.clone(), written(it, schema))).collect();
            json!({ "type": "object", "properties": properties, "required": names })
        }
        Shape::Constant(value) => json!({ "const": value }),
    }
}

fn or_null(schema: Value, may_miss: bool) -> Value {
    let is_open = schema.as_object().is_some_and(Map::is_empty);
    match may_miss && !is_open {
        true => json!({ "anyOf": [schema, { "type": "null" }] }),
        false => schema,
    }
}
