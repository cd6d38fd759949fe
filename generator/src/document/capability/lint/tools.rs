//! Hints that contradict what a tool is called or what it calls.
//!
//! Agents decide by the hints whether to ask a person first, so a wrong one does harm. They are
//! still passed on as written: only an overlay may correct them.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::capability::{Capability, ConsumedOperation, Tool};
use crate::document::reader::Reader;

/// Verbs after which something is gone.
const DESTRUCTIVE: &[&str] = &[
    "clean",
    "cleanup",
    "clear",
    "delete",
    "destroy",
    "drop",
    "erase",
    "kill",
    "prune",
    "purge",
    "remove",
    "reset",
    "revoke",
    "terminate",
    "truncate",
    "uninstall",
    "wipe",
];

pub(super) fn check(cx: &mut Reader<'_>, capability: &Capability) {
    for tool in capability.mcp.iter().flat_map(|it| &it.tools) {
        check_destructive(cx, tool);
        check_read_only(cx, capability, tool);
    }
}

fn check_destructive(cx: &mut Reader<'_>, tool: &Tool) {
    let Some(hint) = tool.hints.destructive.filter(|it| !it.value) else {
        return;
    };
    let Some(verb) = destructive_verb(&tool.name) else {
        return;
    };
    let message = format!(
        "the tool `{}` says it destroys nothing, but its name says `{verb}`",
        tool.name.value
    );
    cx.report(
        Diagnostic::warning(Code::DoubtfulDestructiveHint, hint.span, message)
            .also(tool.name.span, "the tool")
            .help("if it does destroy something, set `destructive: true` in an overlay"),
    );
}

fn check_read_only(cx: &mut Reader<'_>, capability: &Capability, tool: &Tool) {
    let Some(hint) = tool.hints.read_only else {
        return;
    };
    let Some(operation) = tool.call.as_ref().and_then(|call| called(capability, call)) else {
        return;
    };
    if operation.method.is_safe() == hint.value {
        return;
    }
    let (method, claim) =
        (operation.method.as_str(), if hint.value { "nothing" } else { "something" });
    let message =
        format!("the tool `{}` says it changes {claim}, but it calls a {method}", tool.name.value);
    cx.report(
        Diagnostic::warning(Code::DoubtfulReadOnlyHint, hint.span, message)
            .also(operation.method.span, format!("the {method}"))
            .help(format!("if the method is right, set `readOnly: {}` in an overlay", !hint.value)),
    );
}

fn called<'c>(capability: &'c Capability, call: &str) -> Option<&'c ConsumedOperation> {
    capability.consumes.iter().find_map(|api| {
        let name = call.strip_prefix(api.namespace.as_str())?.strip_prefix('.')?;
        api.operations.iter().find(|it| it.name.value == name)
    })
}

/// The word of a tool's name after which something is gone, such as `remove`.
pub(crate) fn destructive_verb(name: &str) -> Option<String> {
    words(name).into_iter().find(|it| DESTRUCTIVE.contains(&it.as_str()))
}

/// The words of a name, however they are parted: `user-deleteApiKey` is user, delete, api, key.
fn words(name: &str) -> Vec<String> {
    use heck::ToKebabCase;
    name.to_kebab_case().split('-').map(str::to_owned).collect()
}
