//! Reads a parameter by its style (OpenAPI, "Style Values").
//!
//! Values are split while they are still encoded, so that an encoded delimiter is part of a value.

use serde_json::Value;

use super::coerce::{self, Kinds};
use super::request::{Decode, Pairs, Raw};
use crate::support::operation::{Location, Parameter, Style};
use crate::support::schema::{Schema, Type};

/// A parameter as it stands in a request.
pub(super) struct Wire<'w> {
    pub(super) name: &'w str,
    pub(super) location: Location,
    pub(super) style: Style,
    pub(super) explode: bool,
    pub(super) schema: &'w Schema,
    /// All declared parameters.
    pub(super) declared: &'w [Parameter],
}

/// The value of a parameter, or what is wrong with the way it is written.
pub(super) fn read(wire: &Wire<'_>, raw: &Raw<'_>) -> Result<Option<Value>, String> {
    match wire.location {
        Location::Path => raw.captured(wire.name).map(|it| path(wire, it)).transpose(),
        Location::Header => {
            let value = raw.header(wire.name);
            value.map(|it| delimited(wire, it.trim(), &[","], Decode::Plain)).transpose()
        }
        Location::Query => query(wire, &raw.query, Decode::Form),
        Location::Cookie => query(wire, &raw.cookies, Decode::Percent),
    }
}

fn path(wire: &Wire<'_>, text: &str) -> Result<Value, String> {
    let delimiter = |explode| if wire.explode { explode } else { "," };
    match wire.style {
        Style::Label => {
            let text = text.strip_prefix('.').ok_or("must begin with a dot")?;
            delimited(wire, text, &[delimiter(".")], Decode::Percent)
        }
        Style::Matrix => matrix(wire, text),
        _ => delimited(wire, text, &[","], Decode::Percent),
    }
}

/// `;id=1,2`, exploded `;id=1;id=2`
fn matrix(wire: &Wire<'_>, text: &str) -> Result<Value, String> {
    let wanted = || format!("must begin with `;{}`", wire.name);
    let text = text.strip_prefix(';').ok_or_else(wanted)?;
    let kinds = Kinds::of(wire.schema);
    if wire.explode && kinds.wants(Type::Object) {
        return delimited(wire, text, &[";"], Decode::Percent);
    }
    let value = |text: &str| -> Result<String, String> {
        let value = text.strip_prefix(wire.name).ok_or_else(wanted)?;
        if value.is_empty() {
            return Ok(String::new());
        }
        value.strip_prefix('=').map(str::to_owned).ok_or_else(wanted)
    };
    if wire.explode && kinds.wants(Type::Array) {
        let values: Result<Vec<_>, _> = text.split(';').map(value).collect();
        return list(wire.schema, values?.iter().map(String::as_str), Decode::Percent);
    }
    delimited(wire, &value(text)?, &[","], Decode::Percent)
}

fn query(wire: &Wire<'_>, pairs: &Pairs, decode: Decode) -> Result<Option<Value>, String> {
    if wire.style == Style::DeepObject {
        return deep_object(wire, pairs, decode);
    }
    let named = pairs.iter().filter(|it| it.0 == wire.name);
    let values: Vec<&str> = named.map(|it| it.1.as_str()).collect();
    let kinds = Kinds::of(wire.schema);
    let exploded = wire.explode && wire.style != Style::Json;
    if exploded && values.is_empty() && kinds.wants(Type::Object) {
        return exploded_object(wire, pairs, decode);
    }
    let delimiters: &[&str] = match wire.style {
        Style::SpaceDelimited => &["%20", "+", " "],
        Style::PipeDelimited => &["|", "%7C", "%7c"],
        _ => &[","],
    };
    match values.as_slice() {
        [] => Ok(None),
        [only] if exploded && kinds.wants(Type::Array) && !kinds.allows_scalar() => {
            list(wire.schema, [*only].into_iter(), decode).map(Some)
        }
        [only] if exploded => scalar(wire.schema, only, decode).map(Some),
        [only] => delimited(wire, only, delimiters, decode).map(Some),
        all if kinds.allows(Type::Array) && wire.style != Style::Json => {
            let delimiters = if exploded { &[] } else { delimiters };
            let items = all.iter().flat_map(|it| split(it, delimiters));
            list(wire.schema, items, decode).map(Some)
        }
        all => Err(format!("must be given once, not {} times", all.len())),
    }
}

/// Every property of its own name. Where an object allows names that it does not declare, whatever
/// is not another parameter is one of its properties.
fn exploded_object(
    wire: &Wire<'_>,
    pairs: &Pairs,
    decode: Decode,
) -> Result<Option<Value>, String> {
    let declared = coerce::property_names(wire.schema);
    let is_own = |name: &str| match declared.is_empty() {
        true => !wire.declared.iter().any(|it| it.location == Location::Query && it.name == name),
        false => declared.contains(&name),
    };
    let own = pairs.iter().filter(|it| is_own(&it.0));
    grouped(wire.schema, own.map(|(name, value)| (name.as_str(), value.as_str())), decode)
}

