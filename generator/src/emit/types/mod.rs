//! `types.rs`: the types of a capability, and how each is read from JSON and written to it.

mod choice;
mod constants;
mod imports;
mod list;
mod object;
mod rules;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{OperationId, Parameter, SchemaId, StatusPattern};
use crate::shape::{Kind, Owner, TypeDef, TypeId};

use super::Subject;
use super::docs::{blank_line, doc, module_doc, request_line, status_text};
use super::type_use::owned;
use choice::union;
use constants::constants;
use imports::imports;
use list::{newtype, tuple, wrapper};
use object::Struct;

/// Emits the module.
pub fn emit(subject: Subject<'_>) -> TokenStream {
    let capability = subject.capability;
    let about = module_doc(&format!("The types of the `{}` capability.", capability.name));
    let types = (0..subject.shapes.types.len()).map(|at| definition(subject, TypeId(at)));
    let types: TokenStream = types.collect();
    let options: TokenStream =
        (0..capability.operations.len()).map(|at| options(subject, OperationId(at))).collect();
    let imports = imports(subject);
    let bridge = bridge(subject);
    quote! { #about #imports #types #options #bridge }
}

/// serde's traits, for every type at once.
fn bridge(subject: Subject<'_>) -> TokenStream {
    let types = subject.shapes.types.iter().enumerate();
    let idents =
        types.filter(|(_, it)| it.is_own()).map(|(at, _)| &subject.names.ty(TypeId(at)).ident);
    let idents: Vec<_> = idents.collect();
    if idents.is_empty() {
        return TokenStream::new();
    }
    let gap = blank_line();
    quote! { #gap serde_bridge! { #(#idents),* } }
}

fn definition(subject: Subject<'_>, id: TypeId) -> TokenStream {
    let definition = subject.shapes.get(id);
    let names = subject.names.ty(id);
    let about = doc(&type_doc(subject, definition));
    let gap = blank_line();
    let code = match &definition.kind {
        Kind::Struct { fields, rest } => {
            Struct { subject, names, fields, rest: rest.as_ref() }.emit(&about)
        }
        Kind::Enum(values) => constants(names, values, &about),
        Kind::Union { told, variants } => union(subject, names, told, variants, &about),
        Kind::Tuple { items, rest } => tuple(subject, names, items, rest.as_ref(), &about),
        Kind::Newtype(ty) => newtype(subject, names, ty, &about),
        Kind::Wrapper(ty) => wrapper(subject, names, ty, &about),
        Kind::Alias(ty) => {
            let (ident, ty) = (&names.ident, owned(subject.names, ty));
            quote! { #about pub type #ident = #ty; }
        }
    };
    quote! { #gap #code }
}

/// The schema's own words; else where the type stands.
fn type_doc(subject: Subject<'_>, definition: &TypeDef) -> String {
    let schema = definition.schema.map(|it| subject.capability.schemas.get(it));
    let own = schema.and_then(|it| it.prose()).map(str::to_owned);
    let owner = match &definition.owner {
        Owner::Request(id) => {
            format!("The body of {}.", request_line(subject.capability.operation(*id)))
        }
        Owner::Answer(id) => {
            format!("The answer of {}.", request_line(subject.capability.operation(*id)))
        }
        Owner::Error(id, status) => error_body(subject, *id, *status),
        _ => String::new(),
    };
    match own {
        Some(own) if owner.is_empty() => own,
        Some(own) => format!("{own}\n\n{owner}"),
        None if owner.is_empty() => place(subject, &definition.owner),
        None => owner,
    }
}

fn place(subject: Subject<'_>, owner: &Owner) -> String {
    match owner {
        Owner::Component(name) => format!("The schema `{name}`."),
        Owner::Identifier(name) => format!("The type of `{name}`, wherever it stands."),
        Owner::Parameter(id, name) => {
            format!(
                "The parameter `{name}` of {}.",
                request_line(subject.capability.operation(*id))
            )
        }
        Owner::Part(whole, part) => format!("`{part}` of [`{}`].", subject.names.ty(*whole).ident),
        Owner::Item(list) => match list.as_ref() {
            Owner::Request(id) => format!(
                "An item of the body of {}.",
                request_line(subject.capability.operation(*id))
            ),
            Owner::Answer(id) => format!(
                "An item of the answer of {}.",
                request_line(subject.capability.operation(*id))
            ),
            other => format!("An item of {}", lowered(&place(subject, other))),
        },
        Owner::Error(id, status) => error_body(subject, *id, *status),
        Owner::Request(_) | Owner::Answer(_) => String::new(),
    }
}

fn error_body(subject: Subject<'_>, id: OperationId, status: StatusPattern) -> String {
    let operation = request_line(subject.capability.operation(id));
    format!("The body of {operation} where it answers {}.", status_text(status))
}

/// A sentence as part of another.
fn lowered(sentence: &str) -> String {
    match sentence.strip_prefix("The ").or_else(|| sentence.strip_prefix("An ")) {
        Some(rest) if sentence.starts_with("The") => format!("the {rest}"),
        Some(rest) => format!("an {rest}"),
        None => sentence.to_owned(),
    }
}

/// What the provider takes where a value is left out.
fn default_doc(subject: Subject<'_>, schema: SchemaId) -> Option<String> {
    let schemas = &subject.capability.schemas;
    let own = schemas.get(schema).default.as_ref();
    let default = own.or_else(|| schemas.get(schemas.resolve(schema)).default.as_ref())?;
    Some(format!("Default: `{default}`"))
}

fn option_doc(subject: Subject<'_>, parameter: &Parameter) -> String {
    let text = parameter.description.clone().unwrap_or_else(|| format!("`{}`", parameter.name));
    let deprecated = parameter.deprecated.then(|| "Deprecated by the provider.".to_owned());
    let rules = rules::rules(&subject.capability.schemas, parameter.schema);
    let parts = [Some(text), rules, default_doc(subject, parameter.schema), deprecated];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

/// The optional parameters of an operation.
fn options(subject: Subject<'_>, id: OperationId) -> TokenStream {
    let (operation, names) = (subject.capability.operation(id), subject.names.operation(id));
    let shape = &subject.shapes.operations[id.0];
    let parameters = operation.parameters.iter().zip(&shape.parameters).zip(&names.parameters);
    let optional: Vec<_> = parameters.filter(|((it, _), _)| !it.required).collect();
    if optional.is_empty() {
        return TokenStream::new();
    }
    let about = doc(&format!("The optional parameters of {}.", request_line(operation)));
    let fields = optional.into_iter().map(|((parameter, ty), name)| {
        let (about, ty) = (doc(&option_doc(subject, parameter)), owned(subject.names, ty));
        quote! { #about pub #name: Option<#ty> }
    });
    let (ident, gap) = (&names.options, blank_line());
    quote! {
        #gap
        #about
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct #ident { #(#fields),* }
    }
}
