//! What is secret in an answer is hidden, and what is published still holds.

use std::sync::Arc;

use crate::common::{Fake, answer, call, connect_directly, shown};
use crate::secrets::KEYRING;
use fixture::support::failure::Failure;
use fixture::support::mcp::{McpServer, Options};
use http::StatusCode;
use serde_json::{Value, json};

async fn told(
    options: Options,
    tool: &'static str,
    status: u16,
    media_type: &str,
    body: Value,
) -> String {
    let body = body.as_str().map_or_else(|| body.to_string(), str::to_owned);
    let given = answer(status, media_type, body);
    let fake = Fake::new(move |_| Ok(given.clone()));
    let server = McpServer::with_options(vec![(&KEYRING, fake as Arc<_>)], options).unwrap();
    let client = connect_directly(server).await;
    let arguments = json!({"id": "k"});
    let result = call(&client, tool, arguments).await;
    // Whatever is told holds for what is published.
    if let Some(structured) = &result.structured_content {
        let tools = client.list_all_tools().await.unwrap();
        let schema =
            tools.iter().find(|it| it.name == tool).unwrap().output_schema.clone().unwrap();
        let schema = Value::Object(schema.as_ref().clone());
        let options = jsonschema::options().should_validate_formats(true);
        let validator = options.build(&schema).unwrap();
        assert!(validator.is_valid(structured), "{schema} {structured}");
    }
    shown(&result)
}

async fn hidden(tool: &'static str, status: u16, media_type: &str, body: Value, want: &str) {
    assert_eq!(told(Options::new(), tool, status, media_type, body).await, want);
}

const JSON: &str = "application/json";

#[tokio::test]
async fn marks_and_names_hide_in_text_and_in_structured_content() {
    let key = json!({"id": "k", "apiKey": "0123456789abcdefghij", "hook": "h", "token": "t"});
    let shown = r#"{"id":"k","apiKey":"[redacted]","hook":"[redacted]","token":"t"}"#;
    let note = "`[redacted]` stands for a secret that is not shown: /apiKey, /hook.";
    hidden("keys-read", 200, JSON, key.clone(), &format!("ok: {shown} || {note} => {shown}")).await;
    let note = "`[redacted]` stands for a secret that is not shown: /0/apiKey, /0/hook.";
    let list = format!("ok: [{shown}] || {note} => {{\"result\":[{shown}]}}");
    hidden("keys-list", 200, JSON, json!([key.clone()]), &list).await;
    let open = told(Options::new().show_secrets(true), "keys-read", 200, JSON, key.clone()).await;
    assert_eq!(open, format!("ok: {key} => {key}"));
}

#[tokio::test]
async fn a_mapping_does_not_lead_around_a_name() {
    let key = json!({"id": "k", "apiKey": "0123456789abcdefghij"});
    let want =
        r#"ok: "[redacted]" || `[redacted]` stands for a secret that is not shown: /apiKey."#;
    hidden("keys-value", 200, JSON, key, want).await;
}

#[tokio::test]
async fn what_no_document_describes_is_hidden_by_name_and_shape() {
    hidden(
        "keys-anything",
        200,
        JSON,
        json!({"githubPrivateKey": "x", "tokenCount": 3, "isPasswordSet": true, "log": "a\nDB_PASSWORD=b"}),
        "ok: {\"githubPrivateKey\":\"[redacted]\",\"tokenCount\":3,\"isPasswordSet\":true,\"log\":\"a\\nDB_PASSWORD=[redacted]\"} \
         || `[redacted]` stands for a secret that is not shown: /githubPrivateKey, /log.",
    )
    .await;
    hidden(
        "keys-anything",
        200,
        "text/plain",
        json!("services:\n  db:\n    POSTGRES_PASSWORD: x\n    PORT: 80\n"),
        "ok: services:\n  db:\n    POSTGRES_PASSWORD: [redacted]\n    PORT: 80\n || `[redacted]` stands for a secret \
         that is not shown.",
    )
    .await;
}

#[tokio::test]
async fn a_shape_that_is_hidden_keeps_or_breaks_the_promise() {
    let url = json!({"id": "k", "url": "https://u:p4ss@db/x"});
    let shown = r#"{"id":"k","url":"https://u:redacted@db/x"}"#;
    let note = "`[redacted]` stands for a secret that is not shown: /url.";
    hidden("keys-read", 200, JSON, url, &format!("ok: {shown} || {note} => {shown}")).await;
    let short = json!({"id": "k", "short": "PASSWORD=abc"});
    let want = "error: The operation was carried out (HTTP 200); do not repeat it. Its answer, which follows, is not \
        what the tool's output schema promises\n- a secret in it was hidden || \
        {\"id\":\"k\",\"short\":\"PASSWORD=[redacted]\"} || `[redacted]` stands for a secret that is not shown: /short.";
    hidden("keys-read", 200, JSON, short, want).await;
}

#[tokio::test]
async fn errors_are_hidden_too() {
    hidden(
        "keys-anything",
        400,
        JSON,
        json!({"message": "login with password=hunter2 failed", "token": "t", "detail": "redis://:p@h"}),
        r#"error: {"status":400,"message":"login with password=[redacted] failed","body":"{\"message\":\"login with password=[redacted] failed\",\"token\":\"[redacted]\",\"detail\":\"redis://:redacted@h\"}"}"#,
    )
    .await;
    let fake = Fake::new(|_| {
        let message = "cannot reach postgres://app:s3cret@db/x".to_owned();
        Err(Failure::of(StatusCode::BAD_GATEWAY, message))
    });
    let client = connect_directly(McpServer::new(&KEYRING, fake).unwrap()).await;
    let told = shown(&call(&client, "keys-anything", json!({"id": "k"})).await);
    assert!(told.ends_with(r#""message":"cannot reach postgres://app:redacted@db/x"}"#), "{told}");
}

#[tokio::test]
async fn a_placeholder_is_not_written_back() {
    let fake = Fake::json("1");
    let client = connect_directly(McpServer::new(&KEYRING, fake.clone()).unwrap()).await;
    let arguments = json!({"id": "k", "filter": {"token": ["[redacted]"]}});
    assert_eq!(
        shown(&call(&client, "keys-anything", arguments.clone()).await),
        "error: Nothing was done: /filter/token/0 of `keys-anything` is only what stands for a secret that was \
         hidden, so that the secret itself would be lost. Leave it out, or ask the user for the value."
    );
    assert_eq!(fake.inputs().len(), 0);
}
