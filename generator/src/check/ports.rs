//! Surfaces that ask for the same port.
//!
//! One process puts all surfaces of a kind that ask for one address on one listener, which is no clash. It
//! is one where a REST and an MCP surface ask for it, or where two capabilities want the same requests there.

use std::collections::BTreeMap;
use std::net::IpAddr;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::document::template::shape;
use crate::ir::{Capability, McpSurface, RestSurface, Transport};

/// Where a surface listens.
type Place = (IpAddr, u16);

/// The name of a capability, and where it says what it wants.
type Owner<'c> = (&'c str, Span);

pub(super) fn check(capabilities: &[Capability], diagnostics: &mut Diagnostics) {
    check_kinds(capabilities, diagnostics);
    check_routes(capabilities, diagnostics);
    check_tools(capabilities, diagnostics);
}

/// A REST and an MCP surface cannot share a listener.
fn check_kinds(capabilities: &[Capability], diagnostics: &mut Diagnostics) {
    let taken: Vec<(Place, Owner<'_>)> =
        rest(capabilities).map(|(name, it)| ((it.address, it.port), (name, it.origin.0))).collect();
    for (name, surface) in mcp(capabilities) {
        let place = (surface.address, surface.port);
        let Some((_, (other, first))) = taken.iter().find(|it| it.0 == place) else { continue };
        let port = surface.port;
        let message = format!(
            "the REST surface of `{other}` and the MCP surface of `{name}` both ask for port {port}"
        );
        diagnostics.push(
            Diagnostic::warning(Code::PortClash, surface.origin.0, message)
                .also(*first, "the REST surface")
                .help("give one of them another `port`, or choose one with `--rest-port` or `--mcp-port`"),
        );
    }
}

/// Two routes that want the same requests; what their parameters are called makes no difference.
fn check_routes(capabilities: &[Capability], diagnostics: &mut Diagnostics) {
    let claims = rest(capabilities).flat_map(|(name, surface)| {
        let place = (surface.address, surface.port);
        surface
            .routes
            .iter()
            .map(move |it| ((place, it.method.as_str(), shape(&it.path)), (name, it.origin.0)))
    });
    for_each_clash(claims, |(place, method, path), one, other| {
        let message = format!(
            "`{}` and `{}` both expose `{method} {path}` on port {}",
            one.0, other.0, place.1
        );
        report(diagnostics, message, one.1, other.1);
    });
}

fn check_tools(capabilities: &[Capability], diagnostics: &mut Diagnostics) {
    let claims = mcp(capabilities).flat_map(|(name, surface)| {
        let place = (surface.address, surface.port);
        surface.tools.iter().map(move |it| ((place, it.name.as_str()), (name, it.origin.0)))
    });
    for_each_clash(claims, |(place, tool), one, other| {
        let message = format!(
            "`{}` and `{}` both expose the tool `{tool}` on port {}",
            one.0, other.0, place.1
        );
        report(diagnostics, message, one.1, other.1);
    });
}

fn report(diagnostics: &mut Diagnostics, message: String, first: Span, second: Span) {
    diagnostics.push(
        Diagnostic::warning(Code::PortClash, second, message).also(first, "the first one").help(
            "give one of the surfaces another `port`; as they are, one process cannot serve both",
        ),
    );
}

/// Calls `clash` with each claim of one capability on what another one has claimed before.
fn for_each_clash<'c, K: Ord>(
    claims: impl Iterator<Item = (K, Owner<'c>)>,
    mut clash: impl FnMut(&K, Owner<'c>, Owner<'c>),
) {
    let mut first: BTreeMap<K, Owner<'c>> = BTreeMap::new();
    for (key, (name, span)) in claims {
        match first.get(&key) {
            // Within a capability it is an error of the document, and reported as one.
            Some(owner) if owner.0 != name => clash(&key, *owner, (name, span)),
            Some(_) => {}
            None => {
                first.insert(key, (name, span));
            }
        }
    }
}

fn rest(capabilities: &[Capability]) -> impl Iterator<Item = (&str, &RestSurface)> {
    capabilities.iter().filter_map(|it| Some((it.name.as_str(), it.rest.as_ref()?)))
}

/// The surfaces that listen at all.
fn mcp(capabilities: &[Capability]) -> impl Iterator<Item = (&str, &McpSurface)> {
    let surfaces = capabilities.iter().filter_map(|it| Some((it.name.as_str(), it.mcp.as_ref()?)));
    surfaces.filter(|(_, it)| it.transport == Transport::Http)
}
