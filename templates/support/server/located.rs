//! What an answer refers to, at the paths where callers find it.
//!
//! Whoever answers a call speaks of the capability's operations by the provider's own paths (`/pets/7`), in
//! `Location`, `Content-Location` and `Link`. Such a path becomes the exposed one (`/v1/pets/7`), as the
//! `ProxyPassReverse` of a proxy does it; where the operation is not exposed, the reference is taken away. What is
//! none of the provider's paths stays as it is.

use http::{HeaderMap, Method};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::table::Table;
use crate::support::operation::{Call, Capability, Location, Parameter, Route, Source, Target};
use crate::support::references;
use crate::support::template::{Captures, Template};

/// Rewrites the references of an answer.
pub(super) fn rewrite(table: &Table, capability: &Capability, headers: &mut HeaderMap) {
    references::rewrite(headers, |target| located(table, capability, target));
}

fn located(table: &Table, capability: &Capability, target: &str) -> Option<String> {
    if !target.starts_with('/') || target.starts_with("//") {
        return Some(target.to_owned());
    }
    let (rest, fragment) = match target.split_once('#') {
        Some((rest, fragment)) => (rest, format!("#{fragment}")),
        None => (target, String::new()),
    };
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let captures = |template: &'static str| {
        Template::new(template.split('?').next().unwrap_or_default()).matches(path)
    };
    // What is read is meant where several methods share a path.
    let mut routes: Vec<&Route> = table.of(capability).collect();
    routes.sort_by_key(|it| it.call.operation.method != Method::GET);
    let exposed = routes.into_iter().filter_map(|it| Some((it, captures(it.call.operation.path)?)));
    let mut exposed = exposed.filter_map(|(it, captures)| Exposed::new(it, &captures, query));
    if let Some(exposed) = exposed.next() {
        return Some(exposed.text() + &fragment);
    }
    let mut operations = capability.operations.iter();
    let is_known = operations.any(|it| captures(it.path).is_some());
    (!is_known).then(|| target.to_owned())
}

/// A route as a reference.
struct Exposed {
    path: String,
    query: Vec<String>,
}

impl Exposed {
    /// The route with these inputs; `None` where it cannot be given them.
    fn new(route: &Route, captures: &Captures, query: &str) -> Option<Self> {
        let call = &route.call;
        let mut inputs = Vec::new();
        for (name, value) in captures {
            inputs.push((given(call, parameter(call, Location::Path, name)?)?, value.as_str()));
        }
        let path = filled(route.path, &mut inputs)?;
        // What the exposed path does not capture is read from the query.
        let mut query: Vec<String> = query
            .split('&')
            .filter(|it| !it.is_empty())
            .filter_map(|pair| exposed_pair(call, pair))
            .collect();
        query
            .extend(inputs.iter().map(|(given, value)| format!("{}={value}", encoded(given.name))));
        Some(Self { path, query })
    }

    fn text(self) -> String {
        let mark = if self.query.is_empty() { "" } else { "?" };
        format!("{}{mark}{}", self.path, self.query.join("&"))
    }
}

fn parameter<'c>(call: &'c Call, location: Location, name: &str) -> Option<&'c Parameter> {
    call.operation.parameters.iter().find(|it| it.location == location && it.name == name)
}

/// How the caller gives a parameter.
#[derive(Clone, Copy)]
struct Given<'c> {
    /// What an exposed path may call it.
    argument: &'c str,
    /// What it is called on the wire.
    name: &'c str,
}

/// `None` where `with` makes the parameter of something else.
fn given<'c>(call: &'c Call, parameter: &'c Parameter) -> Option<Given<'c>> {
    let is_it = |it: &&(Target, Source)| it.0 == Target::Parameter(parameter.argument);
    match call.with.iter().find(is_it).map(|it| &it.1) {
        None => Some(Given { argument: parameter.argument, name: parameter.name }),
        Some(Source::Input(name)) => Some(Given { argument: name, name }),
        Some(_) => None,
    }
}

/// The path of a template, and what it takes of the inputs.
fn filled(template: &str, inputs: &mut Vec<(Given<'_>, &str)>) -> Option<String> {
    let mut path = String::new();
    let mut rest = template;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(it, rest)| Some((it, rest.split_once('}')?)))
    {
        let at = inputs.iter().position(|(it, _)| it.argument == name || it.name == name)?;
        path.push_str(before);
        path.push_str(inputs.swap_remove(at).1);
        rest = after;
    }
    Some(path + rest)
}

/// A pair of the provider's query as the caller gives it.
fn exposed_pair(call: &Call, pair: &str) -> Option<String> {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    // Some documents write a query into the path, where it is the same for every caller.
    let fixed = call.operation.path.split_once('?').map_or("", |it| it.1);
    if fixed.split('&').any(|it| it == pair) {
        return None;
    }
    let plain = name.replace('+', " ");
    let decoded = percent_decode_str(&plain).decode_utf8_lossy();
    let Some(parameter) = parameter(call, Location::Query, &decoded) else {
        return Some(pair.to_owned());
    };
    let given = given(call, parameter)?;
    if given.name == decoded {
        return Some(pair.to_owned());
    }
    Some(format!("{}={value}", encoded(given.name)))
}

fn encoded(name: &str) -> impl std::fmt::Display {
    utf8_percent_encode(name, NON_ALPHANUMERIC)
}
