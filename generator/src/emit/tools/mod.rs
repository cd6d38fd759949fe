//! `tools.rs` and `tools.json`: the MCP tools of a capability.

mod beside;
mod input;
mod output;
mod portable;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Hints, Tool, published_with, tool_budget};

use super::Subject;
use super::docs::{blank_line, module_doc};
use super::operations::{call, target};
use output::Output;
use portable::publishable;

pub(super) use input::schema as input_schema;

/// Emits the module.
pub fn emit(subject: Subject<'_>) -> TokenStream {
    let about =
        module_doc(&format!("The MCP tools of the `{}` capability.", subject.capability.name));
    let list = tools(subject);
    let tools = list.iter().map(|tool| entry(subject, tool));
    let gap = blank_line();
    // A lone table without entries names no operation.
    let resources = beside::resources(subject);
    let names = !list.is_empty() || !resources.is_empty();
    let operations = names.then(|| quote! { use super::operations::*; });
    let prompts = beside::prompts(subject);
    quote! {
        #about
        #gap
        #operations
        use crate::support::operation::*;
        #gap
        #[doc = " The definitions, as MCP publishes them."]
        pub const DEFINITIONS: &str = include_str!("tools.json");
        #gap
        #[doc = " The tools, in the order of their definitions."]
        pub static TOOLS: &[Tool] = &[#(#tools),*];
        #resources
        #prompts
    }
}

fn tools<'a>(subject: Subject<'a>) -> &'a [Tool] {
    subject.capability.mcp.as_ref().map_or(&[], |it| &it.tools)
}

fn entry(subject: Subject<'_>, tool: &Tool) -> TokenStream {
    let name = &tool.name;
    let tags = &subject.capability.operation(tool.call.operation).tags;
    let arguments = tool.arguments.iter().map(|it| {
        let (name, target) = (&it.name, target(&it.target));
        quote! { Argument { name: #name, target: #target } }
    });
    let call = call(subject, &tool.call);
    let wraps_result = matches!(output::of(subject, tool), Output::Wrapped(_));
    quote! {
        Tool {
            name: #name,
            tags: &[#(#tags),*],
            arguments: &[#(#arguments),*],
            wraps_result: #wraps_result,
            call: #call,
        }
    }
}

/// The definitions of all tools, as MCP publishes them; a schema that is too large for one is reported.
pub fn definitions(subject: Subject<'_>, diagnostics: &mut Diagnostics) -> String {
    // One at a time: all of them together can be large.
    let mut text = "[".to_owned();
    for tool in tools(subject) {
        let (definition, is_abridged) = definition(subject, tool);
        if is_abridged {
            diagnostics.push(abridged(tool));
        }
        // A JSON value of strings, numbers and lists always serialises.
        let definition = serde_json::to_string_pretty(&definition).unwrap_or_default();
        text += if text.len() == 1 { "\n  " } else { ",\n  " };
        // No text in JSON holds a line break.
        text += &definition.replace('\n', "\n  ");
    }
    text += if text.len() == 1 { "]\n" } else { "\n]\n" };
    text
}

fn abridged(tool: &Tool) -> Diagnostic {
    let message = format!("the schemas of the tool `{}` are too large to publish whole", tool.name);
    Diagnostic::warning(Code::AbridgedSchema, tool.origin.0, message)
        .label("what is farthest from their top tells only its type")
        .help("arguments are checked against the whole schemas all the same")
}

/// The definition of a tool, and whether one of its schemas is abridged.
fn definition(subject: Subject<'_>, tool: &Tool) -> (Value, bool) {
    let (schemas, budget) = (&subject.capability.schemas, tool_budget(tools(subject).len()));
    let (input, is_abridged) = input::schema(subject, tool, budget);
    let mut definition = json!({
        "name": tool.name,
        "title": tool.title,
        "description": tool.description,
        "inputSchema": input,
    });
    let output = match output::of(subject, tool) {
        Output::Unknown => None,
        Output::Object(schema) => Some(published_with(schemas, budget, |writer| {
            let mut value = writer.schema(schema);
            // MCP demands the type at the top, which an `allOf` need not tell.
            if let Value::Object(members) = &mut value {
                members.entry("type").or_insert_with(|| "object".into());
            }
            value
        })),
        Output::Wrapped(schema) => Some(published_with(schemas, budget, |writer| {
            let result = schema.map_or_else(|| json!({ "type": "null" }), |it| writer.schema(it));
            json!({ "type": "object", "properties": { "result": result }, "required": ["result"] })
        })),
    };
    let is_abridged = is_abridged || output.as_ref().is_some_and(|it| it.1);
    if let Some((mut output, _)) = output {
        publishable(&mut output);
        definition["outputSchema"] = output;
    }
    definition["annotations"] = annotations(&tool.title, tool.hints);
    (definition, is_abridged)
}

fn annotations(title: &str, hints: Hints) -> Value {
    let mut out = Map::new();
    out.insert("title".to_owned(), title.into());
    let hints = [
        ("readOnlyHint", hints.read_only),
        ("destructiveHint", hints.destructive),
        ("idempotentHint", hints.idempotent),
        ("openWorldHint", hints.open_world),
    ];
    out.extend(hints.map(|(name, hint)| (name.to_owned(), hint.into())));
    Value::Object(out)
}
