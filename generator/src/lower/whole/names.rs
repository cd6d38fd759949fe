//! What the operations of a document and their tools are called.
//!
//! Input: the document. Output: its operations, each with names that no other has. An operation is called by its
//! `operationId`, else by method and path. Neither depends on what else the document holds, unless two operations
//! ask for one name: then the first has it.

use std::collections::BTreeSet;

use heck::{ToLowerCamelCase, ToSnakeCase};
use http::Method;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::openapi::Found;

use super::{Context, Member, found};

/// How long the name of a tool may be: MCP allows 128 characters, the makers of models at times half of them.
const TOOL_LENGTH: usize = 64;

/// The operations of the document, in its order.
pub fn members<'a>(cx: &mut Context<'a>) -> Vec<Member<'a>> {
    let (mut names, mut tools) = (Names::default(), Names::default());
    let mut members = Vec::new();
    for (method, found, at) in found(cx) {
        let id = found.operation.operation_id.as_deref().map(clean).filter(|it| !it.is_empty());
        let wanted = id.unwrap_or_else(|| by_path(&method, found));
        let name = names.take(&wanted, &method, usize::MAX);
        if name != wanted {
            let message = format!("another operation is called `{wanted}` too");
            cx.report(
                Diagnostic::warning(Code::RepeatedOperationId, at, message)
                    .label(format!("called `{name}`")),
            );
        }
        let tool = tools.take(&tool(&name, &method, found), &method, TOOL_LENGTH);
        members.push(Member { found, method, at, name, tool, security: Vec::new(), server: None });
    }
    members
}

/// Reports a path that no request can be made of.
pub fn check_path(cx: &mut Context<'_>, member: &Member<'_>) {
    if member.found.path.contains('#') {
        let message = format!("the path `{}` holds a fragment", member.found.path);
        cx.report(
            Diagnostic::error(Code::InvalidOpenapi, member.at, message)
                .label("a fragment is never sent, so this operation is another one's request"),
        );
    }
}

/// Letters, digits, `_`, `.` and `-`; runs of anything else become one `-`.
fn clean(id: &str) -> String {
    let is_letter = |it: char| it.is_alphanumeric() && unicode_ident::is_xid_continue(it);
    let words = id.split(|it| !is_letter(it) && !"_.-".contains(it)).filter(|it| !it.is_empty());
    let joined = words.collect::<Vec<_>>().join("-");
    joined.trim_matches(['_', '.', '-']).to_owned()
}

/// `getPetsByPetIdToys` of `GET /pets/{petId}/toys`.
fn by_path(method: &Method, found: Found<'_>) -> String {
    let path = found.path.replace('{', " by ");
    let words = if path.chars().any(char::is_alphanumeric) { path.as_str() } else { "root" };
    let method = method.as_str().to_ascii_lowercase();
    clean(&format!("{method} {words}").to_lower_camel_case())
}

/// A name in the characters that a tool's may have; that of the path, where letters would be lost.
fn tool(name: &str, method: &Method, found: Found<'_>) -> String {
    if name.is_ascii() { plain(name) } else { plain(&by_path(method, found)) }
}

fn plain(name: &str) -> String {
    let kept = |it: char| it.is_ascii_alphanumeric() || it == '_' || it == '-';
    let replaced: String = name.chars().map(|it| if kept(it) { it } else { '-' }).collect();
    replaced.trim_matches('-').to_owned()
}

/// Names handed out, which must differ in more than case and separators.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Names {
    /// Takes a name, or tells it from its namesake by the method, or by a number.
    fn take(&mut self, wanted: &str, method: &Method, length: usize) -> String {
        let method = method.as_str().to_ascii_lowercase();
        let numbered = (2..).map(|it: usize| format!("-{it}"));
        let mut endings = [String::new(), format!("-{method}")].into_iter().chain(numbered);
        loop {
            let ending = endings.next().unwrap_or_default();
            let name =
                format!("{}{ending}", shortened(wanted, length.saturating_sub(ending.len())));
            if self.0.insert(name.to_snake_case()) {
                return name;
            }
        }
    }
}

fn shortened(name: &str, length: usize) -> &str {
    let end = (0..=length.min(name.len())).rev().find(|it| name.is_char_boundary(*it));
    name.get(..end.unwrap_or_default()).unwrap_or_default()
}
