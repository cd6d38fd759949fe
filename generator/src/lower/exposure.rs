//! What the capability exposes: its REST routes and its MCP tools.

use std::net::{IpAddr, Ipv4Addr};

use http::Method;

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::capability::{
    self as document, Capability, Consumes, McpAdapter, RestAdapter,
};
use crate::document::{Spanned, template};
use crate::ir::{
    Argument, Call, McpSurface, Operation, Origin, RestSurface, Route, Source, Target, Tool,
    Transport,
};

use super::call::{Exposed, body_fields, listed, lower_call};
use super::hints::hints;
use super::mirror::mirror;
use super::{Context, prompts, resources};

/// The port of a surface that declares none.
pub(super) const REST_PORT: u16 = 8080;
pub(super) const MCP_PORT: u16 = 9090;
/// The address of a surface that declares none.
pub(super) const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// Lowers the REST surface.
pub(super) fn lower_rest(
    cx: &mut Context<'_>,
    capability: &Capability,
    consumes: &Consumes,
    operations: &[Operation],
) -> Option<RestSurface> {
    let adapter = first(cx, &capability.rest, |it| it.namespace.span)?;
    let routes =
        adapter.routes.iter().filter_map(|it| lower_route(cx, adapter, it, consumes, operations));
    let routes = routes.collect();
    Some(RestSurface {
        origin: Origin(adapter.namespace.span),
        namespace: adapter.namespace.value.clone(),
        description: text(&adapter.description),
        address: address(cx, adapter.address.as_ref()),
        port: adapter.port.as_ref().map_or(REST_PORT, |it| it.value),
        routes,
    })
}

fn lower_route(
    cx: &mut Context<'_>,
    adapter: &RestAdapter,
    route: &document::Route,
    consumes: &Consumes,
    operations: &[Operation],
) -> Option<Route> {
    let exposed = Exposed {
        span: route.path.span,
        call: route.call.as_ref(),
        with: &route.with,
        outputs: &route.outputs,
        callers: ["rest", adapter.namespace.value.as_str()],
    };
    let mut call = lower_call(cx, consumes, operations, &exposed)?;
    let operation = &operations[call.operation.0];
    fit_path_names(&route.path, operation, &mut call);
    check_route_inputs(cx, route, operation, &call);
    let name = route.name.as_ref().map_or(&operation.name, |it| &it.value);
    let names = [name.as_str(), operation.name.as_str(), ""];
    let own = route.description.as_ref().map(|it| it.value.trim());
    Some(Route {
        origin: Origin(route.path.span),
        name: name.clone(),
        description: own.filter(|it| !names.contains(it)).map(str::to_owned),
        method: Method::from_bytes(route.method.value.as_str().as_bytes()).ok()?,
        path: route.path.value.clone(),
        call,
    })
}

/// Real files lower-case the names in exposed paths while `with` keeps the original: a name that differs from
/// a parameter in case alone is that parameter.
fn fit_path_names(path: &Spanned<String>, operation: &Operation, call: &mut Call) {
    for name in template::names(&path.value) {
        let named = |it: &&crate::ir::Parameter| it.argument == name;
        if operation.parameters.iter().any(|it| named(&it)) {
            continue;
        }
        let folded = operation.parameters.iter().find(|it| it.argument.eq_ignore_ascii_case(name));
        let Some(parameter) = folded else { continue };
        let target = Target::Parameter(parameter.argument.clone());
        call.with.retain(|(it, _)| *it != target);
        call.with.push((target, Source::Input(name.to_owned())));
    }
}

