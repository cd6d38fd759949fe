//! The APIs that a capability calls.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::reader::{Entry, Fields, Reader, Spanned, unsupported_member};
use crate::source::Node;

use super::parameters::{Side, read_inputs, read_method, read_outputs};
use super::template::{join, path_template};
use super::{ConsumedOperation, Consumes, InputParameter, UNSUPPORTED};
use super::{authentication, schema_violation};

pub(super) fn read(cx: &mut Reader<'_>, body: &mut Fields<'_>) -> Vec<Consumes> {
    let nodes = body.list(cx, "consumes");
    nodes.iter().filter_map(|node| read_adapter(cx, node)).collect()
}

fn read_adapter(cx: &mut Reader<'_>, node: &Node) -> Option<Consumes> {
    let mut fields = Fields::new(cx, node, "the consumed API")?;
    if fields.has("import") {
        // What is imported stands in another file, so nothing else can be expected of this one.
        fields.finish(cx, UNSUPPORTED);
        return None;
    }
    match fields.required_str(cx, "type") {
        Some(kind) if kind.value != "http" => {
            cx.report(unsupported_member(&kind, kind.span, "`type` of the consumed API"));
            return None;
        }
        _ => {}
    }
    let namespace = fields.required_str(cx, "namespace");
    let base_uri = fields.required_str(cx, "baseUri");
    let description = fields.optional_str(cx, "description");
    let authentication = fields.optional("authentication");
    let authentication = authentication.and_then(|it| authentication::read(cx, it));
    let inputs = read_inputs(cx, &mut fields, Side::Consumed);
    let mut operations = Vec::new();
    for entry in fields.entries(cx, "resources") {
        operations.extend(read_resource(cx, entry));
    }
    fields.finish(cx, UNSUPPORTED);
    let (span, namespace, base_uri) = (node.span, namespace?, base_uri?);
    Some(Consumes { span, namespace, base_uri, description, authentication, inputs, operations })
}

fn read_resource(cx: &mut Reader<'_>, entry: Entry<'_>) -> Vec<ConsumedOperation> {
    let Some(mut fields) = Fields::new(cx, entry.node, "the consumed resource") else {
        return Vec::new();
    };
    if fields.name(cx, entry).is_none() {
        cx.report(schema_violation(fields.head(), "the consumed resource has no `name`"));
    }
    let path = fields.optional_str(cx, "path");
    let inputs = read_inputs(cx, &mut fields, Side::Consumed);
    if !fields.has("operations") {
        fields.missing(cx, "operations");
    }
    let entries = fields.entries(cx, "operations");
    let operations = entries
        .into_iter()
        .filter_map(|entry| read_operation(cx, entry, path.as_ref(), &inputs))
        .collect();
    fields.ignore(&["label", "display", "description", "tags"]);
    fields.finish(cx, UNSUPPORTED);
    operations
}

fn read_operation(
    cx: &mut Reader<'_>,
    entry: Entry<'_>,
    resource: Option<&Spanned<String>>,
    shared: &[InputParameter],
) -> Option<ConsumedOperation> {
    let mut fields = Fields::new(cx, entry.node, "the consumed operation")?;
    let name = fields.required_name(cx, entry);
    let method = read_method(cx, &mut fields);
    let path = read_path(cx, &mut fields, resource);
    let description = fields.optional_str(cx, "description");
    let mut inputs = shared.to_vec();
    inputs.extend(read_inputs(cx, &mut fields, Side::Consumed));
    let output_raw_format = fields.optional_str(cx, "outputRawFormat");
    let outputs = read_outputs(cx, &mut fields, Side::Consumed);
    let body = fields.optional("body").map(|it| Spanned::new(it.clone(), it.span));
    fields.ignore(&["label", "display", "tags"]);
    fields.finish(cx, UNSUPPORTED);
    Some(ConsumedOperation {
        span: entry.node.span,
        name: name?,
        method: method?,
        path: path?,
        description,
        inputs,
        output_raw_format,
        outputs,
        body,
    })
}

/// The schema gives only resources a path, but files give operations one too: the rest of the path,
/// or all of it.
fn read_path(
    cx: &mut Reader<'_>,
    fields: &mut Fields<'_>,
    resource: Option<&Spanned<String>>,
) -> Option<Spanned<String>> {
    let own = fields.optional_str(cx, "path");
    let path = match (resource, own) {
        (None, None) => {
            let message = "neither the operation nor its resource has a `path`";
            cx.report(Diagnostic::error(Code::MissingField, fields.head(), message));
            return None;
        }
        (Some(resource), None) => resource.clone(),
        (resource, Some(own)) => {
            let whole = resource.map_or_else(|| own.value.clone(), |it| combine(it, &own));
            let label = format!("the whole path is taken as `{}`", path_template(&whole));
            let message = "the schema knows no `path` of a consumed operation";
            cx.report(schema_violation(own.span, message).label(label));
            Spanned::new(whole, own.span)
        }
    };
    Some(path.map(|it| path_template(&it)))
}

/// A path that repeats the resource's in front is already the whole one.
fn combine(resource: &str, own: &str) -> String {
    let prefix = resource.trim_end_matches('/');
    let repeats = !prefix.is_empty()
        && own.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if repeats { own.to_owned() } else { join(resource, own) }
}
