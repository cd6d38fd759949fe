//! The operations of a structure that are valid, where some are not.
//!
//! Input: a document of which all operations are wanted. Output: its structure without the operations and components
//! that `openapiv3` does not read, each of which is reported as a warning. Whoever needs a component that was left
//! out is told so by `lower`.

use openapiv3::OpenAPI;
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failed};

use super::rewrite::rewrite;
use super::structure::{self, address, blame, fit, problem, units};
use super::{Bundle, Wanted, nearest};

/// Reads what is valid of a document, and names the operations that are not.
///
/// # Errors
/// Returns [`Failed`] where it is for the sake of something else that the document is not valid, after saying why.
pub fn read(
    bundle: &Bundle,
    diagnostics: &mut Diagnostics,
) -> Result<(OpenAPI, Vec<String>), Failed> {
    let (found, errors) = (diagnostics.as_slice().len(), diagnostics.errors());
    let structure = rewrite(bundle, &Wanted::All, diagnostics);
    diagnostics.tolerate(found, errors, "the operations of this path are left out");
    if let Ok(api) = fit::<OpenAPI>(&structure) {
        return Ok((api, Vec::new()));
    }
    let mut fitting = structure.clone();
    let mut found = Vec::new();
    for (unit, pointer) in units(&structure) {
        let Err(error) = fit::<OpenAPI>(&unit) else { continue };
        let whole = whole(&pointer);
        remove(&mut fitting, &whole);
        let pointer = blame(&unit, &pointer, &error);
        let problem = problem(&unit, &pointer).unwrap_or(error);
        found.push((whole, pointer, problem));
    }
    // Where this fails too, it says of the rest what is wrong.
    let api = structure::read(&fitting, bundle, diagnostics)?;
    let mut left_out = Vec::new();
    for (whole, pointer, problem) in found {
        let message = format!("{} is not valid, and is left out", named(&structure, &whole));
        let at = nearest(bundle, &address(&structure, &pointer));
        diagnostics.push(
            Diagnostic::warning(Code::InvalidOpenapi, at, message)
                .label(problem)
                .help("correct it in an overlay where the document is not yours"),
        );
        left_out.extend(operations(&structure, &whole));
    }
    Ok((api, left_out))
}

/// The operations among what stands at a pointer: one, those of a path, or none.
fn operations(structure: &Value, pointer: &str) -> Vec<String> {
    let tokens = tokens(pointer);
    match tokens.as_slice() {
        [section, path, method] if section == "paths" => vec![request_line(method, path)],
        [section, path] if section == "paths" => {
            let members = structure.pointer(pointer).and_then(Value::as_object);
            let methods =
                members.into_iter().flat_map(|it| it.keys()).filter(|it| *it != "parameters");
            methods.map(|method| request_line(method, path)).collect()
        }
        _ => Vec::new(),
    }
}

fn request_line(method: &str, path: &str) -> String {
    format!("{} {path}", method.to_ascii_uppercase())
}

fn tokens(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|it| it.replace("~1", "/").replace("~0", "~")).collect()
}

/// What is left out for the sake of an invalid part: without what they share, no operation of a path is whole.
fn whole(pointer: &str) -> String {
    match pointer.strip_suffix("/parameters") {
        Some(path) if path.starts_with("/paths/") && path.matches('/').count() == 2 => {
            path.to_owned()
        }
        _ => pointer.to_owned(),
    }
}

/// The words for the part at a pointer: an operation, a path with all its methods, or a component.
fn named(structure: &Value, pointer: &str) -> String {
    match tokens(pointer).as_slice() {
        [section, path, method] if section == "paths" => {
            format!("`{}`", request_line(method, path))
        }
        [section, path] if section == "paths" => format!("`{path}`"),
        _ => format!("`{}`", address(structure, pointer)),
    }
}

fn remove(structure: &mut Value, pointer: &str) {
    let (above, token) = pointer.rsplit_once('/').unwrap_or_default();
    if let Some(Value::Object(members)) = structure.pointer_mut(above) {
        members.shift_remove(&token.replace("~1", "/").replace("~0", "~"));
    }
}
