//! What is secret in an answer is hidden from the model, and so from wherever its client sends it.
//!
//! Enters: a JSON value or a text, and the schema where one is declared. Leaves: the same with
//! `[redacted]` in place of every string that
//!
//! - is marked in the document (`format: password`, `x-secret: true`),
//! - has a name that says so ([`names`]), unless the document says `x-secret: false`,
//! - is the value beside such a name, as lists of variables have it (`{"name": "DB_PASSWORD", ...}`), or
//!
//! looks like a secret, in part or as a whole ([`shapes`]). Numbers and truth values with such a name
//! stay, since they count secrets or tell whether there is one; where they are marked, they are hidden.
//! [`relax`] makes the published schema fit.

mod names;
mod relax;
mod shapes;

use std::borrow::Cow;

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use serde_json::{Map, Value};

use crate::support::schema::Schema;
use crate::support::service::Answer;
use crate::support::validate::escape;

pub(super) use relax::relaxed;

/// What stands for a secret.
pub(super) const HIDDEN: &str = "[redacted]";

/// The same, where a URL must stay one.
const HIDDEN_IN_URL: &str = "redacted";

/// What names a variable, and what its value is called beside it.
const NAMES: [&str; 3] = ["name", "key", "variable"];
const VALUE: &str = "value";

/// So many places are named in a note.
const MAX_PLACES: usize = 5;

/// Allowance for schemas that refer to themselves in place.
const MAX_IN_PLACE: usize = 32;

/// What was hidden of a value.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Hidden {
    /// Strings hidden for their mark or name: JSON pointers.
    pub(super) named: Vec<String>,
    /// Strings changed for what they look like: JSON pointers.
    pub(super) shaped: Vec<String>,
}

impl Hidden {
    /// Adds what was hidden of another part.
    pub(super) fn add(&mut self, other: Self) {
        self.named.extend(other.named);
        self.shaped.extend(other.shaped);
    }

    fn is_empty(&self) -> bool {
        self.named.is_empty() && self.shaped.is_empty()
    }

    /// What a model is told, so that it does not take the placeholder for the value.
    pub(super) fn note(&self) -> Option<String> {
        if self.is_empty() {
            return None;
        }
        let places: Vec<&str> = self.named.iter().chain(&self.shaped).map(String::as_str).collect();
        let told: Vec<&str> =
            places.iter().take(MAX_PLACES).copied().filter(|it| !it.is_empty()).collect();
        let mut note = format!("`{HIDDEN}` stands for a secret that is not shown");
        if !told.is_empty() {
            note.push_str(&format!(": {}", told.join(", ")));
        }
        if places.len() > MAX_PLACES {
            note.push_str(&format!(" and {} more", places.len() - MAX_PLACES));
        }
        note.push('.');
        Some(note)
    }
}

/// Hides what is secret in a value.
pub(super) fn value(value: &mut Value, schema: Option<&'static Schema>) -> Hidden {
    let mut hidden = Hidden::default();
    let schemas: Vec<&'static Schema> = schema.into_iter().collect();
    let mark = mark(&in_place(&schemas)).unwrap_or(false);
    walk(value, &schemas, if mark { Why::Mark } else { Why::Shape }, &Path::Root, &mut hidden);
    hidden
}

/// Hides what names and shapes tell, where no document tells more.
pub(super) fn by_names_and_shapes(given: &mut Value) {
    value(given, None);
}

/// Hides what looks secret in a text.
pub(super) fn text(text: &str) -> Cow<'_, str> {
    shapes::redacted(text)
}

/// The same, in place.
pub(super) fn whole_text(given: &mut String) -> Hidden {
    let mut hidden = Hidden::default();
    if let Cow::Owned(redacted) = text(given) {
        *given = redacted;
        hidden.shaped.push(String::new());
    }
    hidden
}

/// Hides what is secret in the body of an answer, JSON or text; other bytes stay.
pub(super) fn answer(mut answer: Answer) -> Answer {
    let body = match serde_json::from_slice::<Value>(&answer.body) {
        Ok(mut body) => match value(&mut body, None).is_empty() {
            true => return answer,
            false => body.to_string(),
        },
        Err(_) => match std::str::from_utf8(&answer.body).map(text) {
            Ok(Cow::Owned(text)) => text,
            Ok(Cow::Borrowed(_)) | Err(_) => return answer,
        },
    };
    answer.headers.remove(CONTENT_LENGTH);
    answer.body = Bytes::from(body);
    answer
}

