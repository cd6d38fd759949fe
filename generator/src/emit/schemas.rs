//! `schemas.rs`: what the JSON values of a capability must be.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::ir::SchemaId;
use crate::shape::TypeId;

use super::Subject;
use super::docs::{blank_line, doc, module_doc};
use super::schema::SchemaTokens;

/// Emits the module.
pub fn emit(subject: Subject<'_>) -> TokenStream {
    let about = module_doc(&format!(
        "What the JSON values of the `{}` capability must be.",
        subject.capability.name
    ));
    let nothing = TokenStream::new();
    let tokens = SchemaTokens { subject, prefix: &nothing, vocabulary: &nothing };
    let statics: Vec<TokenStream> = subject
        .names
        .schemas()
        .map(|(id, name)| {
            let schema = subject.capability.schemas.get(id);
            let expression = tokens.expression(schema);
            let about = doc(&schema_doc(subject, id));
            let gap = blank_line();
            quote! { #gap #about pub static #name: Schema = #expression; }
        })
        .collect();
    if statics.is_empty() {
        return about;
    }
    let gap = blank_line();
    let validated = validated(subject);
    quote! { #about #gap use crate::support::schema::*; #(#statics)* #validated }
}

/// `validate` for every type that has a static.
fn validated(subject: Subject<'_>) -> TokenStream {
    let pairs =
        subject.names.schemas().filter_map(|(id, name)| Some((own_type(subject, id)?, name)));
    let (types, names): (Vec<_>, Vec<_>) = pairs.unzip();
    if types.is_empty() {
        return TokenStream::new();
    }
    let gap = blank_line();
    quote! { #gap crate::support::validate::validated! { #(#types = #names),* } }
}

/// The type that follows from a schema.
fn own_type(subject: Subject<'_>, id: SchemaId) -> Option<&Ident> {
    let types = &subject.shapes.types;
    let at = types.iter().position(|it| it.schema == Some(id) && it.is_own())?;
    Some(&subject.names.ty(TypeId(at)).ident)
}

fn schema_doc(subject: Subject<'_>, id: SchemaId) -> String {
    match own_type(subject, id) {
        Some(ident) => format!("[`{ident}`](super::types::{ident})"),
        None => match &subject.capability.schemas.get(id).component {
            Some(name) => format!("The schema `{name}`."),
            None => "A schema that others refer to.".to_owned(),
        },
    }
}
