//! The names of types, of their members, and of the statics that hold schemas.

use std::collections::BTreeMap;

use proc_macro2::Ident;

use crate::ir::{Capability, SchemaId};
use crate::shape::{Constant, Kind, Owner, Shapes, TypeDef, TypeUse, Variant};

use super::distinct::distinct;
use super::errors::status_name;
use super::ident::{Scope, constant_name, ident, type_name, value_name};
use super::operations::type_stem;
use super::{OperationNames, TypeNames};

/// The statics of schemas.
pub type SchemaNames = BTreeMap<SchemaId, Ident>;

/// Types that mean something in the generated modules.
const RESERVED: &[&str] = &[
    "Answer",
    "Arc",
    "Arguments",
    "BTreeMap",
    "Box",
    "BoxFuture",
    "BuildError",
    "Builder",
    "Client",
    "CallOptions",
    "Clone",
    "Content",
    "Context",
    "Core",
    "Debug",
    "Default",
    "Err",
    "Error",
    "Failure",
    "File",
    "From",
    "Future",
    "Handler",
    "Inputs",
    "Into",
    "Json",
    "None",
    "Ok",
    "Operation",
    "Option",
    "Parsed",
    "Reader",
    "Reply",
    "Result",
    "Secret",
    "Self",
    "Send",
    "Service",
    "Some",
    "String",
    "Sync",
    "Upload",
    "Value",
    "Vec",
    "Writer",
];

/// Names in scope where the schemas are written, which are constants.
const RESERVED_CONSTANTS: &[&str] = &[
    "ANY",
    "ANY_ARRAY",
    "ANY_OBJECT",
    "ARRAY",
    "BOOLEAN",
    "INTEGER",
    "NEVER",
    "NO_EXTRA",
    "NULL",
    "NUMBER",
    "OBJECT",
    "STRING",
    "UNBOUNDED",
];

/// A name that means nothing else in the modules of a capability: `name`, or what stands in for it.
pub fn unreserved(name: String, other: impl FnOnce() -> String) -> String {
    if RESERVED.contains(&name.as_str()) { other() } else { name }
}

/// Names the types.
pub fn assign(
    capability: &Capability,
    shapes: &Shapes,
    operations: &[OperationNames],
    api: &str,
) -> Vec<TypeNames> {
    let mut scope = Scope::reserving(RESERVED);
    scope.take(api.to_owned(), "");
    for (names, operation) in operations.iter().zip(&capability.operations) {
        if operation.parameters.iter().any(|it| !it.required) {
            scope.take(names.options.to_string(), "");
        }
    }
    // The document's own names come first, so that no inline schema takes one of them away.
    let mut named: Vec<Option<String>> = vec![None; shapes.types.len()];
    for (slot, definition) in named.iter_mut().zip(&shapes.types) {
        if let Owner::Component(component) | Owner::Identifier(component) = &definition.owner {
            *slot = Some(take(&mut scope, type_name(component)));
        }
    }
    for (at, definition) in shapes.types.iter().enumerate() {
        if named[at].is_none() {
            let wanted = wanted(&definition.owner, &named, operations);
            named[at] = Some(take(&mut scope, wanted));
        }
    }
    let named: Vec<String> = named.into_iter().map(Option::unwrap_or_default).collect();
    named
        .iter()
        .zip(&shapes.types)
        .map(|(name, definition)| members(name, definition, &named))
        .collect()
}

/// A name that means something else already is told apart by what it is, not by a number.
fn take(scope: &mut Scope, name: String) -> String {
    let name = if RESERVED.contains(&name.as_str()) && scope.has(&name) {
        format!("{name}Type")
    } else {
        name
    };
    scope.take(name, "")
}

fn wanted(owner: &Owner, named: &[Option<String>], operations: &[OperationNames]) -> String {
    let stem = |id: &crate::ir::OperationId| type_stem(&operations[id.0]);
    match owner {
        Owner::Component(name) | Owner::Identifier(name) => type_name(name),
        Owner::Request(id) => format!("{}Request", stem(id)),
        Owner::Answer(id) => format!("{}Response", stem(id)),
        Owner::Error(id, status) => format!("{}{}", stem(id), status_name(*status)),
        Owner::Parameter(id, name) => format!("{}{}", stem(id), type_name(name)),
        // A part is always met after the whole, which therefore has its name.
        Owner::Part(whole, part) => {
            format!("{}{}", named[whole.0].as_deref().unwrap_or_default(), type_name(part))
        }
        Owner::Item(list) => format!("{}Item", wanted(list, named, operations)),
    }
}

