//! A result holds so much and no more, and says what is missing.

use std::sync::Arc;

use crate::common::{Fake, answer, call, connect_directly, shown};
use crate::process::run;
use crate::secrets::KEYRING;
use fixture::support::mcp::{McpServer, Options};
use rmcp::model::CallToolResult;
use serde_json::{Value, json};

async fn told(tool: &'static str, media_type: &'static str, body: String) -> CallToolResult {
    let fake = Fake::new(move |_| Ok(answer(200, media_type, body.clone())));
    let options = Options::new().max_result(1000);
    let server = McpServer::with_options(vec![(&KEYRING, fake as Arc<_>)], options).unwrap();
    call(&connect_directly(server).await, tool, json!({"id": "k"})).await
}

fn texts(result: &CallToolResult) -> Vec<&str> {
    result.content.iter().filter_map(|it| it.as_text()).map(|it| it.text.as_str()).collect()
}

const JSON: &str = "application/json";

#[tokio::test]
async fn lists_are_cut_at_their_end_and_stay_what_is_promised() {
    let keys: Vec<Value> = (0..500).map(|at| json!({"id": format!("key-{at}")})).collect();
    let result = told("keys-list", JSON, Value::from(keys.clone()).to_string()).await;
    let texts = texts(&result);
    let list: Vec<Value> = serde_json::from_str(texts[0]).unwrap();
    assert!(texts[0].len() <= 1000 && texts[0].len() > 980, "{}", texts[0].len());
    assert_eq!(list, keys[..list.len()]);
    assert_eq!(result.structured_content, Some(json!({ "result": list })));
    let note = format!(
        "Cut to fit: the answer shows the first {} of 500 items. Ask for less with `limit`, `filter`.",
        list.len()
    );
    assert_eq!(texts[1..], [note]);
}

#[tokio::test]
async fn what_cannot_be_cut_is_an_error_that_says_so() {
    let pair = json!(["a".repeat(2000), "b"]);
    let result = told("keys-two", JSON, pair.to_string()).await;
    // Two items are promised, so the text gives way.
    assert_eq!(result.is_error, Some(false));
    assert_eq!(result.structured_content.as_ref().unwrap()["result"][1], "b");
    let wide: Value = (0..300).map(|at| (format!("k{at}"), Value::from(at))).collect();
    let result = told("keys-anything", JSON, wide.to_string()).await;
    let told_texts = texts(&result);
    assert_eq!(result.is_error, Some(false));
    assert!(told_texts[0].len() <= 1000, "{}", told_texts[0].len());
    let size = wide.to_string().len();
    assert_eq!(
        told_texts[1],
        format!(
            "Cut to fit: these are the first 1000 of {size} bytes. Ask for less with `limit`, `filter`."
        )
    );
    let mut wide = wide;
    wide["id"] = "k".into();
    let result = told("keys-read", JSON, wide.to_string()).await;
    assert_eq!((result.is_error, result.structured_content.clone()), (Some(true), None));
    assert!(
        texts(&result)[0].ends_with("- it is larger than a result may be, and was cut"),
        "{result:?}"
    );
}

#[tokio::test]
async fn text_is_cut_at_a_line() {
    let log = "a line of a log\n".repeat(200);
    let result = told("keys-anything", "text/plain", log).await;
    let texts = texts(&result);
    assert!(texts[0].ends_with("a line of a log") && texts[0].len() <= 1000, "{}", texts[0]);
    assert_eq!(
        texts[1],
        "Cut to fit: these are the first 991 of 3200 bytes. Ask for less with `limit`, `filter`."
    );
    let result = told("keys-anything", "text/plain", "short".to_owned()).await;
    assert_eq!(shown(&result), "ok: short");
}

#[tokio::test]
async fn the_program_refuses_a_limit_that_holds_nothing() {
    let output = run("pets", &["serve", "--stdio", "--max-result", "10"], None, "").await;
    assert_eq!(output.code, Some(2));
    assert!(
        output.stderr.contains("must be a number of bytes, at least 1000"),
        "{}",
        output.stderr
    );
}
