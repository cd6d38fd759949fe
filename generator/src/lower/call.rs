//! How a route or a tool calls an operation: `call`, `with` and the mapping of the answer.

use indexmap::IndexSet;

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::Spanned;
use crate::document::capability::{Consumes, OutputParameter};
use crate::ir::{
    Call, Encoding, Operation, OperationId, Schema, SchemaId, Schemas, Source, Target,
};
use crate::source::{Data, Node};

use super::Context;

/// One exposed operation, as far as its call is concerned.
pub(super) struct Exposed<'e> {
    pub span: Span,
    pub call: Option<&'e Spanned<String>>,
    pub with: &'e [(Spanned<String>, Node)],
    pub outputs: &'e [OutputParameter],
    /// The words by which `with` names the caller: `rest` or `tools`, and the adapter's namespace.
    pub callers: [&'e str; 2],
}

/// Lowers a call.
pub(super) fn lower_call(
    cx: &mut Context<'_>,
    consumes: &Consumes,
    operations: &[Operation],
    exposed: &Exposed<'_>,
) -> Option<Call> {
    let id = resolve(cx, consumes, exposed)?;
    let operation = &operations[id.0];
    let with = exposed.with.iter().filter_map(|(name, value)| {
        let target = target(cx, operation, name)?;
        let source = source(cx, exposed, value)?;
        (!is_identity(&target, &source)).then_some((target, source))
    });
    let with = with.collect();
    let mapping = mapping(cx, exposed);
    Some(Call { operation: id, with, mapping })
}

fn resolve(
    cx: &mut Context<'_>,
    consumes: &Consumes,
    exposed: &Exposed<'_>,
) -> Option<OperationId> {
    let Some(call) = exposed.call else {
        cx.error(Code::MissingField, exposed.span, "an exposed operation needs a `call`");
        return None;
    };
    let namespace = consumes.namespace.value.as_str();
    let name = call.value.strip_prefix(namespace).and_then(|it| it.strip_prefix('.'));
    if let Some(id) = name.and_then(|name| cx.by_name.get(name)) {
        return Some(*id);
    }
    // A declared operation that is not in the IR was reported by the join.
    let declared =
        name.is_some_and(|name| consumes.operations.iter().any(|it| it.name.value == name));
    if !declared {
        let known = consumes.operations.iter().map(|it| it.name.value.as_str());
        let diagnostic = Diagnostic::error(
            Code::UnresolvedCall,
            call.span,
            format!("`{}` calls nothing", call.value),
        );
        cx.report(match name {
            None => diagnostic.label(format!("the consumed namespace is `{namespace}`")),
            Some(name) => match known.clone().find(|it| it.eq_ignore_ascii_case(name)) {
                Some(close) => diagnostic.help(format!("there is `{namespace}.{close}`")),
                None => diagnostic.label(format!("`{namespace}` has no operation `{name}`")),
            },
        });
    }
    None
}

/// The input that a key of `with` names.
fn target(cx: &mut Context<'_>, operation: &Operation, name: &Spanned<String>) -> Option<Target> {
    if let Some(parameter) = operation.parameters.iter().find(|it| it.argument == name.value) {
        return Some(Target::Parameter(parameter.argument.clone()));
    }
    if operation.body.is_some() {
        if name.value == "body" {
            return Some(Target::Body);
        }
        if body_fields(&cx.schemas, operation).contains(&name.value.as_str()) {
            return Some(Target::BodyField(name.value.clone()));
        }
    }
    if name.value == "body" {
        cx.report(
            Diagnostic::warning(
                Code::UnknownInput,
                name.span,
                format!("`{}` takes no body", operation.name),
            )
            .label("ignored"),
        );
        return None;
    }
    let mut known: Vec<&str> = operation.parameters.iter().map(|it| it.argument.as_str()).collect();
    known.extend(body_fields(&cx.schemas, operation));
    known.extend(operation.body.as_ref().map(|_| "body"));
    let help = format!("its inputs are: {}", listed(&known));
    cx.report(
        Diagnostic::error(
            Code::UnknownInput,
            name.span,
            format!("`{}` has no input `{}`", operation.name, name.value),
        )
        .help(help),
    );
    None
}

