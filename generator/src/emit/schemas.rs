//! `schemas.rs`: what the JSON values of a capability must be.

use proc_macro2::TokenStream;
use quote::quote;

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
    quote! { #about #gap use crate::support::schema::*; #(#statics)* }
}

fn schema_doc(subject: Subject<'_>, id: crate::ir::SchemaId) -> String {
    let types = subject.shapes.types.iter().enumerate();
    let mut types = types.filter(|(_, it)| it.schema == Some(id) && it.is_own());
    match types.next() {
        Some((at, _)) => {
            let ident = &subject.names.ty(crate::shape::TypeId(at)).ident;
            format!("[`{ident}`](super::types::{ident})")
        }
        None => match &subject.capability.schemas.get(id).component {
            Some(name) => format!("The schema `{name}`."),
            None => "A schema that others refer to.".to_owned(),
        },
    }
}
