//! Enums: choices of strings, and unions.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Schema;
use crate::names::TypeNames;
use crate::shape::Variant;

use super::super::Subject;
use super::super::docs::{blank_line, doc};
use super::super::schema::SchemaTokens;
use super::super::type_use::owned;

pub fn string_enum(names: &TypeNames, values: &[String], about: &TokenStream) -> TokenStream {
    let (ident, unknown, variants, gap) = (&names.ident, &names.rest, &names.members, blank_line());
    let docs = values.iter().map(|it| doc(&value_doc(it)));
    quote! {
        #about
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum #ident {
            #(#docs #variants,)*
            #[doc = " A value that the document does not declare."]
            #unknown(String),
        }
        #gap
        impl #ident {
            #[doc = " The value on the wire."]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #values,)*
                    Self::#unknown(value) => value,
                }
            }
        }
        #gap
        impl From<String> for #ident {
            fn from(value: String) -> Self {
                match value.as_str() {
                    #(#values => Self::#variants,)*
                    _ => Self::#unknown(value),
                }
            }
        }
        #gap
        impl Json for #ident {
            fn read(value: Value, reader: &mut Reader) -> Self {
                String::read(value, reader).into()
            }
            #gap
            fn write(&self) -> Value {
                self.as_str().into()
            }
        }
    }
}

fn value_doc(value: &str) -> String {
    if value.is_empty() { "The empty string.".to_owned() } else { format!("`{value}`") }
}

/// The variant is the first in document order whose schema the value fits, or the one that the tag tells.
pub fn union(
    subject: Subject<'_>,
    names: &TypeNames,
    tag: Option<&str>,
    variants: &[Variant],
    about: &TokenStream,
) -> TokenStream {
    let (ident, unknown, members, gap) = (&names.ident, &names.rest, &names.members, blank_line());
    let docs = variants.iter().map(|it| doc(&variant_doc(subject, it)));
    let types: Vec<_> = variants.iter().map(|it| owned(subject.names, &it.ty)).collect();
    let index = (0..variants.len()).map(proc_macro2::Literal::usize_unsuffixed);
    let (variants_table, choose) = match tag {
        Some(tag) => {
            let tags = variants.iter().map(|it| {
                let tags = &it.tags;
                quote! { &[#(#tags),*] }
            });
            (None, quote! { reader.tagged(&value, #tag, &[#(#tags),*]) })
        }
        None => {
            let (prefix, vocabulary) = (quote! { schemas:: }, quote! { schema:: });
            let tokens = SchemaTokens { subject, prefix: &prefix, vocabulary: &vocabulary };
            let schemas = variants.iter().map(|it| tokens.reference(it.schema));
            let table = quote! { static VARIANTS: &[&schema::Schema] = &[#(#schemas),*]; };
            (Some(table), quote! { validate::fitting(&value, VARIANTS) })
        }
    };
    quote! {
        #about
        #[derive(Clone, Debug, PartialEq)]
        pub enum #ident {
            #(#docs #members(#types),)*
            #[doc = " A value that fits none of the variants."]
            #unknown(Value),
        }
        #gap
        impl Json for #ident {
            fn read(value: Value, reader: &mut Reader) -> Self {
                #variants_table
                match #choose {
                    #(Some(#index) => Self::#members(Json::read(value, reader)),)*
                    _ => Self::#unknown(value),
                }
            }
            #gap
            fn write(&self) -> Value {
                match self {
                    #(Self::#members(value) => value.write(),)*
                    Self::#unknown(value) => value.clone(),
                }
            }
        }
    }
}

fn variant_doc(subject: Subject<'_>, variant: &Variant) -> String {
    let schemas = &subject.capability.schemas;
    let own = |schema: &Schema| schema.description.clone().or_else(|| schema.title.clone());
    let target = schemas.get(schemas.resolve(variant.schema));
    own(schemas.get(variant.schema))
        .or_else(|| own(target))
        .or_else(|| target.component.as_ref().map(|it| format!("The schema `{it}`.")))
        .or_else(|| target.types.first().map(|it| format!("`{}`", it.as_str())))
        .unwrap_or_else(|| "One of the alternatives.".to_owned())
}
