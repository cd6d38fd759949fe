//! The names of types, of their members, and of the statics that hold schemas.

use std::collections::BTreeMap;

use proc_macro2::Ident;

use crate::ir::{Capability, SchemaId};
use crate::shape::{Kind, Owner, Shapes, TypeDef};

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
    "Clone",
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
    "NULL",
    "NUMBER",
    "OBJECT",
    "STRING",
];

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
        if let Owner::Component(component) = &definition.owner {
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
        Owner::Component(name) => type_name(name),
        Owner::Request(id) => format!("{}Request", stem(id)),
        Owner::Answer(id) => format!("{}Response", stem(id)),
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
            let names = fields.iter().map(|it| value_name(&it.name));
            scoped(Scope::default(), names, "_", &["additional_properties", "more_properties"])
        }
        Kind::Enum(values) => {
            let names = values.iter().map(|it| variant_name(it));
            scoped(Scope::reserving(&["Self"]), names, "", &["Unknown", "Undeclared"])
        }
        Kind::Union { variants, .. } => {
            let names = variants.iter().map(|it| variant_of(&it.ty, name, named));
            scoped(Scope::reserving(&["Self"]), names, "", &["Unknown", "Undeclared"])
        }
        Kind::Alias(_) => (Vec::new(), ident("rest")),
    };
    TypeNames { ident: ident(name), members, rest }
}

/// The members of one type, and what stands for all that are not declared.
fn scoped(
    mut scope: Scope,
    names: impl Iterator<Item = String>,
    separator: &str,
    rest: &[&str],
) -> (Vec<Ident>, Ident) {
    let members = names.map(|it| ident(&scope.take(it, separator))).collect();
    (members, ident(&scope.first_free(rest, separator)))
}

fn variant_name(value: &str) -> String {
    if value.is_empty() { "Empty".to_owned() } else { type_name(value) }
}

/// A variant is called after what it holds.
fn variant_of(ty: &crate::shape::TypeUse, whole: &str, named: &[String]) -> String {
    use crate::shape::TypeUse as T;
    match ty {
        T::Value => "Any",
        T::Unit => "Null",
        T::Bool => "Bool",
        T::I64 | T::U64 => "Integer",
        T::F64 => "Number",
        T::String => "Text",
        T::Secret => "Secret",
        T::File => "File",
        T::List(_) => "List",
        T::Map(_) => "Map",
        T::Option(inner) | T::Boxed(inner) => return variant_of(inner, whole, named),
        T::Named(id) => {
            let name = named[id.0].as_str();
            name.strip_prefix(whole).filter(|it| !it.is_empty()).unwrap_or(name)
        }
    }
    .to_owned()
}

/// Names the statics: one per defined type, and one per schema that is referred to.
pub fn schema_names(capability: &Capability, shapes: &Shapes, types: &[TypeNames]) -> SchemaNames {
    let schemas = &capability.schemas;
    let mut scope = Scope::reserving(RESERVED_CONSTANTS);
    let mut names = SchemaNames::new();
    for (definition, type_names) in shapes.types.iter().zip(types) {
        if matches!(definition.kind, Kind::Alias(_)) {
            continue;
        }
        let name = constant_name(&type_names.ident.to_string());
        names.insert(definition.schema, ident(&scope.take(name, "_")));
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
