//! Names by which one part of a capability refers to another must name one thing.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::capability::{Capability, McpAdapter, RestAdapter};
use crate::document::reader::{Reader, Spanned};
use crate::document::template::shape;

pub(super) fn check(cx: &mut Reader<'_>, capability: &Capability) {
    let consumed = capability.consumes.iter().map(|it| &it.namespace);
    let exposed = capability.rest.iter().map(|it| &it.namespace);
    let exposed = exposed.chain(capability.mcp.iter().map(|it| &it.namespace));
    check_namespaces(cx, consumed.clone());
    check_namespaces(cx, exposed.clone());
    check_namespaces(cx, capability.binds.iter().map(|it| &it.namespace));
    check_shared(cx, consumed, exposed);
    check_operations(cx, capability);
    capability.rest.iter().for_each(|it| check_routes(cx, it));
    capability.mcp.iter().for_each(|it| check_tools(cx, it));
}

/// Calls `repeated` with the place of every key that came before, and that of its first occurrence.
fn repeats<K: Ord>(
    keys: impl Iterator<Item = (K, Span)>,
    mut repeated: impl FnMut(&K, Span, Span),
) {
    let mut seen: BTreeMap<K, Span> = BTreeMap::new();
    for (key, span) in keys {
        match seen.get(&key) {
            Some(first) => repeated(&key, span, *first),
            None => {
                seen.insert(key, span);
            }
        }
    }
}

fn check_namespaces<'c>(
    cx: &mut Reader<'_>,
    namespaces: impl Iterator<Item = &'c Spanned<String>>,
) {
    repeats(namespaces.map(|it| (it.value.as_str(), it.span)), |name, span, first| {
        let message = format!("the namespace `{name}` is declared twice");
        cx.report(
            Diagnostic::error(Code::DuplicateNamespace, span, message)
                .also(first, "first declared here"),
        );
    });
}

/// A surface named like an API is legal in practice: a `call` can only mean the API, an argument
/// only the surface.
fn check_shared<'c>(
    cx: &mut Reader<'_>,
    consumed: impl Iterator<Item = &'c Spanned<String>> + Clone,
    exposed: impl Iterator<Item = &'c Spanned<String>>,
) {
    for namespace in exposed {
        let Some(api) = consumed.clone().find(|it| it.value == namespace.value) else {
            continue;
        };
        let message = format!("`{}` names both an API and a surface", namespace.value);
        cx.report(
            Diagnostic::warning(Code::DuplicateNamespace, namespace.span, message)
                .also(api.span, "the API")
                .help(
                    "give the surface a name of its own, such as one ending in `-rest` or `-mcp`",
                ),
        );
    }
}

fn check_operations(cx: &mut Reader<'_>, capability: &Capability) {
    for consumes in &capability.consumes {
        let names = consumes.operations.iter().map(|it| (it.name.as_str(), it.name.span));
        repeats(names, |name, span, first| {
            let message =
                format!("the API `{}` has two operations `{name}`", consumes.namespace.value);
            cx.report(
                Diagnostic::error(Code::DuplicateOperation, span, message)
                    .also(first, "the first one"),
            );
        });
    }
}

fn check_routes(cx: &mut Reader<'_>, adapter: &RestAdapter) {
    // Operations of one resource share its path, so the method is what tells two routes apart.
    let routes =
        adapter.routes.iter().map(|it| ((shape(&it.path), it.method.value), it.method.span));
    repeats(routes, |(path, method), span, first| {
        let message = format!("`{} {path}` is offered twice", method.as_str());
        cx.report(
            Diagnostic::error(Code::DuplicateRoute, span, message)
                .also(first, "offered here first"),
        );
    });
}

fn check_tools(cx: &mut Reader<'_>, adapter: &McpAdapter) {
    let tools = adapter.tools.iter().map(|it| &it.name);
    check_names(cx, tools, "tools", Code::DuplicateTool);
    let resources = adapter.resources.iter().map(|it| &it.name);
    check_names(cx, resources, "resources", Code::DuplicateResource);
    let prompts = adapter.prompts.iter().map(|it| &it.name);
    check_names(cx, prompts, "prompts", Code::DuplicatePrompt);
    let uris = adapter.resources.iter().map(|it| (shape(&it.uri), it.uri.span));
    repeats(uris, |uri, span, first| {
        let message = format!("two resources have the URI `{uri}`");
        cx.report(
            Diagnostic::error(Code::DuplicateResource, span, message).also(first, "the first one"),
        );
    });
}

fn check_names<'c>(
    cx: &mut Reader<'_>,
    names: impl Iterator<Item = &'c Spanned<String>>,
    what: &str,
    code: Code,
) {
    repeats(names.map(|it| (it.as_str(), it.span)), |name, span, first| {
        let message = format!("two {what} are named `{name}`");
        cx.report(Diagnostic::error(code, span, message).also(first, "the first one"));
    });
}
