//! Bodies by encoding, and what a caller is told about one that does not fit.

use std::sync::Arc;

use crate::common::*;
use fixture::support::operation::*;
use fixture::support::schema::*;
use fixture::support::server;
use http::Method;
use serde_json::{Value, json};

pub const POINT: Schema = object(&Object {
    properties: &[
        required("x", &INTEGER),
        optional("tags", &array(&Array { items: Some(&STRING), ..ANY_ARRAY })),
        optional(
            "nested",
            &object(&Object { properties: &[optional("a", &INTEGER)], ..ANY_OBJECT }),
        ),
        optional("file", &STRING.format("binary")),
        optional("files", &array(&Array { items: Some(&STRING.format("binary")), ..ANY_ARRAY })),
    ],
    ..ANY_OBJECT
});

const fn body(
    media_type: &'static str,
    encoding: Encoding,
    schema: &'static Schema,
) -> Option<RequestBody> {
    Some(RequestBody { required: true, media_type, encoding, schema })
}

static NONE: Operation = operation("none", &[], None);
static JSON: Operation = operation("json", &[], body("application/json", Encoding::Json, &POINT));
static OPTIONAL: Operation = operation(
    "optional",
    &[],
    Some(RequestBody {
        required: false,
        media_type: "application/json",
        encoding: Encoding::Json,
        schema: &POINT,
    }),
);
static FORM: Operation =
    operation("form", &[], body("application/x-www-form-urlencoded", Encoding::Form, &POINT));
static MULTIPART: Operation =
    operation("multipart", &[], body("multipart/form-data", Encoding::Multipart, &POINT));
static TEXT: Operation =
    operation("text", &[], body("text/plain", Encoding::Text, &STRING.max_length(5)));
static BINARY: Operation =
    operation("binary", &[], body("image/*", Encoding::Binary, &STRING.format("binary")));

static ROUTES: &[Route] = &[
    route(Method::POST, "/none", &NONE),
    route(Method::POST, "/json", &JSON),
    route(Method::POST, "/optional", &OPTIONAL),
    route(Method::POST, "/form", &FORM),
    route(Method::POST, "/multipart", &MULTIPART),
    route(Method::POST, "/text", &TEXT),
    route(Method::POST, "/binary", &BINARY),
];
static CAPABILITY: Capability = capability(ROUTES, ErrorShape::MessageCodeIssues);

async fn post(path: &str, content_type: &str, body: impl Into<axum::body::Body>) -> Seen {
    let router = server::router(&CAPABILITY, Arc::new(Echo));
    let header = [("content-type", content_type)];
    let headers = if content_type.is_empty() { &[][..] } else { &header };
    send(&router, request(&format!("POST {path}"), headers, body)).await
}

/// The body read, or status and message.
async fn read(path: &str, content_type: &str, body: impl Into<axum::body::Body>) -> Value {
    let seen = post(path, content_type, body).await;
    let told = seen.json();
    if seen.status == 200 { told["body"].clone() } else { json!([seen.status, told["message"]]) }
}

const JSON_TYPE: &str = "application/json";
const FORM_TYPE: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn json_bodies() {
    let point = json!({"x": 1, "more": null});
    for content_type in
        [JSON_TYPE, "Application/JSON; charset=utf-8", "application/merge-patch+json"]
    {
        assert_eq!(read("/json", content_type, point.to_string()).await, point, "{content_type}");
    }
    let message = "The body must be application/json, not of another media type";
    assert_eq!(read("/json", "text/plain", "{}").await, json!([415, message]));
    assert_eq!(post("/json", "text/plain", "{}").await.header("accept"), "application/json");
    let message = "The body must be application/json: send it as Content-Type";
    assert_eq!(read("/json", "", "{}").await, json!([415, message]));
    let message = "The body is not valid JSON: line 2, column 4";
    assert_eq!(read("/json", JSON_TYPE, "{\n\"x\"=1}").await, json!([400, message]));
    let message = "The body ends too early: line 1, column 5";
    assert_eq!(read("/json", JSON_TYPE, "{\"x\":").await, json!([400, message]));
    let deep = "[".repeat(100_000);
    assert_eq!(post("/json", JSON_TYPE, deep).await.status, 400);
}

