//! Parameters of operations and tools, and the small fields that operations and adapters share.

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::reader::{Entry, Fields, Reader, Spanned};
use crate::source::{Data, Node};

use super::schema_violation;
use super::{InputParameter, Method, OutputParameter, ParameterLocation, UNSUPPORTED};

/// On which side of the capability something stands; the format's schema has different rules for
/// each.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Towards an API that is called.
    Consumed,
    /// Towards REST clients.
    Rest,
    /// Towards MCP clients.
    Mcp,
}

/// Reads `inputParameters`.
pub(super) fn read_inputs(
    cx: &mut Reader<'_>,
    fields: &mut Fields<'_>,
    side: Side,
) -> Vec<InputParameter> {
    let entries = fields.entries(cx, "inputParameters");
    entries.into_iter().filter_map(|entry| read_input(cx, entry, side)).collect()
}

fn read_input(cx: &mut Reader<'_>, entry: Entry<'_>, side: Side) -> Option<InputParameter> {
    let mut fields = Fields::new(cx, entry.node, "the input parameter")?;
    let name = fields.required_name(cx, entry);
    let location = fields.optional_str(cx, "in");
    let parameter = InputParameter {
        span: entry.node.span,
        location: location.and_then(|it| read_location(cx, &it)),
        kind: fields.optional_str(cx, "type"),
        required: fields.optional_bool(cx, "required").map(|it| it.value),
        description: fields.optional_str(cx, "description"),
        value: fields.optional("value").cloned(),
        name: name?,
    };
    check_input(cx, &fields, &parameter, side);
    if let Some(kind) = &parameter.kind {
        let known = ["string", "number", "integer", "boolean", "array", "object"];
        check_kind(cx, kind, &known);
    }
    fields.ignore(&["pattern"]);
    fields.finish(cx, UNSUPPORTED);
    Some(parameter)
}

fn read_location(
    cx: &mut Reader<'_>,
    text: &Spanned<String>,
) -> Option<Spanned<ParameterLocation>> {
    let location = match text.to_ascii_lowercase().as_str() {
        "query" => ParameterLocation::Query,
        "header" => ParameterLocation::Header,
        "path" => ParameterLocation::Path,
        "cookie" => ParameterLocation::Cookie,
        "body" => ParameterLocation::Body,
        "environment" => ParameterLocation::Environment,
        _ => {
            let message = format!("a parameter cannot be in `{}`", text.value);
            cx.report(
                Diagnostic::error(Code::InvalidValue, text.span, message)
                    .help("use `query`, `header`, `path`, `cookie`, `body` or `environment`"),
            );
            return None;
        }
    };
    Some(Spanned::new(location, text.span))
}

/// In the schema, a consumed parameter has only a name, a location and a value; an exposed one must
/// say more.
fn check_input(cx: &mut Reader<'_>, fields: &Fields<'_>, parameter: &InputParameter, side: Side) {
    let name = &parameter.name;
    let (extra, needed): (&[&str], &[&str]) = match side {
        Side::Consumed => (&["type", "description", "required"], &["in"]),
        Side::Rest => (&["required"], &["in", "type", "description"]),
        Side::Mcp => (&["in", "value"], &["type", "description"]),
    };
    let list = |keys: &[&str], present: bool| {
        let keys = keys.iter().filter(|key| fields.has(key) == present);
        keys.map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
    };
    let (extra, absent) = (list(extra, true), list(needed, false));
    if !extra.is_empty() {
        let message = format!("the schema knows no {extra} of the parameter `{}`", name.value);
        cx.report(schema_violation(name.span, message));
    }
    if !absent.is_empty() {
        let message = format!("the schema wants {absent} of the parameter `{}`", name.value);
        cx.report(schema_violation(name.span, message));
    }
}

/// Reads `outputParameters`.
pub(super) fn read_outputs(
    cx: &mut Reader<'_>,
    fields: &mut Fields<'_>,
    side: Side,
) -> Vec<OutputParameter> {
    let entries = fields.entries(cx, "outputParameters");
    entries.into_iter().filter_map(|entry| read_output(cx, entry, side)).collect()
}

fn read_output(cx: &mut Reader<'_>, entry: Entry<'_>, side: Side) -> Option<OutputParameter> {
    let mut fields = Fields::new(cx, entry.node, "the output parameter")?;
    let name = fields.name(cx, entry);
    let kind = fields.required_str(cx, "type");
    let (mapping, constant) = read_source(cx, &mut fields, side);
    let properties = fields.entries(cx, "properties");
    let items = fields.optional("items");
    check_output(cx, &fields, kind.as_ref(), side);
    let description = fields.optional_str(cx, "description");
    fields.ignore(&["required", "enum", "format", "example"]);
    fields.finish(cx, UNSUPPORTED);
    Some(OutputParameter {
        span: entry.node.span,
        name,
        kind,
        description,
        mapping,
        constant,
        properties: properties.into_iter().filter_map(|it| read_output(cx, it, side)).collect(),
        items: items
            .and_then(|node| read_output(cx, Entry { key: None, node }, side))
            .map(Box::new),
    })
}

