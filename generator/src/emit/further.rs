//! The client's further methods for an operation: the items of all pages, downloads and uploads.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Encoding, OperationId};
use crate::shape::{Kind, Shapes, TypeUse};

use super::Subject;
use super::client::{arguments, inputs};
use super::docs::{blank_line, doc};
use super::type_use::{Imports, owned};

/// Emits the further methods of an operation, each after a blank line.
pub fn methods(subject: Subject<'_>, id: OperationId) -> TokenStream {
    let methods = [all(subject, id), download(subject, id), upload(subject, id)];
    let gap = blank_line();
    methods.into_iter().flatten().map(|method| quote! { #gap #method }).collect()
}

/// Notes the types that the further methods name.
pub fn note(subject: Subject<'_>, needs: &mut Imports) {
    for at in (0..subject.capability.operations.len()).map(OperationId) {
        if subject.names.operation(at).further.all.is_some() {
            needs.note(&item(subject, at));
        }
    }
}

fn all(subject: Subject<'_>, id: OperationId) -> Option<TokenStream> {
    let names = subject.names.operation(id);
    let (name, constant) = (names.further.all.as_ref()?, &names.constant);
    let about = doc(&format!(
        "The items of all pages of [`Self::{}`], which are fetched as items are asked for.",
        names.method
    ));
    let (arguments, inputs) = (arguments(subject, id), inputs(subject, id));
    let item = owned(subject.names, &item(subject, id));
    let deprecated = deprecated(subject, id);
    Some(quote! {
        #about
        #deprecated
        pub fn #name(&self #(, #arguments)*) -> client::Pages<#item> {
            #inputs
            self.core.pages(&operations::#constant, inputs)
        }
    })
}

fn download(subject: Subject<'_>, id: OperationId) -> Option<TokenStream> {
    let names = subject.names.operation(id);
    let (name, constant) = (names.further.download.as_ref()?, &names.constant);
    let about = doc(&format!(
        "[`Self::{}`], whose answer is read as it comes in, whatever its size.",
        names.method
    ));
    let (arguments, inputs) = (arguments(subject, id), inputs(subject, id));
    let deprecated = deprecated(subject, id);
    Some(quote! {
        #about
        #deprecated
        pub async fn #name(&self #(, #arguments)*) -> Result<client::Download, Error> {
            #inputs
            self.core.download(&operations::#constant, inputs).await
        }
    })
}

fn upload(subject: Subject<'_>, id: OperationId) -> Option<TokenStream> {
    let operation = subject.capability.operation(id);
    let names = subject.names.operation(id);
    let (name, constant) = (names.further.upload.as_ref()?, &names.constant);
    let body = operation.body.as_ref()?;
    let is_form = body.encoding == Encoding::Multipart;
    let how = if is_form {
        "whose files are sent as they come, without being held in memory; the call is never repeated"
    } else {
        "whose body is sent as it stands, as bytes or as a stream"
    };
    let about = doc(&format!("[`Self::{}`], {how}.", names.method));
    let (argument, method, sent) = match body.media_type.contains('*') {
        _ if is_form => (quote! { form: client::Form }, quote! { upload_form }, quote! { form }),
        // `image/*` declares what may be sent, not what is sent.
        true => (
            quote! { media_type: &str, body: impl Into<client::transport::Body> },
            quote! { upload },
            quote! { body, Some(media_type) },
        ),
        false => (
            quote! { body: impl Into<client::transport::Body> },
            quote! { upload },
            quote! { body, None },
        ),
    };
    let arguments = super::client::arguments_with(subject, id, Some(argument));
    let inputs = super::client::parameter_inputs(subject, id);
    let answer = owned(subject.names, &subject.shapes.operations[id.0].answer);
    let deprecated = deprecated(subject, id);
    Some(quote! {
        #about
        #deprecated
        pub async fn #name(&self #(, #arguments)*) -> Result<#answer, Error> {
            #inputs
            self.core.#method(&operations::#constant, inputs, #sent).await
        }
    })
}

fn deprecated(subject: Subject<'_>, id: OperationId) -> Option<TokenStream> {
    subject.capability.operation(id).deprecated.then(|| quote! { #[deprecated] })
}

/// The type of the items: that of the list to which the pointer leads, as far as types tell.
fn item(subject: Subject<'_>, id: OperationId) -> TypeUse {
    let unsaid = || TypeUse::Value(crate::shape::Why::Unsaid);
    let Some(pagination) = &subject.capability.operation(id).pagination else { return unsaid() };
    let mut at = subject.shapes.operations[id.0].answer.clone();
    for token in pagination.items.split('/').skip(1) {
        let name = token.replace("~1", "/").replace("~0", "~");
        let Some(next) = member(subject.shapes, &at, &name) else { return unsaid() };
        at = next;
    }
    match bare(subject.shapes, &at) {
        TypeUse::List(item) => *item,
        _ => unsaid(),
    }
}

/// The type of a member of an object.
fn member(shapes: &Shapes, of: &TypeUse, name: &str) -> Option<TypeUse> {
    match bare(shapes, of) {
        TypeUse::Map(value) => Some(*value),
        TypeUse::Named(id) => match &shapes.get(id).kind {
            Kind::Struct { fields, rest } => {
                let field = fields.iter().find(|it| it.name == name);
                field.map(|it| it.ty.clone()).or_else(|| rest.clone())
            }
            _ => None,
        },
        _ => None,
    }
}

/// A type without what may leave it out, and without other names for it.
fn bare(shapes: &Shapes, of: &TypeUse) -> TypeUse {
    let mut at = of.clone();
    loop {
        at = match at {
            TypeUse::Option(inner) | TypeUse::Boxed(inner) => *inner,
            TypeUse::Named(id) => match &shapes.get(id).kind {
                Kind::Alias(of) | Kind::Wrapper(of) => of.clone(),
                _ => return TypeUse::Named(id),
            },
            other => return other,
        }
    }
}
