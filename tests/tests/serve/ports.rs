//! Which surfaces share a port, and which must not.

use serde_json::json;

use crate::process::{run, serve, upstream};

#[tokio::test]
async fn one_port_serves_rest_and_mcp_of_several_capabilities() {
    let url = upstream().await;
    let mut served = serve("pets,cats", &["serve", "--all", "--port", "0"], &url).await;
    let (rest, mcp) = (served.url("REST on "), served.url("MCP on "));
    assert_eq!(format!("{rest}/mcp"), mcp);
    let line = served.stderr.next_line().await.unwrap().unwrap();
    assert_eq!(line, format!("cats: REST on {rest}, MCP on {mcp}"));
    assert_eq!(reqwest::get(format!("{rest}/v1/pets/p1")).await.unwrap().status(), 200);
    // The fake has no cats: what it says is passed on, whereas a path without an operation is our own 404.
    let text = async |path: &str| reqwest::get(format!("{rest}{path}")).await.unwrap().text().await;
    assert_eq!(text("/v1/cats").await.unwrap(), "");
    assert!(text("/v1/cows").await.unwrap().contains("There is no operation at this path"));
    let client = json!({"name": "test", "version": "1"});
    let params = json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client});
    let hello = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params});
    let request = reqwest::Client::new().post(&mcp).body(hello.to_string());
    let request = request.header("content-type", "application/json");
    let answer = request.header("accept", "application/json, text/event-stream").send();
    assert_eq!(answer.await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_clash_of_ports_names_both_sides() {
    let arguments = ["serve", "--all", "--rest-port", "7001", "--mcp-port", "7001"];
    let output = run("pets,cats", &arguments, Some("http://127.0.0.1:1"), "").await;
    assert_eq!((output.code, &*output.stdout), (Some(2), ""));
    assert_eq!(
        output.stderr,
        "error: REST of pets, cats and MCP of pets, cats both want port 7001; let them share it with \
         --port 7001, or choose others with --rest-port and --mcp-port\n"
    );
}

#[tokio::test]
async fn a_shared_port_in_use_names_all_that_want_it() {
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = run("pets", &["serve", "--port", &port], Some("http://127.0.0.1:1"), "").await;
    assert_eq!(output.code, Some(1));
    assert_eq!(
        output.stderr,
        format!(
            "error: port {port} is in use, which REST of pets and MCP of pets want; choose another with \
             --port PORT (0 takes any free one)\n"
        )
    );
}
