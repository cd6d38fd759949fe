//! Brings a schema into the form that clients of MCP bear.
//!
//! A client that cannot compile a pattern throws away the whole tool, or each of its results. So a pattern is published
//! only where every common engine reads it, and means the same: what JSON Schema's own, that of Python, and those without
//! look-around share. Checks are made against the whole schema all the same.

use serde_json::{Map, Value, json};

/// Keywords whose value is a schema, or schemas by name or in a list, in which some clients take no boolean.
const SINGLE: [&str; 6] = ["items", "contains", "not", "if", "then", "else"];
const NAMED: [&str; 4] = ["properties", "patternProperties", "$defs", "dependentSchemas"];
const LISTS: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
/// Keywords whose value is data.
const DATA: [&str; 4] = ["default", "const", "enum", "examples"];

/// Drops what not every client reads: patterns, schemas that are booleans, files that are not base64.
pub(super) fn publishable(value: &mut Value) {
    match value {
        Value::Object(members) => {
            let is_foreign = |it: &Value| it.as_str().is_some_and(|it| !is_portable(it));
            if members.get("pattern").is_some_and(is_foreign) {
                members.shift_remove("pattern");
            }
            if members.get("format").is_some_and(|it| it == "binary") {
                members.shift_remove("format");
                members.insert("contentEncoding".to_owned(), "base64".into());
            }
            write_out_booleans(members);
            members.iter_mut().for_each(|(keyword, value)| below(keyword, value));
        }
        Value::Array(items) => items.iter_mut().for_each(publishable),
        _ => {}
    }
}

/// What a keyword holds: schemas, schemas by name, or data, which stays as it is.
fn below(keyword: &str, value: &mut Value) {
    match value {
        _ if DATA.contains(&keyword) => {}
        Value::Object(named) if NAMED.contains(&keyword) => {
            named.values_mut().for_each(publishable);
        }
        _ => publishable(value),
    }
}

/// `true` and `false` as `{}` and `{"not": {}}`.
fn write_out_booleans(members: &mut Map<String, Value>) {
    for (keyword, value) in members {
        let schemas: Vec<&mut Value> = match value {
            Value::Bool(_) if SINGLE.contains(&&**keyword) => vec![value],
            Value::Object(named) if NAMED.contains(&&**keyword) => named.values_mut().collect(),
            Value::Array(list) if LISTS.contains(&&**keyword) => list.iter_mut().collect(),
            _ => continue,
        };
        for schema in schemas {
            if let Value::Bool(allows) = schema {
                *schema = if *allows { json!({}) } else { json!({ "not": {} }) };
            }
        }
    }
}

/// Whether a pattern of ECMA-262 is one of the other engines too.
fn is_portable(pattern: &str) -> bool {
    let mut rest = pattern;
    while let Some(at) = rest.find(['\\', '(', '[']) {
        let (head, tail) = (&rest[at..at + 1], &rest[at + 1..]);
        let fits = match head {
            "(" => !tail.starts_with('?') || tail.starts_with("?:"),
            "[" => !tail.starts_with(']') && !tail.starts_with("^]"),
            _ => is_common_escape(tail),
        };
        if !fits {
            return false;
        }
        // What is escaped begins nothing.
        let escaped = if head == "\\" { tail.chars().next().map_or(0, char::len_utf8) } else { 0 };
        rest = &tail[escaped..];
    }
    true
}

/// Whether what follows a backslash means the same to all.
fn is_common_escape(tail: &str) -> bool {
    match tail.chars().next() {
        Some('u') => {
            tail.len() > 4 && tail.bytes().skip(1).take(4).all(|it| it.is_ascii_hexdigit())
        }
        Some(letter) if letter.is_ascii_alphanumeric() => "dDwWsSbBnrtfvx".contains(letter),
        Some(_) => true,
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_that_every_engine_reads() {
        for pattern in
            ["^[a-z]+$", r"\d{3}-\w*", "(?:a|b)", r"\(?\[\]", r"\u00e9", r"a\.b", "(a)(b)"]
        {
            assert!(is_portable(pattern), "{pattern}");
        }
        let foreign = [
            "^(?!x)",
            "(?<=a)b",
            "(?<word>a)",
            r"\p{L}",
            r"\u{1F600}",
            "[^]",
            r"\k<word>",
            r"\cA",
            r"(a)\1",
            r"\u12",
        ];
        for pattern in foreign {
            assert!(!is_portable(pattern), "{pattern}");
        }
    }

    #[test]
    fn booleans_are_written_out_where_a_schema_stands() {
        let mut schema = json!({
            "properties": { "never": false, "any": true, "items": { "items": false } },
            "additionalProperties": false, "default": true, "anyOf": [true], "enum": [false],
        });
        publishable(&mut schema);
        let written = json!({
            "properties": { "never": { "not": {} }, "any": {}, "items": { "items": { "not": {} } } },
            "additionalProperties": false, "default": true, "anyOf": [{}], "enum": [false],
        });
        assert_eq!(schema, written);
    }
}
