//! What an MCP surface offers beside tools: what can be read, and prompts.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::Subject;
use crate::emit::docs::blank_line;
use crate::emit::operations::{call, optional};
use crate::ir::{Prompt, Resource};

/// The table of resources; nothing where there are none.
pub(super) fn resources(subject: Subject<'_>) -> TokenStream {
    let list = subject.capability.mcp.as_ref().map_or(&[][..], |it| &it.resources);
    if list.is_empty() {
        return TokenStream::new();
    }
    let entries = list.iter().map(|it| resource(subject, it));
    let gap = blank_line();
    quote! {
        #gap
        #[doc = " What clients may read, in declared order."]
        pub static RESOURCES: &[Resource] = &[#(#entries),*];
    }
}

fn resource(subject: Subject<'_>, resource: &Resource) -> TokenStream {
    let Resource { name, uri, title, description, media_type, .. } = resource;
    let media_type = optional(media_type.as_ref());
    let tags = &subject.capability.operation(resource.call.operation).tags;
    let call = call(subject, &resource.call);
    quote! {
        Resource {
            name: #name,
            uri: #uri,
            title: #title,
            description: #description,
            media_type: #media_type,
            tags: &[#(#tags),*],
            call: #call,
        }
    }
}

/// The table of prompts; nothing where there are none.
pub(super) fn prompts(subject: Subject<'_>) -> TokenStream {
    let list = subject.capability.mcp.as_ref().map_or(&[][..], |it| &it.prompts);
    if list.is_empty() {
        return TokenStream::new();
    }
    let entries = list.iter().map(prompt);
    let gap = blank_line();
    quote! {
        #gap
        #[doc = " The prompts, in declared order."]
        pub static PROMPTS: &[Prompt] = &[#(#entries),*];
    }
}

fn prompt(prompt: &Prompt) -> TokenStream {
    let Prompt { name, title, description, .. } = prompt;
    let arguments = prompt.arguments.iter().map(|it| {
        let (name, description, required) = (&it.name, &it.description, it.required);
        let title = optional(it.title.as_ref());
        quote! {
            PromptArgument {
                name: #name,
                title: #title,
                description: #description,
                required: #required,
            }
        }
    });
    let messages = prompt.messages.iter().map(|it| {
        let (by_model, text) = (it.by_model, &it.text);
        quote! { PromptMessage { by_model: #by_model, text: #text } }
    });
    quote! {
        Prompt {
            name: #name,
            title: #title,
            description: #description,
            arguments: &[#(#arguments),*],
            messages: &[#(#messages),*],
        }
    }
}
