//! The rewritten structure as `openapiv3`, and where it is wrong.
//!
//! serde forgets places within a structure that may be extended, so where the whole does not fit, each operation
//! and each component is tried alone, and what is wrong with it is found by leaving parts of it out.

use openapiv3::OpenAPI;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failed};
use crate::source::push_token;

use super::{Bundle, ORIGIN, nearest};

/// Parts with more members than this are not searched.
const SEARCHED: usize = 200;

/// Reads the structure.
///
/// # Errors
/// Returns [`Failed`] where it does not fit, after saying of each operation and component what is wrong.
pub fn read(
    structure: &Value,
    bundle: &Bundle,
    diagnostics: &mut Diagnostics,
) -> Result<OpenAPI, Failed> {
    let error = match fit::<OpenAPI>(structure) {
        Ok(api) => return Ok(api),
        Err(error) => error,
    };
    let mut findings: Vec<(String, String)> = units(structure)
        .iter()
        .filter_map(|(unit, pointer)| {
            let error = fit::<OpenAPI>(unit).err()?;
            let pointer = blame(unit, pointer, &error);
            let problem = problem(unit, &pointer).unwrap_or(error);
            Some((pointer, problem))
        })
        .collect();
    if findings.is_empty() {
        findings.push((blame(structure, "", &error), error));
    }
    for (pointer, problem) in findings {
        let message = "not a valid OpenAPI description";
        diagnostics.push(
            Diagnostic::error(
                Code::InvalidOpenapi,
                nearest(bundle, &address(structure, &pointer)),
                message,
            )
            .label(problem),
        );
    }
    Err(Failed)
}

/// The address in the document of a part of the structure: below that of the innermost object that tells one.
pub(super) fn address(structure: &Value, pointer: &str) -> String {
    let mut address = pointer.to_owned();
    let ends = pointer.match_indices('/').map(|it| it.0).skip(1).chain([pointer.len()]);
    for end in ends {
        let (above, rest) = pointer.split_at(end);
        let part = structure.pointer(above);
        if let Some(origin) = part.and_then(|it| it.get(ORIGIN)).and_then(Value::as_str) {
            address = format!("{origin}{rest}");
        }
    }
    address
}

pub(super) fn fit<T: DeserializeOwned>(value: &Value) -> Result<T, String> {
    T::deserialize(value).map_err(|error| error.to_string())
}

/// Each operation, the parameters of each path and each component as a document of its own, with its pointer.
pub(super) fn units(structure: &Value) -> Vec<(Value, String)> {
    let mut units = Vec::new();
    for section in ["paths", "components"] {
        for (group, members) in structure[section].as_object().into_iter().flatten() {
            for (name, part) in members.as_object().into_iter().flatten() {
                let mut unit = json!({ "openapi": "3.0.3", "info": { "title": "", "version": "" }, "paths": {} });
                let member = Map::from_iter([(name.clone(), part.clone())]);
                unit[section] = Map::from_iter([(group.clone(), member.into())]).into();
                units.push((unit, push_token(&push_token(&format!("/{section}"), group), name)));
            }
        }
    }
    units
}

/// The smallest part without which the error is not the same.
pub(super) fn blame(whole: &Value, pointer: &str, error: &str) -> String {
    let parts: Vec<String> = match whole.pointer(pointer) {
        Some(Value::Object(members)) => {
            members.keys().filter(|it| *it != ORIGIN).map(|it| push_token(pointer, it)).collect()
        }
        Some(Value::Array(items)) => (0..items.len()).map(|at| format!("{pointer}/{at}")).collect(),
        _ => Vec::new(),
    };
    if parts.len() > SEARCHED {
        return pointer.to_owned();
    }
    let is_to_blame = |part: &&String| {
        fit::<OpenAPI>(&without(whole, part)).err().is_none_or(|other| other != error)
    };
    match parts.iter().find(is_to_blame) {
        Some(part) => blame(whole, part, error),
        None => pointer.to_owned(),
    }
}

fn without(whole: &Value, pointer: &str) -> Value {
    let mut whole = whole.clone();
    let (above, token) = pointer.rsplit_once('/').unwrap_or_default();
    match whole.pointer_mut(above) {
        Some(Value::Object(members)) => {
            members.shift_remove(&token.replace("~1", "/").replace("~0", "~"));
        }
        Some(Value::Array(items)) => {
            token.parse().ok().filter(|at| *at < items.len()).map(|at: usize| items.remove(at));
        }
        _ => {}
    }
    whole
}

/// What is wrong with a part that may also be a reference, of which serde says only that it is neither.
pub(super) fn problem(whole: &Value, pointer: &str) -> Option<String> {
    let part = whole.pointer(pointer)?;
    let mut tokens = pointer.rsplit('/');
    let (name, holder) = (tokens.next()?, tokens.next()?);
    match (holder, name) {
        ("parameters", _) => fit::<openapiv3::Parameter>(part).err(),
        ("responses", _) => fit::<openapiv3::Response>(part).err(),
        ("headers", _) => fit::<openapiv3::Header>(part).err(),
        ("securitySchemes", _) => fit::<openapiv3::SecurityScheme>(part).err(),
        ("requestBodies", _) | (_, "requestBody") => fit::<openapiv3::RequestBody>(part).err(),
        _ => None,
    }
}
