//! The shape of a capability's errors, as an expression for its table.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Envelope, ErrorShape, Member, Slot};

/// The shape, for a module that sees the vocabulary of `support::operation`.
pub fn shape(shape: &ErrorShape, status: impl Fn(&Envelope) -> TokenStream) -> TokenStream {
    let ErrorShape::Declared(envelopes) = shape else { return quote! { ErrorShape::Problem } };
    let envelopes = envelopes.iter().map(|envelope| {
        let (status, media_type) = (status(envelope), &envelope.media_type);
        let body = slot(&envelope.body);
        quote! { Envelope { status: #status, media_type: #media_type, body: #body } }
    });
    quote! { ErrorShape::Declared(&[#(#envelopes),*]) }
}

fn slot(of: &Slot) -> TokenStream {
    match of {
        Slot::Message => quote! { Slot::Message },
        Slot::Told => quote! { Slot::Told },
        Slot::Code(allowed) => quote! { Slot::Code(&[#(#allowed),*]) },
        Slot::Status => quote! { Slot::Status },
        Slot::StatusText => quote! { Slot::StatusText },
        Slot::Title => quote! { Slot::Title },
        Slot::Now => quote! { Slot::Now },
        Slot::Constant(value) => {
            let json = value.to_string();
            quote! { Slot::Constant(#json) }
        }
        Slot::Object(members) => {
            let members = members.iter().map(member);
            quote! { Slot::Object(&[#(#members),*]) }
        }
        Slot::Issues(item) => {
            let item = slot(item);
            quote! { Slot::Issues(&#item) }
        }
        Slot::Each(item) => {
            let item = slot(item);
            quote! { Slot::Each(&#item) }
        }
        Slot::Fields { list } => quote! { Slot::Fields { list: #list } },
        Slot::Pointer => quote! { Slot::Pointer },
        Slot::Fragment => quote! { Slot::Fragment },
        Slot::Path { located, text } => {
            quote! { Slot::Path { located: #located, text: #text } }
        }
        Slot::Field => quote! { Slot::Field },
        Slot::Location => quote! { Slot::Location },
    }
}

fn member(Member { name, slot: filled, required }: &Member) -> TokenStream {
    let filled = slot(filled);
    if *required {
        quote! { Member::required(#name, #filled) }
    } else {
        quote! { Member::optional(#name, #filled) }
    }
}
