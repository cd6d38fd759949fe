//! Published output schemas that hold for what is hidden too.
//!
//! A hidden value is the string `[redacted]`, whatever pattern, format or list of values its schema
//! demands. Strict clients throw away a result that does not fit, so these demands are not published.

use rmcp::model::JsonObject;
use serde_json::{Map, Value, json};

use super::{NAMES, VALUE, names};

/// Keywords that a hidden string would not meet.
const DEMANDS: [&str; 8] = [
    "const",
    "contentEncoding",
    "contentMediaType",
    "default",
    "enum",
    "maxLength",
    "minLength",
    "pattern",
];

/// Allowance for definitions that refer to each other.
const MAX_REFERENCES: usize = 8;

/// So often a definition is written out within another.
const MAX_WRITTEN_OUT: usize = 4;

/// A schema as it is published where secrets are hidden.
pub(in crate::support::mcp) fn relaxed(schema: &JsonObject) -> JsonObject {
    let definitions = schema.get("$defs").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut value = Value::Object(schema.clone());
    walk(&mut value, &definitions, 0);
    match value {
        Value::Object(members) => members,
        _ => JsonObject::new(),
    }
}

/// `written_out` counts the schemas around this one in which references may have been written out.
fn walk(schema: &mut Value, definitions: &Map<String, Value>, written_out: usize) {
    match schema {
        Value::Object(members) => {
            let mut further = written_out;
            if let Some(Value::Object(properties)) = members.get_mut("properties") {
                let is_variable = NAMES.iter().any(|it| properties.contains_key(*it));
                for (name, property) in properties.iter_mut() {
                    cut(property, written_out);
                    let is_named = names::is_secret(name) || (is_variable && name == VALUE);
                    match mark(property, definitions, 0) {
                        Some(true) => loosen(property, definitions, true, 0),
                        None if is_named => loosen(property, definitions, false, 0),
                        _ => continue,
                    }
                    further = written_out + 1;
                }
            }
            // Any name may come here, so that of a secret too.
            if let Some(other) = members.get_mut("additionalProperties") {
                cut(other, written_out);
                let is_marked = mark(other, definitions, 0) == Some(true);
                further += usize::from(other.is_object());
                loosen(other, definitions, is_marked, 0);
            }
            members.shift_remove("x-secret");
            for (name, value) in members.iter_mut() {
                // These hold values, not schemas.
                if !["const", "default", "enum", "examples"].contains(&name.as_str()) {
                    walk(value, definitions, further);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|it| walk(it, definitions, written_out)),
        _ => {}
    }
}

/// A definition that holds itself would be written out without end; from some depth on anything is allowed.
fn cut(schema: &mut Value, written_out: usize) {
    if written_out > MAX_WRITTEN_OUT && schema.is_object() {
        *schema = Value::Bool(true);
    }
}

/// What the document says of a property: secret, not secret, or nothing.
fn mark(schema: &Value, definitions: &Map<String, Value>, depth: usize) -> Option<bool> {
    if depth > MAX_REFERENCES {
        return None;
    }
    if schema.get("format").is_some_and(|it| it == "password") {
        return Some(true);
    }
    if let Some(told) = schema.get("x-secret").and_then(Value::as_bool) {
        return Some(told);
    }
    let target = target(schema, definitions);
    let combined =
        ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|it| schema.get(it)?.as_array());
    let below: Vec<Option<bool>> =
        combined.flatten().chain(target).map(|it| mark(it, definitions, depth + 1)).collect();
    below.contains(&Some(true)).then_some(true).or(below.contains(&Some(false)).then_some(false))
}

fn target<'a>(schema: &Value, definitions: &'a Map<String, Value>) -> Option<&'a Value> {
    definitions.get(schema.get("$ref")?.as_str()?.strip_prefix("#/$defs/")?)
}

