//! The surfaces that a capability offers.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::reader::{Entry, Fields, Reader, Spanned, unsupported_member};
use crate::source::Node;

use super::mcp;
use super::parameters::{
    Side, lacks, read_inputs, read_method, read_outputs, read_port, read_with,
};
use super::schema_violation;
use super::template::path_template;
use super::{Hints, InputParameter, McpAdapter, RestAdapter, Route, Tool, UNSUPPORTED};

/// The surfaces by their kind, each in document order.
#[derive(Default)]
pub(super) struct Exposed {
    pub(super) rest: Vec<RestAdapter>,
    pub(super) mcp: Vec<McpAdapter>,
}

pub(super) fn read(cx: &mut Reader<'_>, body: &mut Fields<'_>) -> Exposed {
    let mut exposed = Exposed::default();
    for node in body.list(cx, "exposes") {
        read_adapter(cx, node, &mut exposed);
    }
    exposed
}

fn read_adapter(cx: &mut Reader<'_>, node: &Node, exposed: &mut Exposed) {
    let Some(mut fields) = Fields::new(cx, node, "the exposed adapter") else {
        return;
    };
    if fields.has("import") {
        return fields.finish(cx, UNSUPPORTED);
    }
    let Some(kind) = fields.required_str(cx, "type") else {
        return;
    };
    match kind.as_str() {
        "rest" => exposed.rest.extend(read_rest(cx, fields)),
        "mcp" => exposed.mcp.extend(mcp::read(cx, fields)),
        // A catalogue of the other surfaces: to leave it out takes no operation away.
        "skill" => {
            let message = "unsupported construct `skill` in `exposes`";
            cx.report(
                Diagnostic::warning(Code::UnsupportedConstruct, kind.span, message)
                    .label("left out; a SKILL.md is generated from the tools instead"),
            );
        }
        _ => cx.report(unsupported_member(&kind, kind.span, "`type` of the exposed adapter")),
    }
}

fn read_rest(cx: &mut Reader<'_>, mut fields: Fields<'_>) -> Option<RestAdapter> {
    let namespace = fields.required_str(cx, "namespace");
    let address = fields.optional_str(cx, "address");
    let port = read_port(cx, &mut fields);
    if !fields.has("port") {
        lacks(cx, fields.head(), "the REST adapter", "port");
    }
    let description = fields.optional_str(cx, "description");
    if let Some(description) = &description {
        let message = "the schema knows no `description` of a REST adapter";
        cx.report(schema_violation(description.span, message));
    }
    let mut routes = Vec::new();
    for entry in fields.entries(cx, "resources") {
        routes.extend(read_resource(cx, entry));
    }
    let span = fields.span();
    fields.finish(cx, UNSUPPORTED);
    Some(RestAdapter { span, namespace: namespace?, address, port, description, routes })
}

fn read_resource(cx: &mut Reader<'_>, entry: Entry<'_>) -> Vec<Route> {
    let Some(mut fields) = Fields::new(cx, entry.node, "the exposed resource") else {
        return Vec::new();
    };
    fields.name(cx, entry);
    let path = fields.required_str(cx, "path").map(|it| it.map(|it| path_template(&it)));
    let inputs = read_inputs(cx, &mut fields, Side::Rest);
    if fields.optional_str(cx, "description").is_none() {
        lacks(cx, fields.head(), "the exposed resource", "description");
    }
    let entries = fields.entries(cx, "operations");
    let routes = entries
        .into_iter()
        .filter_map(|entry| read_route(cx, entry, path.as_ref(), &inputs))
        .collect();
    fields.ignore(&["label", "display", "tags"]);
    fields.finish(cx, UNSUPPORTED);
    routes
}

fn read_route(
    cx: &mut Reader<'_>,
    entry: Entry<'_>,
    path: Option<&Spanned<String>>,
    shared: &[InputParameter],
) -> Option<Route> {
    let mut fields = Fields::new(cx, entry.node, "the exposed operation")?;
    let method = read_method(cx, &mut fields);
    let name = fields.name(cx, entry);
    let description = fields.optional_str(cx, "description");
    let call = read_call(cx, &mut fields);
    let with = read_with(cx, &mut fields);
    let mut inputs = shared.to_vec();
    inputs.extend(read_inputs(cx, &mut fields, Side::Rest));
    let outputs = read_outputs(cx, &mut fields, Side::Rest);
    fields.ignore(&["label", "display", "tags"]);
    fields.finish(cx, UNSUPPORTED);
    Some(Route {
        span: entry.node.span,
        path: path?.clone(),
        method: method?,
        name,
        description,
        call,
        with,
        inputs,
        outputs,
    })
}

pub(super) fn read_tool(cx: &mut Reader<'_>, entry: Entry<'_>) -> Option<Tool> {
    let mut fields = Fields::new(cx, entry.node, "the tool")?;
    let name = fields.required_name(cx, entry);
    if let Some(name) = &name {
        check_tool_name(cx, name);
    }
    let display = fields.optional_str(cx, "display");
    let title = fields.optional_str(cx, "label").or(display);
    let description = fields.optional_str(cx, "description");
    let at = name.as_ref().map_or(fields.head(), |it| it.span);
    let hints = match fields.optional("hints") {
        Some(node) => read_hints(cx, node),
        None => Some(no_hints(at)),
    };
    let call = read_call(cx, &mut fields);
    let with = read_with(cx, &mut fields);
    let inputs = read_inputs(cx, &mut fields, Side::Mcp);
    let outputs = read_outputs(cx, &mut fields, Side::Mcp);
    fields.ignore(&["tags"]);
    fields.finish(cx, UNSUPPORTED);
    let (span, name, hints) = (entry.node.span, name?, hints?);
    Some(Tool { span, name, title, description, hints, call, with, inputs, outputs })
}

/// The limits are those of the MCP clients in use, which are narrower than the protocol's.
fn check_tool_name(cx: &mut Reader<'_>, name: &Spanned<String>) {
    let allowed = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'.' | b'-');
    if (1..=64).contains(&name.len()) && name.bytes().all(allowed) {
        return;
    }
    let message = format!("`{}` cannot name a tool", name.value);
    cx.report(
        Diagnostic::error(Code::InvalidName, name.span, message)
            .help("a tool's name is 1 to 64 letters, digits, `_`, `-` and `.`"),
    );
}

fn read_hints(cx: &mut Reader<'_>, node: &Node) -> Option<Hints> {
    let mut fields = Fields::new(cx, node, "`hints` of the tool")?;
    let hints = Hints {
        span: node.span,
        read_only: fields.optional_bool(cx, "readOnly"),
        destructive: fields.optional_bool(cx, "destructive"),
        idempotent: fields.optional_bool(cx, "idempotent"),
        open_world: fields.optional_bool(cx, "openWorld"),
    };
    fields.finish(cx, UNSUPPORTED);
    Some(hints)
}

fn no_hints(span: crate::diagnostic::Span) -> Hints {
    Hints { span, read_only: None, destructive: None, idempotent: None, open_world: None }
}

/// Without a `call`, something else has to say what happens, and none of that is supported.
fn read_call(cx: &mut Reader<'_>, fields: &mut Fields<'_>) -> Option<Spanned<String>> {
    if !["call", "steps", "ref", "forward"].iter().any(|key| fields.has(key)) {
        fields.missing(cx, "call");
    }
    fields.optional_str(cx, "call")
}
