//! Many tools are found, described and called by three.

use std::sync::Arc;

use crate::common::{Fake, call, connect_directly, discover, initialize, request, shown};
use crate::person::Person;
use crate::secrets::KEYRING;
use fixture::support::mcp::{Discover, McpServer, Options};
use fixture::support::operation::{Argument, Call, Capability, Mcp, Tool};
use serde_json::{Value, json};

const THINGS: [&str; 20] = [
    "application",
    "backup",
    "certificate",
    "cluster",
    "compose",
    "deployment",
    "destination",
    "domain",
    "environment",
    "mount",
    "network",
    "notification",
    "organization",
    "project",
    "registry",
    "schedule",
    "server",
    "service",
    "user",
    "volume",
];
const VERBS: [&str; 30] = [
    "all",
    "one",
    "create",
    "update",
    "remove",
    "start",
    "stop",
    "reload",
    "move",
    "import",
    "export",
    "rename",
    "cancel",
    "retry",
    "approve",
    "pause",
    "resume",
    "archive",
    "restore",
    "assign",
    "unassign",
    "enable",
    "disable",
    "test",
    "verify",
    "connect",
    "disconnect",
    "refresh",
    "clone",
    "inspect",
];

/// 600 tools behind one operation.
fn many(extra: &[&'static str]) -> &'static Capability {
    let operation = KEYRING.operations[4];
    let names = THINGS.iter().flat_map(|thing| VERBS.iter().map(move |verb| (*thing, *verb)));
    let mut tools = Vec::new();
    let mut definitions = Vec::new();
    for (thing, verb) in names {
        let name: &'static str = format!("{thing}-{verb}").leak();
        tools.push(tool(name, vec![thing].leak(), operation));
        let reads = ["all", "one", "inspect"].contains(&verb);
        definitions.push(json!({
            "name": name,
            "title": format!("{verb} {thing}"),
            "description": format!("Does {verb} with the {thing} of the organization."),
            "inputSchema": {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]},
            "annotations": {"readOnlyHint": reads, "destructiveHint": verb == "remove"},
        }));
    }
    for name in extra {
        tools.push(tool(name, &[], operation));
        definitions.push(json!({"name": name, "inputSchema": {"type": "object"}}));
    }
    let own = KEYRING.mcp.as_ref().unwrap();
    let mcp = Mcp {
        name: "many",
        instructions: "Use it well.",
        address: own.address,
        port: own.port,
        tools: tools.leak(),
        definitions: Value::from(definitions).to_string().leak(),
        ttl_ms: None,
        shared: None,
        resources: &[],
        prompts: &[],
    };
    Box::leak(Box::new(Capability { name: "many", mcp: Some(mcp), ..keyring() }))
}

fn keyring() -> Capability {
    Capability {
        name: KEYRING.name,
        title: KEYRING.title,
        description: KEYRING.description,
        base_url: KEYRING.base_url,
        schemes: KEYRING.schemes,
        operations: KEYRING.operations,
        rest: None,
        mcp: None,
        errors: KEYRING.errors,
        skill: None,
    }
}

fn tool(
    name: &'static str,
    tags: &'static [&'static str],
    operation: &'static fixture::support::operation::Operation,
) -> Tool {
    const ARGUMENTS: &[Argument] =
        &[Argument { name: "id", target: fixture::support::operation::Target::Parameter("id") }];
    Tool { name, tags, arguments: ARGUMENTS, wraps_result: false, call: Call::to(operation) }
}