/// Takes away what a hidden string would not meet, here and in what is combined or listed here.
fn loosen(schema: &mut Value, definitions: &Map<String, Value>, is_marked: bool, depth: usize) {
    if depth > MAX_REFERENCES {
        *schema = Value::Bool(true);
        return;
    }
    let target = target(schema, definitions);
    let Some(members) = schema.as_object_mut() else { return };
    if let Some(target) = target {
        // Others may refer to the same definition from a place that is not secret.
        members.shift_remove("$ref");
        push(members, target.clone());
    }
    for demand in DEMANDS {
        members.shift_remove(demand);
    }
    if members.get("format").is_some_and(|it| it != "password") {
        members.shift_remove("format");
    }
    if is_marked {
        number(members);
    }
    // Alternatives that differed by what was taken away may now hold together.
    if let Some(one_of) = members.shift_remove("oneOf") {
        push(members, json!({ "anyOf": one_of }));
    }
    for name in ["allOf", "anyOf", "prefixItems"] {
        if let Some(Value::Array(list)) = members.get_mut(name) {
            list.iter_mut().for_each(|it| loosen(it, definitions, is_marked, depth + 1));
        }
    }
    if let Some(items) = members.get_mut("items") {
        loosen(items, definitions, is_marked, depth + 1);
        members.shift_remove("uniqueItems");
    }
}

/// Adds to `allOf`.
fn push(members: &mut Map<String, Value>, schema: Value) {
    let all = members.entry("allOf").or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(all) = all {
        all.push(schema);
    }
}

/// A number that is marked becomes a string.
fn number(members: &mut Map<String, Value>) {
    let is_number = |it: &Value| it == "number" || it == "integer";
    let allows = match members.get("type") {
        Some(Value::Array(types)) => types.iter().any(is_number),
        Some(only) => is_number(only),
        None => false,
    };
    if allows {
        members.shift_remove("type");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    fn relaxed(schema: Value) -> Value {
        let Value::Object(members) = schema else { panic!("an object") };
        Value::Object(super::relaxed(&members))
    }

    #[test]
    fn only_what_may_be_hidden_is_relaxed() {
        let schema = relaxed(json!({
            "type": "object",
            "properties": {
                "password": { "type": "string", "minLength": 12, "pattern": "^x" },
                "id": { "type": "string", "format": "uuid" },
                "pin": { "type": "integer", "format": "password" },
                "apiKey": { "$ref": "#/$defs/Key" },
                "keyId": { "$ref": "#/$defs/Key" },
                "token": { "type": "string", "maxLength": 3, "x-secret": false },
                "tokens": { "type": "array", "items": { "type": "string", "format": "uuid" }, "uniqueItems": true },
                "secret": { "oneOf": [{ "const": "a" }, { "type": "null" }] }
            },
            "$defs": { "Key": { "type": "string", "enum": ["a", "b"] } }
        }));
        assert_eq!(
            schema,
            json!({
                "type": "object",
                "properties": {
                    "password": { "type": "string" },
                    "id": { "type": "string", "format": "uuid" },
                    "pin": { "format": "password" },
                    "apiKey": { "allOf": [{ "type": "string" }] },
                    "keyId": { "$ref": "#/$defs/Key" },
                    "token": { "type": "string", "maxLength": 3 },
                    "tokens": { "type": "array", "items": { "type": "string" } },
                    "secret": { "allOf": [{ "anyOf": [{}, { "type": "null" }] }] }
                },
                "$defs": { "Key": { "type": "string", "enum": ["a", "b"] } }
            })
        );
    }

    #[test]
    fn values_beside_names_and_maps_are_relaxed() {
        let schema = relaxed(json!({
            "items": {
                "properties": { "name": { "minLength": 1 }, "value": { "type": "string", "minLength": 1 } }
            },
            "additionalProperties": { "type": "string", "minLength": 1 }
        }));
        assert_eq!(
            schema,
            json!({
                "items": { "properties": { "name": { "minLength": 1 }, "value": { "type": "string" } } },
                "additionalProperties": { "type": "string" }
            })
        );
    }
}
