//! MCP over HTTP, with clients of both eras of the protocol.

use std::sync::Arc;
use std::time::Duration;

use crate::common::{
    Fake, call, connect, connect_directly, discover, initialize, request, shown, start,
};
use crate::sample;
use fixture::support::failure::Failure;
use fixture::support::mcp::McpServer;
use fixture::support::operation::Operation;
use fixture::support::service::{Answer, BoxFuture, Context, Inputs, Service};
use rmcp::ServiceError;
use rmcp::model::{CacheScope, ClientRequest, ErrorCode};
use serde_json::json;
use tokio::sync::mpsc;

fn server(fake: Arc<Fake>) -> McpServer {
    McpServer::combined(vec![(&sample::SAMPLE, fake.clone()), (&sample::OTHER, fake)]).unwrap()
}

fn code(error: ServiceError) -> (ErrorCode, String) {
    match error {
        ServiceError::McpError(error) => (error.code, error.message.into_owned()),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn both_eras_list_and_call() {
    for era in [initialize(), discover()] {
        let newest = era == discover();
        let fake = Fake::json(r#"{"id":"a"}"#);
        let address = start(server(fake.clone()), &[]).await;
        let client = connect(address, era).await;
        let list = client.list_tools(None).await.unwrap();
        let names: Vec<&str> = list.tools.iter().map(|tool| &*tool.name).collect();
        assert_eq!(
            names,
            ["plain", "listed", "one", "send", "renamed", "whole", "mapped", "other"]
        );
        assert_eq!(list.tools[0].title.as_deref(), Some("Plain"));
        assert_eq!(list.ttl_ms, newest.then_some(300_000));
        assert_eq!(list.cache_scope, newest.then_some(CacheScope::Public));
        let result = call(&client, "one", json!({})).await;
        assert_eq!(shown(&result), r#"ok: {"id":"a"} => {"id":"a"}"#);
        let headers = fake.calls.lock().unwrap()[0].2.clone();
        assert_eq!(headers["host"], address.to_string());
    }
}

#[tokio::test]
async fn only_tools_are_declared_and_answered() {
    let fake = Fake::json("null");
    let client =
        connect(start(McpServer::new(&sample::SAMPLE, fake).unwrap(), &[]).await, initialize())
            .await;
    let info = client.peer_info().unwrap();
    let implementation = info.server_info.clone().unwrap();
    assert_eq!(
        (&*implementation.name, implementation.title.as_deref(), &*implementation.version),
        ("sample", Some("Sample"), env!("CARGO_PKG_VERSION"))
    );
    assert_eq!(info.instructions.as_deref(), Some("Use it well."));
    assert_eq!(serde_json::to_value(&info.capabilities).unwrap(), json!({"tools": {}}));
    let refusals = [
        client.list_prompts(None).await.err(),
        client.list_resources(None).await.err(),
        client.list_resource_templates(None).await.err(),
    ];
    for refusal in refusals {
        assert_eq!(code(refusal.unwrap()).0, ErrorCode::METHOD_NOT_FOUND);
    }
}

#[tokio::test]
async fn an_unknown_tool_is_an_error_of_the_protocol() {
    for era in [initialize(), discover()] {
        let client = connect(start(server(Fake::json("null")), &[]).await, era).await;
        let error = client.call_tool(request("nothing", json!({}))).await.unwrap_err();
        let message = "unknown tool `nothing`; `tools/list` names all".to_owned();
        assert_eq!(code(error), (ErrorCode::INVALID_PARAMS, message));
    }
}

/// A request of the old era, with a header or two of the caller's choice.
async fn post(url: String, headers: &[(&str, &str)]) -> u16 {
    let mut request = reqwest::Client::new()
        .post(url)
        .header("content-type", "application/json")
        .header("accept", "application/json, text/event-stream")
        .body(r#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn only_known_hosts_and_origins_are_served() {
    let address = start(server(Fake::json("null")), &["tools.example:8443".to_owned()]).await;
    let url = format!("http://{address}/mcp");
    for (headers, status) in [
        (&[][..], 200),
        (&[("host", "localhost:9090")], 200),
        (&[("host", "[::1]:9090")], 200),
        (&[("host", "tools.example:8443")], 200),
        (&[("host", "tools.example:80")], 403),
        (&[("host", "evil.example")], 403),
        (&[("origin", "http://localhost:3000")], 200),
        (&[("origin", "https://127.0.0.1")], 200),
        (&[("origin", "http://[::1]:3000")], 200),
        (&[("origin", "https://tools.example:8443")], 200),
        (&[("origin", "http://evil.example")], 403),
        (&[("origin", "http://localhost.evil.example")], 403),
        (&[("origin", "null")], 403),
    ] {
        assert_eq!(post(url.clone(), headers).await, status, "{headers:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_said_so() {
    let address = start(server(Fake::json("null")), &[]).await;
    let client = reqwest::Client::new();
    let mut told = String::new();
    for body in [
        "junk",
        r#"{"jsonrpc":"2.0","id":1,"method":"tools/list""#,
        "{}",
        "[]",
        r#"{"jsonrpc":"2.0","id":1,"method":"no/such"}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"tools/call"}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":5}}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"one","arguments":[1]}}"#,
    ] {
        let request = client.post(format!("http://{address}/mcp")).body(body);
        let request = request.header("content-type", "application/json; charset=utf-8");
        let request = request.header("accept", "application/json, text/event-stream");
        let answer = request.send().await.unwrap();
        told += &format!("{} {}\n", answer.status().as_u16(), answer.text().await.unwrap());
    }
    expect_test::expect![[r#"
        400 {"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"expected value at line 1 column 1"}}
        400 {"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"EOF while parsing an object at line 1 column 45"}}
        400 {"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"unrecognized JSON-RPC message"}}
        400 {"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"unrecognized JSON-RPC message"}}
        200 {"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no/such"}}
        200 {"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"the parameters of `tools/call` do not fit: there are none"}}
        200 {"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"the parameters of `tools/call` do not fit: invalid type: integer `5`, expected a string"}}
        200 {"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"the parameters of `tools/call` do not fit: invalid type: sequence, expected a map"}}
    "#]].assert_eq(&told);
}

/// Never answers; tells when it is called and when the call is dropped.
struct Stuck(mpsc::UnboundedSender<&'static str>);

struct Dropped(mpsc::UnboundedSender<&'static str>);

impl Drop for Dropped {
    fn drop(&mut self) {
        let _ = self.0.send("dropped");
    }
}

impl Service for Stuck {
    fn call<'a>(
        &'a self,
        _: &'static Operation,
        _: Inputs,
        _: &'a Context,
    ) -> BoxFuture<'a, Result<Answer, Failure>> {
        let guard = Dropped(self.0.clone());
        Box::pin(async move {
            let _ = guard.0.send("called");
            std::future::pending().await
        })
    }
}

async fn next(events: &mut mpsc::UnboundedReceiver<&'static str>) -> &'static str {
    tokio::time::timeout(Duration::from_secs(5), events.recv()).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_client_that_hangs_up_cancels_its_call() {
    for era in [initialize(), discover()] {
        let (sender, mut events) = mpsc::unbounded_channel();
        let stuck = McpServer::new(&sample::SAMPLE, Arc::new(Stuck(sender))).unwrap();
        let client = connect(start(stuck, &[]).await, era).await;
        let peer = client.peer().clone();
        let call = tokio::spawn(async move { peer.call_tool(request("plain", json!({}))).await });
        assert_eq!(next(&mut events).await, "called");
        drop(client.cancel().await);
        call.abort();
        assert_eq!(next(&mut events).await, "dropped");
    }
}

#[tokio::test]
async fn a_cancelled_request_cancels_its_call() {
    let (sender, mut events) = mpsc::unbounded_channel();
    let stuck = McpServer::new(&sample::SAMPLE, Arc::new(Stuck(sender))).unwrap();
    let client = connect_directly(stuck).await;
    let request = rmcp::model::Request::new(request("plain", json!({})));
    let handle = client
        .send_cancellable_request(ClientRequest::CallToolRequest(request), Default::default())
        .await
        .unwrap();
    assert_eq!(next(&mut events).await, "called");
    handle.cancel(Some("no longer wanted".to_owned())).await.unwrap();
    assert_eq!(next(&mut events).await, "dropped");
}
