//! The prompts of an MCP surface.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::capability::{self as document, McpAdapter, Role};
use crate::ir::{Origin, Prompt, PromptArgument, PromptMessage, Source};

use super::Context;
use super::call::listed;
use super::exposure::text;

/// Lowers the prompts of an adapter.
pub(super) fn lower_prompts(cx: &mut Context<'_>, adapter: &McpAdapter) -> Vec<Prompt> {
    adapter.prompts.iter().map(|it| lower_prompt(cx, it)).collect()
}

fn lower_prompt(cx: &mut Context<'_>, prompt: &document::Prompt) -> Prompt {
    let name = &prompt.name.value;
    let arguments = prompt.arguments.iter().map(|it| PromptArgument {
        name: it.name.value.clone(),
        title: it.title.as_ref().map(|it| it.value.clone()),
        description: text(&it.description),
        required: it.required,
    });
    let messages = prompt.messages.iter().map(|it| {
        check_placeholders(cx, prompt, it);
        PromptMessage { by_model: it.role.value == Role::Assistant, text: it.content.value.clone() }
    });
    Prompt {
        origin: Origin(prompt.name.span),
        name: name.clone(),
        title: prompt.title.as_ref().map_or(name, |it| &it.value).clone(),
        description: text(&prompt.description),
        arguments: arguments.collect(),
        messages: messages.collect(),
    }
}

/// A placeholder that names no argument would reach the model as it stands.
fn check_placeholders(
    cx: &mut Context<'_>,
    prompt: &document::Prompt,
    message: &document::PromptMessage,
) {
    let known: Vec<&str> = prompt.arguments.iter().map(|it| it.name.as_str()).collect();
    let content = Source::Template(message.content.value.clone());
    for name in content.names().into_iter().map(str::trim).filter(|it| !known.contains(it)) {
        let text = format!("`{{{{{name}}}}}` names no argument of the prompt");
        cx.report(
            Diagnostic::error(Code::UnknownInput, message.content.span, text)
                .help(format!("its arguments are: {}", listed(&known))),
        );
    }
}
