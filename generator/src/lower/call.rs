//! How a route or a tool calls an operation: `call`, `with` and the mapping of the answer.

use indexmap::IndexSet;

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::Spanned;
use crate::document::capability::{Consumes, OutputParameter};
use crate::ir::{
    Call, Encoding, Operation, OperationId, Schema, SchemaId, Schemas, Source, Target,
};
use crate::source::Node;

use super::{Context, constants, mapping, source};

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
    let template = source::body_template(consumes, operation, &exposed.callers);
    let mut given: Vec<(&str, Source)> = Vec::new();
    let mut with: Vec<(Target, Source)> = Vec::new();
    for (name, value) in exposed.with {
        let from = source::of(&exposed.callers, &value.to_value());
        // What only the template of the body reads.
        let is_read = template.as_ref().is_some_and(|it| it.names().contains(&name.value.as_str()));
        if is_read {
            given.push((name.value.as_str(), from.clone()));
        }
        if !is_read || is_input(cx, operation, &name.value) {
            let Some(target) = target(cx, operation, name) else { continue };
            with.push((target, from));
        }
    }
    let template = template.map(|it| source::filled(it, &given));
    fill_body(cx, operation, exposed.span, template, &mut with);
    let sets = |with: &[(Target, Source)], target: &Target| with.iter().any(|it| it.0 == *target);
    for (target, constant) in constants::of(&cx.schemas, consumes, operation) {
        if !sets(&with, &target) {
            with.push((target, constant));
        }
    }
    with.retain(|(target, source)| !is_identity(target, source));
    let mapping = mapping::lower(cx, exposed.outputs);
    Some(Call { operation: id, with, mapping })
}

/// Whether the operation itself has an input of the name.
fn is_input(cx: &Context<'_>, operation: &Operation, name: &str) -> bool {
    operation.parameters.iter().any(|it| it.argument == name)
        || (name == "body" && operation.body.is_some())
        || body_fields(&cx.schemas, operation).contains(&name)
}

/// Sets the body as the consumed operation's template has it, but for what `with` sets.
fn fill_body(
    cx: &mut Context<'_>,
    operation: &Operation,
    at: Span,
    template: Option<Source>,
    with: &mut Vec<(Target, Source)>,
) {
    let Some(template) = template else { return };
    if operation.body.is_none() || with.iter().any(|it| it.0 == Target::Body) {
        return;
    }
    let Source::Object(members) = template else {
        return with.push((Target::Body, template));
    };
    for (name, source) in members {
        if !body_fields(&cx.schemas, operation).contains(&name.as_str()) {
            let message = format!("the body of `{}` has no member `{name}`", operation.name);
            let fields = body_fields(&cx.schemas, operation);
            let help = format!("its members are: {}", listed(&fields));
            cx.report(Diagnostic::error(Code::UnknownInput, at, message).help(help));
            continue;
        }
        let target = Target::BodyField(name);
        if !with.iter().any(|it| it.0 == target) {
            with.push((target, source));
        }
    }
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

fn is_identity(target: &Target, source: &Source) -> bool {
    match (target, source) {
        (Target::Body, Source::Body) => true,
        (Target::Parameter(name) | Target::BodyField(name), Source::Input(input)) => name == input,
        _ => false,
    }
}
