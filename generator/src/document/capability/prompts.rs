//! The prompts of an MCP surface: messages with arguments to fill in.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::reader::{Entry, Fields, Reader, Spanned};
use crate::source::Node;

use super::{Prompt, PromptArgument, PromptMessage, Role, UNSUPPORTED};

pub(super) fn read(cx: &mut Reader<'_>, entry: Entry<'_>) -> Option<Prompt> {
    let mut fields = Fields::new(cx, entry.node, "the prompt")?;
    let name = fields.required_name(cx, entry);
    let display = fields.optional_str(cx, "display");
    let title = fields.optional_str(cx, "label").or(display);
    let description = fields.optional_str(cx, "description");
    let entries = fields.entries(cx, "arguments");
    let arguments = entries.into_iter().filter_map(|entry| read_argument(cx, entry)).collect();
    let nodes = fields.list(cx, "template");
    if nodes.is_empty() && !fields.has("location") {
        fields.missing(cx, "template");
    }
    let messages = nodes.iter().filter_map(|node| read_message(cx, node)).collect();
    fields.finish(cx, UNSUPPORTED);
    Some(Prompt { span: entry.node.span, name: name?, title, description, arguments, messages })
}

fn read_argument(cx: &mut Reader<'_>, entry: Entry<'_>) -> Option<PromptArgument> {
    let mut fields = Fields::new(cx, entry.node, "the argument of the prompt")?;
    let name = fields.required_name(cx, entry);
    let display = fields.optional_str(cx, "display");
    let title = fields.optional_str(cx, "label").or(display);
    let description = fields.optional_str(cx, "description");
    let required = fields.optional_bool(cx, "required").is_none_or(|it| it.value);
    fields.finish(cx, UNSUPPORTED);
    Some(PromptArgument { name: name?, title, description, required })
}

fn read_message(cx: &mut Reader<'_>, node: &Node) -> Option<PromptMessage> {
    let mut fields = Fields::new(cx, node, "the message of the prompt")?;
    let role = fields.required_str(cx, "role");
    let role = role.and_then(|role| read_role(cx, &role));
    let content = fields.required_str(cx, "content");
    fields.finish(cx, UNSUPPORTED);
    Some(PromptMessage { role: role?, content: content? })
}

fn read_role(cx: &mut Reader<'_>, given: &Spanned<String>) -> Option<Spanned<Role>> {
    let role = match given.as_str() {
        "user" => Role::User,
        "assistant" => Role::Assistant,
        _ => {
            let message = "the role of a message is `user` or `assistant`";
            cx.report(Diagnostic::error(Code::InvalidValue, given.span, message));
            return None;
        }
    };
    Some(Spanned::new(role, given.span))
}
