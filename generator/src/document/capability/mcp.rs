//! An MCP surface: its place, its tools, what can be read from it and its prompts.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::reader::{Fields, Reader, Spanned};
use crate::source::Data;

use super::exposes::read_tool;
use super::parameters::{lacks, read_port};
use super::{CacheScope, McpAdapter, Transport, UNSUPPORTED};
use super::{prompts, resources, schema_violation};

pub(super) fn read(cx: &mut Reader<'_>, mut fields: Fields<'_>) -> Option<McpAdapter> {
    let namespace = fields.required_str(cx, "namespace");
    let transport = read_transport(cx, &mut fields);
    let address = fields.optional_str(cx, "address");
    let port = read_port(cx, &mut fields);
    let stdio = transport.as_ref().is_some_and(|it| it.value == Transport::Stdio);
    match &port {
        Some(port) if stdio => {
            cx.report(schema_violation(port.span, "an MCP adapter on stdio has no port"));
        }
        None if !stdio && !fields.has("port") => {
            lacks(cx, fields.head(), "the MCP adapter", "port");
        }
        _ => {}
    }
    let description = fields.optional_str(cx, "description");
    if !fields.has("tools") {
        fields.missing(cx, "tools");
    }
    let entries = fields.entries(cx, "tools");
    let tools = entries.into_iter().filter_map(|entry| read_tool(cx, entry)).collect();
    let entries = fields.entries(cx, "resources");
    let resources = entries.into_iter().filter_map(|entry| resources::read(cx, entry)).collect();
    let entries = fields.entries(cx, "prompts");
    let prompts = entries.into_iter().filter_map(|entry| prompts::read(cx, entry)).collect();
    let (ttl_ms, cache_scope) = (read_ttl(cx, &mut fields), read_scope(cx, &mut fields));
    let span = fields.span();
    fields.finish(cx, UNSUPPORTED);
    let (namespace, transport) = (namespace?, transport?);
    Some(McpAdapter {
        span,
        namespace,
        transport,
        address,
        port,
        description,
        ttl_ms,
        cache_scope,
        tools,
        resources,
        prompts,
    })
}

fn read_transport(cx: &mut Reader<'_>, fields: &mut Fields<'_>) -> Option<Spanned<Transport>> {
    let Some(node) = fields.optional("transport") else {
        return Some(Spanned::new(Transport::Http, fields.head()));
    };
    let transport = match node.as_str() {
        Some("http") => Transport::Http,
        Some("stdio") => Transport::Stdio,
        _ => {
            let message = "the transport of an MCP adapter is `http` or `stdio`";
            cx.report(Diagnostic::error(Code::InvalidValue, node.span, message));
            return None;
        }
    };
    Some(Spanned::new(transport, node.span))
}

/// How long clients may keep what they are told, in milliseconds.
fn read_ttl(cx: &mut Reader<'_>, fields: &mut Fields<'_>) -> Option<Spanned<u64>> {
    let node = fields.optional("ttlMs")?;
    let number = match &node.data {
        Data::Number(number) => number.as_u64(),
        _ => None,
    };
    if number.is_none() {
        let message = "`ttlMs` is a number of milliseconds: 0 or more, without a fraction";
        cx.report(Diagnostic::error(Code::InvalidValue, node.span, message));
    }
    Some(Spanned::new(number?, node.span))
}

fn read_scope(cx: &mut Reader<'_>, fields: &mut Fields<'_>) -> Option<Spanned<CacheScope>> {
    let node = fields.optional("cacheScope")?;
    let scope = match node.as_str() {
        Some("public") => CacheScope::Public,
        Some("private") => CacheScope::Private,
        _ => {
            let message = "`cacheScope` is `public` or `private`";
            cx.report(Diagnostic::error(Code::InvalidValue, node.span, message));
            return None;
        }
    };
    Some(Spanned::new(scope, node.span))
}
