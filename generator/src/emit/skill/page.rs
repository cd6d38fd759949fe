//! The page of an operation below `references/`: arguments, an example, the result, errors.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Value, json};

use crate::emit::Subject;
use crate::emit::tools::input_schema;
use crate::ir::{
    Encoding, Location, OperationId, Parameter, StatusPattern, Target, Tool, published, tool_budget,
};

use super::Row;
use super::entry::{Effect, Entry};
use super::text::{block, cell, code, code_cell, inline, shortened};
use super::{call, notation};

/// The meaning of an argument is at most so long in a table.
const MEANING: usize = 300;

/// A file below `references/`.
#[derive(Debug, Serialize)]
pub struct Page {
    /// Its path in the skill.
    #[serde(skip)]
    pub path: String,
    /// The tools by which its operations are described.
    #[serde(skip)]
    pub tools: Vec<String>,
    /// What its operations have in common, where it has several.
    pub topic: Option<String>,
    /// The operations in a table, where it has several.
    pub rows: Vec<Row>,
    /// The operations.
    pub operations: Vec<Operation>,
}

/// What there is to know of an operation.
#[derive(Debug, Serialize)]
pub struct Operation {
    /// What it is called.
    pub call: String,
    /// What it does, in a line.
    pub headline: String,
    /// What it does, at length; may be empty.
    pub description: String,
    /// How it is reached, and what a call does.
    pub facts: Vec<String>,
    /// Whether the table tells where REST takes an argument.
    pub has_places: bool,
    /// The arguments.
    pub arguments: Vec<Argument>,
    /// The shapes of those arguments that need more than a line.
    pub shapes: Vec<Shape>,
    /// The arguments of an example call, as JSON; may be empty.
    pub example: String,
    /// What is answered, in a line.
    pub result: String,
    /// The shape of what is answered; may be empty.
    pub result_shape: String,
    /// The errors it declares.
    pub errors: Vec<String>,
}

/// An argument in the table.
#[derive(Debug, Serialize)]
pub struct Argument {
    name: String,
    kind: String,
    required: &'static str,
    place: &'static str,
    meaning: String,
}

/// The shape of an argument.
#[derive(Debug, Serialize)]
pub struct Shape {
    name: String,
    text: String,
}

/// The name of an operation's page: lower-case, and no other operation has it.
pub fn file_name(subject: Subject<'_>, id: OperationId) -> String {
    let method = subject.names.operation(id).method.to_string();
    let name = method.trim_start_matches("r#").replace('_', "-");
    // What is not ASCII would have to be escaped in a URI.
    if name.is_ascii() { name } else { format!("operation-{}", id.0 + 1) }
}

/// Names of files, each given once.
#[derive(Debug, Default)]
pub struct FileNames(BTreeSet<String>);

impl FileNames {
    /// A name made of any text.
    pub fn take(&mut self, text: &str) -> String {
        let plain =
            |it: char| if it.is_ascii_alphanumeric() { it.to_ascii_lowercase() } else { ' ' };
        let words = text.chars().map(plain).collect::<String>();
        let mut name = words.split_whitespace().collect::<Vec<_>>().join("-");
        name.truncate(60);
        let name = if name.is_empty() { "other".to_owned() } else { name };
        let mut free = name.clone();
        let mut number = 2;
        while !self.0.insert(free.clone()) {
            free = format!("{name}-{number}");
            number += 1;
        }
        free
    }
}

/// The arguments that a call must have, as code spans.
pub fn needed(subject: Subject<'_>, entry: &Entry<'_>) -> Vec<String> {
    let schema = schema(subject, entry);
    let required = schema.get("required").and_then(Value::as_array);
    required.into_iter().flatten().filter_map(Value::as_str).map(code_cell).collect()
}

