//! What clients of MCP may read: operations that change nothing, each under a URI.
//!
//! A placeholder of the URI is the input of the operation that has its name, or the one that `with` fills from it.
//! Clients read resources unasked, so one whose method may change something is left out.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::capability::{Consumes, McpAdapter, McpResource};
use crate::document::template;
use crate::ir::{Call, Operation, Origin, Resource, Target};

use super::Context;
use super::call::{Exposed, listed, lower_call};
use super::exposure::described;

/// Lowers the resources of an adapter.
pub(super) fn lower_resources(
    cx: &mut Context<'_>,
    adapter: &McpAdapter,
    consumes: &Consumes,
    operations: &[Operation],
) -> Vec<Resource> {
    let all = adapter.resources.iter();
    all.filter_map(|it| lower_resource(cx, adapter, it, consumes, operations)).collect()
}

fn lower_resource(
    cx: &mut Context<'_>,
    adapter: &McpAdapter,
    resource: &McpResource,
    consumes: &Consumes,
    operations: &[Operation],
) -> Option<Resource> {
    let exposed = Exposed {
        span: resource.name.span,
        call: resource.call.as_ref(),
        with: &resource.with,
        outputs: &resource.outputs,
        callers: ["resources", adapter.namespace.value.as_str()],
    };
    let call = lower_call(cx, consumes, operations, &exposed)?;
    let operation = &operations[call.operation.0];
    if !operation.method.is_safe() {
        report_unsafe(cx, resource, operation);
        return None;
    }
    check_placeholders(cx, resource, operation, &call);
    check_inputs(cx, resource, operation, &call);
    let name = &resource.name.value;
    let title = resource.title.as_ref().map(|it| it.value.clone());
    let own = resource.description.as_ref().map(|it| it.value.trim());
    let says_more = |it: &&str| !it.is_empty() && *it != name && *it != operation.name;
    Some(Resource {
        origin: Origin(resource.name.span),
        name: name.clone(),
        uri: resource.uri.value.clone(),
        title: title.or_else(|| operation.summary.clone()).unwrap_or_else(|| name.clone()),
        description: own.filter(says_more).map_or_else(|| described(operation), str::to_owned),
        media_type: resource.media_type.as_ref().map(|it| it.value.clone()),
        call,
    })
}

fn report_unsafe(cx: &mut Context<'_>, resource: &McpResource, operation: &Operation) {
    let method = operation.method.as_str();
    let message = format!("the resource `{}` calls a {method}", resource.name.value);
    let at = resource.call.as_ref().map_or(resource.name.span, |it| it.span);
    cx.report(
        Diagnostic::warning(Code::UnsafeResource, at, message)
            .label("left out: clients read resources unasked")
            .help("offer the operation as a tool"),
    );
}

/// Every placeholder fills something, and whatever `with` reads is a placeholder.
fn check_placeholders(
    cx: &mut Context<'_>,
    resource: &McpResource,
    operation: &Operation,
    call: &Call,
) {
    let read: Vec<&str> = call.with.iter().flat_map(|(_, source)| source.names()).collect();
    let inputs: Vec<&str> = operation.parameters.iter().map(|it| it.argument.as_str()).collect();
    let placeholders: Vec<&str> = template::names(&resource.uri.value).collect();
    let is_filled = |name: &str| inputs.contains(&name) || read.contains(&name);
    for name in placeholders.iter().filter(|it| !is_filled(it)) {
        let message = format!("`{{{name}}}` names no input of `{}`", operation.name);
        cx.report(
            Diagnostic::error(Code::UnknownInput, resource.uri.span, message)
                .help(format!("its inputs are: {}", listed(&inputs))),
        );
    }
    for name in read.iter().filter(|it| !placeholders.contains(it)) {
        let message = format!("`{name}` names no placeholder of the URI");
        cx.report(
            Diagnostic::error(Code::UnknownInput, resource.name.span, message)
                .help(format!("the URI has: {}", listed(&placeholders))),
        );
    }
}

/// What the operation demands is given.
fn check_inputs(cx: &mut Context<'_>, resource: &McpResource, operation: &Operation, call: &Call) {
    let sets = |target: &Target| call.with.iter().any(|it| it.0 == *target);
    let has_place = |name: &str| template::names(&resource.uri.value).any(|it| it == name);
    let required = operation.parameters.iter().filter(|it| it.required);
    let names = required.map(|it| it.argument.as_str());
    let names = names.filter(|it| !has_place(it) && !sets(&Target::Parameter((*it).to_owned())));
    let mut lacking: Vec<&str> = names.collect();
    let sets_body = call.with.iter().any(|it| !matches!(it.0, Target::Parameter(_)));
    if operation.body.as_ref().is_some_and(|it| it.required) && !sets_body {
        lacking.push("body");
    }
    for name in lacking {
        let message = format!("`{}` demands `{name}`, which nothing gives", operation.name);
        cx.report(
            Diagnostic::error(Code::ResourceLacksInput, resource.uri.span, message)
                .label("the resource could never be read")
                .help(format!("put `{{{name}}}` into the URI, or set it in `with`")),
        );
    }
}
