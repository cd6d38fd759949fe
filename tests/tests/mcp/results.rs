//! How arguments become inputs, and answers results.

use crate::common::{Fake, answer, call, connect_directly, shown};
use crate::sample;
use fixture::support::failure::{Failure, Issue};
use fixture::support::mcp::McpServer;
use http::StatusCode;
use serde_json::{Value, json};

async fn result_of(
    tool: &'static str,
    status: u16,
    media_type: &str,
    body: impl Into<bytes::Bytes>,
) -> String {
    let given = answer(status, media_type, body);
    let fake = Fake::new(move |_| Ok(given.clone()));
    let client = connect_directly(McpServer::new(&sample::SAMPLE, fake).unwrap()).await;
    shown(&call(&client, tool, json!({})).await)
}

async fn check_result(
    tool: &'static str,
    status: u16,
    media_type: &str,
    body: &'static str,
    want: &str,
) {
    assert_eq!(result_of(tool, status, media_type, body).await, want);
}

const JSON: &str = "application/json";

#[tokio::test]
async fn json_without_output_schema_is_text() {
    check_result("plain", 200, JSON, r#"{ "a": [1, 2] }"#, r#"ok: {"a":[1,2]}"#).await;
    check_result("plain", 200, JSON, "[ ]", "ok: []").await;
    check_result("plain", 200, JSON, r#""token""#, r#"ok: "token""#).await;
    check_result("plain", 200, "application/problem+json; charset=utf-8", "7", "ok: 7").await;
    check_result("plain", 200, JSON, "", "ok: (empty response)").await;
    check_result("plain", 204, "", "", "ok: (empty response)").await;
    check_result("plain", 200, JSON, "{broken", "ok: {broken").await;
}

#[tokio::test]
async fn structured_content_follows_the_output_schema() {
    check_result("one", 200, JSON, r#"{"id":"a"}"#, r#"ok: {"id":"a"} => {"id":"a"}"#).await;
    check_result("one", 201, JSON, r#"{"id":"a"}"#, r#"ok: {"id":"a"} => {"id":"a"}"#).await;
    check_result("listed", 200, JSON, r#"["a"]"#, r#"ok: ["a"] => {"result":["a"]}"#).await;
    check_result("mapped", 200, JSON, r#"{"id":"a"}"#, r#"ok: "a" => {"result":"a"}"#).await;
    // JSON under a wrong name is still what is declared.
    check_result("one", 200, "text/html", r#"{"id":"a"}"#, r#"ok: {"id":"a"} => {"id":"a"}"#).await;
}

#[tokio::test]
async fn an_answer_that_breaks_the_output_schema_is_an_error_that_keeps_everything() {
    let broken = |reason: &str, content: &str| {
        format!(
            "error: The operation was carried out (HTTP 200); do not repeat it. Its answer, which \
             follows, is not what the tool's output schema promises\n- {reason} || {content}"
        )
    };
    for (tool, body, reason, content) in [
        ("one", r#"{"id":1}"#, "/id: must be a string", r#"{"id":1}"#),
        ("one", "", "must be an object", "(empty response)"),
        ("listed", r#"["a",null]"#, "/1: must be a string", r#"["a",null]"#),
        ("mapped", r#"{"note":"n"}"#, "/id: is required", "null"),
    ] {
        let shown = result_of(tool, 200, JSON, body).await;
        let generic = shown.replace("must be of type string", "must be a string");
        let expected = broken(reason, content);
        let end = expected.rsplit(" || ").next().unwrap();
        assert!(generic.starts_with("error: The operation was carried out (HTTP 200)"), "{shown}");
        assert!(shown.ends_with(&format!(" || {end}")), "{shown}");
        let pointer = reason.split(':').next().unwrap();
        assert!(
            !pointer.starts_with('/') || shown.contains(&format!("\n- {pointer}: ")),
            "{shown}"
        );
    }
}

#[tokio::test]
async fn text_and_bytes() {
    check_result("plain", 200, "text/plain", "hello", "ok: hello").await;
    check_result("plain", 200, "", "hello", "ok: hello").await;
    check_result("plain", 200, "image/svg+xml", "<svg/>", "ok: <svg/>").await;
    let image = r#"ok: {"type":"image","data":"AQI=","mimeType":"image/png"}"#;
    assert_eq!(result_of("plain", 200, "image/png", vec![1, 2]).await, image);
    let audio = r#"ok: {"type":"audio","data":"AQI=","mimeType":"audio/wav"}"#;
    assert_eq!(result_of("plain", 200, "Audio/WAV", vec![1, 2]).await, audio);
    let blob = r#"ok: {"type":"resource","resource":{"uri":"capability://sample/plain","mimeType":"application/zip","blob":"AQI="}}"#;
    assert_eq!(result_of("plain", 200, "application/zip", vec![1, 2]).await, blob);
    let unknown = result_of("plain", 200, "", vec![0xff, 0xfe]).await;
    assert!(unknown.contains("application/octet-stream"), "{unknown}");
    let large = result_of("plain", 200, "application/zip", vec![0; 5 << 20]).await;
    assert_eq!(
        large,
        "ok: (5242880 bytes of application/zip, which is more than a result may carry)"
    );
}

#[tokio::test]
async fn each_part_is_what_it_is() {
    const MIXED: &str = "multipart/mixed; boundary=\"a b\"";
    let body = "preamble\r\n--a b\r\n\r\nplain\r\n--a b\r\nContent-Type: application/json\r\n\r\n\
        { \"a\": 1 }\r\n--a b\r\nContent-Type: image/png\r\nContent-ID: <x>\r\n\r\n12\r\n--a b\r\n\
        Content-Type: text/plain\r\n\r\n\r\n--a b\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n\
        --a b--\r\nepilogue";
    let blocks = [
        "plain",
        r#"{"a":1}"#,
        r#"{"type":"image","data":"MTI=","mimeType":"image/png"}"#,
        r#"{"type":"resource","resource":{"uri":"capability://sample/plain#4","mimeType":"application/pdf","blob":"JVBERg=="}}"#,
    ];
    check_result("plain", 200, MIXED, body, &format!("ok: {}", blocks.join(" || "))).await;
    check_result("plain", 200, MIXED, "--a b--", "ok: (empty response)").await;
    check_result("plain", 200, MIXED, "--a b\r\n\r\nx\r\n--a b--", "ok: x").await;
    // What cannot be taken apart is passed on as a whole.
    let cut = ["--x", "--a b", "--a b\r\n\r\n", "--a b\r\n--a b--", "\r\n--a b \r\n\r\nx\r\n--a"];
    for body in cut {
        let whole = result_of("plain", 200, MIXED, body).await;
        assert!(whole.contains(r#""mimeType":"multipart/mixed""#), "{body:?}: {whole}");
    }
}

#[tokio::test]
async fn upstream_errors_of_other_shapes_are_understood() {
    // Nodeum: messages for people, details by attribute.
    let nodeum =
        r#"{"messages":["Name is taken","Name is short"],"details":{"name":[{"error":"taken"}]}}"#;
    let told = json!({
        "status": 422,
        "code": "taken",
        "message": "Name is taken; Name is short",
        "issues": [{"pointer": "/name", "message": "taken", "code": "taken"}],
        "body": nodeum,
    });
    check_error(422, JSON, nodeum, &told).await;
    let problem = r##"{"type":"about:blank","detail":"No","errors":[{"detail":"is required","pointer":"#/body/a%20b/0"}]}"##;
    let told = json!({
        "status": 400,
        "message": "No",
        "issues": [{"pointer": "/body/a b/0", "message": "is required"}],
        "body": problem,
    });
    check_error(400, "application/problem+json", problem, &told).await;
    // What the message says is not told twice.
    let told = json!({"status": 503, "message": "Try later"});
    check_error(503, "text/plain", "Try later", &told).await;
    check_error(503, JSON, r#""Try later""#, &told).await;
}

async fn check_error(status: u16, media_type: &str, body: &'static str, told: &Value) {
    let shown = result_of("plain", status, media_type, body).await;
    let text = shown.strip_prefix("error: ").unwrap();
    assert_eq!(serde_json::from_str::<Value>(text).unwrap(), *told);
}

#[tokio::test]
async fn upstream_errors_keep_status_code_message_issues_and_body() {
    check_result(
        "one",
        401,
        JSON,
        r#"{"message":"Unauthorized"}"#,
        r#"error: {"status":401,"message":"Unauthorized"}"#,
    )
    .await;
    check_result(
        "one",
        404,
        JSON,
        r#"{"message":"User not found","code":"NOT_FOUND","data":{"path":"user.one"}}"#,
        r#"error: {"status":404,"code":"NOT_FOUND","message":"User not found","body":"{\"message\":\"User not found\",\"code\":\"NOT_FOUND\",\"data\":{\"path\":\"user.one\"}}"}"#,
    )
    .await;
    check_result(
        "plain",
        400,
        JSON,
        r#"{"message":"Input validation failed","code":"BAD_REQUEST","issues":[{"path":["name"],"message":"Too small"}]}"#,
        r#"error: {"status":400,"code":"BAD_REQUEST","message":"Input validation failed","issues":[{"pointer":"/name","message":"Too small"}]}"#,
    )
    .await;
    check_result(
        "plain",
        502,
        "text/html",
        "<html>",
        r#"error: {"status":502,"message":"Bad Gateway","body":"<html>"}"#,
    )
    .await;
    let long = result_of("plain", 500, "text/plain", "ä".repeat(8000)).await;
    assert!(long.contains(" (the first 8192 of 16000 bytes)") && long.len() < 9000, "{long}");
}

#[tokio::test]
async fn failures_of_the_service_are_told() {
    let failure = Failure::new(StatusCode::CONFLICT, "TAKEN", "The name is taken")
        .with_issues(vec![Issue::new("choose another").at("/body/name").with_code("unique")]);
    let fake = Fake::new(move |_| Err(failure.clone()));
    let client = connect_directly(McpServer::new(&sample::SAMPLE, fake).unwrap()).await;
    assert_eq!(
        shown(&call(&client, "plain", json!({})).await),
        r#"error: {"status":409,"code":"TAKEN","message":"The name is taken","issues":[{"pointer":"/body/name","message":"choose another","code":"unique"}]}"#
    );
}

async fn sent(tool: &'static str, arguments: Value) -> (Value, Option<Value>) {
    let fake = Fake::json("null");
    let client = connect_directly(McpServer::new(&sample::SAMPLE, fake.clone()).unwrap()).await;
    let result = call(&client, tool, arguments).await;
    assert_eq!(shown(&result), "ok: null");
    let inputs = fake.inputs().remove(0);
    (Value::Object(inputs.parameters), inputs.body)
}

#[tokio::test]
async fn arguments_become_parameters_and_body() {
    let metadata = json!({"organizationId": "o"});
    let flat = json!({"thing": "t1", "query_name": 3, "name": "n", "metadata": metadata});
    let want =
        (json!({"thing": "t1", "query_name": 3}), Some(json!({"name": "n", "metadata": metadata})));
    assert_eq!(sent("send", flat).await, want);
    let nested =
        json!({"thing": "t1", "query_name": 3, "body": {"name": "n", "metadata": metadata}});
    assert_eq!(sent("send", nested).await, want);
    let both = json!({"thing": "t1", "name": "flat", "body": {"name": "nested"}});
    assert_eq!(sent("send", both).await, (json!({"thing": "t1"}), Some(json!({"name": "flat"}))));
    let renamed = sent("renamed", json!({"id": "t1", "label": "n"})).await;
    assert_eq!(renamed, (json!({"thing": "t1"}), Some(json!({"name": "n"}))));
    assert_eq!(sent("whole", json!({"items": ["a"]})).await, (json!({}), Some(json!(["a"]))));
    assert_eq!(sent("plain", json!({})).await, (json!({}), None));
}

async fn refused(tool: &'static str, arguments: Value) -> Vec<String> {
    let fake = Fake::json("null");
    let client = connect_directly(McpServer::new(&sample::SAMPLE, fake.clone()).unwrap()).await;
    let result = call(&client, tool, arguments).await;
    assert!(fake.inputs().is_empty(), "nothing is called");
    let text = shown(&result);
    let head = format!(
        "error: Nothing was done: the arguments of `{tool}` do not fit. Correct them and call again:\n- "
    );
    let rest = text.strip_prefix(&head).unwrap_or_else(|| panic!("{text}"));
    rest.split("\n- ").map(str::to_owned).collect()
}

/// The pointers of what is refused.
async fn pointers(tool: &'static str, arguments: Value) -> Vec<String> {
    let lines = refused(tool, arguments).await;
    lines.iter().map(|line| line.split(": ").next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn every_argument_that_does_not_fit_is_named() {
    assert_eq!(pointers("send", json!({})).await, ["/thing", "/name"]);
    let wrong =
        json!({"thing": "t", "query_name": "x", "name": "", "metadata": {"organizationId": 1}});
    assert_eq!(
        pointers("send", wrong).await,
        ["/thing", "/query_name", "/name", "/metadata/organizationId"]
    );
    assert_eq!(pointers("renamed", json!({"id": "t"})).await, ["/id", "/label"]);
    assert_eq!(pointers("whole", json!({"items": ["a", 1]})).await, ["/items/1"]);
    assert_eq!(pointers("whole", json!({})).await, ["/items"]);
    assert_eq!(pointers("send", json!({"thing": "t1", "body": 3})).await, ["/body", "/name"]);
}

#[tokio::test]
async fn unknown_arguments_are_named_with_the_known_ones() {
    let known = "unknown argument; known are thing, query_name, name, metadata";
    let given = json!({"thing": "t1", "name": "n", "a/b": 1, "extra": 2});
    assert_eq!(
        refused("send", given).await,
        [format!("/a~1b: {known}"), format!("/extra: {known}")]
    );
    let given = json!({"body": {}});
    assert_eq!(refused("plain", given).await, ["/body: unknown argument; this tool takes none"]);
}

#[test]
fn what_cannot_be_served_is_refused() {
    let fake = || -> std::sync::Arc<dyn fixture::support::service::Service> { Fake::json("null") };
    let both = vec![(&sample::OTHER, fake()), (&sample::CLASHING, fake())];
    assert_eq!(
        McpServer::combined(both).unwrap_err().to_string(),
        "tool `other` is declared by `other` and by `clashing`; serve them in two processes"
    );
    assert_eq!(
        McpServer::new(&sample::MIXED_UP, fake()).unwrap_err().to_string(),
        "the tool definitions of capability `mixed-up` do not fit: `else` stands where `other` must; \
         generate the crate again"
    );
}