/// The page of an operation.
pub fn operation(subject: Subject<'_>, entry: &Entry<'_>) -> Operation {
    let schema = schema(subject, entry);
    let arguments = arguments(subject, entry, &schema);
    let (result, result_shape) = result(subject, entry);
    Operation {
        call: code(&entry.call()),
        headline: inline(&entry.headline()),
        description: entry.description().map(block).unwrap_or_default(),
        facts: facts(entry),
        has_places: !entry.routes.is_empty(),
        shapes: shapes(&schema),
        example: call::example(subject, entry, &schema),
        arguments,
        result,
        result_shape,
        errors: errors(entry),
    }
}

/// The schema of the arguments, as the first tool publishes it.
fn schema(subject: Subject<'_>, entry: &Entry<'_>) -> Value {
    let tools = subject.capability.mcp.as_ref().map_or(0, |it| it.tools.len());
    if let Some(tool) = entry.tools.first() {
        return input_schema(subject, tool, tool_budget(tools)).0;
    }
    let Some(route) = entry.routes.first() else { return json!({}) };
    let tool = Tool {
        origin: route.origin,
        name: entry.call(),
        title: entry.headline(),
        description: String::new(),
        hints: crate::ir::Hints::default(),
        arguments: entry.arguments(subject),
        call: route.call.clone(),
    };
    input_schema(subject, &tool, tool_budget(tools)).0
}

fn facts(entry: &Entry<'_>) -> Vec<String> {
    let list = |names: Vec<String>| names.join(", ");
    let mut facts = Vec::new();
    if !entry.tools.is_empty() {
        let names = entry.tools.iter().map(|it| code(&it.name)).collect();
        facts.push(format!("Tool: {}", list(names)));
    }
    if !entry.routes.is_empty() {
        let routes = entry.routes.iter();
        let routes = routes.map(|it| code(&format!("{} {}", it.method, it.path))).collect();
        facts.push(format!("REST: {}", list(routes)));
    }
    let effect = match entry.effect {
        Effect::Read => "reads, changes nothing",
        Effect::Change => "changes something",
        Effect::Destroy => "may delete or overwrite: ask first",
    };
    facts.push(format!("Effect: {effect}"));
    let again = if entry.may_repeat() {
        "yes"
    } else {
        "no: where the outcome is unknown, find out before you call again"
    };
    facts.push(format!("May be repeated: {again}"));
    if entry.operation.deprecated {
        facts.push("Deprecated: the provider discourages its use".to_owned());
    }
    facts
}

fn arguments(subject: Subject<'_>, entry: &Entry<'_>, schema: &Value) -> Vec<Argument> {
    let required = schema.get("required").and_then(Value::as_array);
    let is_required =
        |name: &str| required.is_some_and(|it| it.iter().any(|it| it.as_str() == Some(name)));
    let row = |argument: crate::ir::Argument| {
        let property = property(schema, &argument.name);
        let meaning = property.get("description").and_then(Value::as_str).unwrap_or_default();
        Argument {
            kind: code_cell(&limited(&property)),
            required: if is_required(&argument.name) { "yes" } else { "" },
            place: place(entry, &argument.target),
            meaning: cell(&shortened(meaning, MEANING)),
            name: code_cell(&argument.name),
        }
    };
    entry.arguments(subject).into_iter().map(row).collect()
}

/// The schema of an argument, with the definitions it may refer to.
fn property(schema: &Value, name: &str) -> Value {
    let mut property = schema["properties"].get(name).cloned().unwrap_or_default();
    if let (Value::Object(members), Some(definitions)) = (&mut property, schema.get("$defs")) {
        members.insert("$defs".to_owned(), definitions.clone());
    }
    property
}

/// The shape of an argument, and the rules of which a caller should know beforehand.
fn limited(schema: &Value) -> String {
    let mut text = notation::short(schema);
    let rule = |key: &str| schema.get(key).filter(|it| it.is_number());
    let rules = [
        ("minimum", "maximum", ""),
        ("minLength", "maxLength", " characters"),
        ("minItems", "maxItems", " items"),
    ];
    for (least, most, unit) in rules {
        let told = match (rule(least), rule(most)) {
            (Some(least), Some(most)) => format!("{least}..{most}{unit}"),
            (Some(least), None) if *least == 1 && !unit.is_empty() => "not empty".to_owned(),
            (Some(least), None) => format!("at least {least}{unit}"),
            (None, Some(most)) => format!("at most {most}{unit}"),
            (None, None) => continue,
        };
        text.push_str(&format!(", {told}"));
    }
    if let Some(default) = schema.get("default").filter(|it| !it.is_null()) {
        text.push_str(&format!(", else {}", shortened(&default.to_string(), 40)));
    }
    text
}

