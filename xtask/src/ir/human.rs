//! The IR for people: what is called, with what, and how it is exposed.

use generator::ir::{
    Call, Capability, Hints, McpSurface, Operation, RestSurface, SchemeKind, SecurityScheme,
    Source, StatusPattern, Target, Transport,
};

use super::types::words;
use crate::terminal::{count, harmless};

/// Shows a capability; a blank line parts the sections.
pub fn show(capability: &Capability) -> String {
    let mut out = Lines::default();
    head(&mut out, capability);
    for operation in &capability.operations {
        out.blank();
        show_operation(&mut out, capability, operation);
    }
    if let Some(rest) = &capability.rest {
        out.blank();
        show_rest(&mut out, capability, rest);
    }
    if let Some(mcp) = &capability.mcp {
        out.blank();
        show_mcp(&mut out, capability, mcp);
    }
    out.text
}

/// Lines of text, of which none can command the terminal.
#[derive(Debug, Default)]
struct Lines {
    text: String,
}

impl Lines {
    fn blank(&mut self) {
        self.text.push('\n');
    }

    fn line(&mut self, line: &str) {
        self.text += harmless(line).trim_end();
        self.text.push('\n');
    }

    /// A line below the one before: what it is about, and what is to be said.
    fn field(&mut self, name: &str, value: &str) {
        self.line(&format!("  {name:10} {value}"));
    }
}

fn head(out: &mut Lines, capability: &Capability) {
    out.line(&format!("{}: {}", capability.name, capability.title));
    out.field("base URL", &capability.base_url);
    if !capability.variables.is_empty() {
        let names: Vec<&str> = capability.variables.iter().map(|it| it.name.as_str()).collect();
        out.field("variables", &names.join(", "));
    }
    for scheme in &capability.schemes {
        out.field("scheme", &show_scheme(scheme));
    }
    let schemas = capability.schemas.iter().count();
    out.field("schemas", &schemas.to_string());
}

fn show_scheme(scheme: &SecurityScheme) -> String {
    let how = match &scheme.kind {
        SchemeKind::HeaderKey(name) => format!("key in header {name}"),
        SchemeKind::QueryKey(name) => format!("key in query {name}"),
        SchemeKind::CookieKey(name) => format!("key in cookie {name}"),
        SchemeKind::Basic => "HTTP Basic".to_owned(),
        SchemeKind::Bearer => "bearer token".to_owned(),
        SchemeKind::ClientCredentials { token_url, .. } => {
            format!("OAuth 2.0 client of {token_url}")
        }
    };
    let source = match scheme.source.as_slice() {
        [] => String::new(),
        list => format!(", from {}", list.join(" and ")),
    };
    format!("{}: {how}{source}", scheme.name)
}

fn show_operation(out: &mut Lines, capability: &Capability, operation: &Operation) {
    let deprecated = if operation.deprecated { " (deprecated)" } else { "" };
    let (name, method, path) = (&operation.name, &operation.method, &operation.path);
    out.line(&format!("operation {name}: {method} {path}{deprecated}"));
    if let Some(summary) = &operation.summary {
        out.field("summary", summary);
    }
    for it in &operation.parameters {
        let ty = words(&capability.schemas, it.schema);
        let sent = if it.argument == it.name {
            String::new()
        } else {
            format!(" (argument {})", it.argument)
        };
        let text = format!("{}{sent}: {ty}{}", it.name, optional(it.required));
        out.field(it.location.as_str(), &text);
    }
    show_body(out, capability, operation);
    for it in &operation.responses {
        let ty = it.schema.map(|it| words(&capability.schemas, it));
        let media = it.media_type.as_ref();
        let body = match (media, ty) {
            (Some(media), Some(ty)) => format!("{media}: {ty}"),
            (Some(media), None) => media.clone(),
            (None, _) => "no body".to_owned(),
        };
        out.field(&status(it.status), &body);
    }
    out.field("security", &security(&operation.security));
}

fn show_body(out: &mut Lines, capability: &Capability, operation: &Operation) {
    if let Some(body) = &operation.body {
        let ty = words(&capability.schemas, body.schema);
        let text = format!("{}: {ty}{}", body.media_type, optional(body.required));
        out.field("body", &text);
    } else if operation.empty_json_body {
        out.field("body", "application/json: {} is always sent");
    }
}

