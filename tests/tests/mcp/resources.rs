//! What a capability lets clients read, and what is proposed for the URIs of it.

use std::sync::Arc;

use expect_test::expect;
use fixture::support::mcp::{McpServer, Options};
use rmcp::ServiceError;
use rmcp::model::{ArgumentInfo, CacheScope, ReadResourceRequestParams, Reference};

use crate::common::{Client, Fake, answer, connect, connect_directly, discover, initialize, start};

/// Echoes the inputs, fails for the id 500, and knows no record 404.
fn fake() -> Arc<Fake> {
    Fake::new(|inputs| {
        let id = inputs.parameters.get("id").and_then(serde_json::Value::as_i64);
        Ok(match id {
            Some(404) => answer(404, "application/json", r#"{"message":"No record"}"#),
            Some(500) => {
                answer(500, "application/json", r#"{"message":"Broken","code":"B","token":"x1y2"}"#)
            }
            Some(7) => answer(200, "image/png", &b"\x89PNG"[..]),
            Some(8) => answer(200, "", ""),
            Some(9) => answer(200, "text/plain", "line\n".repeat(9)),
            Some(_) => {
                let inputs = serde_json::Value::Object(inputs.parameters.clone());
                answer(
                    200,
                    "application/json",
                    format!(r#"{{"in":{inputs},"password":"hunter2"}}"#),
                )
            }
            None => answer(200, "text/plain", "One line."),
        })
    })
}

fn server(options: Options) -> McpServer {
    let capabilities = vec![(&fixture::conformance::CAPABILITY, fake() as _)];
    McpServer::with_options(capabilities, options).unwrap()
}

async fn read(client: &Client, uri: &str) -> String {
    match client.read_resource(ReadResourceRequestParams::new(uri)).await {
        Ok(read) => {
            let contents: Vec<String> =
                read.contents.iter().map(|it| serde_json::to_string(it).unwrap()).collect();
            contents.join("\n")
        }
        Err(ServiceError::McpError(error)) => {
            let data = error.data.map(|it| format!(" {it}")).unwrap_or_default();
            format!("{}: {}{data}", error.code.0, error.message)
        }
        Err(other) => panic!("{other}"),
    }
}

#[tokio::test]
async fn resources_and_templates_are_listed_apart() {
    for era in [initialize(), discover()] {
        let newest = era == discover();
        let client = connect(start(server(Options::new()), &[]).await, era).await;
        let list = client.list_resources(None).await.unwrap();
        assert_eq!(list.ttl_ms, newest.then_some(300_000));
        let shown: Vec<String> =
            list.resources.iter().map(|it| serde_json::to_string(it).unwrap()).collect();
        expect![[r#"
            {"uri":"test://static-text","name":"static-text","title":"A line of text","description":"A line of plain text.","mimeType":"text/plain"}
            {"uri":"test://static-binary","name":"static-binary","title":"A picture","description":"A picture of one pixel.","mimeType":"image/png"}
            {"uri":"test://failing","name":"failing","title":"Always fails","description":"What can never be read."}"#]]
        .assert_eq(&shown[..3].join("\n"));
        assert_eq!(list.resources[3].uri, "skill://conformance/SKILL.md");
        let list = client.list_resource_templates(None).await.unwrap();
        let templates = list.resource_templates.iter().map(|it| it.uri_template.as_str());
        let expected =
            ["test://template/{id}/data", "test://records/{sort}/{id}", "skill://{skill}/{+path}"];
        assert_eq!(templates.collect::<Vec<_>>(), expected);
    }
}

#[tokio::test]
async fn what_is_read_is_the_answer_without_secrets() {
    let client = connect_directly(server(Options::new())).await;
    let mut told = String::new();
    for uri in [
        "test://static-text",
        "test://template/12/data",
        "test://records/invoice/12",
        "test://records/invoic%65/12",
        "test://template/7/data",
        "test://template/8/data",
    ] {
        told += &format!("{}\n", read(&client, uri).await);
    }
    expect![[r#"
        {"uri":"test://static-text","mimeType":"text/plain","text":"One line."}
        {"uri":"test://template/12/data","mimeType":"application/json","text":"{\"in\":{\"id\":12,\"kind\":\"order\"},\"password\":\"[redacted]\"}"}
        {"uri":"test://template/12/data","mimeType":"text/plain","text":"`[redacted]` stands for a secret that is not shown: /password."}
        {"uri":"test://records/invoice/12","mimeType":"application/json","text":"{\"in\":{\"id\":12,\"kind\":\"invoice\"},\"password\":\"[redacted]\"}"}
        {"uri":"test://records/invoice/12","mimeType":"text/plain","text":"`[redacted]` stands for a secret that is not shown: /password."}
        {"uri":"test://records/invoic%65/12","mimeType":"application/json","text":"{\"in\":{\"id\":12,\"kind\":\"invoice\"},\"password\":\"[redacted]\"}"}
        {"uri":"test://records/invoic%65/12","mimeType":"text/plain","text":"`[redacted]` stands for a secret that is not shown: /password."}
        {"uri":"test://template/7/data","mimeType":"image/png","blob":"iVBORw=="}
        {"uri":"test://template/8/data","mimeType":"application/json","text":""}
    "#]]
    .assert_eq(&told);
    let client = connect_directly(server(Options::new().max_result(10).show_secrets(true))).await;
    expect![[r#"
        {"uri":"test://template/9/data","mimeType":"application/json","text":"line\nline"}
        {"uri":"test://template/9/data","mimeType":"text/plain","text":"Cut to fit: these are the first 9 of 45 bytes."}"#]]
    .assert_eq(&read(&client, "test://template/9/data").await);
}

#[tokio::test]
async fn what_cannot_be_read_is_an_error_that_names_it() {
    for (era, missing) in [(initialize(), -32002), (discover(), -32602)] {
        let client = connect(start(server(Options::new()), &[]).await, era).await;
        let mut told = String::new();
        for uri in [
            "test://template/404/data",
            "test://nothing",
            "test://template/1/2/data",
            "test://template/x/data",
            "test://template/0/data",
            "test://records/letter/1",
            "test://template/500/data",
        ] {
            told += &format!("{}\n", read(&client, uri).await);
        }
        let told = told.replace(&format!("{missing}: there is no"), "missing: there is no");
        expect![[r#"
            missing: there is no resource test://template/404/data {"uri":"test://template/404/data"}
            missing: there is no resource test://nothing {"uri":"test://nothing"}
            missing: there is no resource test://template/1/2/data {"uri":"test://template/1/2/data"}
            -32602: test://template/x/data does not fit: /path/id: must be an integer, not a string {"uri":"test://template/x/data"}
            -32602: test://template/0/data does not fit: /path/id: must be at least 1 {"uri":"test://template/0/data"}
            -32602: test://records/letter/1 does not fit: /path/kind: must be one of "invoice", "order" {"uri":"test://records/letter/1"}
            -32603: test://template/500/data cannot be read: Broken {"status":500,"code":"B","message":"Broken","body":"{\"message\":\"Broken\",\"code\":\"B\",\"token\":\"[redacted]\"}","uri":"test://template/500/data"}
        "#]]
        .assert_eq(&told);
    }
}

#[tokio::test]
async fn an_answer_of_the_api_is_not_kept() {
    let client = connect(start(server(Options::new()), &[]).await, discover()).await;
    for (uri, ttl_ms, scope) in [
        ("test://static-text", 0, CacheScope::Private),
        ("skill://conformance/SKILL.md", 300_000, CacheScope::Public),
    ] {
        let read = client.read_resource(ReadResourceRequestParams::new(uri)).await.unwrap();
        assert_eq!((read.ttl_ms, read.cache_scope), (Some(ttl_ms), Some(scope)), "{uri}");
    }
}

/// The URIs of what a server shows.
async fn uris(options: Options) -> Vec<String> {
    let client = connect_directly(server(options)).await;
    let listed = client.list_all_resources().await.unwrap();
    let templates = client.list_all_resource_templates().await.unwrap();
    let listed = listed.into_iter().map(|it| it.uri);
    let all = listed.chain(templates.into_iter().map(|it| it.uri_template));
    all.filter(|it| it.starts_with("test:")).collect()
}

#[tokio::test]
async fn patterns_choose_resources() {
    let all = uris(Options::new()).await;
    assert_eq!(all.len(), 5);
    assert_eq!(uris(Options::new().read_only(true)).await, all);
    let records = ["test://template/{id}/data", "test://records/{sort}/{id}"];
    assert_eq!(uris(Options::new().allow(["tag:records", "test_*"])).await, records);
    assert_eq!(uris(Options::new().deny(["static-*", "failing"])).await, records);
    // What must not be called must not be read either.
    let denied = ["test_simple_text", "test_image_*", "tag:records"];
    assert_eq!(uris(Options::new().deny(denied)).await, ["test://failing"]);
    let client = connect_directly(server(Options::new().deny(denied))).await;
    let unknown =
        "-32002: there is no resource test://static-text {\"uri\":\"test://static-text\"}";
    assert_eq!(read(&client, "test://static-text").await, unknown);
}

#[tokio::test]
async fn values_that_are_listed_are_proposed() {
    let client = connect(start(server(Options::new()), &[]).await, discover()).await;
    let mut told = String::new();
    for (reference, argument, typed) in [
        (Reference::for_resource("test://records/{sort}/{id}"), "sort", ""),
        (Reference::for_resource("test://records/{sort}/{id}"), "sort", "IN"),
        (Reference::for_resource("test://records/{sort}/{id}"), "id", "1"),
        (Reference::for_resource("test://records/{sort}/{id}"), "kind", ""),
        (Reference::for_resource("test://nothing"), "id", ""),
        (Reference::for_prompt("test_prompt_with_arguments"), "arg1", "a"),
        (Reference::for_prompt("test_prompt_with_arguments"), "arg3", "a"),
        (Reference::for_prompt("nothing"), "arg1", "a"),
    ] {
        let request =
            rmcp::model::CompleteRequestParams::new(reference, ArgumentInfo::new(argument, typed));
        told += &match client.complete(request).await {
            Ok(result) => format!("{}\n", serde_json::to_string(&result.completion).unwrap()),
            Err(ServiceError::McpError(error)) => format!("{}: {}\n", error.code.0, error.message),
            Err(other) => panic!("{other}"),
        };
    }
    expect![[r#"
        {"values":["invoice","order"],"total":2,"hasMore":false}
        {"values":["invoice"],"total":1,"hasMore":false}
        {"values":[],"total":0,"hasMore":false}
        -32602: nothing of that name has an argument `kind`
        -32602: nothing of that name has an argument `id`
        {"values":[],"total":0,"hasMore":false}
        -32602: nothing of that name has an argument `arg3`
        -32602: nothing of that name has an argument `arg1`
    "#]]
    .assert_eq(&told);
}