fn server(capability: &'static Capability, options: Options) -> (Arc<Fake>, McpServer) {
    let fake = Fake::json(r#"{"password":"p"}"#);
    let server = McpServer::with_options(vec![(capability, fake.clone())], options).unwrap();
    (fake, server)
}

async fn names(capability: &'static Capability, options: Options) -> Vec<String> {
    let client = connect_directly(server(capability, options).1).await;
    let tools = client.list_all_tools().await.unwrap();
    tools.into_iter().map(|tool| tool.name.into_owned()).collect()
}

#[tokio::test]
async fn many_tools_are_offered_for_search() {
    let capability = many(&[]);
    let three = ["search_tools", "describe_tool", "call_tool"];
    assert_eq!(names(capability, Options::new()).await, three);
    let listed = names(capability, Options::new().discover(Discover::Never)).await;
    assert_eq!((listed.len(), listed[599].as_str()), (600, "volume-inspect"));
    // What is left after filters is counted.
    assert_eq!(names(capability, Options::new().allow(["tag:user"])).await.len(), 30);
    assert_eq!(names(&KEYRING, Options::new()).await.len(), 7);
    assert_eq!(names(&KEYRING, Options::new().discover(Discover::Always)).await, three);
    let clash = many(&["call_tool"]);
    let renamed = ["catalog_search_tools", "catalog_describe_tool", "catalog_call_tool"];
    assert_eq!(names(clash, Options::new()).await, renamed);
    let client = connect_directly(server(capability, Options::new()).1).await;
    let info = client.peer_info().unwrap();
    assert_eq!(
        info.instructions.as_deref(),
        Some(
            "Use it well.\n\nThe 600 tools are not listed: find them with `search_tools`, read how one is called \
             with `describe_tool`, and call it with `call_tool`."
        )
    );
}

async fn search(server: McpServer, arguments: Value) -> Value {
    let result = call(&connect_directly(server).await, "search_tools", arguments).await;
    serde_json::from_str(&result.content[0].as_text().unwrap().text).unwrap()
}

fn found(answer: &Value) -> Vec<&str> {
    answer["tools"].as_array().unwrap().iter().filter_map(|it| it["name"].as_str()).collect()
}

#[tokio::test]
async fn search_finds_the_tool_that_is_meant_first() {
    let (_, server) = server(many(&[]), Options::new());
    for (query, first) in [
        ("remove a user", "user-remove"),
        ("delete users", "user-remove"),
        ("list all projects", "project-all"),
        ("create certificates", "certificate-create"),
        ("start application", "application-start"),
        ("backup restore", "backup-restore"),
        ("volume-inspect", "volume-inspect"),
        ("applicationReload", "application-reload"),
        ("notif test", "notification-test"),
        ("i want to disable the schedule", "schedule-disable"),
    ] {
        let answer = search(server.clone(), json!({ "query": query })).await;
        assert_eq!(found(&answer).first(), Some(&first), "{query}: {answer}");
    }
}

#[tokio::test]
async fn search_comes_in_pages_and_proposes_words() {
    let (_, server) = server(many(&[]), Options::new().read_only(true).discover(Discover::Always));
    let page = search(server.clone(), json!({"limit": 25})).await;
    assert_eq!(
        (found(&page).len(), &page["total"], &page["nextCursor"]),
        (25, &json!(60), &json!("25"))
    );
    let last = search(server.clone(), json!({"limit": 25, "cursor": "50"})).await;
    assert_eq!((found(&last).len(), last.get("nextCursor")), (10, None));
    // What is hidden is not found.
    let answer = search(server.clone(), json!({"query": "user remove"})).await;
    assert_eq!(found(&answer)[..3], ["user-all", "user-one", "user-inspect"], "{answer}");
    let first = search(server.clone(), json!({"query": "user-all", "limit": 1})).await;
    assert_eq!(
        first,
        json!({
            "tools": [{
                "name": "user-all", "title": "all user", "description": "Does all with the user of the organization.",
                "required": ["id"], "annotations": {"readOnlyHint": true, "destructiveHint": false}
            }],
            "total": first["total"], "nextCursor": "1"
        })
    );
    let answer = search(server.clone(), json!({"query": "sertificate xyzzy"})).await;
    assert_eq!(
        answer,
        json!({
            "tools": [], "total": 0,
            "hint": "No tool has these words. Try fewer or other words, or none to see all tools. Words like these are: certificate, service."
        })
    );
    let result =
        call(&connect_directly(server).await, "search_tools", json!({"cursor": "x"})).await;
    assert_eq!(shown(&result), "error: /cursor must be the `nextCursor` of an earlier search.");
}

#[tokio::test]
async fn a_tool_is_described_and_called_with_all_its_checks() {
    let (fake, server) = server(many(&[]), Options::new().deny(["server-*"]));
    let client = connect_directly(server.clone()).await;
    let result = call(&client, "describe_tool", json!({"name": "user-one"})).await;
    let described: Value =
        serde_json::from_str(&result.content[0].as_text().unwrap().text).unwrap();
    assert_eq!(described["inputSchema"]["required"], json!(["id"]));
    let called = |name: &'static str, arguments: Value| {
        let client = &client;
        async move {
            shown(&call(client, "call_tool", json!({"name": name, "arguments": arguments})).await)
        }
    };
    let hidden = "ok: {\"password\":\"[redacted]\"} || `[redacted]` stands for a secret that is not shown: /password.";
    assert_eq!(called("user-one", json!({"id": "u"})).await, hidden);
    let unfit = called("user-one", json!({})).await;
    assert!(
        unfit.starts_with("error: Nothing was done: the arguments of `user-one` do not fit"),
        "{unfit}"
    );
    assert_eq!(
        called("user-one", json!([])).await,
        "error: Nothing was done: /arguments must be an object with the arguments of `user-one`."
    );
    let unknown = called("server-remove", json!({"id": "s"})).await;
    assert!(
        unknown
            .starts_with("error: Nothing was done: there is no tool `server-remove`. Did you mean"),
        "{unknown}"
    );
    let unknown = called("call_tool", json!({"name": "user-one"})).await;
    assert!(
        unknown.starts_with("error: Nothing was done: there is no tool `call_tool`."),
        "{unknown}"
    );
    let refused = called("user-remove", json!({"id": "u"})).await;
    assert!(
        refused.starts_with("error: Nothing was done: `user-remove` was not called"),
        "{refused}"
    );
    assert_eq!(fake.inputs().len(), 1);
    for era in [initialize(), discover()] {
        let person = Person::willing();
        let client = person.connect_directly(server.clone(), era).await;
        let arguments = json!({"name": "user-remove", "arguments": {"id": "u"}});
        assert_eq!(
            shown(&client.call_tool(request("call_tool", arguments)).await.unwrap()),
            hidden
        );
        assert!(person.questions()[0].starts_with("remove user\n\nThe tool `user-remove` calls"));
    }
}