/// On the consumed side `value` is a JSONPath. On the exposed side `mapping` is, and `value` is a
/// constant; files that write a JSONPath there too are taken at their word.
fn read_source(
    cx: &mut Reader<'_>,
    fields: &mut Fields<'_>,
    side: Side,
) -> (Option<Spanned<String>>, Option<Node>) {
    let mapping = fields.optional_str(cx, "mapping");
    let constant = fields.optional("const");
    let Some(value) = fields.optional("value") else {
        return (mapping, constant.cloned());
    };
    let is_path = side == Side::Consumed || value.as_str().is_some_and(|it| it.starts_with('$'));
    match cx.scalar(value) {
        Some(path) if is_path && mapping.is_none() => (Some(path), constant.cloned()),
        _ => (mapping, Some(value.clone())),
    }
}

fn check_output(
    cx: &mut Reader<'_>,
    fields: &Fields<'_>,
    kind: Option<&Spanned<String>>,
    side: Side,
) {
    let Some(kind) = kind else { return };
    check_kind(cx, kind, &["string", "number", "boolean", "object", "array"]);
    let needed = match (side, kind.as_str()) {
        // `mapping` is understood in the place of `value`.
        (Side::Consumed, _) if fields.has("mapping") => return,
        (Side::Consumed, _) => "value",
        (_, "object") => "properties",
        (_, "array") => "items",
        _ => return,
    };
    if !fields.has(needed) {
        let message = format!("the schema wants `{needed}` of an output of type `{}`", kind.value);
        cx.report(schema_violation(kind.span, message).label("taken as any JSON value"));
    }
}

fn check_kind(cx: &mut Reader<'_>, kind: &Spanned<String>, known: &[&str]) {
    if !known.contains(&kind.as_str()) {
        let message = format!("the schema knows no type `{}` here", kind.value);
        cx.report(schema_violation(kind.span, message));
    }
}

/// Reads `with`: the arguments of a call.
pub(super) fn read_with(
    cx: &mut Reader<'_>,
    fields: &mut Fields<'_>,
) -> Vec<(Spanned<String>, Node)> {
    let Some(node) = fields.optional("with") else {
        return Vec::new();
    };
    let Some(members) = node.as_object() else {
        cx.wrong_type(node, "`with`", "an object");
        return Vec::new();
    };
    let mut arguments = Vec::new();
    for (name, member) in members {
        if !matches!(member.value.data, Data::String(_) | Data::Number(_)) {
            let message = format!("the schema wants a string or a number for `{name}`");
            cx.report(schema_violation(member.value.span, message));
        }
        arguments.push((Spanned::new(name.clone(), member.key), member.value.clone()));
    }
    arguments
}

/// Reads `method`, which the schema demands although it names a default.
pub(super) fn read_method(cx: &mut Reader<'_>, fields: &mut Fields<'_>) -> Option<Spanned<Method>> {
    if !fields.has("method") {
        let at = fields.head();
        cx.report(schema_violation(at, "the operation has no `method`").label("taken as `GET`"));
        return Some(Spanned::new(Method::Get, at));
    }
    let text = fields.required_str(cx, "method")?;
    let Some(method) = Method::parse(&text) else {
        let message = format!("`{}` is no HTTP method", text.value);
        cx.report(Diagnostic::error(Code::InvalidValue, text.span, message));
        return None;
    };
    if matches!(method, Method::Head | Method::Options | Method::Trace) {
        let message = format!("the schema does not list the method `{}`", method.as_str());
        cx.report(schema_violation(text.span, message));
    }
    Some(Spanned::new(method, text.span))
}

/// Reads `port`.
pub(super) fn read_port(cx: &mut Reader<'_>, fields: &mut Fields<'_>) -> Option<Spanned<u16>> {
    let node = fields.optional("port")?;
    let Data::Number(number) = &node.data else {
        cx.wrong_type(node, "`port`", "a number");
        return None;
    };
    let port = number.as_u64().and_then(|it| u16::try_from(it).ok()).filter(|it| *it != 0);
    if port.is_none() {
        let message = format!("`{number}` is no port");
        cx.report(
            Diagnostic::error(Code::InvalidValue, node.span, message)
                .help("a port is a number from 1 to 65535"),
        );
    }
    port.map(|port| Spanned::new(port, node.span))
}

/// Says that a thing lacks what the schema demands of it, but nothing else needs.
pub(super) fn lacks(cx: &mut Reader<'_>, at: Span, what: &str, key: &str) {
    cx.report(schema_violation(at, format!("{what} has no `{key}`")));
}