fn place(entry: &Entry<'_>, target: &Target) -> &'static str {
    match target {
        Target::Body => "body",
        Target::BodyField(_) => "body field",
        Target::Parameter(name) => {
            let named = |it: &&Parameter| it.argument == *name;
            match entry.operation.parameters.iter().find(named).map(|it| it.location) {
                Some(Location::Path) => "path",
                Some(Location::Header) => "header",
                Some(Location::Cookie) => "cookie",
                Some(Location::Query) | None => "query",
            }
        }
    }
}

fn shapes(schema: &Value) -> Vec<Shape> {
    let properties = schema["properties"].as_object();
    let names = properties.into_iter().flatten().map(|(name, _)| name);
    let with = names.map(|name| (name, property(schema, name)));
    let nested = with.filter(|(_, it)| notation::is_nested(it));
    nested.map(|(name, it)| Shape { name: code(name), text: notation::long(&it) }).collect()
}

/// What is answered, and its shape where that takes more than a word.
fn result(subject: Subject<'_>, entry: &Entry<'_>) -> (String, String) {
    let call = entry.tools.first().map(|it| &it.call);
    let call = call.or_else(|| entry.routes.first().map(|it| &it.call));
    if let Some(mapping) = call.and_then(|it| it.mapping.as_ref()) {
        let made = code(&mapping.to_string());
        return (format!("What is made of the answer: {made} (JSONPath)."), String::new());
    }
    let success = entry.operation.success();
    let described = success.map(|it| inline(&it.description)).filter(|it| !it.is_empty());
    let media_type = success.and_then(|it| it.media_type.as_deref()).unwrap_or_default();
    let (kind, shape) = match success.and_then(|it| it.encoding.zip(it.schema)) {
        None => ("Nothing but that it worked.".to_owned(), String::new()),
        Some((Encoding::Json, schema)) => {
            let schema = published(&subject.capability.schemas, schema);
            let wrapped = !notation::is_object(&schema) && !entry.tools.is_empty();
            match notation::long(&schema) {
                it if it == "any" => ("JSON of no declared shape.".to_owned(), String::new()),
                it if wrapped => (
                    "JSON; in `structuredContent` of a tool's result it is the member `result`:"
                        .to_owned(),
                    it,
                ),
                it => ("JSON:".to_owned(), it),
            }
        }
        Some((Encoding::Text, _)) => (format!("Text, {}.", code(media_type)), String::new()),
        Some((Encoding::Binary, _)) => (format!("A file, {}.", code(media_type)), String::new()),
        Some((Encoding::Form | Encoding::Multipart, _)) => {
            (format!("A form, {}.", code(media_type)), String::new())
        }
    };
    let told = described.filter(|it| !is_said_by_status(it)).map(|it| sentence(&it));
    (told.map_or(kind.clone(), |it| format!("{it} {kind}")), shape)
}

/// Whether a description says no more than that the call succeeded.
fn is_said_by_status(text: &str) -> bool {
    let words = text.trim_end_matches('.').to_ascii_lowercase();
    ["ok", "success", "successful response", "successful operation", "no content", "created"]
        .contains(&words.as_str())
}

fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?', ':']) { text.to_owned() } else { format!("{text}.") }
}

fn errors(entry: &Entry<'_>) -> Vec<String> {
    let declared = entry.operation.responses.iter().filter_map(|it| {
        let status = match it.status {
            StatusPattern::Code(code) if code >= 400 => code.to_string(),
            StatusPattern::Class(class) if class >= 4 => format!("{class}xx"),
            _ => return None,
        };
        let description = inline(&it.description);
        Some(if description.is_empty() { status } else { format!("{status}: {description}") })
    });
    declared.collect()
}
