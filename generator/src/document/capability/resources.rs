//! What clients of an MCP surface may read: `resources`.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::reader::{Entry, Fields, Reader, Spanned};
use crate::document::template;

use super::parameters::{Side, read_outputs, read_with};
use super::template::path_template;
use super::{McpResource, UNSUPPORTED};

pub(super) fn read(cx: &mut Reader<'_>, entry: Entry<'_>) -> Option<McpResource> {
    let mut fields = Fields::new(cx, entry.node, "the MCP resource")?;
    let name = fields.required_name(cx, entry);
    let display = fields.optional_str(cx, "display");
    let title = fields.optional_str(cx, "label").or(display);
    let description = fields.optional_str(cx, "description");
    let uri = fields.required_str(cx, "uri").map(|it| it.map(|it| path_template(&it)));
    if let Some(uri) = &uri {
        check_uri(cx, uri);
    }
    let media_type = fields.optional_str(cx, "mimeType");
    // What the answer is decides: bytes are bytes, text is text.
    fields.ignore(&["binary", "tags"]);
    if !["call", "steps", "location"].iter().any(|key| fields.has(key)) {
        fields.missing(cx, "call");
    }
    let call = fields.optional_str(cx, "call");
    let with = read_with(cx, &mut fields);
    let outputs = read_outputs(cx, &mut fields, Side::Mcp);
    fields.finish(cx, UNSUPPORTED);
    let (span, name, uri) = (entry.node.span, name?, uri?);
    Some(McpResource { span, name, title, description, uri, media_type, call, with, outputs })
}

/// A URI has a scheme (RFC 3986, section 3.1); a template of URIs has placeholders that are plain names, the first
/// level of RFC 6570.
fn check_uri(cx: &mut Reader<'_>, uri: &Spanned<String>) {
    let scheme = uri.split_once(':').map(|it| it.0);
    let is_scheme = |it: &str| {
        it.starts_with(|it: char| it.is_ascii_alphabetic())
            && it.bytes().all(|it| it.is_ascii_alphanumeric() || b"+-.".contains(&it))
    };
    if !scheme.is_some_and(is_scheme) {
        let message = format!("`{}` is no URI: it has no scheme", uri.value);
        cx.report(
            Diagnostic::error(Code::InvalidValue, uri.span, message)
                .help("begin it with a word of its own and `://`, such as `data://users`"),
        );
    }
    let is_plain = |it: &str| {
        !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric() || b"_.-".contains(&it))
    };
    let odd = template::names(&uri.value).find(|it| !is_plain(it));
    let braces = |brace| uri.matches(brace).count();
    if odd.is_some() || braces('{') != braces('}') {
        let message = format!("`{}` is no template of URIs that can be matched", uri.value);
        cx.report(
            Diagnostic::error(Code::InvalidValue, uri.span, message)
                .help("a placeholder is `{name}`: letters, digits, `_`, `-` and `.`"),
        );
    }
}