/// What `with` reads must be there: a parameter of the path or of the query. Any name is a member of the query
/// or of the body where the route declares nothing; where it declares its inputs, a name is one of them.
fn check_route_inputs(
    cx: &mut Context<'_>,
    route: &document::Route,
    operation: &Operation,
    call: &Call,
) {
    if route.inputs.is_empty() {
        return;
    }
    let mut known: Vec<&str> = template::names(&route.path.value).collect();
    known.extend(route.inputs.iter().map(|it| it.name.value.as_str()));
    known.extend(operation.parameters.iter().map(|it| it.argument.as_str()));
    let fields = body_fields(&cx.schemas, operation).into_iter().map(str::to_owned);
    let fields: Vec<String> = fields.collect();
    known.extend(fields.iter().map(String::as_str));
    let mut met = Vec::new();
    known.retain(|it| {
        !met.contains(it) && {
            met.push(*it);
            true
        }
    });
    let names = call.with.iter().flat_map(|(_, source)| source.names());
    for name in names.filter(|it| *it != "body" && !known.contains(it)) {
        cx.report(
            Diagnostic::error(
                Code::UnknownInput,
                route.path.span,
                format!("`with` reads `{name}`, which is no input of the route"),
            )
            .help(format!("its inputs are: {}", listed(&known))),
        );
    }
}

/// Lowers the MCP surface.
pub(super) fn lower_mcp(
    cx: &mut Context<'_>,
    capability: &Capability,
    consumes: &Consumes,
    operations: &[Operation],
) -> Option<McpSurface> {
    let adapter = first(cx, &capability.mcp, |it| it.namespace.span)?;
    let tools = adapter
        .tools
        .iter()
        .filter_map(|it| lower_tool(cx, adapter, it, consumes, operations))
        .collect();
    Some(McpSurface {
        origin: Origin(adapter.namespace.span),
        namespace: adapter.namespace.value.clone(),
        instructions: text(&adapter.description),
        transport: match adapter.transport.value {
            document::Transport::Http => Transport::Http,
            document::Transport::Stdio => Transport::Stdio,
        },
        address: address(cx, adapter.address.as_ref()),
        port: adapter.port.as_ref().map_or(MCP_PORT, |it| it.value),
        ttl_ms: adapter.ttl_ms.as_ref().map(|it| it.value),
        shared: adapter.cache_scope.as_ref().map(|it| it.value == document::CacheScope::Public),
        tools,
        resources: resources::lower_resources(cx, adapter, consumes, operations),
        prompts: prompts::lower_prompts(cx, adapter),
    })
}

fn lower_tool(
    cx: &mut Context<'_>,
    adapter: &McpAdapter,
    tool: &document::Tool,
    consumes: &Consumes,
    operations: &[Operation],
) -> Option<Tool> {
    let exposed = Exposed {
        span: tool.name.span,
        call: tool.call.as_ref(),
        with: &tool.with,
        outputs: &tool.outputs,
        callers: ["tools", adapter.namespace.value.as_str()],
    };
    let mut call = lower_call(cx, consumes, operations, &exposed)?;
    let operation = &operations[call.operation.0];
    let arguments = arguments(cx, tool.name.span, operation, &mut call);
    check_templates(cx, tool, &arguments, &call);
    let title =
        tool.title.as_ref().map(|it| it.value.clone()).or_else(|| operation.summary.clone());
    Some(Tool {
        origin: Origin(tool.name.span),
        name: tool.name.value.clone(),
        title: title.unwrap_or_else(|| tool.name.value.clone()),
        description: description(tool, operation),
        hints: hints(Some(&tool.hints), &tool.name, &operation.method),
        arguments,
        call,
    })
}

/// The tool's own description, unless it says no more than the name; then that of the operation.
fn description(tool: &document::Tool, operation: &Operation) -> String {
    let own = tool.description.as_ref().map(|it| it.value.trim()).unwrap_or_default();
    let names = [tool.name.value.as_str(), operation.name.as_str(), ""];
    if names.contains(&own) { described(operation) } else { own.to_owned() }
}

/// What the OpenAPI document says an operation does.
pub(super) fn described(operation: &Operation) -> String {
    let from_openapi = operation.description.as_ref().or(operation.summary.as_ref());
    from_openapi.cloned().unwrap_or_else(|| format!("{} {}", operation.method, operation.path))
}

