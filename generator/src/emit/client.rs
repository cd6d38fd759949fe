//! `client.rs`: one method per operation.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{OperationId, Parameter};
use crate::shape::TypeUse;

use super::Subject;
use super::docs::{blank_line, caller_doc, doc, module_doc};
use super::type_use::{Imports, borrowed, converted, owned};
use super::{environment, further};

/// Emits the module.
pub fn emit(subject: Subject<'_>) -> TokenStream {
    let capability = subject.capability;
    let about = module_doc(&format!("The client of the `{}` capability.", capability.name));
    let imports = imports(subject);
    let client = doc(&format!("Calls the operations of the `{}` capability.", capability.name));
    let set_up = set_up(subject);
    let methods = (0..capability.operations.len()).map(|at| method(subject, OperationId(at)));
    let gap = blank_line();
    quote! {
        #about
        #imports
        #gap
        #client
        #[derive(Clone, Debug)]
        pub struct Client {
            core: Core,
        }
        #gap
        impl Client {
            #set_up
            #(#gap #methods)*
        }
        #gap
        impl From<Core> for Client {
            fn from(core: Core) -> Self {
                Self { core }
            }
        }
        #gap
        impl AsRef<Core> for Client {
            fn as_ref(&self) -> &Core {
                &self.core
            }
        }
    }
}

fn imports(subject: Subject<'_>) -> TokenStream {
    let mut needs = Imports::default();
    for (operation, shape) in subject.capability.operations.iter().zip(&subject.shapes.operations) {
        let required =
            operation.parameters.iter().zip(&shape.parameters).filter(|(it, _)| it.required);
        required.for_each(|(_, ty)| needs.note(ty));
        shape.body.iter().for_each(|it| needs.note(it));
        needs.note(&shape.answer);
    }
    further::note(subject, &mut needs);
    let types = types(subject);
    needs.emit(quote! {
        #types
        use super::{CAPABILITY, operations};
        use crate::support::client::{self, BuildError, Builder, Core, Error};
        use crate::support::service::Inputs;
    })
}

/// The import of the capability's types, where it has any.
pub fn types(subject: Subject<'_>) -> TokenStream {
    let optional =
        subject.capability.operations.iter().any(|it| it.parameters.iter().any(|it| !it.required));
    if optional || !subject.shapes.types.is_empty() {
        quote! { use super::types::*; }
    } else {
        TokenStream::new()
    }
}

fn set_up(subject: Subject<'_>) -> TokenStream {
    let variables = environment::all(subject.capability);
    let from_env = doc(&match variables.as_slice() {
        [] => "A client of the declared base URL.\n\n# Errors\nSays what does not fit.".to_owned(),
        names => format!(
            "A client set up by the environment: {}.\n\n# Errors\nNames the variable that is missing or does not fit.",
            names.join(", ")
        ),
    });
    let gap = blank_line();
    quote! {
        #from_env
        pub fn from_env() -> Result<Self, BuildError> {
            Self::builder().build()
        }
        #gap
        #[doc = " A client set up step by step; what is not set comes from the environment."]
        pub fn builder() -> Builder<Self> {
            Builder::new(&CAPABILITY)
        }
        #gap
        #[doc = " The same client with other options for its calls."]
        pub fn with(&self, options: client::CallOptions) -> Self {
            self.core.with(options).into()
        }
    }
}

