//! What a capability puts between its surface and the operation called.
//!
//! Inputs are renamed, set or composed as `with` says; of the answer, the part that a JSONPath names
//! is passed on.

use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};
use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::answer::Answer;
use super::inputs::Inputs;
use super::operation::{Call, Operation, Source, Target};

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
    }
}

/// An input by its name: a parameter, or else a member of the body.
fn named<'c>(caller: &'c Inputs, name: &str) -> Option<&'c Value> {
    caller.parameters.get(name).or_else(|| caller.body.as_ref()?.get(name))
}

/// Text with its `{{name}}`s replaced; `None` where one of them was not given.
fn template(text: &str, caller: &Inputs) -> Option<String> {
    let mut result = String::new();
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => result.push_str(text),
            Piece::Name(name) => match named(caller, name)? {
                Value::String(value) => result.push_str(value),
                other => result.push_str(&other.to_string()),
            },
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
    }
}

/// The answer for the caller: of a JSON answer that is a success, the part that `mapping` names.
///
/// A path that names one place gives the value there, or `null`; any other path gives an array of
/// what it selects. Everything that is not mapped is passed on untouched.
pub fn answer(call: &Call, answer: Answer) -> Answer {
    let Some(path) = call.mapping else { return answer };
    if !answer.status.is_success() || !is_json(&answer.headers) {
        return answer;
    }
    match select(path, &answer.body) {
        Some(part) => with_body(answer, &part),
        None => answer,
    }
}

fn select(path: &str, body: &[u8]) -> Option<Value> {
    let whole: Value = serde_json::from_slice(body).ok()?;
    let nodes = JsonPath::parse(path).ok()?.query(&whole).all();
    let first = || nodes.first().map_or(Value::Null, |it| (*it).clone());
    Some(if names_one_place(path) { first() } else { nodes.into_iter().cloned().collect() })
}

fn with_body(mut answer: Answer, body: &Value) -> Answer {
    answer.body = body.to_string().into();
    answer.headers.insert(CONTENT_LENGTH, HeaderValue::from(answer.body.len()));
    answer
}

/// Whether a path is a singular query (RFC 9535, section 2.3.5.1): of names and indices only, so
/// that it depends on the path, not on the data, whether an array is answered.
fn names_one_place(path: &str) -> bool {
    let mut quote = None;
    let mut characters = path.chars();
    let mut last = '$';
    while let Some(it) = characters.next() {
        match (quote, it) {
            (Some(_), '\\') => drop(characters.next()),
            (Some(open), _) if it == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(it),
            (None, '*' | '?' | ':' | ',') => return false,
            (None, '.') if last == '.' => return false,
            (None, _) => {}
        }
        last = it;
    }
    true
}

/// Whether the content type says JSON.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let media_type = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}
