//! `server.rs`: the trait of a capability, what makes it a service, and its implementation by the client.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::OperationId;
use crate::shape::{OperationShape, TypeUse};

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
        let held = shape.body.iter().chain([&shape.answer]).filter(|it| !is_content(it));
        held.for_each(|it| needs.note(it));
    }
    needs.server();
    let types = types(subject);
    let service = match streamed(subject).next() {
        Some(_) => quote! {
            use crate::support::service::{Answer, BoxFuture, Content, Context, Inputs, Service, Upload};
        },
        None => quote! {
            use crate::support::service::{Answer, BoxFuture, Context, Inputs, Service};
        },
    };
    let answers = |it: &OperationShape| !is_content(&it.answer);
    let reply = subject.shapes.operations.iter().any(answers).then(|| quote! { , reply });
    needs.emit(quote! {
        use super::CAPABILITY;
        #types
        use crate::support::failure::Failure;
        use crate::support::operation::Operation;
        use crate::support::server::{self, Arguments, Reply #reply};
        #service
    })
}

/// Whether a body is bytes, of any size: whoever implements the trait gets and gives them as they come.
fn is_content(ty: &TypeUse) -> bool {
    *ty == TypeUse::File
}

/// A type as an implementation has it.
fn exchanged(subject: Subject<'_>, ty: &TypeUse) -> TokenStream {
    if is_content(ty) {
        quote! { Content }
    } else {
        owned(subject.names, ty)
    }
}

/// The operations that take or give bytes.
fn streamed(subject: Subject<'_>) -> impl Iterator<Item = OperationId> {
    let shapes = subject.shapes.operations.iter().enumerate();
    let is_streamed = |(_, it): &(usize, &OperationShape)| {
        is_content(&it.answer) || it.body.as_ref().is_some_and(is_content)
    };
    shapes.filter(is_streamed).map(|(at, _)| OperationId(at))
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
        let answer = exchanged(subject, &subject.shapes.operations[at].answer);
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
    if is_content(ty) {
        return content_argument(required);
    }
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

/// It is not among the inputs, but passed on beside them.
fn content_argument(required: bool) -> Argument {
    let (ty, method) = match required {
        true => (quote! { Content }, quote! { content }),
        false => (quote! { Option<Content> }, quote! { optional_content }),
    };
    Argument {
        declared: quote! { body: #ty },
        passed: quote! { body },
        given: TokenStream::new(),
        read: quote! { let body = inputs.#method(upload); },
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
    let is_held = |id: &OperationId| !streamed(subject).any(|it| it == *id);
    let held = (0..subject.capability.operations.len()).map(OperationId).filter(is_held);
    let arms = held.clone().map(|id| arm(subject, id, reply_call(subject, id)));
    let reads_inputs = held.clone().any(|id| !arguments(subject, id).is_empty());
    let mutable = reads_inputs.then(|| quote! { mut });
    let names = names(subject);
    let redirected = (!names.is_empty()).then(|| {
        quote! {
            if matches!(operation.name, #names) {
                return server::held(self.open(operation, inputs, None, context));
            }
        }
    });
    // Where every operation is streamed, nothing is left to be read.
    let matched = match held.clone().next() {
        Some(_) => quote! {
            let Self(api) = self;
            let #mutable inputs = Arguments::new(inputs);
            match operation.name {
                #(#arms)*
                _ => server::unknown(operation),
            }
        },
        None => quote! { server::unknown(operation) },
    };
    let open = open(subject);
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
                #redirected
                #matched
            }
            #open
        }
    }
}

/// The names of the operations that take or give bytes, as alternatives of a pattern.
fn names(subject: Subject<'_>) -> TokenStream {
    let names = streamed(subject).map(|id| &subject.capability.operation(id).name);
    quote! { #(#names)|* }
}

/// How an operation is answered by the method of its name.
fn arm(subject: Subject<'_>, id: OperationId, reply: TokenStream) -> TokenStream {
    let name = &subject.capability.operation(id).name;
    let reads = arguments(subject, id).into_iter().map(|it| it.read);
    quote! {
        #name => {
            #(#reads)*
            #reply
        }
    }
}

fn reply_call(subject: Subject<'_>, id: OperationId) -> TokenStream {
    let method = &subject.names.operation(id).method;
    let passed = arguments(subject, id).into_iter().map(|it| it.passed);
    quote! { reply(operation, inputs, move || api.#method(context #(, #passed)*)) }
}

/// How operations that take or give bytes are answered; nothing where there is none.
fn open(subject: Subject<'_>) -> Option<TokenStream> {
    let names = names(subject);
    let reads_inputs = streamed(subject).any(|id| !arguments(subject, id).is_empty());
    let mutable = reads_inputs.then(|| quote! { mut });
    let arms: Vec<TokenStream> = streamed(subject)
        .map(|id| {
            let reply = if is_content(&subject.shapes.operations[id.0].answer) {
                let method = &subject.names.operation(id).method;
                let passed = arguments(subject, id).into_iter().map(|it| it.passed);
                quote! {
                    server::reply_content(operation, inputs, move || api.#method(context #(, #passed)*))
                }
            } else {
                let reply = reply_call(subject, id);
                quote! { server::opened(#reply) }
            };
            arm(subject, id, reply)
        })
        .collect();
    let gap = blank_line();
    (!arms.is_empty()).then(|| {
        quote! {
            #gap
            fn open<'a>(
                &'a self,
                operation: &'static Operation,
                inputs: Inputs,
                upload: Option<Upload>,
                context: &'a Context,
            ) -> BoxFuture<'a, Result<Answer<Content>, Failure>> {
                if !matches!(operation.name, #names) {
                    return server::hold(self, operation, inputs, upload, context);
                }
                let Self(api) = self;
                let #mutable inputs = Arguments::new(inputs);
                match operation.name {
                    #(#arms)*
                    _ => server::opened(server::unknown(operation)),
                }
            }
        }
    })
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
        let answer = exchanged(subject, &subject.shapes.operations[at].answer);
        let gap = (at > 0).then(blank_line);
        let (forward, body) = forwarded(subject, id);
        quote! {
            #gap
            async fn #method(&self, context: &Context #(, #declared)*)
                -> Result<Reply<#answer>, Failure> {
                let inputs = Inputs::new() #(#given)*;
                self.as_ref().#forward(&super::operations::#constant, inputs, #body context).await
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

/// The client's method that forwards an operation, and its argument for a body of bytes.
fn forwarded(subject: Subject<'_>, id: OperationId) -> (TokenStream, TokenStream) {
    let shape = &subject.shapes.operations[id.0];
    let required = subject.capability.operation(id).body.as_ref().is_some_and(|it| it.required);
    let takes = shape.body.as_ref().is_some_and(is_content);
    let body = match (takes, required) {
        (true, true) => quote! { Some(body), },
        (true, false) => quote! { body, },
        (false, _) => quote! { None, },
    };
    match (is_content(&shape.answer), takes) {
        (true, _) => (quote! { forward_content }, body),
        (false, true) => (quote! { forward_upload }, body),
        (false, false) => (quote! { forward }, TokenStream::new()),
    }
}
