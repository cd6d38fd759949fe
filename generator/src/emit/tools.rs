//! `tools.rs` and `tools.json`: the MCP tools of a capability.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{
    Encoding, Hints, Operation, SchemaId, SchemaWriter, Target, Tool, published_with, tool_budget,
};
use crate::shape::{Kind, TypeUse};

use super::Subject;
use super::docs::{blank_line, module_doc};
use super::operations::{call, target};

/// Emits the module.
pub fn emit(subject: Subject<'_>) -> TokenStream {
    let about =
        module_doc(&format!("The MCP tools of the `{}` capability.", subject.capability.name));
    let list = tools(subject);
    let tools = list.iter().map(|tool| entry(subject, tool));
    let gap = blank_line();
    // A lone table without entries names no operation.
    let operations = (!list.is_empty()).then(|| quote! { use super::operations::*; });
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
    let wraps_result = matches!(output(subject, tool), Output::Wrapped(_));
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
    let (input, is_abridged) = input_schema(subject, tool, budget);
    let mut definition = json!({
        "name": tool.name,
        "title": tool.title,
        "description": tool.description,
        "inputSchema": input,
    });
    let output = match output(subject, tool) {
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
    for (name, hint) in hints {
        if let Some(hint) = hint {
            out.insert(name.to_owned(), hint.into());
        }
    }
    Value::Object(out)
}

/// What is known of a tool's answer.
enum Output {
    /// Nothing that could be promised.
    Unknown,
    /// It is an object.
    Object(SchemaId),
    /// It is something else, which MCP wants in an object: `{"result": ...}`.
    Wrapped(Option<SchemaId>),
}

fn output(subject: Subject<'_>, tool: &Tool) -> Output {
    let operation = subject.capability.operation(tool.call.operation);
    if tool.call.mapping.is_some() {
        return Output::Unknown;
    }
    let success = operation.success();
    let schema = success.filter(|it| it.encoding == Some(Encoding::Json)).and_then(|it| it.schema);
    let answer = &subject.shapes.operations[tool.call.operation.0].answer;
    match (answer, schema) {
        (TypeUse::Unit, schema) => Output::Wrapped(schema),
        (TypeUse::Value(_) | TypeUse::File | TypeUse::Secret, _) | (_, None) => {
            match (answer, schema) {
                (TypeUse::Secret, Some(schema)) => Output::Wrapped(Some(schema)),
                _ => Output::Unknown,
            }
        }
        (TypeUse::Map(_), Some(schema)) => Output::Object(schema),
        (TypeUse::Named(id), Some(schema)) if is_object(subject, *id) => Output::Object(schema),
        // Answers of several schemas are one type, but no schema says so.
        (TypeUse::Named(id), _) if subject.shapes.get(*id).schema.is_none() => Output::Unknown,
        (_, Some(schema)) => Output::Wrapped(Some(schema)),
    }
}

fn is_object(subject: Subject<'_>, id: crate::shape::TypeId) -> bool {
    match &subject.shapes.get(id).kind {
        Kind::Struct { .. } | Kind::Wrapper(TypeUse::Map(_)) => true,
        Kind::Alias(TypeUse::Named(id)) => is_object(subject, *id),
        _ => false,
    }
}

/// Flat arguments: the parameters, and the members of the body beside them.
pub fn input_schema(subject: Subject<'_>, tool: &Tool, budget: usize) -> (Value, bool) {
    let schemas = &subject.capability.schemas;
    let operation = subject.capability.operation(tool.call.operation);
    let mut required: Vec<&str> = Vec::new();
    let (mut schema, is_abridged) = published_with(schemas, budget, |writer| {
        let mut properties = Map::new();
        for argument in &tool.arguments {
            let value = argument_schema(subject, writer, operation, &argument.target);
            properties.insert(argument.name.clone(), value);
        }
        json!({ "type": "object", "properties": properties })
    });
    for argument in &tool.arguments {
        if is_required(subject, operation, &argument.target) {
            required.push(&argument.name);
        }
    }
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema["additionalProperties"] = json!(false);
    publishable(&mut schema);
    (schema, is_abridged)
}

fn argument_schema(
    subject: Subject<'_>,
    writer: &mut SchemaWriter<'_>,
    operation: &Operation,
    target: &Target,
) -> Value {
    let (schema, description) = match target {
        Target::Parameter(name) => {
            let parameter = operation.parameters.iter().find(|it| it.argument == *name);
            (parameter.map(|it| it.schema), parameter.and_then(|it| it.description.as_ref()))
        }
        Target::BodyField(name) => (body_field(subject, operation, name), None),
        Target::Body => {
            let body = operation.body.as_ref();
            (body.map(|it| it.schema), body.and_then(|it| it.description.as_ref()))
        }
    };
    let mut value = schema.map_or_else(|| json!({}), |it| writer.schema(it));
    if let (Value::Object(members), Some(text)) = (&mut value, description) {
        members.insert("description".to_owned(), text.as_str().into());
    }
    value
}

/// The schema of a member of the body.
fn body_field(subject: Subject<'_>, operation: &Operation, name: &str) -> Option<SchemaId> {
    let schemas = &subject.capability.schemas;
    let parts = schemas.parts(operation.body.as_ref()?.schema).into_iter().rev();
    parts.filter_map(|it| schemas.get(it).object.properties.get(name).copied()).next()
}

fn is_required(subject: Subject<'_>, operation: &Operation, target: &Target) -> bool {
    let body = operation.body.as_ref();
    match target {
        Target::Parameter(name) => {
            operation.parameters.iter().any(|it| it.argument == *name && it.required)
        }
        Target::Body => body.is_some_and(|it| it.required),
        Target::BodyField(name) => {
            let Some(body) = body.filter(|it| it.required) else { return false };
            let schemas = &subject.capability.schemas;
            let parts = schemas.parts(body.schema);
            parts.into_iter().any(|it| schemas.get(it).object.required.contains(name))
        }
    }
}

/// Brings a schema into the form that clients of MCP bear: no look-around, files as base64.
fn publishable(value: &mut Value) {
    match value {
        Value::Object(members) => {
            let looks_around =
                |text: &str| ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|it| text.contains(it));
            if members.get("pattern").and_then(Value::as_str).is_some_and(looks_around) {
                members.shift_remove("pattern");
            }
            if members.get("format").is_some_and(|it| it == "binary") {
                members.shift_remove("format");
                members.insert("contentEncoding".to_owned(), "base64".into());
            }
            members.values_mut().for_each(publishable);
        }
        Value::Array(items) => items.iter_mut().for_each(publishable),
        _ => {}
    }
}