/// `name[key]=value`; the specification defines one level, clients write more.
fn deep_object(wire: &Wire<'_>, pairs: &Pairs, decode: Decode) -> Result<Option<Value>, String> {
    let mut own = Vec::new();
    for (name, value) in pairs {
        let keys = name.strip_prefix(wire.name).and_then(keys);
        if let Some(keys) = keys {
            own.push((keys, decode.apply(value)?));
        }
    }
    Ok((!own.is_empty()).then(|| nested(wire.schema, own)))
}

/// The keys of `[a][b]`; `[]` at the end says no more than that there are several.
fn keys(text: &str) -> Option<Vec<&str>> {
    const DEEPEST: usize = 16;
    let inner = text.strip_suffix("[]").unwrap_or(text).strip_prefix('[')?.strip_suffix(']')?;
    let keys: Vec<&str> = inner.split("][").collect();
    (keys.len() <= DEEPEST).then_some(keys)
}

/// Values, each with the keys that lead to it.
type Nested<'k> = Vec<(Vec<&'k str>, String)>;

fn nested(schema: &Schema, pairs: Nested<'_>) -> Value {
    let mut groups: Vec<(&str, Nested<'_>)> = Vec::new();
    for (mut keys, value) in pairs {
        let rest = keys.split_off(keys.len().min(1));
        let key = keys.pop().unwrap_or_default();
        match groups.iter_mut().find(|it| it.0 == key) {
            Some(group) => group.1.push((rest, value)),
            None => groups.push((key, vec![(rest, value)])),
        }
    }
    let member = |(key, pairs): (&str, Nested<'_>)| {
        let schema = coerce::property(schema, key);
        let is_leaf = pairs.iter().all(|(keys, _)| keys.is_empty());
        let value = match is_leaf {
            true => coerce::values(schema, pairs.into_iter().map(|it| it.1).collect()),
            false => nested(schema, pairs),
        };
        (key.to_owned(), value)
    };
    Value::Object(groups.into_iter().map(member).collect())
}

/// An object whose properties may be given several times; `None` where none is given.
fn grouped<'p>(
    schema: &Schema,
    pairs: impl Iterator<Item = (&'p str, &'p str)>,
    decode: Decode,
) -> Result<Option<Value>, String> {
    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
    for (name, value) in pairs {
        let value = decode.apply(value)?;
        match groups.iter_mut().find(|it| it.0 == name) {
            Some(group) => group.1.push(value),
            None => groups.push((name, vec![value])),
        }
    }
    let member = |(name, values): (&str, _)| {
        (name.to_owned(), coerce::values(coerce::property(schema, name), values))
    };
    let members: serde_json::Map<_, _> = groups.into_iter().map(member).collect();
    Ok((!members.is_empty()).then_some(Value::Object(members)))
}

/// One text that holds the whole value.
fn delimited(
    wire: &Wire<'_>,
    text: &str,
    delimiters: &[&str],
    decode: Decode,
) -> Result<Value, String> {
    if wire.style == Style::Json {
        let text = decode.apply(text)?;
        return serde_json::from_str(&text).map_err(|_| "must be JSON".to_owned());
    }
    let kinds = Kinds::of(wire.schema);
    let pieces = split(text, delimiters);
    if kinds.wants(Type::Array) && (pieces.len() > 1 || !kinds.allows_scalar()) {
        let pieces = if text.is_empty() { Vec::new() } else { pieces };
        return list(wire.schema, pieces.into_iter(), decode);
    }
    if kinds.wants(Type::Object) && (pieces.len() > 1 || !kinds.allows_scalar()) {
        if let [only] = pieces.as_slice() {
            // An object is never one piece: many clients encode the delimiters too.
            let text = decode.apply(only)?;
            return object(wire, &split(&text, delimiters), Decode::Plain);
        }
        return object(wire, &pieces, decode);
    }
    scalar(wire.schema, text, decode)
}

/// `a,1,b,2`, exploded `a=1,b=2`
fn object(wire: &Wire<'_>, pieces: &[&str], decode: Decode) -> Result<Value, String> {
    let pairs: Option<Vec<(&str, &str)>> = match pieces {
        [""] => Some(Vec::new()),
        _ if wire.explode => pieces.iter().map(|it| it.split_once('=')).collect(),
        _ if pieces.len().is_multiple_of(2) => {
            Some(pieces.chunks_exact(2).map(|it| (it[0], it[1])).collect())
        }
        _ => None,
    };
    let pairs = pairs.ok_or("must be names and values in turn")?;
    let pair = |(name, value)| Ok((decode.apply(name)?, decode.apply(value)?));
    let pairs: Result<Vec<_>, String> = pairs.into_iter().map(pair).collect();
    Ok(coerce::members(wire.schema, pairs?))
}

fn list<'p>(
    schema: &Schema,
    pieces: impl Iterator<Item = &'p str>,
    decode: Decode,
) -> Result<Value, String> {
    let texts: Result<Vec<String>, String> = pieces.map(|it| decode.apply(it.trim())).collect();
    Ok(coerce::list(schema, texts?))
}

fn scalar(schema: &Schema, text: &str, decode: Decode) -> Result<Value, String> {
    Ok(coerce::text(schema, decode.apply(text)?))
}

fn split<'t>(text: &'t str, delimiters: &[&str]) -> Vec<&'t str> {
    let mut pieces = vec![text];
    for delimiter in delimiters {
        pieces = pieces.into_iter().flat_map(|it| it.split(delimiter)).collect();
    }
    pieces
}
