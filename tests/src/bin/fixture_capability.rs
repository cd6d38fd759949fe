//! The program that serves the capabilities of `tests/specs`, for the tests that start it.
//!
//! `TEST_CAPABILITIES` names those it knows, in order: some of the fixture's, or `cats`, which shares its ports with
//! `pets`, and `dogs`, which clashes with both. Without it, it knows all of the fixture's.
//! `TEST_UPSTREAM` replaces the base URLs, some of which are fixed.

use std::process::ExitCode;

use fixture::pets::operations;
use fixture::support::operation::*;
use http::Method;

static CATS: Capability = named("cats", CAT_ROUTES, CAT_TOOLS, CAT_DEFINITIONS);
static DOGS: Capability = named("dogs", DOG_ROUTES, CAT_TOOLS, CAT_DEFINITIONS);

static CAT_ROUTES: &[Route] = &[route("/v1/cats"), route("/v1/cats/{id}")];
static DOG_ROUTES: &[Route] = &[route("/v1/dogs"), route("/v1/pets/{name}")];
static CAT_TOOLS: &[Tool] =
    &[Tool { name: "cats-list", tags: &[], arguments: &[], wraps_result: false, call: LIST }];
const CAT_DEFINITIONS: &str =
    r#"[{"name":"cats-list","inputSchema":{"type":"object","properties":{}}}]"#;
const LIST: Call = Call { operation: &operations::LIST, with: &[], mapping: None };
static SCHEMES: &[SecurityScheme] = &[SecurityScheme {
    name: "apiKey",
    kind: SchemeKind::HeaderKey("x-api-key"),
    source: &["${PETS_API_KEY}"],
}];
static OPERATIONS: &[&Operation] = &[&operations::LIST];

const fn route(path: &'static str) -> Route {
    Route { method: Method::GET, path, call: LIST }
}

const fn named(
    name: &'static str,
    routes: &'static [Route],
    tools: &'static [Tool],
    definitions: &'static str,
) -> Capability {
    Capability {
        name,
        title: "Cats",
        description: "Cats.",
        base_url: "${CATS_URL}",
        schemes: SCHEMES,
        operations: OPERATIONS,
        rest: Some(Rest { address: "localhost", port: 8080, routes, openapi: "" }),
        mcp: Some(Mcp {
            name,
            instructions: "About cats.",
            address: "127.0.0.1",
            port: 9090,
            tools,
            definitions,
            ttl_ms: None,
            shared: None,
            resources: &[],
            prompts: &[],
        }),
        errors: ErrorShape::MessageCodeIssues,
        skill: None,
    }
}

fn main() -> ExitCode {
    let Ok(names) = std::env::var("TEST_CAPABILITIES") else {
        return fixture::support::serve::main(fixture::CAPABILITIES);
    };
    let all = || fixture::CAPABILITIES.iter().copied().chain([&CATS, &DOGS]);
    let known: Vec<_> =
        names.split(',').filter_map(|name| all().find(|it| it.name == name)).collect();
    match std::env::var_os("TEST_UPSTREAM") {
        None => fixture::support::serve::main(&known),
        Some(_) => {
            let moved: Vec<_> = known.into_iter().map(redirected).collect();
            fixture::support::serve::main(&moved)
        }
    }
}

/// The tools of a capability, with the API at `TEST_UPSTREAM`.
fn redirected(capability: &'static Capability) -> &'static Capability {
    let mcp = capability.mcp.as_ref().map(|it| Mcp {
        name: it.name,
        instructions: it.instructions,
        address: it.address,
        port: it.port,
        tools: it.tools,
        definitions: it.definitions,
        ttl_ms: it.ttl_ms,
        shared: it.shared,
        resources: it.resources,
        prompts: it.prompts,
    });
    Box::leak(Box::new(Capability {
        name: capability.name,
        title: capability.title,
        description: capability.description,
        base_url: "${TEST_UPSTREAM}",
        schemes: capability.schemes,
        operations: capability.operations,
        rest: None,
        mcp,
        errors: capability.errors,
        skill: capability.skill,
    }))
}
