//! Finds the route of a request.

use std::collections::BTreeMap;
use std::sync::Arc;

use http::Method;

use crate::support::operation::{Capability, Route};
use crate::support::service::Service;
use crate::support::template::{Captures, Template};

/// The routes of one server, the most specific first.
pub(super) struct Table {
    entries: Vec<Entry>,
}

/// A route and what answers it.
pub(super) struct Entry {
    pub(super) capability: &'static Capability,
    pub(super) service: Arc<dyn Service>,
    pub(super) route: Route,
    template: Template,
}

/// What there is for a request.
pub(super) enum Found<'t> {
    /// A route, with what its template captured.
    Route(&'t Entry, Captures),
    /// Routes of other methods only.
    Methods(Vec<Method>),
    /// Nothing at this path.
    Nothing,
}

impl Table {
    pub(super) fn new(routes: Vec<(&'static Capability, Arc<dyn Service>, Route)>) -> Self {
        let entry = |(capability, service, route): (_, _, Route)| Entry {
            capability,
            service,
            template: Template::new(route.path),
            route,
        };
        let mut entries: Vec<Entry> = routes.into_iter().map(entry).collect();
        // A stable sort: of two equal routes the one declared first is used.
        entries.sort_by_cached_key(|it| it.template.rank());
        Self { entries }
    }

    /// The entries by the path under which the router is to know them.
    pub(super) fn groups(&self) -> BTreeMap<String, Vec<usize>> {
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, entry) in self.entries.iter().enumerate() {
            groups.entry(entry.template.group()).or_default().push(index);
        }
        groups
    }

    pub(super) fn entry(&self, index: usize) -> Option<&Entry> {
        self.entries.get(index)
    }

    /// The routes of a capability.
    pub(super) fn of(&self, capability: &Capability) -> impl Iterator<Item = &Route> {
        let own = self.entries.iter().filter(|it| std::ptr::eq(it.capability, capability));
        own.map(|it| &it.route)
    }

    /// The route of a request that the router sent to a group.
    pub(super) fn find(&self, group: &[usize], method: &Method, path: &str) -> Found<'_> {
        let group = group.iter().filter_map(|index| self.entries.get(*index));
        if let Some(found) = pick(group, method, path) {
            return found;
        }
        // The router prefers text to captures before it knows the method, and cannot look within a
        // segment: what it left aside may still match.
        pick(self.entries.iter(), method, path).unwrap_or_else(|| self.methods(path))
    }

    fn methods(&self, path: &str) -> Found<'_> {
        let mut methods = Vec::new();
        for entry in self.entries.iter().filter(|it| it.template.matches(path).is_some()) {
            let method = &entry.route.method;
            let head = (*method == Method::GET).then_some(&Method::HEAD);
            for method in [Some(method), head].into_iter().flatten() {
                if !methods.contains(method) {
                    methods.push(method.clone());
                }
            }
        }
        if methods.is_empty() {
            return Found::Nothing;
        }
        if !methods.contains(&Method::OPTIONS) {
            methods.push(Method::OPTIONS);
        }
        Found::Methods(methods)
    }
}

/// The first route that matches; `HEAD` is answered as `GET` unless it has a route of its own.
fn pick<'t>(
    entries: impl Iterator<Item = &'t Entry> + Clone,
    method: &Method,
    path: &str,
) -> Option<Found<'t>> {
    let of = |method: &Method| {
        entries
            .clone()
            .filter(|it| it.route.method == *method)
            .find_map(|it| Some(Found::Route(it, it.template.matches(path)?)))
    };
    of(method).or_else(|| if *method == Method::HEAD { of(&Method::GET) } else { None })
}
