//! The command line of the binary, and what it listens on.

use std::time::Duration;

use crate::common::{call, discover, shown};
use crate::process::{run, serve, upstream};
use rmcp::service::ClientServiceExt;
use rmcp::transport::StreamableHttpClientTransport;
use serde_json::json;

#[tokio::test]
async fn list_names_what_is_compiled_in() {
    let output = run("pets", &["list"], None, "").await;
    assert_eq!(
        output.stdout,
        "pets: Pets\n  operations: 5\n  REST: port 8080, 5 routes\n  MCP: port 9090, 4 tools\n  \
         variables: PETS_URL, PETS_API_KEY\n"
    );
    assert_eq!((output.code, &*output.stderr), (Some(0), ""));
}

#[tokio::test]
async fn rest_and_mcp_are_served_until_sigterm() {
    let url = upstream().await;
    let mut served =
        serve("pets", &["serve", "pets", "--rest-port", "0", "--mcp-port", "0"], &url).await;
    assert!(served.line.starts_with("pets: REST on http://127.0.0.1:"), "{}", served.line);
    let transport = StreamableHttpClientTransport::from_uri(served.url("MCP on "));
    let client = ().serve_with_lifecycle(transport, discover()).await.unwrap();
    assert_eq!(client.list_all_tools().await.unwrap().len(), 4);
    let result = call(&client, "pets-show", json!({"petId": "none"})).await;
    assert_eq!(
        shown(&result),
        r#"error: {"status":404,"code":"NOT_FOUND","message":"No such pet"}"#
    );
    let rest = served.url("REST on ");
    let answer = reqwest::get(format!("{rest}/v1/pets/p1")).await.unwrap();
    assert_eq!(answer.status(), 200);
    let answer = reqwest::get(format!("{rest}/elsewhere")).await.unwrap();
    assert_eq!(answer.status(), 404);
    drop(client);
    served.terminate().await;
    let stopped = tokio::time::timeout(Duration::from_secs(12), served.child.wait()).await;
    assert_eq!(stopped.unwrap().unwrap().code(), Some(0));
    let mut lines = Vec::new();
    while let Some(line) = served.stderr.next_line().await.unwrap() {
        lines.push(line);
    }
    lines.retain(|it| !it.contains(" INFO request "));
    assert_eq!(lines, ["stopping; calls in progress have 10 seconds"]);
}

#[tokio::test]
async fn a_single_surface_can_be_served() {
    let url = upstream().await;
    let served = serve("pets", &["serve", "--no-rest", "--mcp-port", "0"], &url).await;
    assert!(served.line.starts_with("pets: MCP on http://127.0.0.1:"), "{}", served.line);
    let served = serve("pets", &["serve", "--all", "--no-mcp", "--rest-port", "0"], &url).await;
    assert!(served.line.starts_with("pets: REST on http://127.0.0.1:"), "{}", served.line);
    assert!(!served.line.contains("MCP"), "{}", served.line);
    let served =
        serve("pets", &["serve", "--listen", "::1", "--rest-port", "0", "--mcp-port", "0"], &url)
            .await;
    assert!(served.line.contains("REST on http://[::1]:"), "{}", served.line);
}

async fn refused(arguments: &[&str], upstream: Option<&str>, code: i32, message: &str) {
    let output = run("pets", arguments, upstream, "").await;
    assert_eq!((output.code, &*output.stdout), (Some(code), ""), "{output:?}");
    assert_eq!(output.stderr, message);
}

#[tokio::test]
async fn what_cannot_be_served_is_said() {
    refused(
        &["serve", "cats", "pets", "dogs"],
        None,
        2,
        "error: no capability `cats`, `dogs`; known are `pets`\n",
    )
    .await;
    refused(
        &["serve", "pets", "--rest-port", "0", "--mcp-port", "0"],
        None,
        2,
        "error: set these environment variables and start again:\n  pets: PETS_URL, PETS_API_KEY\n",
    )
    .await;
    refused(
        &["serve", "pets", "--rest-port", "7001", "--mcp-port", "7001"],
        Some("http://127.0.0.1:1"),
        2,
        "error: REST of pets and MCP of pets both want port 7001; let them share it with --port 7001, or \
         choose others with --rest-port and --mcp-port\n",
    )
    .await;
    refused(
        &["serve", "pets", "--listen", "0.0.0.0"],
        Some("http://127.0.0.1:1"),
        2,
        "error: whoever reaches 0.0.0.0:8080 could act with the credentials of this server, since \
         callers are not authenticated; listen on a loopback address (--listen 127.0.0.1), or pass \
         --allow-unauthenticated where something else keeps strangers out\n",
    )
    .await;
    let output = run("pets", &["serve", "pets", "--stdio", "--rest-port", "1"], None, "").await;
    assert_eq!(output.code, Some(2), "{output:?}");
    let output = run("pets", &["serve", "--no-rest", "--no-mcp"], None, "").await;
    assert_eq!(output.code, Some(2), "{output:?}");
}

#[tokio::test]
async fn a_port_in_use_is_named_with_what_wants_it() {
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    refused(
        &["serve", "pets", "--rest-port", "0", "--mcp-port", &port],
        Some("http://127.0.0.1:1"),
        1,
        &format!(
            "error: port {port} is in use, which MCP of pets wants; choose another with --mcp-port \
             PORT (0 takes any free one)\n"
        ),
    )
    .await;
}
