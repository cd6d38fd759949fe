//! What a capability puts between its surface and the operation called.
//!
//! Inputs are renamed, set or composed as `with` says; of the answer, what the mapping makes of it is
//! passed on.

mod output;
mod path;

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use super::inputs::Inputs;
use super::operation::{Call, Operation, Source, Target};

pub use output::answer;

/// The inputs of the operation, from those of the caller.
///
/// What `with` does not set is the caller's input of the same name; what it sets from an input that
/// the caller left out is left out too. Inputs that the operation does not declare stay behind.
pub fn inputs(call: &Call, caller: Inputs) -> Inputs {
    if call.with.is_empty() {
        return declared(call.operation, caller);
    }
    let mut result = caller.clone();
    // The body as a whole goes first, or it would undo what is set within it.
    for (target, source) in call.with.iter().filter(|it| it.0 == Target::Body) {
        set(&mut result, *target, read(source, &caller));
    }
    for (target, source) in call.with.iter().filter(|it| it.0 != Target::Body) {
        set(&mut result, *target, read(source, &caller));
    }
    declared(call.operation, result)
}

fn declared(operation: &Operation, mut inputs: Inputs) -> Inputs {
    let known = |name: &str| operation.parameters.iter().any(|it| it.argument == name);
    inputs.parameters.retain(|name, _| known(name));
    inputs
}

fn set(inputs: &mut Inputs, target: Target, value: Option<Value>) {
    match target {
        Target::Parameter(name) => put(&mut inputs.parameters, name, value),
        Target::Body => inputs.body = value,
        Target::BodyField(name) => {
            if value.is_some() && inputs.body.is_none() {
                inputs.body = Some(Value::Object(Map::new()));
            }
            // A body that is no object is reported when the inputs are validated.
            if let Some(Value::Object(members)) = &mut inputs.body {
                put(members, name, value);
            }
        }
    }
}

fn put(members: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    match value {
        Some(value) => members.insert(name.to_owned(), value),
        None => members.shift_remove(name),
    };
}

fn read(source: &Source, caller: &Inputs) -> Option<Value> {
    match source {
        Source::Body => caller.body.clone(),
        Source::Input(name) => named(caller, name).cloned(),
        // The compiler has read the text; were it broken, the target would be left out.
        Source::Constant(json) => serde_json::from_str(json).ok(),
        Source::Template(text) => template(text, caller).map(Value::String),
        Source::Object(members) => {
            let member =
                |(name, it): &(&str, Source)| Some(((*name).to_owned(), read(it, caller)?));
            Some(Value::Object(members.iter().filter_map(member).collect()))
        }
        Source::List(items) => Some(items.iter().filter_map(|it| read(it, caller)).collect()),
    }
}

/// An input by its name: a parameter, or else a member of the body.
fn named<'c>(caller: &'c Inputs, name: &str) -> Option<&'c Value> {
    caller.parameters.get(name).or_else(|| caller.body.as_ref()?.get(name))
}

/// Text with its `{{name}}`s replaced by inputs; `None` where one of them was not given.
fn template(text: &str, caller: &Inputs) -> Option<String> {
    fill(text, |name| {
        Some(match named(caller, name)? {
            Value::String(value) => value.clone(),
            other => other.to_string(),
        })
    })
}

/// Text with its `{{name}}`s replaced; `None` where there is nothing for one of them. What is filled in is not read
/// again.
pub(super) fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut result = String::new();
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => result.push_str(text),
            Piece::Name(name) => result.push_str(&value(name)?),
        }
    }
    Some(result)
}

/// A piece of a [`Source::Template`].
enum Piece<'t> {
    Text(&'t str),
    Name(&'t str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else { break };
        pieces.push(Piece::Text(before));
        pieces.push(Piece::Name(name.trim()));
        rest = after;
    }
    pieces.push(Piece::Text(rest));
    pieces
}

/// The names of the caller's inputs that a source reads.
pub fn names(source: &Source) -> Vec<&'static str> {
    match source {
        Source::Body | Source::Constant(_) => Vec::new(),
        Source::Input(name) => vec![name],
        Source::Template(text) => {
            let name = |piece| match piece {
                Piece::Name(name) => Some(name),
                Piece::Text(_) => None,
            };
            pieces(text).into_iter().filter_map(name).collect()
        }
        Source::Object(members) => members.iter().flat_map(|it| names(&it.1)).collect(),
        Source::List(items) => items.iter().flat_map(names).collect(),
    }
}

/// Whether the content type says JSON.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let media_type = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}
