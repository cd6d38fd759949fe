//! Structs.

use proc_macro2::TokenStream;
use quote::quote;

use crate::names::TypeNames;
use crate::shape::{Field, TypeUse};

use super::super::Subject;
use super::super::docs::{blank_line, doc};
use super::super::type_use::{converted, owned};
use super::default_doc;
use super::rules::rules;

/// More arguments than this are better given by name, in a struct literal.
const MOST_ARGUMENTS: usize = 7;

/// A struct with its fields.
pub struct Struct<'a> {
    pub subject: Subject<'a>,
    pub names: &'a TypeNames,
    pub fields: &'a [Field],
    pub rest: Option<&'a TypeUse>,
}

impl Struct<'_> {
    pub fn emit(&self, about: &TokenStream) -> TokenStream {
        let ident = &self.names.ident;
        let all_optional = self.fields.iter().all(|it| !it.required);
        let default = if all_optional {
            quote! { , Default }
        } else {
            TokenStream::new()
        };
        let fields = self.fields.iter().zip(&self.names.members).map(|(field, name)| {
            let about = doc(&self.field_doc(field, name));
            let ty = field_type(self.subject, field);
            quote! { #about pub #name: #ty }
        });
        let rest = self.rest.map(|ty| {
            let (name, ty) = (&self.names.rest, owned(self.subject.names, ty));
            quote! { #[doc = " All other properties."] pub #name: BTreeMap<String, #ty> }
        });
        let fields = fields.chain(rest);
        let (new, json) = (self.constructor(), self.json());
        quote! {
            #about
            #[derive(Clone, Debug #default, PartialEq)]
            pub struct #ident { #(#fields),* }
            #new
            #json
        }
    }

    fn field_doc(&self, field: &Field, name: &proc_macro2::Ident) -> String {
        let schema = field.schema.map(|it| self.subject.capability.schemas.get(it));
        let mut parts: Vec<String> = Vec::new();
        parts.extend(schema.and_then(|it| it.prose()).map(str::to_owned));
        let wire = name.to_string().trim_start_matches("r#") != field.name;
        if field.name.is_empty() {
            parts.push("The member whose name is empty.".to_owned());
        } else if parts.is_empty() || (wire && !is_case_variant(&field.name, name)) {
            parts.push(format!("`{}`", field.name));
        }
        let schemas = &self.subject.capability.schemas;
        parts.extend(field.schema.and_then(|it| rules(schemas, it)));
        parts.extend(field.schema.and_then(|it| default_doc(self.subject, it)));
        if let (false, TypeUse::Option(_)) = (field.required, &field.ty) {
            parts.push(
                "Left out, `null` and a value differ: `None`, `Some(None)`, `Some(Some(_))`."
                    .to_owned(),
            );
        }
        if schema.is_some_and(|it| it.deprecated) {
            parts.push("Deprecated by the provider.".to_owned());
        }
        parts.join("\n\n")
    }

    /// `new`, where some fields are required and some are not.
    fn constructor(&self) -> TokenStream {
        let required = self.fields.iter().filter(|it| it.required).count();
        let optional = self.fields.len() - required + usize::from(self.rest.is_some());
        if required == 0 || optional == 0 || required > MOST_ARGUMENTS {
            return TokenStream::new();
        }
        let members = || self.fields.iter().zip(&self.names.members);
        let arguments = members().filter(|(it, _)| it.required).map(|(field, name)| {
            let (ty, _) = converted(self.subject, &field.ty);
            quote! { #name: #ty }
        });
        let values = members().map(|(field, name)| {
            match (field.required, converted(self.subject, &field.ty)) {
                (true, (_, true)) => quote! { #name: #name.into() },
                (true, (_, false)) => quote! { #name },
                (false, _) => quote! { #name: None },
            }
        });
        let rest = self.rest.map(|_| {
            let name = &self.names.rest;
            quote! { #name: BTreeMap::new() }
        });
        let values = values.chain(rest);
        let (ident, gap) = (&self.names.ident, blank_line());
        quote! {
            #gap
            impl #ident {
                #[doc = " With what is required; everything else is left out."]
                pub fn new(#(#arguments),*) -> Self {
                    Self { #(#values),* }
                }
            }
        }
    }

    fn json(&self) -> TokenStream {
        let ident = &self.names.ident;
        let members = || self.fields.iter().zip(&self.names.members);
        let reads = members().map(|(field, name)| {
            let (wire, method) = (&field.name, self.reader(field));
            quote! { #name: fields.#method(#wire) }
        });
        let writes = members().map(|(field, name)| {
            let wire = &field.name;
            if field.required {
                quote! { .required(#wire, &self.#name) }
            } else {
                quote! { .optional(#wire, &self.#name) }
            }
        });
        let rest = self.rest.map(|_| &self.names.rest);
        let reads = reads.chain(rest.map(|name| quote! { #name: fields.rest() }));
        let writes = writes.chain(rest.map(|name| quote! { .rest(&self.#name) }));
        let gap = blank_line();
        let fields = if self.fields.is_empty() && self.rest.is_none() {
            quote! { reader.object(value); }
        } else {
            quote! { let mut fields = reader.object(value); }
        };
        quote! {
            #gap
            impl Json for #ident {
                fn read(value: Parsed<'_>, reader: &mut Reader) -> Self {
                    #fields
                    Self { #(#reads),* }
                }
                #gap
                fn write(&self) -> Value {
                    Writer::new() #(#writes)* .finish()
                }
            }
        }
    }

    fn reader(&self, field: &Field) -> TokenStream {
        match (field.required, &field.ty) {
            (true, _) => quote! { required },
            (false, TypeUse::Option(_) | TypeUse::Value(_) | TypeUse::Unit) => quote! { nullable },
            (false, _) => quote! { optional },
        }
    }
}

/// Whether the identifier is the wire name in another case, so that to repeat it would say nothing.
fn is_case_variant(wire: &str, name: &proc_macro2::Ident) -> bool {
    let bare = |text: &str| -> String {
        text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    bare(wire) == bare(name.to_string().trim_start_matches("r#"))
}

fn field_type(subject: Subject<'_>, field: &Field) -> TokenStream {
    let ty = owned(subject.names, &field.ty);
    if field.required {
        ty
    } else {
        quote! { Option<#ty> }
    }
}
