//! MCP over streamable HTTP.
//!
//! Without sessions and without event streams, except where one is needed to ask ([`session`]): a request
//! is answered by one JSON document, so that nothing is kept between requests and any instance can answer
//! any of them.

use std::net::IpAddr;

use axum::Router;
use rmcp::transport::StreamableHttpServerConfig;

use super::{McpServer, session};

/// The path at which MCP is served.
pub const PATH: &str = "/mcp";

const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// Serves MCP at `/mcp`.
///
/// A request must name a loopback host or one of `hosts` (a name or an address, with or without a
/// port), and if it comes from a browser, its page must come from one of these too: otherwise any
/// web page could reach a server on the reader's machine. Others are answered 403.
///
/// Set TCP_NODELAY on the listener: without it an answer may wait 40 ms for an acknowledgement.
pub fn http_service(server: McpServer, hosts: &[String]) -> Router {
    let hosts: Vec<String> =
        LOOPBACK.iter().map(|&host| host.to_owned()).chain(hosts.iter().cloned()).collect();
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_allowed_origins(hosts.iter().flat_map(|host| origins(host)))
        .with_allowed_hosts(hosts)
        .enforce_origin_validation();
    session::router(server, config)
}

/// The origins of pages served by a host, at its port where it names one, else at any.
fn origins(host: &str) -> [String; 2] {
    let authority = match host.parse::<IpAddr>() {
        Ok(IpAddr::V6(address)) => format!("[{address}]:*"),
        Ok(IpAddr::V4(address)) => format!("{address}:*"),
        Err(_) if host.contains(':') => host.to_owned(),
        Err(_) => format!("{host}:*"),
    };
    [format!("http://{authority}"), format!("https://{authority}")]
}
