//! The servers of a plan: one router for each listener.

use std::sync::Arc;

use axum::Router;

use super::error::Error;
use super::front::{Common, Front, REQUEST_ID};
use super::guard::guarded;
use super::metrics::Metrics;
use super::options::Serve;
use super::plan::{Listener, Plan};
use super::upstream::Counted;
use crate::support::client::{BuildError, Builder, Core};
use crate::support::mcp::{self, McpServer};
use crate::support::operation::{Capability, ErrorShape, Route};
use crate::support::server::{self, Inbound};
use crate::support::service::Service;

/// What answers a capability: a client of its upstream API.
pub(super) type Services = Vec<(&'static str, Arc<dyn Service>)>;

/// One client for each capability, shared by its surfaces.
///
/// # Errors
/// Names everything that is missing from the environment, of all capabilities.
pub(super) fn services(
    capabilities: &[&'static Capability],
    metrics: &Metrics,
    options: &Serve,
) -> Result<Services, Error> {
    let mut services = Services::new();
    let mut missing = Vec::new();
    for &capability in capabilities {
        let (metrics, name) = (metrics.clone(), capability.name);
        let client = Builder::<Core>::new(capability).forward_header(REQUEST_ID.as_str());
        let forwarded = options.forward.forward_header.iter();
        let client = forwarded
            .fold(client, |client, name| client.forward_header(name))
            .layer(move |below| Counted { below, capability: name, metrics });
        match client.build() {
            Ok(core) => services.push((capability.name, Arc::new(core))),
            Err(BuildError::Missing(things)) => missing.push((capability.name, things)),
            Err(error) => {
                return Err(Error::Client { capability: capability.name, error });
            }
        }
    }
    if missing.is_empty() { Ok(services) } else { Err(Error::Environment { missing }) }
}

/// What answers on each listener of the plan, in its order.
pub(super) fn fronts(
    plan: &Plan,
    services: &Services,
    common: Common,
    options: &Serve,
    shown: &mcp::Options,
) -> Result<Vec<Front>, Error> {
    let common = Arc::new(common);
    let front = |listener: &Listener| {
        let router = router(listener, services, options, shown)?;
        let admin = options.place.admin_port.is_none() || listener.admin_only;
        let has_mcp = !listener.mcp.is_empty();
        Ok(Front::new(common.clone(), router, &listener.rest, has_mcp, admin))
    };
    plan.listeners.iter().map(front).collect()
}

fn router(
    listener: &Listener,
    services: &Services,
    options: &Serve,
    shown: &mcp::Options,
) -> Result<Router, Error> {
    let mcp = || {
        let mut hosts = options.access.allow_host.clone();
        hosts.push(listener.address.ip().to_string());
        Ok::<_, Error>(mcp::http_service(tools(&listener.mcp, services, shown)?, &hosts))
    };
    if listener.admin_only {
        return Ok(server::with_fallback(Router::new(), ErrorShape::Problem));
    }
    if listener.rest.is_empty() {
        return Ok(server::with_fallback(mcp()?, ErrorShape::Problem));
    }
    let rest = rest(listener, services, options)?;
    if listener.mcp.is_empty() {
        return Ok(rest);
    }
    check_mcp_path(&listener.rest)?;
    Ok(rest.merge(mcp()?))
}

/// The tools of those capabilities that expose any.
pub(super) fn tools(
    capabilities: &[&'static Capability],
    services: &Services,
    options: &mcp::Options,
) -> Result<McpServer, Error> {
    let exposing = capabilities.iter().filter(|it| it.mcp.is_some());
    let pairs = exposing.filter_map(|&it| Some((it, find(services, it)?))).collect();
    Ok(McpServer::with_options(pairs, options.clone())?)
}

fn rest(listener: &Listener, services: &Services, options: &Serve) -> Result<Router, Error> {
    let capabilities = listener.rest.as_slice();
    check_routes(capabilities)?;
    let pairs = capabilities.iter().filter_map(|&it| Some((it, find(services, it)?)));
    // A request that no route takes belongs to no capability; the first one's shape must do.
    let shape = capabilities.first().map_or(ErrorShape::Problem, |it| it.errors);
    let router = server::combined(pairs.collect());
    let inbound = match options.access.auth_token_env {
        Some(_) => Inbound::Bearer,
        None => Inbound::Open,
    };
    let router = server::described(router, capabilities, inbound);
    let router = server::with_fallback(server::documented(router, capabilities), shape);
    // Whoever opens another address has a name for it that only they know.
    let local = listener.address.ip().is_loopback();
    Ok(if local { guarded(router, &options.access.allow_host, shape) } else { router })
}

fn find(services: &Services, capability: &Capability) -> Option<Arc<dyn Service>> {
    services.iter().find(|(name, _)| *name == capability.name).map(|(_, service)| service.clone())
}

/// No two routes may want the same requests: only one of them could be reached.
fn check_routes(capabilities: &[&'static Capability]) -> Result<(), Error> {
    let mut seen: Vec<(&'static str, &'static Route)> = Vec::new();
    for capability in capabilities {
        let Some(rest) = &capability.rest else {
            continue;
        };
        let own = rest.routes.iter().map(|route| (capability.name, route));
        for (name, route) in own.clone() {
            if let Some((first, _)) = seen.iter().find(|(_, other)| clash(route, other)) {
                let route = format!("{} {}", route.method, route.path);
                return Err(Error::Routes { route, capabilities: [first, name] });
            }
        }
        seen.extend(own);
    }
    Ok(())
}

/// Where one port serves REST and MCP, the path of MCP is taken.
fn check_mcp_path(capabilities: &[&'static Capability]) -> Result<(), Error> {
    let routes = |it: &Capability| it.rest.as_ref().map_or(&[][..], |rest| rest.routes);
    let takes = |it: &&&'static Capability| routes(it).iter().any(|it| it.path == mcp::PATH);
    match capabilities.iter().find(takes) {
        Some(capability) => Err(Error::McpRoute { capability: capability.name }),
        None => Ok(()),
    }
}

/// What a parameter is called makes no difference to a request.
fn clash(one: &Route, other: &Route) -> bool {
    one.method == other.method && shape(one.path) == shape(other.path)
}

/// A path template without the names of its parameters.
fn shape(path: &str) -> String {
    let mut parts = path.split('{');
    let mut shape = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shape.push_str("{}");
        shape.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    shape
}
