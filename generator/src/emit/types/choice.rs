//! Unions: one variant for each alternative.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{Schema, Type};
use crate::names::TypeNames;
use crate::shape::{Told, Variant};

use super::super::Subject;
use super::super::docs::{blank_line, doc};
use super::super::schema::SchemaTokens;
use super::super::type_use::owned;

/// An enum that holds one of several types.
pub fn union(
    subject: Subject<'_>,
    names: &TypeNames,
    told: &Told,
    variants: &[Variant],
    about: &TokenStream,
) -> TokenStream {
    let (ident, unknown, members, gap) = (&names.ident, &names.rest, &names.members, blank_line());
    let docs = variants.iter().map(|it| doc(&variant_doc(subject, it)));
    let types: Vec<_> = variants.iter().map(|it| owned(subject.names, &it.ty)).collect();
    let read = read(subject, names, told, variants);
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
            #read
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

fn read(subject: Subject<'_>, names: &TypeNames, told: &Told, variants: &[Variant]) -> TokenStream {
    let (unknown, members) = (&names.rest, &names.members);
    let (table, choose, patterns): (_, _, Vec<TokenStream>) = match told {
        Told::Tag(tag) => {
            let tags = variants.iter().map(|it| {
                let tags = &it.tags;
                quote! { &[#(#tags),*] }
            });
            let choose = quote! { reader.tagged(&value, #tag, &[#(#tags),*]) };
            (None, choose, (0..variants.len()).map(|it| place(&[it])).collect())
        }
        Told::Schema(table) => {
            let (prefix, vocabulary) = (quote! { super::schemas:: }, quote! { schema:: });
            let tokens = SchemaTokens { subject, prefix: &prefix, vocabulary: &vocabulary };
            let schemas = table.iter().map(|it| tokens.reference(it.0));
            let declared = quote! { static VARIANTS: &[&schema::Schema] = &[#(#schemas),*]; };
            let places = |variant| {
                let rows = table.iter().enumerate().filter(move |(_, it)| it.1 == variant);
                place(&rows.map(|(row, _)| row).collect::<Vec<_>>())
            };
            let choose = quote! { validate::fitting(&value.to_value(), VARIANTS) };
            (Some(declared), choose, (0..variants.len()).map(places).collect())
        }
        Told::Kind => {
            let patterns: Vec<_> = variants.iter().map(|it| kind(it.kind)).collect();
            (None, quote! { value }, patterns)
        }
    };
    quote! {
        fn read(value: Parsed<'_>, reader: &mut Reader) -> Self {
            #table
            match #choose {
                #(#patterns => Self::#members(Json::read(value, reader)),)*
                _ => Self::#unknown(value.to_value()),
            }
        }
    }
}

/// The rows of a table that mean one variant.
fn place(rows: &[usize]) -> TokenStream {
    let rows = rows.iter().map(|it| Literal::usize_unsuffixed(*it));
    quote! { Some(#(#rows)|*) }
}

fn kind(ty: Option<Type>) -> TokenStream {
    match ty {
        Some(Type::Boolean) => quote! { Parsed::Bool(_) },
        Some(Type::Integer | Type::Number) => quote! { Parsed::Number(_) },
        Some(Type::String) => quote! { Parsed::String(_) },
        Some(Type::Array) => quote! { Parsed::Array(_) },
        Some(Type::Object) => quote! { Parsed::Object(_) },
        Some(Type::Null) | None => quote! { Parsed::Null },
    }
}

fn variant_doc(subject: Subject<'_>, variant: &Variant) -> String {
    if let Some(kind) = variant.kind {
        return format!("`{}`", kind.as_str());
    }
    let schemas = &subject.capability.schemas;
    let own = |schema: &Schema| schema.prose().map(str::to_owned);
    let target = schemas.get(schemas.resolve(variant.schema));
    own(schemas.get(variant.schema))
        .or_else(|| own(target))
        .or_else(|| target.component.as_ref().map(|it| format!("The schema `{it}`.")))
        .or_else(|| target.types.first().map(|it| format!("`{}`", it.as_str())))
        .unwrap_or_else(|| format!("The alternative `{}`.", variant.label))
}