#[tokio::test]
async fn empty_bodies() {
    assert_eq!(read("/none", "", "").await, Value::Null);
    assert_eq!(read("/none", JSON_TYPE, "{}").await, Value::Null);
    assert_eq!(read("/none", "text/plain", "whatever").await, Value::Null);
    assert_eq!(read("/optional", "", "").await, Value::Null);
    assert_eq!(read("/optional", JSON_TYPE, "").await, Value::Null);
    let seen = post("/json", "", "").await;
    let wanted = json!({
        "message": "Input validation failed",
        "code": "BAD_REQUEST",
        "issues": [{"message": "is required", "path": [], "pointer": "/body"}],
    });
    assert_eq!((seen.status, seen.json()), (400, wanted));
    assert_eq!(read("/optional", JSON_TYPE, "null").await, json!([400, "Input validation failed"]));
}

#[tokio::test]
async fn every_violation_is_reported() {
    let seen = post("/json", JSON_TYPE, r#"{"tags": ["a", 1], "nested": {"a": "b"}}"#).await;
    let wanted = json!({
        "message": "Input validation failed",
        "code": "BAD_REQUEST",
        "issues": [
            {"message": "is required", "path": ["x"], "pointer": "/body/x"},
            {"message": "must be a string, not a number", "path": ["tags", 1], "pointer": "/body/tags/1"},
            {"message": "must be an integer, not a string", "path": ["nested", "a"], "pointer": "/body/nested/a"},
        ],
    });
    assert_eq!((seen.status, seen.json()), (400, wanted));
}

#[tokio::test]
async fn large_bodies() {
    let most = 8 * 1024 * 1024;
    let message = "The body must have at most 8 MiB";
    assert_eq!(read("/text", "text/plain", "a".repeat(most + 1)).await, json!([413, message]));
    assert_eq!(post("/text", "text/plain", "a".repeat(most)).await.status, 400);
}

#[tokio::test]
async fn forms() {
    let body = "x=1&tags=a+b&tags=%C3%BC&nested=%7B%22a%22%3A2%7D";
    let wanted = json!({"x": 1, "tags": ["a b", "ü"], "nested": {"a": 2}});
    assert_eq!(read("/form", FORM_TYPE, body).await, wanted);
    assert_eq!(read("/form", FORM_TYPE, "x=1&tags=a").await, json!({"x": 1, "tags": ["a"]}));
    let seen = post("/form", FORM_TYPE, "x=1&x=2").await.json();
    assert_eq!(
        seen["issues"],
        json!([{"message": "must be an integer, not an array", "path": ["x"], "pointer": "/body/x"}])
    );
}

#[tokio::test]
async fn multipart() {
    let body = concat!(
        "--b\r\ncontent-disposition: form-data; name=\"x\"\r\n\r\n7\r\n",
        "--b\r\ncontent-disposition: form-data; name=\"nested\"\r\ncontent-type: application/json\r\n\r\n{\"a\":1}\r\n",
        "--b\r\ncontent-disposition: form-data; name=\"tags\"\r\n\r\na\r\n",
        "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"ü b.txt\"\r\ncontent-type: text/plain\r\n\r\nabc\r\n",
        "--b\r\ncontent-disposition: form-data; name=\"files\"; filename=\"1\"\r\n\r\n1\r\n",
        "--b\r\ncontent-disposition: form-data; name=\"files\"\r\ncontent-type: image/png\r\n\r\n2\r\n",
        "--b--\r\n",
    );
    let wanted = json!({
        "x": 7,
        "nested": {"a": 1},
        "tags": ["a"],
        "file": "data:text/plain;name=%C3%BC%20b%2Etxt;base64,YWJj",
        "files": ["data:;name=1;base64,MQ==", "data:image/png;base64,Mg=="],
    });
    assert_eq!(read("/multipart", "multipart/form-data; boundary=b", body).await, wanted);
    let message = "The body is not valid multipart/form-data";
    assert_eq!(
        read("/multipart", "multipart/form-data; boundary=b", "x").await,
        json!([400, message])
    );
    assert_eq!(read("/multipart", "multipart/form-data", "x").await, json!([400, message]));
}

#[tokio::test]
async fn text_and_bytes() {
    assert_eq!(read("/text", "text/plain;charset=utf-8", "ab\n").await, json!("ab\n"));
    assert_eq!(
        read("/text", "text/plain", vec![0xff]).await,
        json!([400, "The body must be text in UTF-8"])
    );
    assert_eq!(read("/text", "text/plain", "").await, json!(""));
    assert_eq!(read("/binary", "image/png", vec![0xff]).await, json!("data:image/png;base64,/w=="));
    assert_eq!(post("/binary", "text/plain", "x").await.status, 415);
}

#[tokio::test]
async fn compressed_bodies() {
    let router = server::router(&CAPABILITY, Arc::new(Echo));
    let headers = [("content-type", JSON_TYPE), ("content-encoding", "gzip")];
    assert_eq!(send(&router, request("POST /json", &headers, "x")).await.status, 415);
}
