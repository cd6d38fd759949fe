//! The names of operations and of their parameters.

use std::collections::BTreeMap;

use heck::ToUpperCamelCase;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Capability, Encoding, Operation};

use super::ident::{Scope, constant_name, ident, type_name, value_name};
use super::types::unreserved;
use super::{FurtherMethods, OperationNames};

/// Methods that a client has already, and those every Rust value has.
const RESERVED: &[&str] =
    &["from_env", "builder", "with", "clone", "as_ref", "from", "into", "new", "drop"];

/// Arguments that every method has already, and what stands beside them where a service calls one.
const RESERVED_ARGUMENTS: &[&str] =
    &["self", "api", "body", "context", "inputs", "operation", "options", "upload"];

/// Constants that stand beside those of the operations.
const RESERVED_CONSTANTS: &[&str] = &["CAPABILITY", "DEFINITIONS", "TOOLS"];

/// Names the operations.
pub fn assign(capability: &Capability, diagnostics: &mut Diagnostics) -> Vec<OperationNames> {
    let bare = without_common_prefix(capability);
    let mut owners: BTreeMap<String, &Operation> = BTreeMap::new();
    let mut constants = Scope::reserving(RESERVED_CONSTANTS);
    let mut names = Vec::new();
    for (operation, bare) in capability.operations.iter().zip(&bare) {
        let mut method = value_name(bare);
        if RESERVED.contains(&method.as_str()) {
            method.push('_');
        }
        if let Some(other) = owners.get(&method) {
            collision(diagnostics, operation, other, &method);
        }
        owners.entry(method.clone()).or_insert(operation);
        names.push(OperationNames {
            method: ident(&method),
            constant: ident(&constant(&mut constants, bare)),
            options: ident(&options(bare)),
            parameters: parameters(operation),
            further: FurtherMethods::default(),
        });
    }
    name_further(capability, &mut names);
    names
}

/// Further methods give way to those of operations.
fn name_further(capability: &Capability, names: &mut [OperationNames]) {
    let mut taken = Scope::reserving(RESERVED);
    for names in names.iter() {
        taken.take(names.method.to_string(), "_");
    }
    for (operation, names) in capability.operations.iter().zip(names) {
        let method = names.method.to_string();
        let method = method.trim_start_matches("r#");
        let mut name = |is_there: bool, suffix: &str| {
            is_there.then(|| ident(&taken.take(format!("{method}_{suffix}"), "_")))
        };
        names.further = FurtherMethods {
            all: name(operation.pagination.is_some(), "all"),
            download: name(downloads(operation), "download"),
            upload: name(uploads(operation), "upload"),
        };
    }
}

/// Whether a success is bytes.
fn downloads(operation: &Operation) -> bool {
    operation.success().is_some_and(|it| it.encoding == Some(Encoding::Binary))
}

/// Whether the body is bytes, or a form that may hold files.
fn uploads(operation: &Operation) -> bool {
    let is_file = |it| matches!(it, Encoding::Binary | Encoding::Multipart);
    operation.body.as_ref().is_some_and(|it| is_file(it.encoding))
}

fn collision(
    diagnostics: &mut Diagnostics,
    operation: &Operation,
    other: &Operation,
    method: &str,
) {
    diagnostics.push(
        Diagnostic::error(
            Code::IdentCollision,
            operation.origin.0,
            format!(
                "`{}` and `{}` would both be called `{method}` in Rust",
                other.name, operation.name
            ),
        )
        .label("second operation of this name")
        .also(other.origin.0, "first one")
        .help("rename one of the two operations in the capability, or in an overlay for it"),
    );
}

/// The struct of the optional parameters; `CallOptions` and the like are the support code's.
fn options(bare: &str) -> String {
    let stem = type_name(bare);
    unreserved(format!("{stem}Options"), || format!("{stem}Parameters"))
}

fn constant(scope: &mut Scope, bare: &str) -> String {
    let name = constant_name(bare);
    let is_reserved = RESERVED_CONSTANTS.contains(&name.as_str());
    scope.take(if is_reserved { format!("{name}_OPERATION") } else { name }, "_")
}

/// Required parameters are arguments, optional ones are fields of the options: two scopes.
fn parameters(operation: &Operation) -> Vec<proc_macro2::Ident> {
    let mut arguments = Scope::reserving(RESERVED_ARGUMENTS);
    let mut fields = Scope::default();
    let names = operation.parameters.iter().map(|it| {
        let name = value_name(&it.argument);
        let is_reserved = RESERVED_ARGUMENTS.contains(&name.as_str());
        ident(&match it.required {
            true if is_reserved => arguments.take(format!("{name}_"), ""),
            true => arguments.take(name, "_"),
            false => fields.take(name, "_"),
        })
    });
    names.collect()
}

/// The operations' names without the words that all of them begin with: `user-all`, `user-one` are `all`, `one`.
fn without_common_prefix(capability: &Capability) -> Vec<String> {
    let words: Vec<Vec<&str>> = capability.operations.iter().map(|it| words(&it.name)).collect();
    let shortest = words.iter().map(Vec::len).min().unwrap_or_default();
    let longest_prefix = shortest.saturating_sub(1);
    let mut common = 0;
    while common < longest_prefix && words.iter().all(|it| it[common] == words[0][common]) {
        common += 1;
    }
    // A lone operation shares every word with itself: only what the capability's name says too is left out.
    if words.len() == 1 {
        let own: Vec<&str> = self::words(&capability.name);
        common = words[0].iter().take(common).take_while(|it| own.contains(it)).count();
    }
    words.iter().map(|it| it[common..].join("-")).collect()
}

fn words(name: &str) -> Vec<&str> {
    let words: Vec<&str> =
        name.split(['-', '.', '_', '/', ' ']).filter(|it| !it.is_empty()).collect();
    if words.is_empty() { vec![name] } else { words }
}

/// The name of an operation in the names of its types.
pub fn type_stem(names: &OperationNames) -> String {
    let method = names.method.to_string();
    method.trim_start_matches("r#").to_upper_camel_case()
}
