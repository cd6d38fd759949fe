//! `server.rs`: the trait of a capability, what makes it a service, and its implementation by the client.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::OperationId;
use crate::shape::TypeUse;

use super::Subject;
use super::client::types;
use super::docs::{blank_line, doc, module_doc, operation_doc};
use super::type_use::{Imports, owned};

/// Emits the module.
pub fn emit(subject: Subject<'_>) -> TokenStream {
    let capability = subject.capability;
    let about = module_doc(&format!("The server of the `{}` capability.", capability.name));
    let (imports, routers) = (imports(subject), routers(subject));
    let (api, service, forward) = (api(subject), service(subject), forward(subject));
    quote! { #about #imports #api #routers #service #forward }
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
    needs.server();
    let types = types(subject);
    needs.emit(quote! {
        use super::CAPABILITY;
        #types
        use crate::support::failure::Failure;
        use crate::support::operation::Operation;
        use crate::support::server::{self, Arguments, Reply, reply};
        use crate::support::service::{Answer, BoxFuture, Context, Inputs, Service};
    })
}

/// The trait: no default bodies, so that a missing operation does not compile.
fn api(subject: Subject<'_>) -> TokenStream {
    let capability = subject.capability;
    let api = &subject.names.api;
    let about =
        doc(&format!("What answers the operations of the `{}` capability.", capability.name));
    let gap = blank_line();
    let methods = (0..capability.operations.len()).map(|at| {
        let id = OperationId(at);
        let about = doc(&operation_doc(capability.operation(id)));
        let method = &subject.names.operation(id).method;
        let arguments = arguments(subject, id).into_iter().map(|it| it.declared);
        let answer = owned(subject.names, &subject.shapes.operations[at].answer);
        let gap = (at > 0).then(blank_line);
        quote! {
            #gap
            #about
            fn #method(&self, context: &Context #(, #arguments)*)
                -> impl Future<Output = Result<Reply<#answer>, Failure>> + Send;
        }
    });
    quote! {
        #gap
        #about
        pub trait #api: Send + Sync + 'static { #(#methods)* }
    }
}

/// One argument of a method, in the places where it is written.
struct Argument {
    /// `name: Type`
    declared: TokenStream,
    /// `name`
    passed: TokenStream,
    /// How it is added to the inputs of the client's call.
    given: TokenStream,
    /// How it is read from the inputs.
    read: TokenStream,
}

fn arguments(subject: Subject<'_>, id: OperationId) -> Vec<Argument> {
    let operation = subject.capability.operation(id);
    let (names, shape) = (subject.names.operation(id), &subject.shapes.operations[id.0]);
    let parameters = || operation.parameters.iter().zip(&shape.parameters).zip(&names.parameters);
    let mut arguments: Vec<Argument> = parameters()
        .filter(|((it, _), _)| it.required)
        .map(|((parameter, ty), name)| {
            let (wire, rust) = (&parameter.argument, owned(subject.names, ty));
            Argument {
                declared: quote! { #name: #rust },
                passed: quote! { #name },
                given: quote! { .parameter(#wire, &#name) },
                read: quote! { let #name = inputs.required(#wire); },
            }
        })
        .collect();
    if let (Some(body), Some(ty)) = (&operation.body, &shape.body) {
        arguments.push(body_argument(subject, body.required, ty));
    }
    if parameters().any(|((it, _), _)| !it.required) {
        let options = &names.options;
        let given = parameters().filter(|((it, _), _)| !it.required).map(|((it, _), name)| {
            let wire = &it.argument;
            quote! { .optional(#wire, &options.#name) }
        });
        let fields =
            parameters().filter(|((it, _), _)| !it.required).map(|((parameter, ty), name)| {
                let wire = &parameter.argument;
                let method = match ty {
                    TypeUse::Option(_) | TypeUse::Value(_) => quote! { nullable },
                    _ => quote! { optional },
                };
                quote! { #name: inputs.#method(#wire) }
            });
        arguments.push(Argument {
            declared: quote! { options: #options },
            passed: quote! { options },
            given: quote! { #(#given)* },
            read: quote! { let options = #options { #(#fields),* }; },
        });
    }
    arguments
}

fn body_argument(subject: Subject<'_>, required: bool, ty: &TypeUse) -> Argument {
    let rust = owned(subject.names, ty);
    if required {
        return Argument {
            declared: quote! { body: #rust },
            passed: quote! { body },
            given: quote! { .body(&body) },
            read: quote! { let body = inputs.body(); },
        };
    }
    Argument {
        declared: quote! { body: Option<#rust> },
        passed: quote! { body },
        given: quote! { .optional_body(body.as_ref()) },
        read: quote! { let body = inputs.optional_body(); },
    }
}

fn routers(subject: Subject<'_>) -> TokenStream {
    let api = &subject.names.api;
    let gap = blank_line();
    let openapi = subject.capability.rest.is_some().then(|| {
        quote! {
            #gap
            #[doc = " The OpenAPI description (3.1) of the exposed REST surface, as JSON."]
            pub const OPENAPI: &str = include_str!("openapi.json");
        }
    });
    quote! {
        #openapi
        #gap
        #[doc = " The exposed REST surface, answered by an implementation."]
        pub fn router(api: impl #api) -> axum::Router {
            server::router(&CAPABILITY, Arc::new(Handler(api)))
        }
        #gap
        #[doc = " The same operations at the provider's own methods and paths, as a fake of the provider needs them."]
        pub fn provider_router(api: impl #api) -> axum::Router {
            server::provider_router(&CAPABILITY, Arc::new(Handler(api)))
        }
    }
}

fn service(subject: Subject<'_>) -> TokenStream {
    let api = &subject.names.api;
    let about = doc(&format!("Lets an implementation of [`{api}`] answer as a [`Service`]."));
    let gap = blank_line();
    let arms = (0..subject.capability.operations.len()).map(|at| {
        let id = OperationId(at);
        let (name, method) =
            (&subject.capability.operation(id).name, &subject.names.operation(id).method);
        let arguments = arguments(subject, id);
        let reads = arguments.iter().map(|it| &it.read);
        let passed = arguments.iter().map(|it| &it.passed);
        quote! {
            #name => {
                #(#reads)*
                reply(operation, inputs, move || api.#method(context #(, #passed)*))
            }
        }
    });
    let reads_inputs = subject
        .capability
        .operations
        .iter()
        .any(|it| !it.parameters.is_empty() || it.body.is_some());
    let mutable = reads_inputs.then(|| quote! { mut });
    quote! {
        #gap
        #about
        #[derive(Clone, Copy, Debug)]
        pub struct Handler<T>(pub T);
        #gap
        impl<T: #api> Service for Handler<T> {
            fn call<'a>(
                &'a self,
                operation: &'static Operation,
                inputs: Inputs,
                context: &'a Context,
            ) -> BoxFuture<'a, Result<Answer, Failure>> {
                let Self(api) = self;
                let #mutable inputs = Arguments::new(inputs);
                match operation.name {
                    #(#arms)*
                    _ => server::unknown(operation),
                }
            }
        }
    }
}

/// The adapter: the client is an implementation of the trait.
fn forward(subject: Subject<'_>) -> TokenStream {
    let capability = subject.capability;
    let api = &subject.names.api;
    let gap = blank_line();
    let methods = (0..capability.operations.len()).map(|at| {
        let id = OperationId(at);
        let method = &subject.names.operation(id).method;
        let arguments = arguments(subject, id);
        let declared = arguments.iter().map(|it| &it.declared);
        let constant = &subject.names.operation(id).constant;
        let given = arguments.iter().map(|it| &it.given);
        let answer = owned(subject.names, &subject.shapes.operations[at].answer);
        let gap = (at > 0).then(blank_line);
        quote! {
            #gap
            async fn #method(&self, context: &Context #(, #declared)*)
                -> Result<Reply<#answer>, Failure> {
                let inputs = Inputs::new() #(#given)*;
                self.as_ref().forward(&super::operations::#constant, inputs, context).await
            }
        }
    });
    quote! {
        #gap
        #[doc = " Forwards every operation to the upstream API."]
        #[cfg(feature = "client")]
        impl #api for super::client::Client { #(#methods)* }
    }
}
