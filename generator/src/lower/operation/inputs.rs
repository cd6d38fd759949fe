//! What the capability says of the inputs of an operation it consumes.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Spanned;
use crate::document::capability::{ConsumedOperation, InputParameter, ParameterLocation};
use crate::ir::{Parameter, RequestBody};

use super::super::{Context, constants, source};

/// Says where the capability is silent about inputs that the OpenAPI document declares.
pub fn check_inputs(
    cx: &mut Context<'_>,
    declared: &ConsumedOperation,
    parameters: &[Parameter],
    body: Option<&RequestBody>,
) {
    let named =
        |it: &&Parameter| declared.inputs.iter().any(|input| it.is_called(&input.name.value));
    let missing: Vec<&str> =
        parameters.iter().filter(|it| !named(it)).map(|it| it.name.as_str()).collect();
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
    check_names(cx, declared, parameters);
    check_constants(cx, &declared.inputs, parameters);
    check_body(cx, declared);
    check_outputs(cx, declared);
}

/// An input that the OpenAPI document does not know is not sent.
fn check_names(cx: &mut Context<'_>, declared: &ConsumedOperation, parameters: &[Parameter]) {
    use ParameterLocation as L;
    let sent = |input: &&InputParameter| {
        let location = input.location.as_ref().map(|it| it.value);
        matches!(location, Some(L::Query | L::Header | L::Path | L::Cookie))
    };
    let known = |name: &str| parameters.iter().any(|it| it.is_called(name));
    // A constant is refused in any case.
    let unknown = |it: &&InputParameter| it.value.is_none() && !known(&it.name);
    for input in declared.inputs.iter().filter(sent).filter(unknown) {
        let message =
            format!("the OpenAPI document knows no input `{}` of this operation", input.name.value);
        cx.report(
            Diagnostic::warning(Code::UnknownInput, input.name.span, message)
                .label("never sent")
                .help("declare it in an overlay for the OpenAPI document"),
        );
    }
}

/// A constant input is sent with every call of a surface; what cannot be sent must not be dropped in silence.
pub fn check_constants(cx: &mut Context<'_>, inputs: &[InputParameter], parameters: &[Parameter]) {
    for input in inputs {
        let Some(value) = &input.value else { continue };
        let name = &input.name.value;
        if constants::is_template(value) {
            let message =
                format!("a template as the value of the input `{name}` is not supported here");
            cx.report(
                Diagnostic::error(Code::UnsupportedConstruct, value.span, message)
                    .help("set it in `with` of the exposed operation"),
            );
        } else if constants::is_own(input) {
            let message = format!("the constant value of the header `{name}` is not used");
            cx.report(
                Diagnostic::warning(Code::UnsupportedConstruct, value.span, message)
                    .label("the request sets it from what the OpenAPI document declares"),
            );
        } else if constants::parameter(input, parameters).is_none() {
            let message =
                format!("the OpenAPI document knows no input `{name}` to send the constant in");
            cx.report(
                Diagnostic::error(Code::UnknownInput, value.span, message)
                    .help("declare the parameter in an overlay for the OpenAPI document"),
            );
        }
    }
}

fn check_body(cx: &mut Context<'_>, declared: &ConsumedOperation) {
    let Some(body) = &declared.body else { return };
    if source::template_data(&body.value.to_value()).is_none() {
        let message = "the template of the `body` is no JSON";
        cx.report(
            Diagnostic::error(Code::UnsupportedConstruct, body.span, message)
                .help("write its `data` as an object, with `{{name}}` where an input goes"),
        );
    }
}

/// An answer is mapped where it is exposed, not where it is consumed.
fn check_outputs(cx: &mut Context<'_>, declared: &ConsumedOperation) {
    for output in declared.outputs.iter().filter(|it| !it.is_identity()) {
        cx.report(
            Diagnostic::warning(
                Code::UnsupportedConstruct,
                output.span,
                "an output of a consumed operation is not mapped",
            )
            .label("the whole answer is passed on")
            .help("map it in `outputParameters` of the exposed operation"),
        );
    }
}