fn method(subject: Subject<'_>, id: OperationId) -> TokenStream {
    let operation = subject.capability.operation(id);
    let (names, shape) = (subject.names.operation(id), &subject.shapes.operations[id.0]);
    let typed = (!shape.errors.is_empty()).then(|| subject.names.error(id));
    let about = doc(&caller_doc(operation, typed));
    let deprecated = operation.deprecated.then(|| quote! { #[deprecated] });
    let (method, constant) = (&names.method, &names.constant);
    let arguments = arguments(subject, id);
    let answer = owned(subject.names, &shape.answer);
    let inputs = inputs(subject, id);
    let further = further::methods(subject, id);
    quote! {
        #about
        #deprecated
        pub async fn #method(&self #(, #arguments)*) -> Result<#answer, Error> {
            #inputs
            self.core.call(&operations::#constant, inputs).await
        }
        #further
    }
}

/// Required parameters in document order, then the body, then the optional parameters.
pub fn arguments(subject: Subject<'_>, id: OperationId) -> Vec<TokenStream> {
    let (operation, shape) = (subject.capability.operation(id), &subject.shapes.operations[id.0]);
    let body = operation.body.as_ref().zip(shape.body.as_ref()).map(|(body, ty)| {
        let ty = borrowed(subject.names, ty);
        if body.required {
            quote! { body: #ty }
        } else {
            quote! { body: Option<#ty> }
        }
    });
    arguments_with(subject, id, body)
}

/// The arguments with something else in the place of the body.
pub fn arguments_with(
    subject: Subject<'_>,
    id: OperationId,
    body: Option<TokenStream>,
) -> Vec<TokenStream> {
    let operation = subject.capability.operation(id);
    let (names, shape) = (subject.names.operation(id), &subject.shapes.operations[id.0]);
    let parameters = operation.parameters.iter().zip(&shape.parameters).zip(&names.parameters);
    let required = parameters.filter(|((it, _), _)| it.required);
    let mut arguments: Vec<TokenStream> = required
        .map(|((_, ty), name)| {
            if subject.shapes.is_newtype(ty) {
                let (ty, _) = converted(subject, ty);
                return quote! { #name: #ty };
            }
            let ty = borrowed(subject.names, ty);
            quote! { #name: #ty }
        })
        .collect();
    arguments.extend(body);
    if operation.parameters.iter().any(|it| !it.required) {
        let options = &names.options;
        arguments.push(quote! { options: &#options });
    }
    arguments
}

/// The statement that fills the inputs of a call.
pub fn inputs(subject: Subject<'_>, id: OperationId) -> TokenStream {
    let conversions = conversions(subject, id);
    let (parameters, body) = (parameter_calls(subject, id), body_call(subject, id));
    quote! { #conversions let inputs = Inputs::new() #parameters #body; }
}

/// The same without the body.
pub fn parameter_inputs(subject: Subject<'_>, id: OperationId) -> TokenStream {
    let (conversions, parameters) = (conversions(subject, id), parameter_calls(subject, id));
    quote! { #conversions let inputs = Inputs::new() #parameters; }
}

/// Makes identifiers of what the caller gives for them.
fn conversions(subject: Subject<'_>, id: OperationId) -> TokenStream {
    let (operation, shape) = (subject.capability.operation(id), &subject.shapes.operations[id.0]);
    let names = subject.names.operation(id);
    let required = operation.parameters.iter().zip(&shape.parameters).zip(&names.parameters);
    let required = required.filter(|((it, ty), _)| it.required && subject.shapes.is_newtype(ty));
    required
        .map(|((_, ty), name)| {
            let ty = owned(subject.names, ty);
            quote! { let #name: #ty = #name.into(); }
        })
        .collect()
}

fn parameter_calls(subject: Subject<'_>, id: OperationId) -> TokenStream {
    let (operation, shape) = (subject.capability.operation(id), &subject.shapes.operations[id.0]);
    let names = subject.names.operation(id);
    let parameters = operation.parameters.iter().zip(&shape.parameters).zip(&names.parameters);
    let call = |((parameter, ty), name): ((&Parameter, &TypeUse), &proc_macro2::Ident)| {
        let argument = &parameter.argument;
        match (parameter.required, ty) {
            (false, _) => quote! { .optional(#argument, &options.#name) },
            (true, TypeUse::String) => quote! { .text(#argument, #name) },
            (true, TypeUse::List(_)) => quote! { .list(#argument, #name) },
            (true, ty) if ty.is_scalar() || subject.shapes.is_newtype(ty) => {
                quote! { .parameter(#argument, &#name) }
            }
            (true, _) => quote! { .parameter(#argument, #name) },
        }
    };
    parameters.map(call).collect()
}

fn body_call(subject: Subject<'_>, id: OperationId) -> Option<TokenStream> {
    let (operation, shape) = (subject.capability.operation(id), &subject.shapes.operations[id.0]);
    operation.body.as_ref().zip(shape.body.as_ref()).map(|(body, ty)| {
        let value = match (body.required, ty) {
            (true, ty) if ty.is_scalar() => quote! { &body },
            (false, ty) if ty.is_scalar() => quote! { body.as_ref() },
            _ => quote! { body },
        };
        let kind = match ty {
            TypeUse::String => "text_body",
            TypeUse::List(_) => "list_body",
            _ => "body",
        };
        let method = if body.required { kind.to_owned() } else { format!("optional_{kind}") };
        let method = quote::format_ident!("{method}");
        quote! { .#method(#value) }
    })
}
