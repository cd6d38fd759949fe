//! Writes the values of parameters as OpenAPI's styles want them.
//!
//! In: a parameter and its JSON value. Out: text, percent-encoded where its location wants that.
//! The examples of the specification ("Style Examples", as corrected in 3.0.4 and 3.1.1 to agree with
//! RFC 6570) are the tests. Where it leaves a combination undefined, the nearest defined one is written.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::support::operation::{Parameter, Style};

/// Everything but the unreserved characters of RFC 3986, section 2.3.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What `allowReserved` still encodes: a bare `#`, `&` or `+` would end or change the value.
const RESERVED: &AsciiSet = &ENCODED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'[')
    .remove(b']')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// Percent-encodes all but unreserved characters.
pub(super) fn percent(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// Percent-encodes as RFC 6570's reserved expansion does: triples that are there stay.
fn reserved(text: &str) -> String {
    let mut encoded = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let (before, after) = rest.split_at(at);
        encoded.extend(utf8_percent_encode(before, RESERVED));
        let triple =
            after.as_bytes().get(1..3).is_some_and(|it| it.iter().all(u8::is_ascii_hexdigit));
        encoded.push_str(if triple { "%" } else { "%25" });
        rest = after.get(1..).unwrap_or_default();
    }
    encoded.extend(utf8_percent_encode(rest, RESERVED));
    encoded
}

fn verbatim(text: &str) -> String {
    text.to_owned()
}

type Encode = fn(&str) -> String;

/// A value as styles see it; what is nested deeper is JSON text.
enum Shape {
    One(String),
    Items(Vec<String>),
    Members(Vec<(String, String)>),
}

/// The text of a scalar, or JSON text.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// `None` for what RFC 6570 calls undefined: `null`, and lists without members.
fn shape(value: &Value, encode: Encode) -> Option<Shape> {
    match value {
        Value::Null => None,
        Value::Array(items) => {
            let items = items.iter().filter(|item| !item.is_null());
            let items: Vec<_> = items.map(|item| encode(&text(item))).collect();
            (!items.is_empty()).then_some(Shape::Items(items))
        }
        Value::Object(members) => {
            let members = members.iter().filter(|(_, member)| !member.is_null());
            let members: Vec<_> =
                members.map(|(name, member)| (encode(name), encode(&text(member)))).collect();
            (!members.is_empty()).then_some(Shape::Members(members))
        }
        scalar => Some(Shape::One(encode(&text(scalar)))),
    }
}

/// One text, in which a separator stands between values.
fn joined(shape: Shape, separator: &str, explode: bool) -> String {
    let equals = if explode { "=" } else { separator };
    match shape {
        Shape::One(text) => text,
        Shape::Items(items) => items.join(separator),
        Shape::Members(members) => {
            let members = members.into_iter().map(|(name, value)| format!("{name}{equals}{value}"));
            members.collect::<Vec<_>>().join(separator)
        }
    }
}

/// A value in a path, in place of `{name}`; `None` where there is nothing to write.
pub(super) fn path(parameter: &Parameter, value: &Value) -> Option<String> {
    if parameter.style == Style::Json {
        return Some(percent(&value.to_string()));
    }
    let shape = shape(value, percent)?;
    Some(match (parameter.style, parameter.explode) {
        (Style::Label, true) => format!(".{}", joined(shape, ".", true)),
        (Style::Label, false) => format!(".{}", joined(shape, ",", false)),
        (Style::Matrix, explode) => matrix(&percent(parameter.name), shape, explode),
        (_, explode) => joined(shape, ",", explode),
    })
}

fn matrix(name: &str, shape: Shape, explode: bool) -> String {
    let one = |name: &str, value: &str| match value {
        "" => format!(";{name}"),
        value => format!(";{name}={value}"),
    };
    match shape {
        Shape::Items(items) if explode => items.iter().map(|item| one(name, item)).collect(),
        Shape::Members(members) if explode => {
            members.iter().map(|(name, value)| one(name, value)).collect()
        }
        shape => one(name, &joined(shape, ",", false)),
    }
}

/// The pairs of a query, encoded; none where there is nothing to write.
pub(super) fn query(parameter: &Parameter, value: &Value) -> Vec<String> {
    let encode = if parameter.allow_reserved { reserved } else { percent };
    let name = percent(parameter.name);
    match (parameter.style, value) {
        (Style::Json, Value::Null) => Vec::new(),
        (Style::Json, value) => vec![format!("{name}={}", encode(&value.to_string()))],
        (Style::DeepObject, value) => {
            let mut pairs = Vec::new();
            deep(&name, value, encode, &mut pairs);
            pairs
        }
        (Style::SpaceDelimited, value) => form(&name, value, encode, "%20", parameter.explode),
        (Style::PipeDelimited, value) => form(&name, value, encode, "%7C", parameter.explode),
        (_, value) => form(&name, value, encode, ",", parameter.explode),
    }
}

/// The cookies of a parameter. Exploded ones are cookies of their own, since `&` separates none.
pub(super) fn cookies(parameter: &Parameter, value: &Value) -> Vec<String> {
    let name = percent(parameter.name);
    match (parameter.style, value) {
        (Style::Json, Value::Null) => Vec::new(),
        (Style::Json, value) => vec![format!("{name}={}", percent(&value.to_string()))],
        (_, value) => form(&name, value, percent, ",", parameter.explode),
    }
}

fn form(name: &str, value: &Value, encode: Encode, separator: &str, explode: bool) -> Vec<String> {
    match shape(value, encode) {
        None => Vec::new(),
        Some(Shape::Items(items)) if explode => {
            items.iter().map(|item| format!("{name}={item}")).collect()
        }
        Some(Shape::Members(members)) if explode => {
            members.iter().map(|(name, value)| format!("{name}={value}")).collect()
        }
        Some(shape) => vec![format!("{name}={}", joined(shape, separator, false))],
    }
}

/// `name[key]=value`, to any depth; the specification defines one level of scalars only.
fn deep(name: &str, value: &Value, encode: Encode, pairs: &mut Vec<String>) {
    match value {
        Value::Null => {}
        Value::Object(members) => {
            for (key, member) in members {
                deep(&format!("{name}%5B{}%5D", percent(key)), member, encode, pairs);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| deep(name, item, encode, pairs)),
        scalar => pairs.push(format!("{name}={}", encode(&text(scalar)))),
    }
}

/// The value of a header, not encoded; `None` where there is nothing to write.
pub(super) fn header(parameter: &Parameter, value: &Value) -> Option<String> {
    match (parameter.style, value) {
        (_, Value::Null) => None,
        (Style::Json, value) => Some(value.to_string()),
        (_, value) => Some(joined(shape(value, verbatim)?, ",", parameter.explode)),
    }
}
