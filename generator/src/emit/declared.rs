//! `errors.rs`: what each operation declares to answer where it fails, as types.
//!
//! One enum for all operations that declare the same; the others have other names for it. Operations whose errors
//! have no shape of their own have none.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{OperationId, StatusPattern};
use crate::names::variant;
use crate::shape::DeclaredError;

use super::Subject;
use super::docs::{blank_line, doc, module_doc, request_line, status_text};
use super::type_use::{Imports, owned};

/// Emits the module.
pub fn emit(subject: Subject<'_>) -> TokenStream {
    let name = &subject.capability.name;
    let all = (0..subject.shapes.operations.len()).map(OperationId);
    let typed: Vec<_> = all.filter(|it| !errors(subject, *it).is_empty()).collect();
    if typed.is_empty() {
        let about = format!("The `{name}` capability declares no error with a shape of its own.");
        return module_doc(&about);
    }
    let about = module_doc(&format!(
        "The declared errors of the `{name}` capability, one enum for each operation."
    ));
    let mut needs = Imports::default();
    for error in typed.iter().flat_map(|it| errors(subject, *it)) {
        error.body.iter().for_each(|it| needs.note(it));
    }
    let types = super::client::types(subject);
    let imports = needs.emit(quote! { #types use crate::support::client::Error; });
    let first = |id: OperationId| {
        typed.iter().copied().find(|it| errors(subject, *it) == errors(subject, id))
    };
    let items = typed.iter().map(|id| match first(*id).filter(|it| it != id) {
        Some(first) => alias(subject, *id, first),
        None => {
            let sharers = typed.iter().filter(|it| errors(subject, **it) == errors(subject, *id));
            definition(subject, *id, sharers.count() > 1)
        }
    });
    quote! { #about #imports #(#items)* }
}

fn errors(subject: Subject<'_>, id: OperationId) -> &[DeclaredError] {
    &subject.shapes.operations[id.0].errors
}

fn about(subject: Subject<'_>, id: OperationId) -> String {
    let operation = request_line(subject.capability.operation(id));
    format!("What {operation} declares to answer where it fails.")
}

fn alias(subject: Subject<'_>, id: OperationId, first: OperationId) -> TokenStream {
    let (about, gap) = (doc(&about(subject, id)), blank_line());
    let (name, first) = (subject.names.error(id), subject.names.error(first));
    quote! { #gap #about pub type #name = #first; }
}

fn definition(subject: Subject<'_>, id: OperationId, is_shared: bool) -> TokenStream {
    let (about, gap) = (doc(&about(subject, id)), blank_line());
    let name = subject.names.error(id);
    let responses = subject.capability.operation(id).responses.iter();
    let descriptions = responses.filter(|it| it.status.is_error()).map(|it| it.description.trim());
    let variants = errors(subject, id).iter().zip(descriptions).map(|(error, description)| {
        let status = match error.status {
            StatusPattern::Default => "Any other status".to_owned(),
            status => status_text(status),
        };
        // What one operation says of a status need not hold for the others.
        let about = doc(&match description {
            description if is_shared || description.is_empty() => format!("{status}."),
            description => format!("{status}: {description}"),
        });
        let variant = variant(error.status);
        let body = error.body.as_ref().map(|it| owned(subject.names, it));
        let body = body.map(|it| quote! { (#it) });
        quote! { #about #variant #body }
    });
    let told = told(errors(subject, id));
    quote! {
        #gap
        #about
        #[derive(Clone, Debug, PartialEq)]
        pub enum #name { #(#variants),* }
        #gap
        impl #name {
            #[doc = " Which of them an error is; `None` where it is none of them, or its body does not fit."]
            pub fn of(error: &Error) -> Option<Self> {
                let answer = error.answered()?;
                Some(#told)
            }
        }
    }
}

/// The variant by the status: exact ones stand before classes, and these before the default.
fn told(errors: &[DeclaredError]) -> TokenStream {
    let value = |error: &DeclaredError| {
        let variant = variant(error.status);
        let body = error.body.as_ref().map(|_| quote! { (answer.body_as()?) });
        quote! { Self::#variant #body }
    };
    if let [only] = errors
        && only.status == StatusPattern::Default
    {
        return value(only);
    }
    let arm = |error: &DeclaredError| {
        let pattern = match error.status {
            StatusPattern::Code(code) => {
                let code = Literal::u16_unsuffixed(code);
                quote! { #code }
            }
            StatusPattern::Class(class) => {
                let first = Literal::u16_unsuffixed(class * 100);
                let last = Literal::u16_unsuffixed(class * 100 + 99);
                quote! { #first..=#last }
            }
            StatusPattern::Default => quote! { _ },
        };
        let value = value(error);
        quote! { #pattern => #value, }
    };
    let all: TokenStream = errors.iter().map(arm).collect();
    let has_default = errors.iter().any(|it| it.status == StatusPattern::Default);
    let rest = (!has_default).then(|| quote! { _ => return None, });
    quote! { match answer.status.as_u16() { #all #rest } }
}
