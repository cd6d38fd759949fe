//! Which tools are shown, and that others are unknown.

use std::sync::Arc;

use crate::common::{Fake, call, connect, connect_directly, discover, request, shown, start};
use crate::process::run;
use crate::sample;
use fixture::support::mcp::{McpServer, Options, SetupError};
use rmcp::ServiceError;
use rmcp::model::ErrorCode;
use serde_json::json;

fn server(options: Options) -> Result<McpServer, SetupError> {
    let fake: Arc<Fake> = Fake::json(r#"{"id":"a"}"#);
    let capabilities: Vec<(_, Arc<dyn fixture::support::service::Service>)> =
        vec![(&sample::SAMPLE, fake.clone()), (&sample::OTHER, fake)];
    McpServer::with_options(capabilities, options)
}

async fn names(options: Options) -> Vec<String> {
    let client = connect_directly(server(options).unwrap()).await;
    let tools = client.list_all_tools().await.unwrap();
    tools.into_iter().map(|tool| tool.name.into_owned()).collect()
}

#[tokio::test]
async fn patterns_choose_tools() {
    let all = ["plain", "listed", "one", "send", "renamed", "whole", "mapped", "other"];
    assert_eq!(names(Options::new()).await, all);
    assert_eq!(names(Options::new().read_only(true)).await, ["plain"]);
    assert_eq!(
        names(Options::new().allow(["one", "*ed"])).await,
        ["listed", "one", "renamed", "mapped"]
    );
    assert_eq!(names(Options::new().deny(["*ed", "?la??", "*e"])).await, ["send", "other"]);
}

#[tokio::test]
async fn denial_wins_and_tags_choose() {
    assert_eq!(names(Options::new().allow(["tag:things"])).await, ["send", "renamed"]);
    assert_eq!(names(Options::new().allow(["tag:th*"]).deny(["re*"])).await, ["send"]);
    assert_eq!(
        names(Options::new().deny(["tag:things", "tag:more", "*ed"])).await,
        ["plain", "one", "other"]
    );
}

#[tokio::test]
async fn hidden_tools_are_unknown() {
    let address = start(server(Options::new().read_only(true)).unwrap(), &[]).await;
    let client = connect(address, discover()).await;
    assert_eq!(shown(&call(&client, "plain", json!({})).await), r#"ok: {"id":"a"}"#);
    let error = client.call_tool(request("one", json!({}))).await.unwrap_err();
    let ServiceError::McpError(error) = error else { panic!("{error}") };
    assert_eq!(error.code, ErrorCode::INVALID_PARAMS);
    assert_eq!(error.message, "unknown tool `one`; `tools/list` names all");
}

fn refused(options: Options) -> String {
    server(options).err().map(|it| it.to_string()).unwrap_or_default()
}

#[test]
fn a_pattern_that_matches_nothing_is_refused() {
    for (pattern, message) in [
        ("plane", "the pattern `plane` matches no tool; did you mean `plain`?"),
        ("list*x", "the pattern `list*x` matches no tool; did you mean `listed`?"),
        ("tag:thing", "the pattern `tag:thing` matches no tool; did you mean `tag:things`?"),
        ("qqq*", "the pattern `qqq*` matches no tool"),
        ("", "the pattern `` matches no tool"),
    ] {
        assert_eq!(refused(Options::new().deny([pattern])), message);
        assert_eq!(refused(Options::new().allow(["one", pattern])), message);
    }
    let none = "no tool of `sample`, `other` is left by what is allowed and denied";
    assert_eq!(refused(Options::new().deny(["*"])), none);
    // Checked against more capabilities than the server has.
    let options = Options::new().allow(["other"]);
    let options = options.checked_against(&[&sample::SAMPLE, &sample::OTHER]).unwrap();
    let only =
        vec![(&sample::SAMPLE, Fake::json("1") as Arc<dyn fixture::support::service::Service>)];
    let error = McpServer::with_options(only, options).unwrap_err();
    assert_eq!(error.to_string(), "no tool of `sample` is left by what is allowed and denied");
}

#[tokio::test]
async fn the_program_filters() {
    let request = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":{\
        \"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\
        \"io.modelcontextprotocol/clientInfo\":{\"name\":\"t\",\"version\":\"1\"},\
        \"io.modelcontextprotocol/clientCapabilities\":{}}}}\n";
    let url = Some("http://127.0.0.1:1");
    for (options, names) in [
        (&["--read-only"][..], &["pets-list", "pets-show"][..]),
        (
            &["--allow", "pets-*", "--deny", "*-show", "--deny", "*-list"],
            &["pets-create", "pets-remove"],
        ),
    ] {
        let arguments = [&["serve", "pets", "--stdio"], options].concat();
        let output = run("pets", &arguments, url, request).await;
        let answer: serde_json::Value = serde_json::from_str(&output.stdout).expect("one answer");
        let tools = answer["result"]["tools"].as_array().expect("a list").iter();
        let listed: Vec<&str> = tools.filter_map(|tool| tool["name"].as_str()).collect();
        assert_eq!(listed, names);
    }
    let output = run("pets", &["serve", "--stdio", "--deny", "pets-remov"], url, "").await;
    let message = "error: the pattern `pets-remov` matches no tool; did you mean `pets-remove`, \
        `pets-create`, `pets-show`?\n";
    assert_eq!((output.code, &*output.stderr), (Some(2), message));
}
