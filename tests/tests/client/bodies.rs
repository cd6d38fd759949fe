//! How bodies are written.

use fixture::support::file::File;
use fixture::support::operation::{Encoding, Operation};
use fixture::support::schema::*;
use fixture::support::service::Inputs;
use http::Method;
use serde_json::{Value, json};

use crate::tables::{client, get, keep, post};
use crate::upstream::Upstream;

/// The content type and the body sent, or why nothing was sent.
async fn sent(operation: Operation, body: Option<Value>) -> (String, String) {
    let upstream = Upstream::json("null");
    let inputs = Inputs { body, ..Inputs::new() };
    if let Err(error) = client(&upstream.url).send(keep(operation), inputs).await {
        return (String::new(), error.to_string());
    }
    let request = upstream.request();
    let (head, body) = request.split_once("\n\n").unwrap();
    let media_type = head.lines().find_map(|line| line.strip_prefix("content-type: "));
    (media_type.unwrap_or("none").to_owned(), body.to_owned())
}

fn pair(media_type: &str, body: &str) -> (String, String) {
    (media_type.to_owned(), body.to_owned())
}

#[tokio::test]
async fn json_bodies() {
    let operation = || post("application/json", Encoding::Json, &ANY);
    for body in [json!({}), json!([]), json!("a"), json!(1), Value::Null] {
        let expected = pair("application/json", &body.to_string());
        assert_eq!(sent(operation(), Some(body)).await, expected);
    }
    assert_eq!(sent(operation(), None).await, pair("none", ""));
}

#[tokio::test]
async fn an_empty_json_body() {
    let operation = || Operation { method: Method::POST, empty_json_body: true, ..get() };
    for body in [None, Some(Value::Null), Some(json!({}))] {
        assert_eq!(sent(operation(), body).await, pair("application/json", "{}"));
    }
    let refusal = "thing-get: `body` is not taken by this operation";
    assert_eq!(sent(operation(), Some(json!({"a": 1}))).await, pair("", refusal));
    let optional =
        Operation { empty_json_body: true, ..post("application/json", Encoding::Json, &ANY) };
    assert_eq!(sent(optional, None).await, pair("application/json", "{}"));
    assert_eq!(sent(get(), Some(json!({}))).await, pair("none", ""));
}

#[tokio::test]
async fn form_bodies() {
    let media_type = "application/x-www-form-urlencoded";
    let operation = || post(media_type, Encoding::Form, &ANY);
    let body = json!({"a b": "c+d &=", "n": [1, null, true], "o": {"x": [1]}, "z": null, "e": ""});
    let text = "a+b=c%2Bd+%26%3D&n=1&n=true&o=%7B%22x%22%3A%5B1%5D%7D&e=";
    assert_eq!(sent(operation(), Some(body)).await, pair(media_type, text));
    let refusal = "thing-post: `body` must be an object to be sent as a form";
    assert_eq!(sent(operation(), Some(json!("a"))).await, pair("", refusal));
}

#[tokio::test]
async fn text_bodies() {
    let operation = || post("text/csv", Encoding::Text, &STRING);
    assert_eq!(sent(operation(), Some(json!("a,b"))).await, pair("text/csv", "a,b"));
    assert_eq!(sent(operation(), Some(json!("ä"))).await, pair("text/csv; charset=utf-8", "ä"));
    let refusal = "thing-post: `body` must be a string to be sent as text";
    assert_eq!(sent(operation(), Some(json!({}))).await, pair("", refusal));
}

#[tokio::test]
async fn binary_bodies() {
    let operation = |media_type| post(media_type, Encoding::Binary, &STRING);
    let file = File::new("hello").typed("image/png").to_string();
    let any = sent(operation("image/*"), Some(json!(file))).await;
    assert_eq!(any, pair("image/png", "hello"));
    let exact = sent(operation("application/pdf"), Some(json!("aGVsbG8="))).await;
    assert_eq!(exact, pair("application/pdf", "hello"));
    let refusal = "thing-post: `body` must be base64 or a data URL";
    assert_eq!(sent(operation("*/*"), Some(json!("é"))).await, pair("", refusal));
}

static FORM: Schema = ANY.all_of(&[&object(&Object {
    properties: &[
        required("file", &STRING.format("binary")),
        optional("caption", &STRING),
        optional("files", &array(&Array { items: Some(&BINARY_OR_NULL), ..ANY_ARRAY })),
        optional("free", &ANY),
        optional("meta", &OBJECT),
        optional("tags", &ARRAY),
    ],
    ..ANY_OBJECT
})]);
static BINARY_OR_NULL: Schema = ANY.any_of(&[&STRING.format("binary"), &NULL]);

async fn multipart(body: Value) -> String {
    let (media_type, text) =
        sent(post("multipart/form-data", Encoding::Multipart, &FORM), Some(body)).await;
    let Some(boundary) = media_type.strip_prefix("multipart/form-data; boundary=") else {
        return text;
    };
    assert!(boundary.len() == 32 && boundary.chars().all(|it| it.is_ascii_hexdigit()));
    text.replace(boundary, "B").replace("\r\n", "\n")
}

#[tokio::test]
async fn multipart_bodies() {
    let file = File::new("hello").typed("text/plain").named("a \"b\".txt").to_string();
    let body = json!({
        "file": file,
        "caption": "data:text/plain;base64,aGk=",
        "files": ["aGk=", null],
        "free": "data:;base64,aGk=",
        "meta": {"a": 1},
        "tags": ["x", 2, ["y"]],
        "none": null,
    });
    assert_eq!(
        multipart(body).await,
        "--B\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"a %22b%22.txt\"\n\
         Content-Type: text/plain\n\nhello\n\
         --B\n\
         Content-Disposition: form-data; name=\"caption\"\n\ndata:text/plain;base64,aGk=\n\
         --B\n\
         Content-Disposition: form-data; name=\"files\"; filename=\"files\"\n\
         Content-Type: application/octet-stream\n\nhi\n\
         --B\n\
         Content-Disposition: form-data; name=\"free\"; filename=\"free\"\n\
         Content-Type: application/octet-stream\n\nhi\n\
         --B\n\
         Content-Disposition: form-data; name=\"meta\"\n\
         Content-Type: application/json\n\n{\"a\":1}\n\
         --B\nContent-Disposition: form-data; name=\"tags\"\n\nx\n\
         --B\nContent-Disposition: form-data; name=\"tags\"\n\n2\n\
         --B\nContent-Disposition: form-data; name=\"tags\"\n\
         Content-Type: application/json\n\n[\"y\"]\n\
         --B--\n"
    );
}

#[tokio::test]
async fn multipart_that_cannot_be_sent() {
    let refusal = "thing-post: `file` must be base64 or a data URL";
    assert_eq!(multipart(json!({"file": "%"})).await, refusal);
    let refusal = "thing-post: `file` has a media type that cannot be sent";
    assert_eq!(multipart(json!({"file": "data:a/b\r\nx: y;base64,aGk="})).await, refusal);
}
