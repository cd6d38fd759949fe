//! What a schema of a document says, keyword by keyword, in the words that the IR has for it.
//!
//! Every rewrite on the way into the IR is listed here, with the reason why nothing is lost by it.

use std::collections::BTreeMap;

use generator::source::{Data, Node};
use serde_json::{Value, json};

/// What a schema says: keywords with their values, `null` for those that hold schemas.
pub type Said = BTreeMap<String, Value>;

/// Keywords with one schema, with a list of them, and with schemas by name.
const SINGLE: &[&str] = &[
    "not",
    "if",
    "then",
    "else",
    "items",
    "additionalItems",
    "contains",
    "unevaluatedItems",
    "additionalProperties",
    "propertyNames",
    "unevaluatedProperties",
    "contentSchema",
];
const LISTS: &[&str] = &["allOf", "anyOf", "oneOf", "prefixItems", "items"];
const NAMED: &[&str] = &["properties", "patternProperties", "dependentSchemas", "dependencies"];

/// What a schema of a document says.
pub fn said(node: &Node, is_30: bool) -> Said {
    let members = node.as_object().into_iter().flatten();
    let mut said: Said = members.map(|(name, it)| (name.clone(), it.value.to_value())).collect();
    if is_30 {
        older(&mut said);
    }
    exclusive(&mut said);
    let has_list = said.get("items").is_some_and(Value::is_array);
    if has_list {
        // The list of older drafts is `prefixItems`, and what followed it is `items`.
        rename(&mut said, "items", "prefixItems");
        rename(&mut said, "additionalItems", "items");
    }
    dependencies(&mut said);
    // Definitions are schemas of their own, as far as something refers to them.
    said.remove("$defs");
    said.remove("definitions");
    // An example is one of several.
    if let Some(example) = said.remove("example") {
        let mut examples = said.remove("examples").unwrap_or_else(|| json!([]));
        examples.as_array_mut().expect("a list").push(example);
        said.insert("examples".to_owned(), examples);
    }
    normal(said)
}

/// OpenAPI 3.0 in the words of 2020-12.
fn older(said: &mut Said) {
    if said.contains_key("$ref") {
        // What the standard says to ignore, and what is reported.
        said.retain(|it, _| {
            matches!(it.as_str(), "$ref" | "title" | "description") || it.starts_with("x-")
        });
    }
    if said.remove("nullable") == Some(json!(true)) {
        // A type, a value more, or an alternative: what `null` becomes has its own tests.
        let combines = ["allOf", "anyOf", "oneOf"].iter().any(|it| said.contains_key(*it));
        match said.get_mut("type") {
            Some(ty) => *ty = json!([ty.clone(), "null"]),
            None if combines => {
                said.entry("anyOf".to_owned()).or_insert(Value::Null);
                said.insert("type".to_owned(), json!("null"));
            }
            None => {}
        }
        if let Some(values) = said.get_mut("enum").and_then(Value::as_array_mut)
            && !values.contains(&Value::Null)
        {
            values.push(Value::Null);
        }
    }
}

/// A boolean exclusive bound makes its sibling one.
fn exclusive(said: &mut Said) {
    for (bound, switch) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        match said.get(switch) {
            Some(Value::Bool(true)) => rename(said, bound, switch),
            Some(Value::Bool(false)) => drop(said.remove(switch)),
            _ => {}
        }
    }
}

/// `dependencies` is `dependentRequired` and `dependentSchemas` in one.
fn dependencies(said: &mut Said) {
    let Some(Value::Object(members)) = said.remove("dependencies") else { return };
    let (lists, schemas): (Vec<_>, Vec<_>) = members.into_iter().partition(|it| it.1.is_array());
    if !lists.is_empty() {
        said.insert("dependentRequired".to_owned(), lists.into_iter().collect());
    }
    if !schemas.is_empty() {
        said.insert("dependentSchemas".to_owned(), Value::Null);
    }
}

fn rename(said: &mut Said, from: &str, to: &str) {
    if let Some(value) = said.remove(from) {
        said.insert(to.to_owned(), value);
    }
}

/// The same, whether read from a document or written from the IR.
pub fn normal(mut said: Said) -> Said {
    // A list of values that allows one of them.
    match (said.remove("const"), said.get_mut("enum")) {
        (None, _) => {}
        (Some(only), Some(all)) => {
            let both = all.as_array().into_iter().flatten().any(|it| same(it) == same(&only));
            *all = if both { json!([only]) } else { json!([]) };
        }
        (Some(only), None) => drop(said.insert("enum".to_owned(), json!([only]))),
    }
    for keyword in SINGLE.iter().chain(LISTS).chain(NAMED) {
        if let Some(value) = said.get_mut(*keyword) {
            // A list or an object without schemas says nothing.
            let is_empty = match &value {
                Value::Array(items) => items.is_empty(),
                Value::Object(members) => NAMED.contains(keyword) && members.is_empty(),
                _ => false,
            };
            if is_empty { drop(said.remove(*keyword)) } else { *value = Value::Null }
        }
    }
    // Where a reference leads is not what is counted here, nor are those of a discriminator.
    for keyword in ["$ref", "discriminator"] {
        said.entry(keyword.to_owned()).and_modify(|it| *it = Value::Null);
    }
    // `false` and an empty list are what is meant where nothing is said.
    for keyword in ["deprecated", "readOnly", "writeOnly", "uniqueItems"] {
        said.retain(|it, value| it != keyword || *value != json!(false));
    }
    said.retain(|it, value| it != "required" || *value != json!([]));
    if let Some(ty) = said.get_mut("type")
        && !ty.is_array()
    {
        *ty = json!([ty]);
    }
    said.values_mut().for_each(|it| *it = same(it));
    // `example` may stand before `examples`, or after.
    if let Some(Value::Array(examples)) = said.get_mut("examples") {
        examples.sort_by_key(ToString::to_string);
    }
    unique(said.get_mut("required"));
    unique(said.get_mut("type"));
    said
}

/// Equal names once.
fn unique(list: Option<&mut Value>) {
    if let Some(Value::Array(items)) = list {
        let mut met = Vec::new();
        items.retain(|it| {
            !met.contains(it) && {
                met.push(it.clone());
                true
            }
        });
    }
}

/// Numbers by their value: 10.0 is 10.
fn same(value: &Value) -> Value {
    match value {
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e15 => {
                json!(float as i64)
            }
            _ => value.clone(),
        },
        Value::Array(items) => items.iter().map(same).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, it)| (name.clone(), same(it))).collect()
        }
        _ => value.clone(),
    }
}

/// The schemas that stand in a schema of a document.
pub fn below(node: &Node, is_30: bool) -> Vec<&Node> {
    let Some(members) = node.as_object() else { return Vec::new() };
    if is_30 && members.contains_key("$ref") {
        return Vec::new();
    }
    let mut all = Vec::new();
    for (keyword, member) in members {
        let keyword = keyword.as_str();
        match &member.value.data {
            Data::Array(items) if LISTS.contains(&keyword) => all.extend(items),
            // Without a list before it, it says nothing.
            _ if keyword == "additionalItems"
                && members.get("items").is_none_or(|it| it.value.as_array().is_none()) => {}
            Data::Object(named) if NAMED.contains(&keyword) => {
                all.extend(named.values().map(|it| &it.value).filter(|it| it.as_array().is_none()))
            }
            Data::Object(_) | Data::Bool(_) if SINGLE.contains(&keyword) => all.push(&member.value),
            _ => {}
        }
    }
    all
}
