//! What the capability says of the inputs of an operation it consumes.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Spanned;
use crate::document::capability::{ConsumedOperation, ParameterLocation};
use crate::ir::{Parameter, RequestBody};

use super::super::Context;

/// Says where the capability is silent about inputs that the OpenAPI document declares.
pub fn check_inputs(
    cx: &mut Context<'_>,
    declared: &ConsumedOperation,
    parameters: &[Parameter],
    body: Option<&RequestBody>,
) {
    let named = |name: &str| declared.inputs.iter().any(|it| it.name.value == name);
    let missing: Vec<&str> =
        parameters.iter().filter(|it| !named(&it.name)).map(|it| it.name.as_str()).collect();
    if !missing.is_empty() {
        let names = missing.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
        let message = format!("`{}` declares no input {names}", declared.name.value);
        cx.report(
            Diagnostic::warning(Code::InputsFromOpenapi, declared.name.span, message)
                .label("taken from the OpenAPI document"),
        );
    }
    let is_body = |location: &Option<Spanned<ParameterLocation>>| {
        location.as_ref().is_some_and(|it| it.value == ParameterLocation::Body)
    };
    for input in declared.inputs.iter().filter(|it| is_body(&it.location)) {
        let bare = input.kind.as_ref().is_none_or(|it| it.value == "object");
        if body.is_some() && bare {
            cx.report(
                Diagnostic::warning(
                    Code::UntypedBody,
                    input.name.span,
                    "the body is declared as a bare object",
                )
                .label("its type is taken from the OpenAPI document"),
            );
        }
    }
    check_constants(cx, declared);
}

/// A constant input would have to be sent with every call; it must not be dropped in silence.
fn check_constants(cx: &mut Context<'_>, declared: &ConsumedOperation) {
    for input in &declared.inputs {
        if let Some(value) = &input.value {
            cx.report(
                Diagnostic::error(
                    Code::UnsupportedConstruct,
                    value.span,
                    format!("a constant value for the input `{}` of a consumed operation is not supported", input.name.value),
                )
                .help("set it in `with` of the exposed operation"),
            );
        }
    }
    if let Some(body) = &declared.body {
        cx.report(
            Diagnostic::error(
                Code::UnsupportedConstruct,
                body.span,
                "a `body` template is not supported",
            )
            .help("map the inputs in `with` of the exposed operation"),
        );
    }
}
