//! What an MCP surface offers beside tools: what can be read, and prompts.

use super::Call;

/// Something that clients read: the answer of an operation that changes nothing.
#[derive(Debug)]
pub struct Resource {
    /// The name.
    pub name: &'static str,
    /// The URI, or a template of URIs in which `{name}` is an input of the call.
    pub uri: &'static str,
    /// The title for people.
    pub title: &'static str,
    /// What it is.
    pub description: &'static str,
    /// The media type of what is read; without one, that of the answer.
    pub media_type: Option<&'static str>,
    /// The tags of its operation.
    pub tags: &'static [&'static str],
    /// How inputs and outputs are mapped.
    pub call: Call,
}

/// A prompt: messages that a user starts from.
#[derive(Debug)]
pub struct Prompt {
    /// The name.
    pub name: &'static str,
    /// The title for people.
    pub title: &'static str,
    /// What it is for.
    pub description: &'static str,
    /// What is filled in, in declared order.
    pub arguments: &'static [PromptArgument],
    /// The messages, in order.
    pub messages: &'static [PromptMessage],
}

/// What is filled into a prompt: text.
#[derive(Debug)]
pub struct PromptArgument {
    /// The name.
    pub name: &'static str,
    /// The title for people, where there is one.
    pub title: Option<&'static str>,
    /// What it is.
    pub description: &'static str,
    /// Whether it must be given.
    pub required: bool,
}

/// A message of a prompt.
#[derive(Debug)]
pub struct PromptMessage {
    /// Whether the model says it; else the user does.
    pub by_model: bool,
    /// The text, in which `{{name}}` stands for an argument.
    pub text: &'static str,
}