/// Where a value holds nothing but the placeholder: a JSON pointer.
///
/// A model that writes back what it read would replace a secret by its placeholder.
pub(super) fn placeholder(arguments: &Map<String, Value>) -> Option<String> {
    fn find(value: &Value, path: &Path<'_>) -> Option<String> {
        match value {
            Value::String(text) => (text == HIDDEN).then(|| path.pointer()),
            Value::Array(items) => {
                items.iter().enumerate().find_map(|(at, it)| find(it, &Path::Item(path, at)))
            }
            Value::Object(members) => {
                members.iter().find_map(|(name, it)| find(it, &Path::Member(path, name)))
            }
            _ => None,
        }
    }
    arguments.iter().find_map(|(name, it)| find(it, &Path::Member(&Path::Root, name)))
}

/// Why strings are hidden at a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    /// A mark: everything below is secret.
    Mark,
    /// The name: the string, or the strings of a list.
    Name,
    /// Only what they look like.
    Shape,
}

/// Where a value is.
enum Path<'a> {
    Root,
    Member(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

impl Path<'_> {
    fn pointer(&self) -> String {
        match self {
            Path::Root => String::new(),
            Path::Member(parent, name) => format!("{}/{}", parent.pointer(), escape(name)),
            Path::Item(parent, at) => format!("{}/{at}", parent.pointer()),
        }
    }
}

