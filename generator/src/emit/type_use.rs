//! The use of a type, as tokens.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::names::Names;
use crate::shape::TypeUse;

use super::Subject;
use super::docs::blank_line;

/// The type of a field, or of a value that is handed over.
pub fn owned(names: &Names, ty: &TypeUse) -> TokenStream {
    match ty {
        TypeUse::Value(_) => quote! { Value },
        TypeUse::Unit => quote! { () },
        TypeUse::Bool => quote! { bool },
        TypeUse::I64 => quote! { i64 },
        TypeUse::U64 => quote! { u64 },
        TypeUse::I128 => quote! { i128 },
        TypeUse::F64 => quote! { f64 },
        TypeUse::String => quote! { String },
        TypeUse::Secret => quote! { Secret },
        TypeUse::File => quote! { File },
        TypeUse::List(item) => {
            let item = owned(names, item);
            quote! { Vec<#item> }
        }
        TypeUse::Map(value) => {
            let value = owned(names, value);
            quote! { BTreeMap<String, #value> }
        }
        TypeUse::Option(inner) => {
            let inner = owned(names, inner);
            quote! { Option<#inner> }
        }
        TypeUse::Boxed(inner) => {
            let inner = owned(names, inner);
            quote! { Box<#inner> }
        }
        TypeUse::Named(id) => {
            let ident = &names.ty(*id).ident;
            quote! { #ident }
        }
    }
}

/// The type of an argument that is only looked at.
pub fn borrowed(names: &Names, ty: &TypeUse) -> TokenStream {
    match ty {
        ty if ty.is_scalar() => owned(names, ty),
        TypeUse::String => quote! { &str },
        TypeUse::List(item) => {
            let item = owned(names, item);
            quote! { &[#item] }
        }
        _ => {
            let ty = owned(names, ty);
            quote! { &#ty }
        }
    }
}

/// The type of an argument of a constructor, which converts where that is kind to the caller.
pub fn converted(subject: Subject<'_>, ty: &TypeUse) -> (TokenStream, bool) {
    let is_converted =
        matches!(ty, TypeUse::String | TypeUse::Secret) || subject.shapes.is_newtype(ty);
    let ty = owned(subject.names, ty);
    if is_converted { (quote! { impl Into<#ty> }, true) } else { (ty, false) }
}

/// The imports that the types of a module need.
#[derive(Debug, Default)]
pub struct Imports {
    map: bool,
    file: bool,
    secret: bool,
    server: bool,
    value: bool,
}

impl Imports {
    /// Notes what a use needs.
    pub fn note(&mut self, ty: &TypeUse) {
        match ty {
            TypeUse::Value(_) => self.value = true,
            TypeUse::File => self.file = true,
            TypeUse::Secret => self.secret = true,
            TypeUse::Map(inner) => {
                self.map = true;
                self.note(inner);
            }
            TypeUse::List(inner) | TypeUse::Option(inner) | TypeUse::Boxed(inner) => {
                self.note(inner)
            }
            TypeUse::Unit
            | TypeUse::Bool
            | TypeUse::I64
            | TypeUse::U64
            | TypeUse::I128
            | TypeUse::F64
            | TypeUse::String
            | TypeUse::Named(_) => {}
        }
    }

    /// Notes that JSON values are needed.
    pub fn value(&mut self) {
        self.value = true;
    }

    /// Notes that futures and shared ownership are needed.
    pub fn server(&mut self) {
        self.server = true;
    }

    /// All imports of a module: the standard library, other crates, then `own`, each group after a blank line.
    pub fn emit(&self, own: TokenStream) -> TokenStream {
        let map = self.map.then(|| quote! { use std::collections::BTreeMap; });
        let server = self.server.then(|| quote! { use std::future::Future; use std::sync::Arc; });
        let value = self.value.then(|| quote! { use serde_json::Value; });
        let file = self.file.then(|| quote! { use crate::support::file::File; });
        let secret = self.secret.then(|| quote! { use crate::support::secret::Secret; });
        let own = sorted(quote! { #own #file #secret });
        let groups = [quote! { #map #server }, quote! { #value }, own];
        groups
            .into_iter()
            .filter(|it| !it.is_empty())
            .map(|it| {
                let gap = blank_line();
                quote! { #gap #it }
            })
            .collect()
    }
}

/// Imports in the order in which rustfmt has them: `super` before `crate`, lists after names.
fn sorted(imports: TokenStream) -> TokenStream {
    let Ok(mut file) = syn::parse2::<syn::File>(imports.clone()) else { return imports };
    file.items.sort_by_cached_key(|it| {
        let text = it.to_token_stream().to_string();
        (!text.starts_with("use super"), text)
    });
    file.into_token_stream()
}
