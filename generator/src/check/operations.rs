//! Rules about single operations.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Capability, OperationId, Parameter, Schemas, Style, Type};

pub(super) fn check(capability: &Capability, diagnostics: &mut Diagnostics) {
    check_exposed(capability, diagnostics);
    for operation in &capability.operations {
        for parameter in &operation.parameters {
            check_style(parameter, &capability.schemas, diagnostics);
        }
    }
}

/// An operation that nothing exposed calls; a capability that exposes nothing is a client on purpose.
fn check_exposed(capability: &Capability, diagnostics: &mut Diagnostics) {
    let routes = capability.rest.iter().flat_map(|it| &it.routes).map(|it| it.call.operation);
    let tools = capability.mcp.iter().flat_map(|it| &it.tools).map(|it| it.call.operation);
    let resources = capability.mcp.iter().flat_map(|it| &it.resources).map(|it| it.call.operation);
    let called: Vec<OperationId> = routes.chain(tools).chain(resources).collect();
    if called.is_empty() {
        return;
    }
    for (at, operation) in capability.operations.iter().enumerate() {
        if !called.contains(&OperationId(at)) {
            let message = format!("nothing that is exposed calls `{}`", operation.name);
            diagnostics.push(
                Diagnostic::warning(Code::UnusedOperation, operation.origin.0, message)
                    .label("only the client has it"),
            );
        }
    }
}

/// The specification defines these styles for arrays and objects only.
fn check_style(parameter: &Parameter, schemas: &Schemas, diagnostics: &mut Diagnostics) {
    let fitting: &[Type] = match parameter.style {
        Style::DeepObject => &[Type::Object],
        Style::SpaceDelimited | Style::PipeDelimited => &[Type::Array, Type::Object],
        _ => return,
    };
    let types = &schemas.get(schemas.resolve(parameter.schema)).types;
    if types.is_empty() || types.iter().any(|it| fitting.contains(it)) {
        return;
    }
    let message = format!("the style of `{}` is not defined for its type", parameter.name);
    let fitting: Vec<&str> = fitting.iter().map(|it| it.as_str()).collect();
    diagnostics.push(
        Diagnostic::warning(Code::UnsupportedParameterStyle, parameter.origin.0, message)
            .label("written in the nearest defined form")
            .help(format!("it is defined for: {}", fitting.join(", "))),
    );
}
