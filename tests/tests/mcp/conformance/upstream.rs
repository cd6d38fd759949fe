//! What stands behind the fixture `conformance`: an HTTP API with one answer of every kind.

use std::time::Duration;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router, extract::Path};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// A PNG of one pixel.
const PIXEL: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
/// A WAV file without samples.
const SILENCE: &str = "UklGRiQAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQAAAAA=";
/// A ZIP file without entries.
const ARCHIVE: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

/// Long enough that a client is told of the wait three times.
const SLOW: Duration = Duration::from_millis(2200);

/// Starts the API and returns its URL.
pub async fn start() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let removed = || delete(|| async { StatusCode::NO_CONTENT });
    let api = Router::new()
        .route("/text", get(|| async { "One line of text." }))
        .route("/image", get(|| async { bytes("image/png", decoded(PIXEL)) }))
        .route("/audio", get(|| async { bytes("audio/wav", decoded(SILENCE)) }))
        .route("/archive", get(|| async { bytes("application/zip", ARCHIVE.to_vec()) }))
        .route("/parts", get(|| async { bytes("multipart/mixed; boundary=next", parts()) }))
        .route("/error", get(|| async { failure() }))
        .route("/slow", get(slow))
        .route("/logged", get(|| async { "Nothing was logged." }))
        .route("/contacts", post(contact))
        .route("/regions/{region}", get(region))
        .route("/records/{kind}/{id}", get(record))
        .route("/notes", removed())
        .route("/notes/{kind}", removed());
    tokio::spawn(async move { axum::serve(listener, api).await });
    url
}

fn decoded(text: &str) -> Vec<u8> {
    STANDARD.decode(text).unwrap()
}

fn bytes(media_type: &'static str, body: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, media_type)], body).into_response()
}

fn parts() -> Vec<u8> {
    let mut body = Vec::new();
    let texts: [(&str, &[u8]); 3] = [
        ("text/plain; charset=utf-8", b"Three parts."),
        ("image/png", &decoded(PIXEL)),
        ("application/zip", ARCHIVE),
    ];
    for (media_type, content) in texts {
        body.extend(format!("--next\r\nContent-Type: {media_type}\r\n\r\n").into_bytes());
        body.extend(content);
        body.extend(b"\r\n");
    }
    body.extend(b"--next--\r\n");
    body
}

fn failure() -> Response {
    let body = json!({ "message": "This always fails", "code": "ALWAYS" });
    (StatusCode::INTERNAL_SERVER_ERROR, Json(body)).into_response()
}

async fn slow() -> &'static str {
    tokio::time::sleep(SLOW).await;
    "Done at last."
}

async fn contact(Json(contact): Json<Value>) -> Json<Value> {
    let by = if contact["contactMethod"] == "phone" { "phone" } else { "email" };
    Json(json!({ "reachable": contact[by].is_string() }))
}

async fn region(Path(name): Path<String>) -> Json<Value> {
    Json(json!({ "name": name }))
}

async fn record(Path((kind, id)): Path<(String, u64)>) -> Response {
    match id {
        404 => (StatusCode::NOT_FOUND, "no such record").into_response(),
        _ => Json(json!({ "kind": kind, "id": id, "password": "hunter2" })).into_response(),
    }
}
