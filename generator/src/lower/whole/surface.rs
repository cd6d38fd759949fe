//! What a document exposes: its own methods and paths, and one tool an operation.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::template::shape;
use crate::ir::{
    Call, McpSurface, Operation, OperationId, Origin, RestSurface, Route, Tool, Transport,
};

use super::{Context, Group, Member};
use crate::lower::exposure::{LOOPBACK, MCP_PORT, REST_PORT, arguments, described};
use crate::lower::hints::hints;

/// The routes: every operation at its own path, as far as requests tell them apart.
pub fn rest(cx: &mut Context<'_>, group: &Group<'_>, operations: &[Operation]) -> RestSurface {
    let mut taken = BTreeSet::new();
    let mut routes = Vec::new();
    for (at, operation) in operations.iter().enumerate() {
        let (path, _) = operation.path.split_once('?').unwrap_or((&operation.path, ""));
        if !taken.insert((operation.method.as_str(), shape(path))) {
            report_shadowed(cx, operation);
            continue;
        }
        routes.push(Route {
            origin: operation.origin,
            name: operation.name.clone(),
            description: None,
            method: operation.method.clone(),
            path: path.to_owned(),
            call: call(OperationId(at)),
        });
    }
    RestSurface {
        origin: Origin(group.at),
        namespace: group.name.clone(),
        description: group.description.clone(),
        address: LOOPBACK,
        port: REST_PORT,
        routes,
    }
}

fn report_shadowed(cx: &mut Context<'_>, operation: &Operation) {
    let request = format!("{} {}", operation.method, operation.path);
    let message = format!("`{request}` takes the same requests as an operation before it");
    cx.report(
        Diagnostic::warning(Code::DuplicateRoute, operation.origin.0, message)
            .label("no route leads to it; the client and the tools have it"),
    );
}

/// The tools.
pub fn mcp(cx: &mut Context<'_>, group: &Group<'_>, operations: &[Operation]) -> McpSurface {
    let all = group.members.iter().zip(operations).enumerate();
    let tools = all.map(|(at, (member, operation))| tool(cx, OperationId(at), member, operation));
    McpSurface {
        origin: Origin(group.at),
        namespace: group.name.clone(),
        instructions: instructions(group),
        transport: Transport::Http,
        address: LOOPBACK,
        port: MCP_PORT,
        ttl_ms: None,
        shared: None,
        tools: tools.collect(),
        resources: Vec::new(),
        prompts: Vec::new(),
    }
}

fn tool(cx: &mut Context<'_>, id: OperationId, member: &Member<'_>, operation: &Operation) -> Tool {
    let mut call = call(id);
    let arguments = arguments(cx, member.at, operation, &mut call);
    Tool {
        origin: operation.origin,
        name: member.tool.clone(),
        title: operation.summary.clone().unwrap_or_else(|| operation.name.clone()),
        description: described(operation),
        hints: hints(None, &member.tool, &operation.method),
        arguments,
        call,
    }
}

fn call(operation: OperationId) -> Call {
    Call { operation, with: Vec::new(), mapping: None }
}

/// What a model is told at the start: the first paragraph, since descriptions of APIs may be whole manuals.
fn instructions(group: &Group<'_>) -> String {
    let first = group.description.split("\n\n").map(str::trim).find(|it| !it.is_empty());
    match first {
        Some(paragraph) => format!("{}. {paragraph}", group.title.trim_end_matches('.')),
        None => group.title.clone(),
    }
}
