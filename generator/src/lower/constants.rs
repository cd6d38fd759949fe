//! Constant inputs of consumed operations: sent with every call of a surface.
//!
//! In: the inputs that the capability declares with a value. Out: what the calls of routes and tools set, unless
//! their own `with` sets it. The client leaves them to its caller, as parameters like any other.

use serde_json::Value;

use crate::document::capability::{Consumes, InputParameter, ParameterLocation};
use crate::ir::{Operation, Parameter, Schemas, Source, Target, Type};
use crate::source::Node;

/// What the calls of an operation set.
pub(super) fn of(
    schemas: &Schemas,
    consumes: &Consumes,
    operation: &Operation,
) -> Vec<(Target, Source)> {
    let declared = consumes.operations.iter().find(|it| it.name.value == operation.name);
    let own = declared.into_iter().flat_map(|it| &it.inputs);
    let mut set: Vec<(Target, Source)> = Vec::new();
    for input in consumes.inputs.iter().chain(own) {
        let Some(value) = input.value.as_ref().filter(|it| !is_template(it)) else { continue };
        let Some(parameter) = parameter(input, &operation.parameters) else { continue };
        let target = Target::Parameter(parameter.argument.clone());
        // What the operation says goes before what is said of all.
        set.retain(|it| it.0 != target);
        set.push((target, Source::Constant(typed(schemas, parameter, value.to_value()))));
    }
    set
}

/// Whether a value is text to be filled in.
pub(super) fn is_template(value: &Node) -> bool {
    value.as_str().is_some_and(|it| it.contains("{{") || it.contains("${"))
}

/// Whether an input is a header that the request sets by itself.
pub(super) fn is_own(input: &InputParameter) -> bool {
    const OWN: [&str; 3] = ["accept", "content-type", "user-agent"];
    let is_header = input.location.as_ref().is_some_and(|it| it.value == ParameterLocation::Header);
    is_header && OWN.contains(&input.name.value.to_ascii_lowercase().as_str())
}

/// The parameter that an input is; only names of headers are the same in any case.
pub(super) fn parameter<'p>(
    input: &InputParameter,
    parameters: &'p [Parameter],
) -> Option<&'p Parameter> {
    let name = &input.name.value;
    let exactly = parameters.iter().find(|it| it.name == *name);
    exactly.or_else(|| parameters.iter().find(|it| it.is_called(name)))
}

/// The value as the parameter's schema has it: YAML writes `3` for what may be the text `3`, and the other way
/// round.
fn typed(schemas: &Schemas, parameter: &Parameter, value: Value) -> Value {
    let types = &schemas.get(schemas.resolve(parameter.schema)).types;
    let wants = |kind: Type| types.contains(&kind);
    match value {
        Value::Number(_) | Value::Bool(_) if types.as_slice() == [Type::String] => {
            Value::String(value.to_string())
        }
        Value::String(text) if !types.is_empty() && !wants(Type::String) => {
            serde_json::from_str(&text).unwrap_or(Value::String(text))
        }
        other => other,
    }
}
