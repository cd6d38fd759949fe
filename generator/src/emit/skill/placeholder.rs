//! A value that a schema allows, as an example.
//!
//! What the document shows comes first; else a value is made up, and where it is the caller's to know, it says so:
//! `"<userId>"`.

use serde_json::{Map, Value, json};

/// So deep an example is made; below, only what must be there is.
const DEPTH: usize = 8;

/// So deep `null` is preferred, where it is allowed.
const NULLS: usize = 3;

/// A value for an argument of this name; `definitions` are the `$defs` of the schema around it.
pub fn value(name: &str, schema: &Value, definitions: Option<&Value>) -> Value {
    made(name, schema, definitions, 0)
}

fn made(name: &str, schema: &Value, definitions: Option<&Value>, depth: usize) -> Value {
    let Value::Object(members) = schema else { return placeholder(name) };
    if let Some(shown) = shown(members) {
        return shown;
    }
    let deeper = |schema: &Value| made(name, schema, definitions, depth + 1);
    if depth < DEPTH {
        let target = members.get("$ref").and_then(Value::as_str);
        let target = target
            .and_then(|it| it.strip_prefix("#/$defs/"))
            .and_then(|it| definitions?.get(it.replace("~1", "/").replace("~0", "~")));
        if let Some(target) = target {
            return deeper(target);
        }
        for choice in ["anyOf", "oneOf"] {
            let list = members.get(choice).and_then(Value::as_array);
            let is_null = |it: &&Value| it.get("type") == Some(&json!("null"));
            // What may contain itself has to end.
            if depth >= NULLS && list.is_some_and(|it| it.iter().any(|it| is_null(&it))) {
                return Value::Null;
            }
            if let Some(first) = list.and_then(|it| it.iter().find(|it| !is_null(it)))
                && !members.contains_key("properties")
            {
                return deeper(first);
            }
        }
    }
    match kind(members) {
        Some("integer") => number(members, true),
        Some("number") => number(members, false),
        Some("boolean") => true.into(),
        Some("null") => Value::Null,
        Some("array") => {
            let items = members.get("items").unwrap_or(&Value::Bool(true));
            let least = members.get("minItems").and_then(Value::as_u64).unwrap_or(1).max(1);
            let one = made(singular(name), items, definitions, depth + 1);
            Value::Array(vec![one; usize::try_from(least.min(3)).unwrap_or(1)])
        }
        Some("object") => object(members, definitions, depth),
        Some("string") => text(name, members),
        _ => match members.get("allOf").and_then(Value::as_array) {
            Some(parts) if depth < DEPTH => joined(name, parts, definitions, depth),
            _ => placeholder(name),
        },
    }
}

/// What the document shows.
fn shown(members: &Map<String, Value>) -> Option<Value> {
    let first = |key: &str| members.get(key)?.as_array()?.first().cloned();
    let plain = |key: &str| members.get(key).filter(|it| !it.is_null()).cloned();
    plain("const")
        .or_else(|| first("examples"))
        .or_else(|| first("enum"))
        .or_else(|| plain("default"))
}

/// The first type that is not `null`.
fn kind(members: &Map<String, Value>) -> Option<&str> {
    match members.get("type") {
        Some(Value::String(one)) => Some(one),
        Some(Value::Array(several)) => {
            let mut names = several.iter().filter_map(Value::as_str);
            names.clone().find(|it| *it != "null").or_else(|| names.next())
        }
        _ => members.contains_key("properties").then_some("object"),
    }
}

fn object(members: &Map<String, Value>, definitions: Option<&Value>, depth: usize) -> Value {
    let mut out = Map::new();
    let properties = members.get("properties").and_then(Value::as_object);
    let required = members.get("required").and_then(Value::as_array);
    for name in required.into_iter().flatten().filter_map(Value::as_str) {
        let schema = properties.and_then(|it| it.get(name)).unwrap_or(&Value::Bool(true));
        let value =
            if depth < DEPTH { made(name, schema, definitions, depth + 1) } else { Value::Null };
        out.insert(name.to_owned(), value);
    }
    for part in members.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        if let Value::Object(more) = made("", part, definitions, depth + 1) {
            for (name, value) in more {
                out.entry(name).or_insert(value);
            }
        }
    }
    Value::Object(out)
}

fn joined(name: &str, parts: &[Value], definitions: Option<&Value>, depth: usize) -> Value {
    let mut all = Map::new();
    for part in parts {
        match made(name, part, definitions, depth + 1) {
            Value::Object(members) => all.extend(members),
            other if other != placeholder(name) => return other,
            _ => {}
        }
    }
    if all.is_empty() { placeholder(name) } else { Value::Object(all) }
}

fn number(members: &Map<String, Value>, is_integer: bool) -> Value {
    let bound = |key: &str| members.get(key).and_then(Value::as_f64);
    let least = bound("minimum").or_else(|| bound("exclusiveMinimum").map(|it| it + 1.0));
    let most = bound("maximum").or_else(|| bound("exclusiveMaximum").map(|it| it - 1.0));
    let mut value = least.unwrap_or(1.0);
    if let Some(most) = most.filter(|it| *it < value) {
        value = most;
    }
    if let Some(step) = bound("multipleOf").filter(|it| *it > 0.0) {
        value = (value / step).ceil() * step;
    }
    #[allow(clippy::cast_possible_truncation, reason = "a cast saturates, and any integer will do")]
    if is_integer { (value.ceil() as i64).into() } else { value.into() }
}

fn text(name: &str, members: &Map<String, Value>) -> Value {
    let known = match members.get("format").and_then(Value::as_str) {
        Some("date-time") => "2026-01-31T12:00:00Z",
        Some("date") => "2026-01-31",
        Some("time") => "12:00:00Z",
        Some("duration") => "PT1H",
        Some("email" | "idn-email") => "name@example.com",
        Some("hostname" | "idn-hostname") => "host.example.com",
        Some("uri" | "url" | "iri" | "uri-reference" | "iri-reference") => "https://example.com/",
        Some("uuid") => "00000000-0000-4000-8000-000000000000",
        Some("ipv4") => "192.0.2.1",
        Some("ipv6") => "2001:db8::1",
        Some("byte") => "ZXhhbXBsZQ==",
        _ if members.contains_key("contentEncoding") => "ZXhhbXBsZQ==",
        _ => return fitting(name, members),
    };
    known.into()
}

/// A placeholder of an allowed length.
fn fitting(name: &str, members: &Map<String, Value>) -> Value {
    let length = |key: &str| {
        let length = members.get(key).and_then(Value::as_u64)?;
        usize::try_from(length).ok()
    };
    let mut text = format!("<{name}>");
    if let Some(most) = length("maxLength") {
        text = text.chars().take(most).collect();
    }
    let missing = length("minLength").unwrap_or(0).saturating_sub(text.chars().count());
    // Nobody is shown a megabyte.
    text.push_str(&".".repeat(missing.min(200)));
    text.into()
}

fn placeholder(name: &str) -> Value {
    format!("<{name}>").into()
}

fn singular(name: &str) -> &str {
    name.strip_suffix('s').filter(|it| it.len() > 2).unwrap_or(name)
}
