//! Whether two JSON values are the same, but for what a type cannot keep: each such difference has a function
//! of its own below, with the reason. Members that the schemas do not speak of are lost, and only those.

use fixture::support::file::File;
use regress::Regex;
use serde_json::{Value, json};

use crate::flat::{list, target};
use crate::oracle::plain;

/// Says where what was written is not what was read; members that the schemas do not speak of may be lost.
pub fn compare(
    root: &Value,
    schemas: &[&Value],
    read: &Value,
    written: &Value,
) -> Result<(), String> {
    match (read, written) {
        (Value::Object(before), Value::Object(after)) => {
            if let Some(name) = after.keys().find(|it| !before.contains_key(*it)) {
                return Err(format!("{name:?} was added"));
            }
            let parts = parts(root, schemas, read);
            for (name, value) in before {
                let spoken = spoken(&parts, name);
                match after.get(name) {
                    Some(after) => compare(root, &spoken.unwrap_or_default(), value, after)
                        .map_err(|it| format!("/{name}{it}"))?,
                    None if spoken.is_some() => return Err(format!("{name:?} was lost")),
                    None => {}
                }
            }
            Ok(())
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            let parts = parts(root, schemas, read);
            for (index, (before, after)) in before.iter().zip(after).enumerate() {
                compare(root, &items(&parts, index), before, after)
                    .map_err(|it| format!("/{index}{it}"))?;
            }
            Ok(())
        }
        _ if equal(read, written) || is_same_file(read, written) => Ok(()),
        _ => Err(format!(": {read} became {written}")),
    }
}

fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(_), Value::Number(_)) if is_rounded(left) => left.as_f64() == right.as_f64(),
        (Value::Number(_), Value::Number(_)) => plain(&json!({ "const": left })).is_valid(right),
        _ => left == right,
    }
}

/// Whether a type need not read what stands at a pointer, though its schema allows it.
pub fn may_be_refused(schema: &Value, instance: &Value, pointer: &str) -> bool {
    let Some(found) = instance.pointer(pointer) else { return false };
    let has_files = || {
        let text = schema.to_string();
        text.contains(r#""format":"binary""#) || text.contains(r#""contentMediaType""#)
    };
    let is_no_file = has_files() && found.as_str().is_some_and(|it| File::parse(it).is_none());
    is_rounded(found) || is_no_file || is_not_unsigned(schema, found)
}

/// Integers beyond 2^53 are more than other readers of JSON carry (RFC 8259, section 6): a number is read
/// as a float, and an integer that is none of 64 bits, or is written as a float, is not read.
fn is_rounded(number: &Value) -> bool {
    number.as_f64().is_some_and(|it| it.abs() >= 9_007_199_254_740_992.0)
}

/// `format: uint64` says how wide a number is and, being an annotation, allows -1 all the same.
fn is_not_unsigned(schema: &Value, found: &Value) -> bool {
    found.as_f64().is_some_and(|it| it < 0.0) && schema.to_string().contains(r#""format":"uint"#)
}

/// A file is read from base64 or from a `data:` URL, and written as the latter. A string that is neither
/// is not read: JSON Schema says nothing of how bytes are written in JSON.
fn is_same_file(read: &Value, written: &Value) -> bool {
    match (read.as_str().and_then(File::parse), written.as_str().and_then(File::parse)) {
        (Some(read), Some(after)) => written.as_str() == Some(&after.to_string()) && read == after,
        _ => false,
    }
}

/// The schemas, their parts, and those of their alternatives that the value fits.
fn parts<'s>(root: &'s Value, schemas: &[&'s Value], value: &Value) -> Vec<&'s Value> {
    let mut all: Vec<&'s Value> = Vec::new();
    let mut waiting = schemas.to_vec();
    while let Some(schema) = waiting.pop() {
        if all.iter().any(|it| std::ptr::eq(*it, schema)) {
            continue;
        }
        all.push(schema);
        waiting.extend(schema.get("$ref").map(|it| target(root, it)));
        waiting.extend(schema.get("allOf").into_iter().flat_map(list));
        // A type is read as the first alternative that the value fits.
        for alternatives in ["anyOf", "oneOf"].iter().filter_map(|it| schema.get(it)) {
            waiting.extend(list(alternatives).find(|it| fits(root, it, value)));
        }
    }
    all
}

fn fits(root: &Value, schema: &Value, value: &Value) -> bool {
    plain(&json!({ "$defs": root.get("$defs").cloned().unwrap_or_else(|| json!({})), "allOf": [schema] }))
        .is_valid(value)
}

/// What schemas say of a member; `None` where they do not speak of it.
fn spoken<'s>(parts: &[&'s Value], name: &str) -> Option<Vec<&'s Value>> {
    let mut spoken = Vec::new();
    for part in parts {
        let before = spoken.len();
        spoken.extend(part.get("properties").and_then(|it| it.get(name)));
        let patterns = part.get("patternProperties").and_then(Value::as_object);
        let matches = |it: &str| Regex::new(it).is_ok_and(|it| it.find(name).is_some());
        spoken.extend(patterns.into_iter().flatten().filter(|it| matches(it.0)).map(|it| it.1));
        if spoken.len() == before {
            spoken.extend(part.get("additionalProperties"));
        }
    }
    let is_required =
        parts.iter().filter_map(|it| it.get("required")).flat_map(list).any(|it| it == name);
    (!spoken.is_empty() || is_required).then_some(spoken)
}

fn items<'s>(parts: &[&'s Value], index: usize) -> Vec<&'s Value> {
    let prefix = |it: &'s Value| it.get("prefixItems").and_then(|it| it.get(index));
    parts.iter().filter_map(|it| prefix(it).or_else(|| it.get("items"))).collect()
}
