//! How answers are read.

use fixture::pets::types::Pet;
use fixture::support::client::Error;
use fixture::support::file::File;
use fixture::support::json::Json;
use fixture::support::operation::{Encoding, Operation};
use fixture::support::service::Inputs;
use serde_json::{Value, json};

use crate::tables::{answers, client, get, keep};
use crate::upstream::{Upstream, answer};

async fn read<T: Json>(encoding: Encoding, answer: impl Into<Vec<u8>>) -> Result<T, Error> {
    let upstream = Upstream::answering(answer);
    let operation = keep(Operation { responses: answers(encoding), ..get() });
    client(&upstream.url).call(operation, Inputs::new()).await
}

async fn json<T: Json>(body: &str) -> Result<T, Error> {
    let headers = [("content-type", "application/json")];
    read(Encoding::Json, answer("200 OK", &headers, body)).await
}

fn shown<T: std::fmt::Debug>(read: Result<T, Error>) -> String {
    read.unwrap_err().to_string()
}

#[tokio::test]
async fn an_empty_body_is_null() {
    for body in ["", " \r\n", "null"] {
        assert_eq!(json::<Value>(body).await.unwrap(), Value::Null);
        assert_eq!(json::<Option<Pet>>(body).await.unwrap(), None);
        let (): () = json(body).await.unwrap();
    }
    let bare = || "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
    assert_eq!(read::<Option<bool>>(Encoding::Json, bare()).await.unwrap(), None);
    assert_eq!(
        shown(json::<bool>("").await),
        "thing-get: 200 OK: the answer does not fit: expected a boolean, found null"
    );
}

#[tokio::test]
async fn bare_scalars() {
    assert!(!json::<bool>("false").await.unwrap());
    assert_eq!(json::<i64>("17").await.unwrap(), 17);
    assert_eq!(json::<f64>("1.5").await.unwrap(), 1.5);
    assert_eq!(json::<String>("\"token\"").await.unwrap(), "token");
    assert_eq!(json::<Vec<i64>>("[1, 2]").await.unwrap(), [1, 2]);
    assert_eq!(json::<Value>("\u{feff}{}").await.unwrap(), json!({}));
    let (): () = json("true").await.unwrap();
}

#[tokio::test]
async fn json_under_another_content_type() {
    let headers = [("content-type", "text/html")];
    let read = read::<i64>(Encoding::Json, answer("200 OK", &headers, "17")).await;
    assert_eq!(read.unwrap(), 17);
}

#[tokio::test]
async fn what_does_not_fit() {
    let error =
        json::<Vec<Pet>>(r#"[{"id": 1, "state": "sold", "teamId": null}]"#).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "thing-get: 200 OK: the answer does not fit: \
         /0/id: expected a string, found a number; /0/labels: is required"
    );
    let body = error.body().map(|it| it.len());
    assert_eq!((error.status().map(|it| it.as_u16()), body), (Some(200), Some(44)));
    assert!(!format!("{error:?}").contains("sold"));
    let html = read::<Value>(
        Encoding::Json,
        answer("200 OK", &[("content-type", "text/html")], "<p>hunter2</p>"),
    );
    let error = html.await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "thing-get: 200 OK: the answer does not fit: \
         expected JSON, found something else (text/html): expected value at line 1 column 1"
    );
    assert_eq!(error.body().unwrap(), "<p>hunter2</p>");
    assert!(!format!("{error:?}").contains("hunter2"));
}

#[tokio::test]
async fn bytes_that_are_no_utf_8() {
    let answer = |content_type: &str, body: &[u8]| {
        let head = answer("200 OK", &[("content-type", content_type)], "");
        let length = format!("content-length: {}", body.len());
        [head.replace("content-length: 0", &length).as_bytes(), body].concat()
    };
    let latin = answer("text/plain; charset=ISO-8859-1", b"\xE4");
    assert_eq!(read::<String>(Encoding::Text, latin).await.unwrap(), "ä");
    let text = read::<String>(Encoding::Text, answer("text/plain", b"\xE4")).await;
    assert!(shown(text).contains("expected text in UTF-8"));
    let json = read::<Value>(Encoding::Json, answer("application/json", b"\"\xE4\"")).await;
    assert!(shown(json).contains("expected JSON"));
    let file: File = read(Encoding::Binary, answer("image/png; x=y", b"\x00\xE4")).await.unwrap();
    assert_eq!(file, File::new(&b"\x00\xE4"[..]).typed("image/png"));
}

#[tokio::test]
async fn text() {
    for body in ["hello", "17", "", "{}"] {
        let answer = answer("200 OK", &[("content-type", "text/plain")], body);
        assert_eq!(read::<String>(Encoding::Text, answer).await.unwrap(), body);
    }
}

#[tokio::test]
async fn answers_that_are_not_declared() {
    let undeclared = |body| read::<Value>(Encoding::Json, answer("201 Created", &[], body));
    assert_eq!(undeclared("[1]").await.unwrap(), json!([1]));
    assert_eq!(undeclared("done").await.unwrap(), json!("done"));
    assert_eq!(undeclared("").await.unwrap(), Value::Null);
}
