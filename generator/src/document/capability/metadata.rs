//! What a capability says of itself, and where its variables come from.

use crate::document::reader::{Fields, Reader, Spanned};
use crate::source::Node;

use super::{Bind, BindKey, UNSUPPORTED, schema_violation};

/// The part of `info` that is used.
#[derive(Default)]
pub(super) struct Info {
    pub(super) label: Option<Spanned<String>>,
    pub(super) description: Option<Spanned<String>>,
    pub(super) tags: Vec<String>,
}

pub(super) fn read_info(cx: &mut Reader<'_>, file: &mut Fields<'_>) -> Info {
    let Some(node) = file.optional("info") else {
        cx.report(schema_violation(file.head(), "the capability file has no `info`"));
        return Info::default();
    };
    let Some(mut fields) = Fields::new(cx, node, "`info`") else {
        return Info::default();
    };
    let display = fields.optional_str(cx, "display");
    let info = Info {
        label: fields.optional_str(cx, "label").or(display),
        description: fields.optional_str(cx, "description"),
        tags: fields.strings(cx, "tags").into_iter().map(|it| it.value).collect(),
    };
    fields.ignore(&["created", "modified", "stakeholders", "version"]);
    for (key, absent) in [
        ("label", info.label.is_none()),
        ("description", info.description.is_none()),
        ("tags", info.tags.is_empty()),
    ] {
        if absent {
            cx.report(schema_violation(fields.head(), format!("`info` has no `{key}`")));
        }
    }
    fields.finish(cx, UNSUPPORTED);
    info
}

pub(super) fn read_binds(cx: &mut Reader<'_>, fields: &mut Fields<'_>) -> Vec<Bind> {
    let nodes = fields.list(cx, "binds");
    nodes.iter().filter_map(|node| read_bind(cx, node)).collect()
}

fn read_bind(cx: &mut Reader<'_>, node: &Node) -> Option<Bind> {
    let mut fields = Fields::new(cx, node, "the bind")?;
    let namespace = fields.required_str(cx, "namespace");
    let location = fields.optional_str(cx, "location");
    let keys = fields.required(cx, "keys").map(|it| read_keys(cx, it)).unwrap_or_default();
    fields.ignore(&["description"]);
    fields.finish(cx, UNSUPPORTED);
    Some(Bind { span: node.span, namespace: namespace?, location, keys })
}

fn read_keys(cx: &mut Reader<'_>, node: &Node) -> Vec<BindKey> {
    let Some(members) = node.as_object() else {
        cx.wrong_type(node, "`keys` of the bind", "an object");
        return Vec::new();
    };
    let mut keys = Vec::new();
    for (name, member) in members {
        let variable = Spanned::new(name.clone(), member.key);
        check_variable(cx, &variable);
        match cx.scalar(&member.value) {
            Some(source) => keys.push(BindKey { variable, source }),
            None => cx.wrong_type(&member.value, "the source of a variable", "a string"),
        }
    }
    keys
}

/// What the schema's pattern `^[A-Z][A-Z0-9_]*$` accepts.
fn check_variable(cx: &mut Reader<'_>, variable: &Spanned<String>) {
    let mut bytes = variable.bytes();
    let well_formed = bytes.next().is_some_and(|it| it.is_ascii_uppercase())
        && bytes.all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || it == b'_');
    if !well_formed {
        let message = format!("the schema wants the variable `{}` in capitals", variable.value);
        cx.report(schema_violation(variable.span, message));
    }
}
