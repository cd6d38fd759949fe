//! The operations that an agent can reach, how, and what a call does.

use http::Method;

use crate::emit::Subject;
use crate::ir::{Argument, Encoding, Operation, OperationId, Route, Target, Tool};

/// What a call does to the data behind the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// It changes nothing.
    Read,
    /// It adds or changes.
    Change,
    /// It may delete or overwrite.
    Destroy,
}

/// An exposed operation.
pub struct Entry<'a> {
    /// Its place.
    pub id: OperationId,
    /// The operation.
    pub operation: &'a Operation,
    /// The tools that call it.
    pub tools: Vec<&'a Tool>,
    /// The routes that call it.
    pub routes: Vec<&'a Route>,
    /// What a call does.
    pub effect: Effect,
}

impl Entry<'_> {
    /// What an agent calls it: the first tool, or the first route.
    pub fn call(&self) -> String {
        match (self.tools.first(), self.routes.first()) {
            (Some(tool), _) => tool.name.clone(),
            (None, Some(route)) => format!("{} {}", route.method, route.path),
            (None, None) => self.operation.name.clone(),
        }
    }

    /// What it does, in a line.
    pub fn headline(&self) -> String {
        let title = self.tools.first().map(|it| &it.title);
        let told = title.or(self.operation.summary.as_ref()).filter(|it| !it.trim().is_empty());
        told.cloned()
            .unwrap_or_else(|| format!("{} {}", self.operation.method, self.operation.path))
    }

    /// What it does, at length, where that is more than the line.
    pub fn description(&self) -> Option<&str> {
        let tool = self.tools.first().map(|it| &it.description);
        let told = tool.or(self.operation.description.as_ref())?.trim();
        (!told.is_empty() && told != self.headline().trim()).then_some(told)
    }

    /// Whether a call may be repeated where its outcome is unknown.
    pub fn may_repeat(&self) -> bool {
        self.effect == Effect::Read || self.operation.idempotent
    }

    /// Its arguments, flat, as the first tool takes them.
    pub fn arguments(&self, subject: Subject<'_>) -> Vec<Argument> {
        match self.tools.first() {
            Some(tool) => tool.arguments.clone(),
            None => flat(subject, self.operation),
        }
    }
}

/// The exposed operations, in document order.
pub fn entries(subject: Subject<'_>) -> Vec<Entry<'_>> {
    let capability = subject.capability;
    let all = capability.operations.iter().enumerate().map(|(at, operation)| {
        let id = OperationId(at);
        let tools = capability.mcp.iter().flat_map(|it| &it.tools);
        let tools: Vec<&Tool> = tools.filter(|it| it.call.operation == id).collect();
        let routes = capability.rest.iter().flat_map(|it| &it.routes);
        let routes = routes.filter(|it| it.call.operation == id).collect();
        let effect = effect(operation, &tools);
        Entry { id, operation, tools, routes, effect }
    });
    all.filter(|it| !it.tools.is_empty() || !it.routes.is_empty()).collect()
}

/// The worst that the hints of its tools tell; else what its method means (RFC 9110, section 9.2.1).
fn effect(operation: &Operation, tools: &[&Tool]) -> Effect {
    let by_method = match operation.method {
        Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE => Effect::Read,
        Method::DELETE => Effect::Destroy,
        _ => Effect::Change,
    };
    let hinted = tools.iter().map(|tool| match (tool.hints.read_only, tool.hints.destructive) {
        (true, _) => Effect::Read,
        (false, true) => Effect::Destroy,
        (false, false) => Effect::Change,
    });
    hinted.max().unwrap_or(by_method)
}

/// The inputs of an operation that no tool calls.
fn flat(subject: Subject<'_>, operation: &Operation) -> Vec<Argument> {
    let parameter = |name: &String| Argument::new(name, Target::Parameter(name.clone()));
    let mut arguments: Vec<Argument> =
        operation.parameters.iter().map(|it| parameter(&it.argument)).collect();
    let Some(body) = &operation.body else { return arguments };
    let schemas = &subject.capability.schemas;
    let mut fields: Vec<&String> = Vec::new();
    if body.encoding != Encoding::Binary && body.encoding != Encoding::Text {
        for part in schemas.parts(body.schema) {
            let names = schemas.get(part).object.properties.keys();
            fields.extend(names.filter(|it| !fields.contains(it)).collect::<Vec<_>>());
        }
    }
    if fields.is_empty() {
        arguments.push(Argument::new("body", Target::Body));
    }
    let field = |name: &String| Argument::new(name, Target::BodyField(name.clone()));
    arguments.extend(fields.into_iter().map(field));
    arguments
}
