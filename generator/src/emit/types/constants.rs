//! Enums: choices of values. A value that the document does not declare is kept.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use crate::names::TypeNames;
use crate::shape::Constant;

use super::super::docs::{blank_line, doc};

/// The values of an enum, by what they are.
enum Values {
    Strings(Vec<String>),
    /// Integers, and the type that holds them.
    Integers(Vec<Literal>, TokenStream),
    Mixed(Vec<TokenStream>),
}

/// An enum with one variant for each value.
pub fn constants(names: &TypeNames, constants: &[Constant], about: &TokenStream) -> TokenStream {
    let docs = constants.iter().map(|it| doc(&constant_doc(it)));
    let (ident, unknown, variants, gap) = (&names.ident, &names.rest, &names.members, blank_line());
    let values = values(constants);
    let (derives, held) = match &values {
        Values::Strings(_) => (quote! { Clone, Debug, PartialEq, Eq, Hash }, quote! { String }),
        Values::Integers(_, ty) => (quote! { Clone, Copy, Debug, PartialEq, Eq, Hash }, ty.clone()),
        Values::Mixed(_) => (quote! { Clone, Debug, PartialEq }, quote! { Value }),
    };
    let code = match values {
        Values::Strings(values) => strings(names, &values),
        Values::Integers(values, ty) => integers(names, &values, &ty),
        Values::Mixed(values) => mixed(names, &values),
    };
    quote! {
        #about
        #[derive(#derives)]
        pub enum #ident {
            #(#docs #variants,)*
            #[doc = " A value that the document does not declare."]
            #unknown(#held),
        }
        #gap
        #code
    }
}

fn values(constants: &[Constant]) -> Values {
    let values = || constants.iter().map(|it| &it.value);
    if let Some(strings) = values().map(|it| it.as_str().map(str::to_owned)).collect() {
        return Values::Strings(strings);
    }
    let integers: Option<Vec<i128>> =
        values().map(|it| it.as_number().and_then(serde_json::Number::as_i128)).collect();
    match integers {
        Some(integers) => {
            let fits = |it: &i128| i64::try_from(*it).is_ok();
            let ty = if integers.iter().all(fits) {
                quote! { i64 }
            } else if integers.iter().all(|it| *it >= 0) {
                quote! { u64 }
            } else {
                quote! { i128 }
            };
            Values::Integers(integers.into_iter().map(Literal::i128_unsuffixed).collect(), ty)
        }
        None => Values::Mixed(values().map(scalar).collect()),
    }
}

/// A value that is no array and no object.
fn scalar(value: &Value) -> TokenStream {
    match value {
        Value::String(text) => quote! { #text },
        Value::Bool(it) => quote! { #it },
        Value::Number(number) => number_literal(number),
        _ => quote! { () },
    }
}

/// Without a suffix wherever the literal means the same without one.
fn number_literal(number: &serde_json::Number) -> TokenStream {
    let literal = match (number.as_i64(), number.as_u64()) {
        (Some(it), _) if i32::try_from(it).is_ok() => Literal::i64_unsuffixed(it),
        (Some(it), _) => Literal::i64_suffixed(it),
        (None, Some(it)) => Literal::u64_suffixed(it),
        (None, None) => Literal::f64_unsuffixed(number.as_f64().unwrap_or_default()),
    };
    quote! { #literal }
}

fn strings(names: &TypeNames, values: &[String]) -> TokenStream {
    let (ident, unknown, variants, gap) = (&names.ident, &names.rest, &names.members, blank_line());
    quote! {
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
        string_enum!(#ident);
    }
}

fn integers(names: &TypeNames, values: &[Literal], ty: &TokenStream) -> TokenStream {
    let (ident, unknown, variants, gap) = (&names.ident, &names.rest, &names.members, blank_line());
    quote! {
        impl #ident {
            #[doc = " The value on the wire."]
            pub fn value(self) -> #ty {
                match self {
                    #(Self::#variants => #values,)*
                    Self::#unknown(value) => value,
                }
            }
        }
        #gap
        impl From<#ty> for #ident {
            fn from(value: #ty) -> Self {
                match value {
                    #(#values => Self::#variants,)*
                    _ => Self::#unknown(value),
                }
            }
        }
        #gap
        integer_enum!(#ident, #ty);
    }
}

fn mixed(names: &TypeNames, values: &[TokenStream]) -> TokenStream {
    let (ident, unknown, variants, gap) = (&names.ident, &names.rest, &names.members, blank_line());
    quote! {
        impl From<Value> for #ident {
            fn from(value: Value) -> Self {
                match &value {
                    #(it if *it == #values => Self::#variants,)*
                    _ => Self::#unknown(value),
                }
            }
        }
        #gap
        impl Json for #ident {
            fn read(value: Parsed<'_>, _: &mut Reader) -> Self {
                value.to_value().into()
            }
            #gap
            fn write(&self) -> Value {
                match self {
                    #(Self::#variants => #values.into(),)*
                    Self::#unknown(value) => value.clone(),
                }
            }
        }
    }
}

fn constant_doc(constant: &Constant) -> String {
    let value = match &constant.value {
        Value::String(text) if text.is_empty() => "The empty string.".to_owned(),
        Value::String(text) => format!("`{text}`"),
        other => format!("`{other}`"),
    };
    match &constant.description {
        Some(description) => format!("{description}\n\n{value}"),
        None => value,
    }
}
