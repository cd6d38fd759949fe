//! What a member of an error's body tells, by its name and its schema.

use serde_json::Value;

use crate::ir::{Schema, SchemaId, Schemas, Slot, Type};

use super::envelope::{item, object_members};
use super::look::{Object, effective, kind};
use super::texts::{
    CODES, FIELDS, HOLDERS, LISTS, MESSAGES, STATUSES, TIMES, TITLES, is_one, plain,
};

/// What an object is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// The failure as a whole.
    Failure,
    /// One thing that is wrong.
    Issue,
}

/// What fills a member that is not the message, if that is understood.
pub(super) fn slot(
    schemas: &Schemas,
    object: &Object<'_>,
    (name, id): (&str, SchemaId),
    scope: Scope,
    depth: usize,
) -> Option<Slot> {
    let depth = depth.checked_sub(1)?;
    let schema = effective(schemas, id);
    if let Some(values) = &schema.values {
        return value(name, values, object.required.contains(name));
    }
    match kind(schema)? {
        Type::String => text(name, schema, object, scope),
        Type::Integer | Type::Number => is_one(name, &STATUSES).then_some(Slot::Status),
        Type::Boolean => truth(name),
        Type::Array if scope == Scope::Issue && is_place(name) => path(schemas, name, schema),
        Type::Array if is_one(name, &LISTS) => list(schemas, object, schema, depth),
        Type::Object => held(schemas, (name, id), schema, scope, depth),
        _ => None,
    }
}

/// One of the values that are allowed.
fn value(name: &str, values: &[Value], required: bool) -> Option<Slot> {
    const FAILURES: [&str; 5] = ["error", "fail", "failure", "failed", "ko"];
    let texts: Option<Vec<String>> =
        values.iter().map(|it| it.as_str().map(str::to_owned)).collect();
    if let [only] = values {
        return Some(Slot::Constant(only.clone()));
    }
    if let Some(texts) = texts {
        if let Some(failure) = texts.iter().find(|it| is_one(it, &FAILURES)) {
            return Some(Slot::Constant(failure.as_str().into()));
        }
        if is_one(name, &CODES) || is_one(name, &["status", "error"]) {
            return Some(Slot::Code(texts));
        }
    } else if values.contains(&Value::Bool(false)) {
        return truth(name).filter(|it| matches!(it, Slot::Constant(it) if values.contains(it)));
    }
    let first = values.first().filter(|_| required)?;
    Some(Slot::Constant(first.clone()))
}

fn truth(name: &str) -> Option<Slot> {
    let failed = match plain(name).as_str() {
        "success" | "ok" | "succeeded" | "successful" | "issuccess" => false,
        "error" | "failed" | "iserror" | "haserror" | "failure" => true,
        _ => return None,
    };
    Some(Slot::Constant(failed.into()))
}

fn text(name: &str, schema: &Schema, object: &Object<'_>, scope: Scope) -> Option<Slot> {
    let has = |wanted: &str| object.properties.keys().any(|it| plain(it) == wanted);
    let required = object.required.contains(name);
    match schema.string.format.as_deref() {
        Some("date-time") => return (required && is_one(name, &TIMES)).then_some(Slot::Now),
        Some("uri" | "uri-reference" | "url") => {
            let about = is_one(name, &["type"]).then(|| Slot::Constant("about:blank".into()));
            return about.filter(|_| required || has("title"));
        }
        Some("json-pointer") => return (scope == Scope::Issue).then_some(Slot::Pointer),
        _ => {}
    }
    let rules = &schema.string;
    // What a pattern demands cannot be known of our texts.
    if rules.pattern.is_some() || rules.format.is_some() {
        return None;
    }
    match plain(name).as_str() {
        "type" if has("title") && has("detail") => Some(Slot::Constant("about:blank".into())),
        // OAuth: `error` is the code where there is a description.
        "error" if has("errordescription") => Some(Slot::Code(Vec::new())),
        "pointer" | "instancepath" | "jsonpointer" if scope == Scope::Issue => Some(Slot::Pointer),
        "location" | "in" | "source" if scope == Scope::Issue => Some(Slot::Location),
        _ if scope == Scope::Issue && is_one(name, &FIELDS) => Some(Slot::Field),
        "status" | "statuscode" | "httpstatus" | "httpstatuscode" => Some(Slot::StatusText),
        _ if is_one(name, &CODES) => Some(Slot::Code(Vec::new())),
        _ if is_one(name, &TITLES) => Some(Slot::Title),
        _ if required && is_one(name, &MESSAGES) => Some(Slot::Message),
        _ => None,
    }
}

fn is_place(name: &str) -> bool {
    is_one(name, &["path", "loc", "location", "paths"])
}

/// The place as an array: with the location, as `loc` has it, or without.
fn path(schemas: &Schemas, name: &str, schema: &Schema) -> Option<Slot> {
    let item = schema.array.items.map(|it| schemas.get(schemas.resolve(it)));
    let allows = |kind: Type| {
        item.is_none_or(|item| {
            let alternatives = item.any_of.iter().chain(&item.one_of);
            let alternatives = alternatives.map(|it| schemas.get(schemas.resolve(*it)));
            let of = |it: &Schema| it.types.contains(&kind) || it.is_any();
            of(item) || alternatives.into_iter().any(of)
        })
    };
    let numbers = allows(Type::Integer) || allows(Type::Number);
    allows(Type::String).then(|| Slot::Path { located: plain(name) == "loc", text: !numbers })
}

/// The list of everything that is wrong. Where there is no message beside it, it is never empty.
fn list(schemas: &Schemas, object: &Object<'_>, schema: &Schema, depth: usize) -> Option<Slot> {
    let item = Box::new(match schema.array.items {
        Some(items) => item(schemas, items, depth)?,
        None => Slot::Told,
    });
    let is_message = |(name, id): (&&str, &SchemaId)| {
        is_one(name, &MESSAGES) && kind(effective(schemas, *id)) == Some(Type::String)
    };
    let demands_one = schema.array.min_items.is_some_and(|it| it > 0);
    let alone = !object.properties.iter().any(is_message);
    Some(if alone || demands_one { Slot::Each(item) } else { Slot::Issues(item) })
}

/// An object within: what tells the error, messages by field, or the place of an issue.
fn held(
    schemas: &Schemas,
    (name, id): (&str, SchemaId),
    schema: &Schema,
    scope: Scope,
    depth: usize,
) -> Option<Slot> {
    if let (true, Some(additional)) =
        (schema.object.properties.is_empty(), schema.object.additional)
    {
        let value = effective(schemas, additional);
        let is_text = |schema: &Schema| kind(schema) == Some(Type::String);
        let list = kind(value) == Some(Type::Array)
            && value.array.items.is_none_or(|it| is_text(effective(schemas, it)));
        let fits = list || is_text(value) || (value.is_any() && value.boolean != Some(false));
        let list = list || value.is_any();
        return (is_one(name, &LISTS) && fits).then_some(Slot::Fields { list });
    }
    let is_source = scope == Scope::Issue && is_one(name, &["source"]);
    if !(is_source || scope == Scope::Failure && is_one(name, &HOLDERS)) {
        return None;
    }
    let object = Object::of(schemas, id)?;
    let mut members = object_members(schemas, &object, scope, depth)?;
    // JSON:API: a pointer into the body, or the name of a parameter.
    if members.iter().any(|it| it.slot == Slot::Pointer) {
        members.retain(|it| it.required || it.slot != Slot::Field);
    }
    (!members.is_empty()).then_some(Slot::Object(members))
}
