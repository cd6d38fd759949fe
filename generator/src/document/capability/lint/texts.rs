//! Rules about descriptions, addresses, paths and mappings.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::capability::{Capability, OutputParameter, schema_violation};
use crate::document::reader::{Reader, Spanned};

pub(super) fn check(cx: &mut Reader<'_>, capability: &Capability) {
    for consumes in &capability.consumes {
        check_base_uri(cx, &consumes.base_uri);
        check_described(cx, "the API", &consumes.namespace, consumes.description.as_ref());
        check_paths(cx, consumes.operations.iter().map(|it| &it.path), false);
        for operation in &consumes.operations {
            check_described(cx, "the operation", &operation.name, operation.description.as_ref());
            check_mappings(cx, &operation.outputs);
        }
    }
    let routes = || capability.rest.iter().flat_map(|it| &it.routes);
    check_paths(cx, routes().map(|it| &it.path), true);
    for route in routes() {
        let name = route.name.as_ref().or(route.call.as_ref()).unwrap_or(&route.path);
        check_described(cx, "the exposed operation", name, route.description.as_ref());
        check_mappings(cx, &route.outputs);
    }
    for tool in capability.mcp.iter().flat_map(|it| &it.tools) {
        check_described(cx, "the tool", &tool.name, tool.description.as_ref());
        check_mappings(cx, &tool.outputs);
    }
    for resource in capability.mcp.iter().flat_map(|it| &it.resources) {
        check_described(cx, "the resource", &resource.name, resource.description.as_ref());
        check_mappings(cx, &resource.outputs);
    }
    for prompt in capability.mcp.iter().flat_map(|it| &it.prompts) {
        check_described(cx, "the prompt", &prompt.name, prompt.description.as_ref());
        for argument in &prompt.arguments {
            let description = argument.description.as_ref();
            check_described(cx, "the argument", &argument.name, description);
        }
    }
}

fn check_described(
    cx: &mut Reader<'_>,
    what: &str,
    name: &Spanned<String>,
    description: Option<&Spanned<String>>,
) {
    let Some(description) = description else {
        let message = format!("{what} `{}` has no `description`", name.value);
        return cx.report(schema_violation(name.span, message));
    };
    if description.trim() == name.trim() {
        let message = format!("the description of {what} `{}` is only its name", name.value);
        cx.report(
            Diagnostic::warning(Code::UninformativeDescription, description.span, message)
                .help("say what it does, in the capability or in an overlay for it"),
        );
    }
}

fn check_base_uri(cx: &mut Reader<'_>, uri: &Spanned<String>) {
    if !is_plain_uri(uri) {
        let message = "the schema wants a `baseUri` that is `http(s)://`, a host and a plain path";
        let label = "its variables are filled in when the generated code starts";
        cx.report(schema_violation(uri.span, message).label(label));
    }
    if uri.ends_with('/') {
        let message = "`baseUri` ends in a slash, and so would double that of every path";
        cx.report(
            Diagnostic::warning(Code::BaseUriTrailingSlash, uri.span, message)
                .help("remove the slash"),
        );
    }
}

/// What the schema's pattern `^https?://[^/]+(/[^{]*)?$` accepts.
fn is_plain_uri(uri: &str) -> bool {
    let rest = uri.strip_prefix("http://").or_else(|| uri.strip_prefix("https://"));
    rest.is_some_and(|rest| {
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        !host.is_empty() && !path.contains('{')
    })
}

/// Operations of one resource share the place of its path, of which once is enough.
fn check_paths<'c>(
    cx: &mut Reader<'_>,
    paths: impl Iterator<Item = &'c Spanned<String>>,
    exposed: bool,
) {
    let mut seen = BTreeSet::new();
    for path in paths.filter(|it| seen.insert(it.span)) {
        check_query(cx, path);
        if exposed {
            check_trailing_slash(cx, path);
        }
    }
}

fn check_query(cx: &mut Reader<'_>, path: &Spanned<String>) {
    if path.contains('?') {
        let message = format!("the path `{}` holds a query", path.value);
        cx.report(
            Diagnostic::warning(Code::QueryInPath, path.span, message)
                .help("declare its parts as input parameters with `in: query`"),
        );
    }
}

fn check_trailing_slash(cx: &mut Reader<'_>, path: &Spanned<String>) {
    if path.len() > 1 && path.ends_with('/') {
        let message = format!("the exposed path `{}` ends in a slash", path.value);
        cx.report(
            Diagnostic::warning(Code::TrailingSlashPath, path.span, message)
                .help("remove it: clients ask for the path without it"),
        );
    }
}

fn check_mappings(cx: &mut Reader<'_>, outputs: &[OutputParameter]) {
    for output in outputs {
        if let Some(mapping) = output.mapping.as_ref().filter(|it| it.value == "$.") {
            cx.report(not_a_path(mapping.span));
        }
        check_mappings(cx, &output.properties);
        check_mappings(cx, output.items.as_deref().map_or(&[], std::slice::from_ref));
    }
}

fn not_a_path(span: Span) -> Diagnostic {
    Diagnostic::warning(Code::IdentityMappingForm, span, "`$.` is no JSONPath")
        .label("taken as `$`, the whole answer")
        .help("write `$`")
}
