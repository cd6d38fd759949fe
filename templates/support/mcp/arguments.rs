//! The arguments of a tool become the inputs of its operation.
//!
//! Arguments are flat: parameters and the fields of the body stand side by side. Where no argument has
//! that name, `body` is accepted too: an object whose members are the fields of the body, as the
//! capability itself declares it. Of a field given both ways, the flat one counts.
//!
//! Everything that does not fit is listed, each with a JSON pointer that begins with an argument's name.

use rmcp::model::JsonObject;
use serde_json::{Map, Value};

use crate::support::mapping;
use crate::support::operation::{Location, Source, Target, Tool};
use crate::support::service::Inputs;
use crate::support::validate::{self, Violation, escape};

/// Reads the arguments given.
pub(super) fn read(tool: &Tool, given: JsonObject) -> Result<Inputs, Vec<Violation>> {
    let (inputs, mut violations) = sort(tool, given);
    let inputs = mapping::inputs(&tool.call, inputs);
    let invalid = validate::inputs(tool.call.operation, &inputs);
    violations.extend(invalid.into_iter().map(|violation| in_arguments(tool, violation)));
    if violations.is_empty() { Ok(inputs) } else { Err(violations) }
}

/// Puts every argument where it belongs.
fn sort(tool: &Tool, mut given: JsonObject) -> (Inputs, Vec<Violation>) {
    let mut inputs = Inputs::new();
    let mut violations = Vec::new();
    let whole = if accepts_body(tool) { given.remove("body") } else { None };
    let mut fields = whole.map(|body| members(body, &mut violations));
    for (name, value) in given {
        match target(tool, &name) {
            Some(Target::Parameter(parameter)) => {
                inputs.parameters.insert(parameter.to_owned(), value);
            }
            Some(Target::BodyField(field)) => {
                fields.get_or_insert_default().insert(field.to_owned(), value);
            }
            Some(Target::Body) => inputs.body = Some(value),
            None => violations.push(unknown(tool, &name)),
        }
    }
    // An empty object lets the missing fields be named, where a missing body would be all there is to say.
    if fields.is_none() && inputs.body.is_none() && names_fields(tool) && wants_body(tool) {
        fields = Some(Map::new());
    }
    if let Some(fields) = fields {
        inputs.body = Some(Value::Object(fields));
    }
    (inputs, violations)
}

fn target(tool: &Tool, name: &str) -> Option<Target> {
    tool.arguments.iter().find(|argument| argument.name == name).map(|argument| argument.target)
}

fn has_fields(tool: &Tool) -> bool {
    tool.arguments.iter().any(|argument| matches!(argument.target, Target::BodyField(_)))
}

/// Whether fields of the body are named at all, by the tool or by `with`.
fn names_fields(tool: &Tool) -> bool {
    let set = |(target, _): &(Target, Source)| matches!(target, Target::BodyField(_));
    has_fields(tool) || tool.call.with.iter().any(set)
}

fn accepts_body(tool: &Tool) -> bool {
    has_fields(tool) && target(tool, "body").is_none()
}

fn wants_body(tool: &Tool) -> bool {
    tool.call.operation.body.as_ref().is_some_and(|body| body.required)
}

fn members(body: Value, violations: &mut Vec<Violation>) -> Map<String, Value> {
    match body {
        Value::Object(members) => members,
        _ => {
            let message = "expected an object with the fields of the body".to_owned();
            violations.push(Violation { pointer: "/body".to_owned(), message });
            Map::new()
        }
    }
}

fn unknown(tool: &Tool, name: &str) -> Violation {
    let known: Vec<&str> = tool.arguments.iter().map(|argument| argument.name).collect();
    let message = if known.is_empty() {
        "unknown argument; this tool takes none".to_owned()
    } else {
        format!("unknown argument; known are {}", known.join(", "))
    };
    Violation { pointer: format!("/{}", escape(name)), message }
}

/// Where a violation of the operation's inputs stands in the arguments.
fn in_arguments(tool: &Tool, violation: Violation) -> Violation {
    let pointer = argument_pointer(tool, &violation.pointer).unwrap_or(violation.pointer);
    Violation { pointer, message: violation.message }
}

/// The pointer that begins with the argument's name, unless no argument of the tool is meant.
///
/// The operation's own pointers begin with the location: `/query/id`, `/body/name`.
fn argument_pointer(tool: &Tool, pointer: &str) -> Option<String> {
    let (first, rest) = split(pointer)?;
    if let Some(location) = location(&first) {
        let (name, rest) = split(rest)?;
        let mut parameters = tool.call.operation.parameters.iter();
        let parameter = parameters.find(|it| it.location == location && it.name == name)?;
        return renamed(tool, Target::Parameter(parameter.argument), rest);
    }
    if let Some(whole) = renamed(tool, Target::Body, rest) {
        return Some(whole);
    }
    let (field, rest) = split(rest)?;
    renamed(tool, body_field(tool, &field)?, rest)
}

fn location(word: &str) -> Option<Location> {
    match word {
        "path" => Some(Location::Path),
        "query" => Some(Location::Query),
        "header" => Some(Location::Header),
        "cookie" => Some(Location::Cookie),
        _ => None,
    }
}

/// The first token of a pointer, and the pointer from there.
fn split(pointer: &str) -> Option<(String, &str)> {
    let tokens = pointer.strip_prefix('/')?;
    let end = tokens.find('/').unwrap_or(tokens.len());
    Some((tokens[..end].replace("~1", "/").replace("~0", "~"), &tokens[end..]))
}

fn renamed(tool: &Tool, target: Target, rest: &str) -> Option<String> {
    Some(format!("/{}{rest}", escape(filled_by(tool, target)?)))
}

/// The argument that fills an input of the operation, where one alone does.
fn filled_by(tool: &Tool, target: Target) -> Option<&'static str> {
    let set = tool.call.with.iter().find(|(it, _)| *it == target).map(|(_, source)| source);
    let fits = |it: Target| match (set, it) {
        (None | Some(Source::Body), _) => it == target,
        (Some(Source::Input(input)), Target::Parameter(name) | Target::BodyField(name)) => {
            name == *input
        }
        _ => false,
    };
    tool.arguments.iter().find(|argument| fits(argument.target)).map(|argument| argument.name)
}

/// A field of the operation's body, as the tool or `with` names it.
fn body_field(tool: &Tool, field: &str) -> Option<Target> {
    let own = tool.arguments.iter().map(|argument| argument.target);
    let set = tool.call.with.iter().map(|(target, _)| *target);
    own.chain(set).find(|target| matches!(target, Target::BodyField(name) if *name == field))
}
