//! An example program: the client, set up by the environment, calls one operation.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Operation, OperationId};
use crate::shape::TypeUse;

use super::Subject;
use super::docs::{blank_line, headline, module_doc};
use super::environment;

/// Emits a program that calls the first operation that reads without any input, or shows the client where there is none.
pub fn emit(krate: &str, subject: Subject<'_>) -> TokenStream {
    let at = subject.capability.operations.iter().position(is_plain);
    let what = match at {
        Some(at) => headline(&subject.capability.operations[at]),
        None => "Sets up a client and shows it, without what is secret.".to_owned(),
    };
    let run = format!("`cargo run --example {}`", subject.names.module);
    let how = match environment::needed(subject.capability) {
        Some(variables) => format!("Set {variables} and run {run}."),
        None => format!("Run {run}."),
    };
    let about = module_doc(&format!("{what}\n\n{how}"));
    let print = match at {
        Some(at) => call(subject, OperationId(at)),
        None => quote! { println!("{client:?}"); },
    };
    let main = main_function(at.is_some());
    let krate = quote::format_ident!("{krate}");
    let module = &subject.names.module;
    let gap = blank_line();
    quote! {
        #about
        #gap
        use #krate::#module::client::Client;
        #gap
        #main {
            let client = Client::from_env()?;
            #print
            Ok(())
        }
    }
}

fn is_plain(operation: &Operation) -> bool {
    operation.method == http::Method::GET
        && operation.body.is_none()
        && operation.parameters.iter().all(|it| !it.required)
}

fn call(subject: Subject<'_>, id: OperationId) -> TokenStream {
    let method = &subject.names.operation(id).method;
    let parameters = &subject.capability.operation(id).parameters;
    let options = (!parameters.is_empty()).then(|| quote! { &Default::default() });
    if subject.shapes.operations[id.0].answer == TypeUse::Unit {
        return quote! { client.#method(#options).await?; };
    }
    quote! {
        let answer = client.#method(#options).await?;
        println!("{answer:#?}");
    }
}

fn main_function(asynchronous: bool) -> TokenStream {
    let result = quote! { Result<(), Box<dyn std::error::Error>> };
    if asynchronous {
        quote! { #[tokio::main] async fn main() -> #result }
    } else {
        quote! { fn main() -> #result }
    }
}
