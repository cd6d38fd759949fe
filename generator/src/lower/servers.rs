//! Servers: where operations are called that are not where the others are.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::openapi::{Found, OpenApi, Server};

use super::Context;

/// The server that operations share: that of the document, or else that of its first operation.
pub(super) fn shared(openapi: &OpenApi) -> Option<Server> {
    openapi.server().or_else(|| openapi.own_server(openapi.operations().next()?.1))
}

/// The server of an operation, where it is not the shared one.
pub(super) fn own(cx: &mut Context<'_>, found: Found<'_>) -> Option<String> {
    let own = cx.openapi.own_server(found)?;
    let plain = |it: &Server| it.url.trim_end_matches('/').to_owned();
    if shared(cx.openapi).as_ref().map(plain) == Some(plain(&own)) {
        return None;
    }
    let is_url = own.url.starts_with('/')
        || own.url.starts_with("http://")
        || own.url.starts_with("https://");
    if own.url.contains('{') || !is_url {
        let message = format!("the server `{}` of an operation cannot be called", own.url);
        cx.report(
            Diagnostic::error(Code::InvalidValue, own.span, message)
                .help("write a URL with `https://` or a path, and give every variable a default"),
        );
        return None;
    }
    Some(own.url)
}