fn optional(required: bool) -> &'static str {
    if required { "" } else { ", optional" }
}

fn status(status: StatusPattern) -> String {
    match status {
        StatusPattern::Code(code) => code.to_string(),
        StatusPattern::Class(class) => format!("{class}XX"),
        StatusPattern::Default => "default".to_owned(),
    }
}

/// Any one requirement suffices; within it, every scheme is needed.
fn security(requirements: &[Vec<String>]) -> String {
    if requirements.is_empty() {
        return "none".to_owned();
    }
    let requirement = |schemes: &Vec<String>| match schemes.as_slice() {
        [] => "none".to_owned(),
        list => list.join(" and "),
    };
    let list: Vec<String> = requirements.iter().map(requirement).collect();
    list.join(", or ")
}

fn show_rest(out: &mut Lines, capability: &Capability, rest: &RestSurface) {
    let routes = count(rest.routes.len(), "route");
    let (namespace, address, port) = (&rest.namespace, rest.address, rest.port);
    out.line(&format!("rest {namespace} on {address} port {port}: {routes}"));
    for route in &rest.routes {
        let call = show_call(capability, &route.call);
        out.line(&format!("  {} {} -> {call}", route.method, route.path));
    }
}

fn show_mcp(out: &mut Lines, capability: &Capability, mcp: &McpSurface) {
    let place = match mcp.transport {
        Transport::Http => format!("on {} port {}", mcp.address, mcp.port),
        Transport::Stdio => "on standard input and output".to_owned(),
    };
    let tools = count(mcp.tools.len(), "tool");
    out.line(&format!("mcp {} {place}: {tools}", mcp.namespace));
    for tool in &mcp.tools {
        let arguments: Vec<&str> = tool.arguments.iter().map(|it| it.name.as_str()).collect();
        let hints = hints(tool.hints);
        let call = show_call(capability, &tool.call);
        out.line(&format!("  {}({}) -> {call}{hints}", tool.name, arguments.join(", ")));
    }
    for resource in &mcp.resources {
        let call = show_call(capability, &resource.call);
        out.line(&format!("  resource {} {} -> {call}", resource.name, resource.uri));
    }
    for prompt in &mcp.prompts {
        let arguments: Vec<&str> = prompt.arguments.iter().map(|it| it.name.as_str()).collect();
        out.line(&format!("  prompt {}({})", prompt.name, arguments.join(", ")));
    }
}

fn show_call(capability: &Capability, call: &Call) -> String {
    let mut out = capability.operation(call.operation).name.clone();
    if !call.with.is_empty() {
        let list: Vec<String> = call
            .with
            .iter()
            .map(|(target, source)| format!("{} = {}", show_target(target), show_source(source)))
            .collect();
        out += &format!(" with {}", list.join(", "));
    }
    if let Some(mapping) = &call.mapping {
        out += &format!(", answers {mapping}");
    }
    out
}

fn show_target(target: &Target) -> String {
    match target {
        Target::Parameter(name) => name.clone(),
        Target::BodyField(name) => format!("body.{name}"),
        Target::Body => "body".to_owned(),
    }
}

fn show_source(source: &Source) -> String {
    match source {
        Source::Body => "the caller's body".to_owned(),
        Source::Input(name) => name.clone(),
        Source::Constant(value) => value.to_string(),
        Source::Template(text) => format!("{text:?}"),
        Source::Object(members) => {
            let members = members.iter().map(|(name, it)| format!("{name}: {}", show_source(it)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
        Source::List(items) => {
            let items: Vec<String> = items.iter().map(show_source).collect();
            format!("[{}]", items.join(", "))
        }
    }
}

/// The hints.
fn hints(hints: Hints) -> String {
    let words = [
        (hints.read_only, "read-only", "writes"),
        (hints.destructive, "destructive", "not destructive"),
        (hints.idempotent, "idempotent", "not idempotent"),
        (hints.open_world, "open world", "closed world"),
    ];
    let list = words.map(|(hint, yes, no)| if hint { yes } else { no });
    format!("  [{}]", list.join(", "))
}