/// The arguments of a tool: the parameters, then the members of the body, or the body itself.
///
/// What `with` sets from a constant is no argument. What `with` takes from an argument of another name bears
/// that name. A member of the body that shares its name with a parameter becomes `body_<name>`.
pub(super) fn arguments(
    cx: &mut Context<'_>,
    tool: Span,
    operation: &Operation,
    call: &mut Call,
) -> Vec<Argument> {
    let mut targets: Vec<(String, Target)> = operation
        .parameters
        .iter()
        .map(|it| (it.argument.clone(), Target::Parameter(it.argument.clone())))
        .collect();
    let fields = body_fields(&cx.schemas, operation);
    if operation.body.is_some() && fields.is_empty() {
        targets.push(("body".to_owned(), Target::Body));
    }
    targets.extend(fields.into_iter().map(|it| (it.to_owned(), Target::BodyField(it.to_owned()))));
    let mut arguments: Vec<Argument> = Vec::new();
    for (name, target) in targets {
        let set = call.with.iter().position(|(it, _)| *it == target);
        let name = match set.map(|at| &call.with[at].1) {
            None => name,
            Some(Source::Input(input)) => input.clone(),
            Some(_) => continue,
        };
        if let Some(at) = set {
            call.with.remove(at);
        }
        let name = unused(cx, &arguments, name, &target, tool);
        arguments.push(Argument::new(name, target));
    }
    mirror(cx, operation, &mut arguments);
    arguments
}

/// A template can only be filled from what the caller may give.
fn check_templates(
    cx: &mut Context<'_>,
    tool: &document::Tool,
    arguments: &[Argument],
    call: &Call,
) {
    for (_, source) in &call.with {
        for name in
            source.names().into_iter().filter(|name| !arguments.iter().any(|it| it.name == *name))
        {
            let message = format!("`{{{{{name}}}}}` names no argument of the tool");
            let known: Vec<&str> = arguments.iter().map(|it| it.name.as_str()).collect();
            cx.report(
                Diagnostic::error(Code::UnknownInput, tool.name.span, message)
                    .help(format!("its arguments are: {}", listed(&known))),
            );
        }
    }
}

fn unused(
    cx: &mut Context<'_>,
    arguments: &[Argument],
    name: String,
    target: &Target,
    span: Span,
) -> String {
    if !arguments.iter().any(|it| it.name == name) {
        return name;
    }
    let mut renamed = match target {
        Target::Parameter(_) => format!("parameter_{name}"),
        Target::BodyField(_) | Target::Body => format!("body_{name}"),
    };
    while arguments.iter().any(|it| it.name == renamed) {
        renamed.push('_');
    }
    cx.report(
        Diagnostic::warning(
            Code::ArgumentClash,
            span,
            format!("two inputs of the tool are called `{name}`"),
        )
        .label(format!("the second is offered as `{renamed}`")),
    );
    renamed
}

/// The first adapter; further ones are reported, since only one surface of a kind is served.
fn first<'c, T>(cx: &mut Context<'_>, adapters: &'c [T], span: fn(&T) -> Span) -> Option<&'c T> {
    for other in adapters.iter().skip(1) {
        cx.report(
            Diagnostic::warning(
                Code::UnsupportedConstruct,
                span(other),
                "a further adapter of the same type is not generated",
            )
            .label("only the first one is"),
        );
    }
    adapters.first()
}

fn address(cx: &mut Context<'_>, declared: Option<&Spanned<String>>) -> IpAddr {
    let Some(declared) = declared else { return LOOPBACK };
    if declared.value == "localhost" {
        return LOOPBACK;
    }
    declared.value.parse().unwrap_or_else(|_| {
        cx.report(
            Diagnostic::error(
                Code::InvalidValue,
                declared.span,
                "the address must be an IP address or `localhost`",
            )
            .help("leave it out to listen on 127.0.0.1"),
        );
        LOOPBACK
    })
}

pub(super) fn text(text: &Option<Spanned<String>>) -> String {
    text.as_ref().map(|it| it.value.clone()).unwrap_or_default()
}
