//! Tuples, and types around one other: newtypes, and maps and lists that contain themselves.

use proc_macro2::TokenStream;
use quote::quote;

use crate::names::TypeNames;
use crate::shape::{Field, TypeUse};

use super::super::Subject;
use super::super::docs::{blank_line, doc};
use super::super::type_use::owned;

/// A struct of the first items, each with a type of its own, and the list of all others.
pub fn tuple(
    subject: Subject<'_>,
    names: &TypeNames,
    items: &[Field],
    rest: Option<&TypeUse>,
    about: &TokenStream,
) -> TokenStream {
    let (ident, gap) = (&names.ident, blank_line());
    let types = items.iter().map(|it| {
        let (about, ty) = (doc(&item_doc(subject, it)), owned(subject.names, &it.ty));
        let ty = if it.required {
            ty
        } else {
            quote! { Option<#ty> }
        };
        quote! { #about pub #ty }
    });
    let others = rest.map(|it| {
        let ty = owned(subject.names, it);
        quote! { #[doc = " All other items."] pub Vec<#ty> }
    });
    let types = types.chain(others);
    let reads = items.iter().map(|it| {
        if it.required {
            quote! { items.required() }
        } else {
            quote! { items.optional() }
        }
    });
    let reads = reads.chain(rest.map(|_| quote! { items.rest() }));
    let index = |at: usize| proc_macro2::Literal::usize_unsuffixed(at);
    let writes = items.iter().enumerate().map(|(at, it)| {
        let at = index(at);
        if it.required {
            quote! { .required(&self.#at) }
        } else {
            quote! { .optional(&self.#at) }
        }
    });
    let last = index(items.len());
    let writes = writes.chain(rest.map(|_| quote! { .rest(&self.#last) }));
    quote! {
        #about
        #[derive(Clone, Debug, PartialEq)]
        pub struct #ident(#(#types),*);
        #gap
        impl Json for #ident {
            fn read(value: Parsed<'_>, reader: &mut Reader) -> Self {
                let mut items = reader.items(value);
                Self(#(#reads),*)
            }
            #gap
            fn write(&self) -> Value {
                ItemWriter::new() #(#writes)* .finish()
            }
        }
    }
}

fn item_doc(subject: Subject<'_>, item: &Field) -> String {
    let schema = item.schema.map(|it| subject.capability.schemas.get(it));
    schema.and_then(|it| it.prose()).map_or_else(|| format!("Item {}.", item.name), str::to_owned)
}

/// A string or an integer of its own.
pub fn newtype(
    subject: Subject<'_>,
    names: &TypeNames,
    ty: &TypeUse,
    about: &TokenStream,
) -> TokenStream {
    let (ident, gap) = (&names.ident, blank_line());
    let inner = owned(subject.names, ty);
    let (copy, line) = if *ty == TypeUse::String {
        (None, quote! { string_newtype!(#ident); })
    } else {
        (Some(quote! { Copy, }), quote! { integer_newtype!(#ident, #inner); })
    };
    quote! {
        #about
        #[derive(Clone, #copy Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct #ident(#inner);
        #gap
        #line
    }
}

/// A map or a list under a name.
pub fn wrapper(
    subject: Subject<'_>,
    names: &TypeNames,
    ty: &TypeUse,
    about: &TokenStream,
) -> TokenStream {
    let (ident, gap, ty) = (&names.ident, blank_line(), owned(subject.names, ty));
    quote! {
        #about
        #[derive(Clone, Debug, PartialEq)]
        pub struct #ident(pub #ty);
        #gap
        wrapper!(#ident, #ty);
    }
}
