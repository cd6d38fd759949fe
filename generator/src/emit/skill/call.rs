//! An example call of a tool: what must be given, with placeholders for what only the caller knows.

use serde_json::{Map, Value, json};

use crate::emit::Subject;
use crate::emit::samples::{Examples, Side};
use crate::ir::{Operation, SchemaId, Target};

use super::entry::Entry;
use super::placeholder;

/// A call with everything that must be given, and nothing else.
pub fn example(subject: Subject<'_>, entry: &Entry<'_>, schema: &Value) -> String {
    let Some(tool) = entry.tools.first() else { return String::new() };
    let required = schema.get("required").and_then(Value::as_array);
    let names = required.into_iter().flatten().filter_map(Value::as_str);
    let mut given: Map<String, Value> = names
        .map(|name| {
            let property = &schema["properties"][name];
            (name.to_owned(), placeholder::value(name, property, schema.get("$defs")))
        })
        .collect();
    let whole = whole_body(subject, entry.operation);
    for argument in &tool.arguments {
        if let (Target::BodyField(field), Some(whole)) = (&argument.target, &whole)
            && let Some(value) = whole.get(field)
        {
            given.insert(argument.name.clone(), value.clone());
        }
    }
    let call = json!({ "name": tool.name, "arguments": given });
    let lines = serde_json::to_string_pretty(&call).unwrap_or_default();
    let line = call.to_string();
    if line.len() <= 100 { line } else { lines }
}

/// The members of a body whose rules reach across them, so that those which are always required may not be enough.
fn whole_body(subject: Subject<'_>, operation: &Operation) -> Option<Map<String, Value>> {
    let schemas = &subject.capability.schemas;
    let body = operation.body.as_ref()?.schema;
    let reaches_across = |id: &SchemaId| {
        let schema = schemas.get(*id);
        let combined = schema.reference.iter().chain(&schema.all_of);
        schema.in_place().count() > combined.count()
    };
    if !schemas.parts(body).iter().any(reaches_across) {
        return None;
    }
    match Examples::new(schemas).least(body, Side::Request)? {
        Value::Object(members) => Some(members),
        _ => None,
    }
}
