//! The input schema of a tool.

use serde_json::{Map, Value, json};

use crate::emit::Subject;
use crate::ir::{Argument, Operation, Schema, SchemaWriter, Target, Tool, Type, published_with};

use super::portable::publishable;

/// Flat arguments: the parameters, and the members of the body beside them.
pub(in crate::emit) fn schema(subject: Subject<'_>, tool: &Tool, budget: usize) -> (Value, bool) {
    let schemas = &subject.capability.schemas;
    let operation = subject.capability.operation(tool.call.operation);
    let mut required: Vec<&str> = Vec::new();
    let (mut schema, is_abridged) = published_with(schemas, budget, |writer| {
        let mut properties = Map::new();
        for argument in &tool.arguments {
            let value = argument_schema(subject, writer, operation, argument);
            properties.insert(argument.name.clone(), value);
        }
        let mut schema = json!({ "type": "object", "properties": properties });
        if let (Value::Object(members), Some(rules)) = (&mut schema, common_rules(subject, tool)) {
            write_rules(rules, writer, members);
        }
        schema
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
    argument: &Argument,
) -> Value {
    let (schema, description) = match &argument.target {
        Target::Parameter(name) => {
            let parameter = operation.parameters.iter().find(|it| it.argument == *name);
            (parameter.map(|it| it.schema), parameter.and_then(|it| it.description.as_ref()))
        }
        Target::BodyField(name) => {
            let body = operation.body.as_ref();
            (body.and_then(|it| subject.capability.schemas.property(it.schema, name)), None)
        }
        Target::Body => {
            let body = operation.body.as_ref();
            (body.map(|it| it.schema), body.and_then(|it| it.description.as_ref()))
        }
    };
    let mut value = schema.map_or_else(|| json!({}), |it| writer.schema(it));
    if let (Value::Object(members), Some(text)) = (&mut value, description) {
        members.insert("description".to_owned(), text.as_str().into());
    }
    if let (Value::Object(members), Some(header)) = (&mut value, &argument.header) {
        mirrored(members, header, schema.and_then(|it| subject.capability.schemas.own_type(it)));
    }
    value
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

/// Asks clients to send the argument in a header too. They look for its type beside the annotation alone.
fn mirrored(members: &mut Map<String, Value>, header: &str, own_type: Option<Type>) {
    if let Some(own_type) = own_type {
        members.entry("type").or_insert_with(|| own_type.as_str().into());
    }
    members.insert("x-mcp-header".to_owned(), header.into());
}

/// The schema of the body, where the arguments are its members and nothing else, so that what it demands of them
/// together is demanded of the arguments.
fn common_rules<'a>(subject: Subject<'a>, tool: &Tool) -> Option<&'a Schema> {
    let operation = subject.capability.operation(tool.call.operation);
    let is_member =
        |it: &Argument| matches!(&it.target, Target::BodyField(name) if *name == it.name);
    let body = operation.body.as_ref().filter(|it| it.required)?;
    let schemas = &subject.capability.schemas;
    let schema = schemas.get(schemas.resolve(body.schema));
    let is_whole = schema.reference.is_none() && schema.all_of.is_empty();
    let fits = tool.call.with.is_empty() && tool.arguments.iter().all(is_member);
    (fits && is_whole && !tool.arguments.is_empty()).then_some(schema)
}

/// Writes what an object demands of its members together.
///
/// `allOf`, `anyOf`, `oneOf` and `not` are left out: providers of models refuse a tool that has them at the top.
fn write_rules(schema: &Schema, writer: &mut SchemaWriter<'_>, members: &mut Map<String, Value>) {
    let (rules, condition) = (&schema.object, &schema.condition);
    let counts = [("minProperties", rules.min_properties), ("maxProperties", rules.max_properties)];
    members
        .extend(counts.into_iter().filter_map(|(it, count)| Some((it.to_owned(), count?.into()))));
    if !rules.dependent_required.is_empty() {
        members.insert("dependentRequired".to_owned(), json!(rules.dependent_required));
    }
    if condition.test.is_none() {
        return;
    }
    let parts = [("if", condition.test), ("then", condition.then), ("else", condition.otherwise)];
    for (keyword, id) in parts {
        if let Some(id) = id {
            members.insert(keyword.to_owned(), writer.schema(id));
        }
    }
}
