//! The sample capability, answered by an implementation.

use std::collections::BTreeMap;

use crate::common::*;
use fixture::pets::server::{Pets, provider_router, router};
use fixture::pets::types::*;
use fixture::support::failure::Failure;
use fixture::support::server::Reply;
use fixture::support::service::Context;
use http::header::LOCATION;
use http::{HeaderValue, StatusCode};
use serde_json::{Value, json};

struct Shop;

fn pet(id: &str) -> Pet {
    Pet {
        id: id.into(),
        state: PetState::Available,
        team_id: None,
        chip_key: Some("secret".into()),
        labels: BTreeMap::new(),
    }
}

impl Pets for Shop {
    async fn list(&self, _: &Context, options: ListOptions) -> Result<Reply<Vec<Pet>>, Failure> {
        let pets: Vec<Pet> = options.tags.unwrap_or_default().iter().map(|it| pet(it)).collect();
        Ok(pets.into())
    }

    async fn show(&self, context: &Context, pet_id: PetId) -> Result<Reply<Pet>, Failure> {
        if !context.headers.contains_key("x-api-key") {
            return Err(Failure::json(
                StatusCode::UNAUTHORIZED,
                &json!({"message": "Unauthorized"}),
            ));
        }
        Err(Failure::not_found(format!("No pet {pet_id}")))
    }

    async fn create(&self, _: &Context, body: CreateRequest) -> Result<Reply<Pet>, Failure> {
        Ok(Reply::ok(pet(&body.name)).header(LOCATION, HeaderValue::from_static("/v1/pets/1")))
    }

    async fn remove(&self, _: &Context, pet_id: PetId) -> Result<Reply<()>, Failure> {
        match &*pet_id {
            "gone" => Ok(Reply::empty().status(StatusCode::OK)),
            _ => Ok(().into()),
        }
    }

    async fn upload(
        &self,
        _: &Context,
        _: PetId,
        body: UploadRequest,
    ) -> Result<Reply<Value>, Failure> {
        Ok(json!({"size": body.file.bytes.len(), "name": body.file.name}).into())
    }
}

#[tokio::test]
async fn answers() {
    let router = router(Shop);
    let seen = get(&router, "GET /v1/pets?tags=a&tags=b").await;
    let pet = |id: &str| json!({"id": id, "state": "available", "teamId": null, "chipKey": "secret", "labels": {}});
    assert_eq!((seen.status, seen.json()), (200, json!([pet("a"), pet("b")])));

    let json = [("content-type", "application/json")];
    let seen = send(&router, request("POST /v1/pets", &json, r#"{"name":"tom"}"#)).await;
    assert_eq!(
        (seen.status, seen.header("location"), seen.json()),
        (201, "/v1/pets/1", pet("tom"))
    );

    let seen = get(&router, "DELETE /v1/pets/x").await;
    assert_eq!((seen.status, seen.header("content-type"), &*seen.text), (204, "", ""));
    let seen = get(&router, "DELETE /v1/pets/gone").await;
    assert_eq!((seen.status, seen.header("content-length"), &*seen.text), (200, "0", ""));

    let form = [("content-type", "multipart/form-data; boundary=b")];
    let body = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\nabc\r\n--b--\r\n";
    let seen = send(&router, request("POST /v1/pets/x/photo", &form, body)).await;
    assert_eq!((seen.status, seen.json()), (200, json!({"size": 3, "name": "f"})));
}

#[tokio::test]
async fn failures() {
    let router = router(Shop);
    let seen = get(&router, "GET /v1/pets/x").await;
    assert_eq!((seen.status, seen.json()), (401, json!({"message": "Unauthorized"})));
    let seen = send(&router, request("GET /v1/pets/x", &[("x-api-key", "k")], "")).await;
    assert_eq!(
        (seen.status, seen.json()),
        (404, json!({"message": "No pet x", "code": "NOT_FOUND"}))
    );

    let json = [("content-type", "application/json")];
    let body = r#"{"name":".a","weight":0}"#;
    let seen = send(&router, request("POST /v1/pets", &json, body)).await;
    assert_eq!(
        seen.json()["issues"],
        json!([
            {"message": r"must match the pattern ^(?!\.)[a-z.]+$", "path": ["name"], "pointer": "/body/name"},
            {"message": "must be greater than 0", "path": ["weight"], "pointer": "/body/weight"},
        ])
    );

    // What a schema allows and a type cannot hold.
    let seen = get(&router, "GET /v1/pets?limit=1e300").await;
    assert_eq!(
        seen.json()["issues"],
        json!([{"message": "expected an integer of 64 bits, at least 0, found a number", "path": ["limit"], "pointer": "/query/limit"}])
    );
}

#[tokio::test]
async fn provider_paths() {
    assert_eq!(get(&provider_router(Shop), "GET /pets").await.status, 200);
    assert_eq!(get(&provider_router(Shop), "GET /v1/pets").await.status, 404);
}

/// Over a real connection: framing, keep-alive and `HEAD` are right on the wire.
#[tokio::test]
async fn over_a_socket() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving =
        tokio::spawn(std::future::IntoFuture::into_future(axum::serve(listener, router(Shop))));
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let requests = concat!(
        "HEAD /v1/pets HTTP/1.1\r\nhost: a\r\n\r\n",
        "OPTIONS /v1/pets HTTP/1.1\r\nhost: a\r\n\r\n",
        "POST /v1/pets HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n3\r\n{\"x\r\n0\r\n\r\n",
        "GET /v1/pets HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
    );
    stream.write_all(requests.as_bytes()).await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    serving.abort();
    let shown: Vec<&str> =
        text.lines().filter(|it| !it.starts_with("date:") && !it.is_empty()).collect();
    assert_eq!(
        shown,
        [
            "HTTP/1.1 200 OK",
            "content-type: application/json",
            "content-length: 2",
            "HTTP/1.1 204 No Content",
            "allow: GET, HEAD, POST, OPTIONS",
            "HTTP/1.1 400 Bad Request",
            "content-type: application/json",
            "content-length: 76",
            r#"{"message":"The body ends too early: line 1, column 3","code":"BAD_REQUEST"}HTTP/1.1 200 OK"#,
            "content-type: application/json",
            "content-length: 2",
            "connection: close",
            "[]",
        ]
    );
}