/// Names in a sentence.
pub(super) fn listed(names: &[&str]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// The members of a body that are inputs of their own: those of an object.
pub(super) fn body_fields<'s>(schemas: &'s Schemas, operation: &Operation) -> Vec<&'s str> {
    let Some(body) = &operation.body else { return Vec::new() };
    if matches!(body.encoding, Encoding::Text | Encoding::Binary) {
        return Vec::new();
    }
    object_properties(schemas, body.schema)
}

/// The properties of an object schema, those of its `allOf` parts too; none where it has alternatives.
fn object_properties(schemas: &Schemas, id: SchemaId) -> Vec<&str> {
    let parts: Vec<&Schema> = schemas.parts(id).into_iter().map(|it| schemas.get(it)).collect();
    if parts.iter().any(|it| !it.any_of.is_empty() || !it.one_of.is_empty()) {
        return Vec::new();
    }
    let names: IndexSet<&str> =
        parts.iter().flat_map(|it| it.object.properties.keys()).map(String::as_str).collect();
    names.into_iter().collect()
}

fn source(cx: &mut Context<'_>, exposed: &Exposed<'_>, value: &Node) -> Option<Source> {
    let Some(text) = value.as_str() else {
        if let Data::Object(_) | Data::Array(_) = value.data {
            let message = "objects and arrays in `with` are not supported";
            cx.error(Code::UnsupportedConstruct, value.span, message);
            return None;
        }
        return Some(Source::Constant(value.to_value()));
    };
    let caller = |caller: &&str| text.strip_prefix(caller).and_then(|it| it.strip_prefix('.'));
    if let Some(name) = exposed.callers.iter().find_map(caller) {
        return Some(if name == "body" { Source::Body } else { Source::Input(name.to_owned()) });
    }
    if text.contains("{{") {
        return Some(Source::Template(template(text, &exposed.callers)));
    }
    Some(Source::Constant(text.into()))
}

/// A template whose names are bare: `{{tools.id}}` becomes `{{id}}`.
fn template(text: &str, callers: &[&str]) -> String {
    let mut out = text.replace("{{ ", "{{").replace(" }}", "}}");
    for caller in callers {
        out = out.replace(&format!("{{{{{caller}."), "{{");
    }
    out
}

fn is_identity(target: &Target, source: &Source) -> bool {
    match (target, source) {
        (Target::Body, Source::Body) => true,
        (Target::Parameter(name) | Target::BodyField(name), Source::Input(input)) => name == input,
        _ => false,
    }
}

/// The JSONPath that maps the answer; `$` and `$.` are the whole answer, which needs none.
fn mapping(cx: &mut Context<'_>, exposed: &Exposed<'_>) -> Option<String> {
    let [output] = exposed.outputs else {
        if let [_, second, ..] = exposed.outputs {
            let message = "several output parameters are not supported";
            cx.error(Code::UnsupportedConstruct, second.span, message);
        }
        return None;
    };
    if output.is_identity() {
        return None;
    }
    let Some(path) = output.mapping.as_ref().filter(|_| output.properties.is_empty()) else {
        cx.error(
            Code::UnsupportedConstruct,
            output.span,
            "an output that is built member by member is not supported",
        );
        return None;
    };
    if let Err(error) = serde_json_path::JsonPath::parse(&path.value) {
        cx.report(
            Diagnostic::error(
                Code::InvalidJsonpath,
                path.span,
                format!("`{}` is not a JSONPath (RFC 9535)", path.value),
            )
            .label(error.to_string()),
        );
        return None;
    }
    Some(path.value.clone())
}
