//! REST servers: routers over the constant tables of a capability.
//!
//! A request enters; its route is found, its inputs are read, mapped and validated, a [`Service`]
//! answers, and the answer is mapped and written. Nothing here is generic over a capability.

mod arguments;
mod arrival;
mod body;
mod coerce;
#[cfg(feature = "docs")]
mod docs;
mod fixed;
mod handler;
mod inputs;
mod located;
mod multipart;
mod openapi;
mod places;
mod reply;
mod request;
mod respond;
mod steps;
mod style;
mod table;
mod upload;

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::routing::any;

use super::operation::{Call, Capability, ErrorShape, Operation, Route};
use super::service::Service;
use table::Table;

pub use super::service::hold;
pub use arguments::Arguments;
pub use arrival::BodyLimit;
#[cfg(feature = "docs")]
pub use docs::{PATH as DOCS_PATH, documented};
pub use openapi::{Inbound, PATH as OPENAPI_PATH, described, description};
pub use reply::{Reply, held, opened, reply, reply_content, unknown};
pub use upload::Upload;

/// The exposed REST surface of a capability; empty where it exposes none.
///
/// Unknown paths are left to the router that it is merged into, see [`with_fallback`].
pub fn router(capability: &'static Capability, service: Arc<dyn Service>) -> Router {
    combined(vec![(capability, service)])
}

/// The same operations at the provider's own methods and paths.
pub fn provider_router(capability: &'static Capability, service: Arc<dyn Service>) -> Router {
    let route = |operation: &&'static Operation| Route {
        method: operation.method.clone(),
        path: operation.path,
        call: Call::to(operation),
    };
    let routes = capability.operations.iter().map(route);
    routed(routes.map(|route| (capability, service.clone(), route)).collect())
}

/// The exposed REST surfaces of several capabilities on one router.
///
/// Routers of capabilities whose path templates overlap cannot be merged by axum; this one can hold
/// them. Of two equal routes the first is used.
pub fn combined(services: Vec<(&'static Capability, Arc<dyn Service>)>) -> Router {
    let all = services.into_iter().flat_map(|(capability, service)| {
        let routes = capability.rest.as_ref().map_or(&[][..], |rest| rest.routes);
        routes.iter().map(move |route| (capability, service.clone(), route.clone()))
    });
    routed(all.collect())
}

/// Answers unknown paths with 404 in the shape given.
///
/// For the outermost router only: two routers with fallbacks cannot be merged.
pub fn with_fallback(router: Router, shape: ErrorShape) -> Router {
    router.fallback(async move |request: Request| respond::unknown_path(&request, shape))
}

/// Whether a capability exposes an operation at a path, whatever the method.
#[cfg(feature = "serve")]
pub(super) fn has_route(capability: &Capability, path: &str) -> bool {
    let mut routes = capability.rest.iter().flat_map(|rest| rest.routes);
    routes.any(|it| super::template::Template::new(it.path).matches(path).is_some())
}

fn routed(routes: Vec<(&'static Capability, Arc<dyn Service>, Route)>) -> Router {
    let table = Arc::new(Table::new(routes));
    let groups = table.groups();
    groups.into_iter().fold(Router::new(), |router, (path, group)| {
        let (table, group) = (table.clone(), Arc::<[usize]>::from(group));
        let handle = move |request| handler::handle(table.clone(), group.clone(), request);
        router.route(&path, any(handle))
    })
}
