//! Names that the format's schema would write otherwise.

use std::collections::BTreeSet;

use crate::document::capability::{Capability, InputParameter, schema_violation};
use crate::document::reader::{Reader, Spanned};

pub(super) fn check(cx: &mut Reader<'_>, capability: &Capability) {
    let mut inputs: Vec<&[InputParameter]> = Vec::new();
    for bind in &capability.binds {
        check_kebab(cx, &bind.namespace);
    }
    for consumes in &capability.consumes {
        check_kebab(cx, &consumes.namespace);
        inputs.push(&consumes.inputs);
        for operation in &consumes.operations {
            check_kebab(cx, &operation.name);
            inputs.push(&operation.inputs);
        }
    }
    for adapter in &capability.rest {
        check_kebab(cx, &adapter.namespace);
        for route in &adapter.routes {
            route.name.iter().for_each(|name| check_kebab(cx, name));
            inputs.push(&route.inputs);
        }
    }
    for adapter in &capability.mcp {
        check_kebab(cx, &adapter.namespace);
        for tool in &adapter.tools {
            check_kebab(cx, &tool.name);
            inputs.push(&tool.inputs);
        }
        adapter.resources.iter().for_each(|it| check_kebab(cx, &it.name));
        adapter.prompts.iter().for_each(|it| check_kebab(cx, &it.name));
    }
    check_inputs(cx, inputs.into_iter().flatten());
}

/// `^[a-zA-Z0-9-]+$`: what a `call` can be made of.
fn check_kebab(cx: &mut Reader<'_>, name: &Spanned<String>) {
    let well_formed = name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
    if !well_formed || name.is_empty() {
        let message = format!("the schema wants letters, digits and `-` in `{}`", name.value);
        cx.report(schema_violation(name.span, message));
    }
}

/// `^[a-zA-Z0-9-_*]+$`. The operations of a resource share its parameters, which are reported once.
fn check_inputs<'c>(cx: &mut Reader<'_>, inputs: impl Iterator<Item = &'c InputParameter>) {
    let mut seen = BTreeSet::new();
    for name in inputs.map(|it| &it.name).filter(|it| seen.insert(it.span)) {
        let allowed = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_' | b'*');
        if !name.bytes().all(allowed) || name.is_empty() {
            let message =
                format!("the schema wants letters, digits, `-`, `_` and `*` in `{}`", name.value);
            cx.report(schema_violation(name.span, message));
        }
    }
}
