//! Fills path templates, so that a value stays within its segment.
//!
//! In: an operation and its inputs. Out: the encoded path, and the query that some documents write into
//! the template. A value that would make a segment empty, `.` or `..` is refused: it would call
//! another operation.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::refused::Refused;
use super::style;
use crate::support::operation::{Location, Operation, Parameter};
use crate::support::service::Inputs;

/// What the literal text of a template must not hold in a URL.
const LITERAL: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'^')
    .add(b'|')
    .add(b'\\');

/// Appends the path that a template makes.
pub(super) fn fill(
    path: &mut String,
    operation: &'static Operation,
    inputs: &Inputs,
) -> Result<(), Refused> {
    let template = split(operation).0;
    for template in template.strip_prefix('/').unwrap_or(template).split('/') {
        path.push('/');
        if template.contains('{') {
            path.push_str(&segment(operation, template, inputs)?);
        } else {
            path.extend(utf8_percent_encode(template, LITERAL));
        }
    }
    Ok(())
}

/// The query that a template holds.
pub(super) fn query(operation: &'static Operation) -> Option<&'static str> {
    split(operation).1
}

fn split(operation: &'static Operation) -> (&'static str, Option<&'static str>) {
    match operation.path.split_once('?') {
        Some((template, query)) => (template, Some(query)),
        None => (operation.path, None),
    }
}

fn segment(operation: &Operation, template: &str, inputs: &Inputs) -> Result<String, Refused> {
    let mut segment = String::new();
    let mut filled = None;
    let mut rest = template;
    while let Some((before, name, after)) = next_parameter(rest) {
        segment.extend(utf8_percent_encode(before, LITERAL));
        segment.push_str(&value(operation, name, inputs)?);
        filled = Some(name);
        rest = after;
    }
    segment.extend(utf8_percent_encode(rest, LITERAL));
    match filled {
        Some(name) if vanishes(&segment) => {
            Err(Refused::new(name, "must not be empty, `.` or `..`: it would change the path"))
        }
        _ => Ok(segment),
    }
}

fn next_parameter(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

fn value(operation: &Operation, name: &str, inputs: &Inputs) -> Result<String, Refused> {
    let declared = |it: &&Parameter| it.location == Location::Path && it.name == name;
    let Some(parameter) = operation.parameters.iter().find(declared) else {
        return Err(Refused::new(name, "is in the path but not declared"));
    };
    match inputs.parameters.get(parameter.argument).filter(|value| !value.is_null()) {
        None => Err(Refused::new(parameter.argument, "is required")),
        Some(value) => style::path(parameter, value)
            .ok_or_else(|| Refused::new(parameter.argument, "must not be empty")),
    }
}

/// Whether URL normalisation removes a segment, or servers collapse it.
fn vanishes(segment: &str) -> bool {
    matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "" | "." | "..")
}
