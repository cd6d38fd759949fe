//! The prompts that a capability declares.

use std::sync::Arc;

use expect_test::expect;
use fixture::support::mcp::McpServer;
use rmcp::ServiceError;
use rmcp::model::GetPromptRequestParams;
use serde_json::{Value, json};

use crate::common::{Client, Fake, connect, connect_directly, discover, initialize, start};

fn server() -> McpServer {
    McpServer::new(&fixture::conformance::CAPABILITY, Fake::json("null")).unwrap()
}

async fn get(client: &Client, name: &str, arguments: Value) -> String {
    let Value::Object(arguments) = arguments else { panic!("arguments are an object") };
    let request = GetPromptRequestParams::new(name).with_arguments(arguments);
    match client.get_prompt(request).await {
        Ok(result) => serde_json::to_string(&result.messages).unwrap(),
        Err(ServiceError::McpError(error)) => format!("{}: {}", error.code.0, error.message),
        Err(other) => panic!("{other}"),
    }
}

#[tokio::test]
async fn both_eras_list_prompts() {
    for era in [initialize(), discover()] {
        let newest = era == discover();
        let client = connect(start(server(), &[]).await, era).await;
        let capabilities = serde_json::to_value(&client.peer_info().unwrap().capabilities).unwrap();
        assert_eq!(
            (&capabilities["prompts"], &capabilities["completions"]),
            (&json!({}), &json!({}))
        );
        let list = client.list_prompts(None).await.unwrap();
        assert_eq!(list.ttl_ms, newest.then_some(300_000));
        let shown: Vec<String> =
            list.prompts.iter().map(|it| serde_json::to_string(it).unwrap()).collect();
        expect![[r#"
            {"name":"test_simple_prompt","title":"Simple","description":"A text without arguments."}
            {"name":"test_prompt_with_arguments","title":"With arguments","description":"A text with two arguments, of which one may be left out.","arguments":[{"name":"arg1","title":"First","description":"What stands first.","required":true},{"name":"arg2","description":"What stands second.","required":false}]}"#]]
        .assert_eq(&shown.join("\n"));
    }
}

#[tokio::test]
async fn arguments_are_filled_in_once() {
    let client = connect_directly(server()).await;
    let mut told = String::new();
    let name = "test_prompt_with_arguments";
    for (name, arguments) in [
        ("test_simple_prompt", json!({})),
        (name, json!({ "arg1": "one", "arg2": "two" })),
        (name, json!({ "arg1": "{{arg2}}", "arg2": "$0 \\ {{arg1}}" })),
        (name, json!({ "arg1": "one" })),
        (name, json!({ "arg2": "two" })),
        (name, json!({ "arg1": "one", "arg3": "three" })),
        (name, json!({ "arg1": 1 })),
        ("test_simple_prompt", json!({ "arg1": "one" })),
        ("nothing", json!({})),
    ] {
        told += &format!("{}\n", get(&client, name, arguments).await);
    }
    expect![[r#"
        [{"role":"user","content":{"type":"text","text":"This is a simple prompt for testing."}}]
        [{"role":"user","content":{"type":"text","text":"Prompt with arguments: arg1='one', arg2='two'"}},{"role":"assistant","content":{"type":"text","text":"I have read one."}}]
        [{"role":"user","content":{"type":"text","text":"Prompt with arguments: arg1='{{arg2}}', arg2='$0 \\ {{arg1}}'"}},{"role":"assistant","content":{"type":"text","text":"I have read {{arg2}}."}}]
        [{"role":"user","content":{"type":"text","text":"Prompt with arguments: arg1='one', arg2=''"}},{"role":"assistant","content":{"type":"text","text":"I have read one."}}]
        -32602: the prompt `test_prompt_with_arguments` needs the argument `arg1`
        -32602: the prompt `test_prompt_with_arguments` has no argument `arg3`; known are: arg1, arg2
        -32602: the argument `arg1` of a prompt must be text
        -32602: the prompt `test_simple_prompt` has no argument `arg1`; known are: none
        -32602: unknown prompt `nothing`; `prompts/list` names all
    "#]]
    .assert_eq(&told);
}

#[tokio::test]
async fn where_there_are_none_the_methods_are_unknown() {
    let fake = Fake::json("null");
    let server = McpServer::new(&crate::sample::SAMPLE, fake).unwrap();
    let client = connect_directly(server).await;
    let capabilities = serde_json::to_value(&client.peer_info().unwrap().capabilities).unwrap();
    assert_eq!(capabilities, json!({ "tools": {} }));
    let listed = client.list_prompts(None).await;
    let Err(ServiceError::McpError(error)) = listed else { panic!("{listed:?}") };
    assert_eq!(error.code.0, -32601);
    assert_eq!(get(&client, "any", json!({})).await, "-32601: prompts/get");
}

#[test]
fn capabilities_that_share_a_prompt_are_not_served_together() {
    let fake = Fake::json("null");
    let one = &fixture::conformance::CAPABILITY;
    let prompts = one.mcp.as_ref().unwrap().prompts;
    let pets = &fixture::pets::CAPABILITY;
    let mcp = pets.mcp.as_ref().unwrap();
    let other = fixture::support::operation::Capability {
        name: "other",
        title: "",
        description: "",
        base_url: "",
        schemes: &[],
        operations: pets.operations,
        rest: None,
        mcp: Some(fixture::support::operation::Mcp {
            name: "other",
            instructions: "",
            address: "127.0.0.1",
            port: 9090,
            tools: mcp.tools,
            definitions: mcp.definitions,
            ttl_ms: None,
            shared: None,
            resources: &[],
            prompts,
        }),
        errors: fixture::support::operation::ErrorShape::MessageCodeIssues,
        skill: None,
    };
    let other: &'static _ = Box::leak(Box::new(other));
    let both = vec![(one, fake.clone() as Arc<_>), (other, fake as Arc<_>)];
    let error = McpServer::combined(both).unwrap_err().to_string();
    let expected = "prompt `test_simple_prompt` is declared by `conformance` and by `other`; \
        serve them in two processes";
    assert_eq!(error, expected);
}
