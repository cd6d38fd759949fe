//! The prompts that a capability declares: texts in which arguments are filled in.
//!
//! What is filled in is text and nothing else: a placeholder in it is not filled again.

use rmcp::ErrorData;
use rmcp::model::{
    GetPromptResult, JsonObject, Prompt as Listed, PromptArgument as ListedArgument, PromptMessage,
    Role,
};
use serde_json::Value;

use crate::support::mapping;
use crate::support::operation::{Prompt, PromptArgument};

/// As `prompts/list` shows it.
pub(super) fn listed(prompt: &Prompt) -> Listed {
    let arguments = (!prompt.arguments.is_empty())
        .then(|| prompt.arguments.iter().map(listed_argument).collect());
    Listed::new(prompt.name, Some(prompt.description), arguments).with_title(prompt.title)
}

fn listed_argument(argument: &PromptArgument) -> ListedArgument {
    let listed = ListedArgument::new(argument.name)
        .with_description(argument.description)
        .with_required(argument.required);
    argument.title.into_iter().fold(listed, ListedArgument::with_title)
}

/// `prompts/get`: the messages with their arguments.
///
/// # Errors
/// Names an argument that is missing, unknown or no text (-32602).
pub(super) fn get(prompt: &Prompt, given: &JsonObject) -> Result<GetPromptResult, ErrorData> {
    let wrong = |message: String| Err(ErrorData::invalid_params(message, None));
    let known = |name: &str| prompt.arguments.iter().any(|it| it.name == name);
    for (name, value) in given {
        if !known(name) {
            let names: Vec<&str> = prompt.arguments.iter().map(|it| it.name).collect();
            let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            return wrong(format!(
                "the prompt `{}` has no argument `{name}`; known are: {names}",
                prompt.name
            ));
        }
        if !value.is_string() {
            return wrong(format!("the argument `{name}` of a prompt must be text"));
        }
    }
    let missing = prompt.arguments.iter().find(|it| it.required && !given.contains_key(it.name));
    if let Some(missing) = missing {
        return wrong(format!(
            "the prompt `{}` needs the argument `{}`",
            prompt.name, missing.name
        ));
    }
    // What is optional and not given is nothing.
    let value =
        |name: &str| Some(given.get(name).and_then(Value::as_str).unwrap_or_default().to_owned());
    let messages = prompt.messages.iter().map(|message| {
        let role = if message.by_model { Role::Assistant } else { Role::User };
        PromptMessage::new_text(role, mapping::fill(message.text, value).unwrap_or_default())
    });
    Ok(GetPromptResult::new(messages.collect()).with_description(prompt.description))
}