fn members(name: &str, definition: &TypeDef, named: &[String]) -> TypeNames {
    let (members, rest) = match &definition.kind {
        Kind::Struct { fields, .. } => {
            let wires: Vec<&str> = fields.iter().map(|it| it.name.as_str()).collect();
            let names = distinct(&wires, value_name, "_");
            let rest = &["additional_properties", "more_properties"];
            scoped(Scope::default(), names, "_", rest)
        }
        Kind::Enum(constants) => {
            let wires: Vec<String> = constants.iter().map(constant_text).collect();
            let wires: Vec<&str> = wires.iter().map(String::as_str).collect();
            let names = distinct(&wires, variant_name, "");
            scoped(Scope::reserving(&["Self"]), names, "", UNKNOWN)
        }
        Kind::Union { variants, .. } => {
            let names = variants.iter().map(|it| variant_of(it, variants, name, named)).collect();
            scoped(Scope::reserving(&["Self"]), names, "", UNKNOWN)
        }
        Kind::Tuple { .. } | Kind::Wrapper(_) | Kind::Newtype(_) | Kind::Alias(_) => {
            (Vec::new(), ident("rest"))
        }
    };
    TypeNames { ident: ident(name), members, rest }
}

/// What the variant of undeclared values is called.
const UNKNOWN: &[&str] = &["Unknown", "Undeclared"];

/// The members of one type, and what stands for all that are not declared.
fn scoped(
    mut scope: Scope,
    names: Vec<String>,
    separator: &str,
    rest: &[&str],
) -> (Vec<Ident>, Ident) {
    let members = names.into_iter().map(|it| ident(&scope.take(it, separator))).collect();
    (members, ident(&scope.first_free(rest, separator)))
}

fn constant_text(constant: &Constant) -> String {
    match (&constant.name, &constant.value) {
        (Some(name), _) => name.clone(),
        (None, serde_json::Value::String(text)) => text.clone(),
        (None, value) => value.to_string(),
    }
}

fn variant_name(value: &str) -> String {
    if value.is_empty() { "Empty".to_owned() } else { type_name(value) }
}

/// A variant is called after the type it holds, or after its title, or after what it is.
fn variant_of(variant: &Variant, all: &[Variant], whole: &str, named: &[String]) -> String {
    let is_list = |it: &Variant| matches!(it.ty, TypeUse::List(_)) && it.label == "array";
    match &variant.ty {
        TypeUse::Named(_) | TypeUse::Boxed(_) => held_name(&variant.ty, whole, named),
        // Several lists are told by what they hold.
        TypeUse::List(item)
            if is_list(variant) && all.iter().filter(|it| is_list(it)).count() > 1 =>
        {
            format!("{}List", held_name(item, whole, named))
        }
        ty => match variant.label.as_str() {
            "array" => "List".to_owned(),
            "boolean" => "Bool".to_owned(),
            "other" => held_name(ty, whole, named),
            label => variant_name(label),
        },
    }
}

fn held_name(ty: &TypeUse, whole: &str, named: &[String]) -> String {
    match ty {
        TypeUse::Value(_) => "Any",
        TypeUse::Unit => "Null",
        TypeUse::Bool => "Bool",
        TypeUse::I64 | TypeUse::U64 | TypeUse::I128 => "Integer",
        TypeUse::F64 => "Number",
        TypeUse::String => "String",
        TypeUse::Secret => "Secret",
        TypeUse::File => "File",
        TypeUse::List(_) => "List",
        TypeUse::Map(_) => "Map",
        TypeUse::Option(inner) | TypeUse::Boxed(inner) => return held_name(inner, whole, named),
        TypeUse::Named(id) => {
            let name = named[id.0].as_str();
            name.strip_prefix(whole).filter(|it| starts_word(it)).unwrap_or(name)
        }
    }
    .to_owned()
}

/// What is left of a name is one: `CircleList` without `Circle`, but not `Circled`.
fn starts_word(rest: &str) -> bool {
    rest.chars().next().is_some_and(char::is_uppercase)
}

/// Names the statics: one per defined type, and one per schema that is referred to.
pub fn schema_names(capability: &Capability, shapes: &Shapes, types: &[TypeNames]) -> SchemaNames {
    let schemas = &capability.schemas;
    let mut scope = Scope::reserving(RESERVED_CONSTANTS);
    let mut names = SchemaNames::new();
    for (definition, type_names) in shapes.types.iter().zip(types) {
        let Some(schema) = definition.schema.filter(|_| definition.is_own()) else { continue };
        let name = constant_name(&type_names.ident.to_string());
        names.insert(schema, ident(&scope.take(name, "_")));
    }
    for (_, schema) in schemas.iter() {
        let Some(target) = schema.reference.map(|it| schemas.resolve(it)) else { continue };
        if names.contains_key(&target) {
            continue;
        }
        let component = schemas.get(target).component.clone();
        let name = component.unwrap_or_else(|| format!("schema {}", target.0));
        names.insert(target, ident(&scope.take(constant_name(&name), "_")));
    }
    names
}
