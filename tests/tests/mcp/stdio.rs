//! The built binary as a child process, over a fake of the upstream API.

use crate::common::{call, discover, initialize, shown};
use crate::process::{command, upstream};
use rmcp::model::ErrorCode;
use rmcp::service::ClientServiceExt;
use rmcp::transport::TokioChildProcess;
use rmcp::{ServiceError, model::CallToolRequestParams};
use serde_json::json;

#[tokio::test]
async fn both_eras_over_stdio() {
    let url = upstream().await;
    for era in [initialize(), discover()] {
        let command =
            command("pets", &["serve", "pets", "--stdio", "--yes-destructive"], Some(&url));
        let client =
            ().serve_with_lifecycle(TokioChildProcess::new(command).unwrap(), era).await.unwrap();
        let tools = client.list_all_tools().await.unwrap();
        assert_eq!(tools.len(), 4);
        let pet = r#"{"id":"p1","state":"sold","teamId":null,"labels":{}}"#;
        let result = call(&client, "pets-show", json!({"petId": "p1"})).await;
        assert_eq!(shown(&result), format!("ok: {pet} => {pet}"));
        let result = call(&client, "pets-list", json!({"limit": 2})).await;
        assert_eq!(shown(&result), format!(r#"ok: [{pet}] => {{"result":[{pet}]}}"#));
        let result = call(&client, "pets-show", json!({"petId": "none"})).await;
        assert_eq!(
            shown(&result),
            r#"error: {"status":404,"code":"NOT_FOUND","message":"No such pet"}"#
        );
        let result = call(&client, "pets-remove", json!({"petId": "p1"})).await;
        assert_eq!(shown(&result), r#"ok: (empty response) => {"result":null}"#);
        let result = call(&client, "pets-create", json!({"name": "", "size": 1})).await;
        let text = shown(&result);
        assert!(
            text.contains("\n- /size: unknown argument; known are name, image, weight"),
            "{text}"
        );
        assert!(text.contains("\n- /name: "), "{text}");
        let unknown = client.call_tool(CallToolRequestParams::new("cats-list")).await.unwrap_err();
        let ServiceError::McpError(error) = unknown else { panic!("{unknown}") };
        assert_eq!(error.code, ErrorCode::INVALID_PARAMS);
        client.cancel().await.unwrap();
    }
}

#[tokio::test]
async fn a_wrong_key_is_told_to_the_model() {
    let url = upstream().await;
    let mut command = command("pets", &["serve", "pets", "--stdio"], Some(&url));
    command.env("PETS_API_KEY", "wrong");
    let transport = TokioChildProcess::new(command).unwrap();
    let client = ().serve_with_lifecycle(transport, initialize()).await.unwrap();
    let result = call(&client, "pets-show", json!({"petId": "p1"})).await;
    assert_eq!(shown(&result), r#"error: {"status":401,"message":"Unauthorized"}"#);
}

#[tokio::test]
async fn nothing_but_the_protocol_is_written_to_stdout() {
    let url = upstream().await;
    let output = crate::process::run(
        "pets",
        &["serve", "pets", "--stdio"],
        Some(&url),
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\
         \"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}\n",
    )
    .await;
    assert_eq!(output.code, Some(0), "{output:?}");
    let lines: Vec<&str> = output.stdout.lines().collect();
    assert_eq!(lines.len(), 1, "{output:?}");
    let answer: serde_json::Value = serde_json::from_str(lines[0]).unwrap();
    assert_eq!(answer["result"]["serverInfo"]["name"], "pets-mcp");
    assert_eq!(output.stderr, "");
}
