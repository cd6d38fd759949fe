//! What a tool promises of its answer.

use crate::emit::Subject;
use crate::ir::{Encoding, SchemaId, Tool};
use crate::shape::{Kind, TypeUse};

/// What is known of a tool's answer.
pub(super) enum Output {
    /// Nothing that could be promised.
    Unknown,
    /// It is an object.
    Object(SchemaId),
    /// It is something else, which MCP wants in an object: `{"result": ...}`.
    Wrapped(Option<SchemaId>),
}

pub(super) fn of(subject: Subject<'_>, tool: &Tool) -> Output {
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