fn walk(
    value: &mut Value,
    schemas: &[&'static Schema],
    why: Why,
    path: &Path<'_>,
    hidden: &mut Hidden,
) {
    match value {
        Value::String(text) if why != Why::Shape && !text.is_empty() && text != HIDDEN => {
            *text = HIDDEN.to_owned();
            hidden.named.push(path.pointer());
        }
        Value::String(text) => {
            if let Cow::Owned(redacted) = shapes::redacted(text) {
                *text = redacted;
                hidden.shaped.push(path.pointer());
            }
        }
        Value::Number(_) if why == Why::Mark => {
            *value = HIDDEN.into();
            hidden.named.push(path.pointer());
        }
        Value::Array(items) => {
            let parts = in_place(schemas);
            for (at, item) in items.iter_mut().enumerate() {
                below(
                    &parts,
                    |part| item_of(part, at),
                    |below| {
                        let why =
                            if mark(&in_place(below)) == Some(true) { Why::Mark } else { why };
                        walk(item, below, why, &Path::Item(path, at), hidden);
                    },
                );
            }
        }
        Value::Object(members) => object(members, schemas, why, path, hidden),
        _ => {}
    }
}

fn object(
    members: &mut Map<String, Value>,
    schemas: &[&'static Schema],
    why: Why,
    path: &Path<'_>,
    hidden: &mut Hidden,
) {
    let parts = in_place(schemas);
    let names_secret = names_secret(members);
    for (name, member) in members.iter_mut() {
        below(
            &parts,
            |part| member_of(part, name),
            |below| {
                let why = match mark(&in_place(below)) {
                    _ if why == Why::Mark => Why::Mark,
                    Some(true) => Why::Mark,
                    Some(false) => Why::Shape,
                    None if names::is_secret(name) || (names_secret && name == VALUE) => Why::Name,
                    None => Why::Shape,
                };
                walk(member, below, why, &Path::Member(path, name), hidden);
            },
        );
    }
}

/// Whether an object is a variable whose name says that its value is secret.
fn names_secret(members: &Map<String, Value>) -> bool {
    let named = |it: &&str| members.get(*it).and_then(Value::as_str).is_some_and(names::is_secret);
    members.contains_key(VALUE) && NAMES.iter().any(named)
}

/// The schemas that apply to a value itself: those given and what they combine.
fn in_place<'s>(schemas: &'s [&'static Schema]) -> Cow<'s, [&'static Schema]> {
    let combines =
        |it: &&Schema| !(it.all_of.is_empty() && it.any_of.is_empty() && it.one_of.is_empty());
    if !schemas.iter().any(combines) {
        return Cow::Borrowed(schemas);
    }
    let mut all = schemas.to_vec();
    let mut at = 0;
    while at < all.len() && all.len() < MAX_IN_PLACE {
        let it = all[at];
        all.extend(it.all_of.iter().chain(it.any_of).chain(it.one_of));
        at += 1;
    }
    Cow::Owned(all)
}

/// What the document says of a value: secret, not secret, or nothing.
fn mark(schemas: &[&'static Schema]) -> Option<bool> {
    if schemas.iter().any(|it| it.secret) {
        return Some(true);
    }
    schemas.iter().any(|it| it.shown).then_some(false)
}

/// Goes on with the schemas of a value within. Most often there is one, which needs no list.
fn below(
    parts: &[&'static Schema],
    schema: impl Fn(&'static Schema) -> Option<&'static Schema>,
    walk: impl FnOnce(&[&'static Schema]),
) {
    match parts {
        [part] => walk(schema(part).as_slice()),
        _ => walk(&parts.iter().filter_map(|it| schema(it)).collect::<Vec<_>>()),
    }
}

fn item_of(part: &'static Schema, at: usize) -> Option<&'static Schema> {
    let array = part.array?;
    array.prefix.get(at).copied().or(array.items)
}

fn member_of(part: &'static Schema, name: &str) -> Option<&'static Schema> {
    let object = part.object?;
    let declared = object.properties.iter().find(|it| it.name == name).map(|it| it.schema);
    declared.or(object.additional)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Hidden, by_names_and_shapes, placeholder};
    use crate::support::schema::{self, *};

    fn hidden(mut value: Value) -> Value {
        by_names_and_shapes(&mut value);
        value
    }

    #[test]
    fn names_decide_about_texts_and_lists_of_texts() {
        assert_eq!(
            hidden(json!({
                "password": "a", "isPasswordSet": true, "hasToken": false, "tokenCount": 7, "token": 7,
                "secret": "", "apiKey": null, "tokens": ["a", "b"],
                "credentials": { "user": "u", "password": "p" },
                "env": [{ "name": "DB_PASSWORD", "value": "p" }, { "name": "PORT", "value": "80" }],
                "log": "start\nTOKEN=abc\nend"
            })),
            json!({
                "password": "[redacted]", "isPasswordSet": true, "hasToken": false, "tokenCount": 7, "token": 7,
                "secret": "", "apiKey": null, "tokens": ["[redacted]", "[redacted]"],
                "credentials": { "user": "u", "password": "[redacted]" },
                "env": [{ "name": "DB_PASSWORD", "value": "[redacted]" }, { "name": "PORT", "value": "80" }],
                "log": "start\nTOKEN=[redacted]\nend"
            })
        );
    }

    static MARKED: Schema = schema::STRING.secret();
    static SHOWN: Schema = schema::STRING.shown();
    static WHOLE: Schema = schema::ANY.secret();
    static FIELDS: Schema = schema::object(&Object {
        properties: &[
            optional("hook", &MARKED),
            optional("token", &SHOWN),
            optional("pin", &schema::INTEGER.secret()),
            optional("vault", &WHOLE),
        ],
        ..ANY_OBJECT
    });
    static EITHER: Schema = Schema { any_of: &[&FIELDS, &schema::NULL], ..schema::ANY };

    #[test]
    fn marks_decide_first() {
        let mut value = json!({
            "hook": "h", "token": "t", "pin": 1234, "vault": { "a": ["b", 1, true] }, "password": "p"
        });
        let Hidden { named, shaped } = super::value(&mut value, Some(&EITHER));
        assert_eq!(
            value,
            json!({
                "hook": "[redacted]", "token": "t", "pin": "[redacted]",
                "vault": { "a": ["[redacted]", "[redacted]", true] }, "password": "[redacted]"
            })
        );
        assert_eq!(named, ["/hook", "/pin", "/vault/a/0", "/vault/a/1", "/password"]);
        assert_eq!(shaped, [""; 0]);
    }

    #[test]
    fn placeholders_are_found() {
        let Value::Object(arguments) = json!({ "a": 1, "b": { "c/d": ["x", "[redacted]"] } })
        else {
            panic!("an object")
        };
        assert_eq!(placeholder(&arguments).as_deref(), Some("/b/c~1d/1"));
        assert_eq!(placeholder(&serde_json::Map::new()), None);
    }
}
