//! The bodies of errors.

use axum::Json;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use generated::support::failure::Failure;
use http::StatusCode;
use serde_json::{Map, Value, json};

/// An error that an operation throws.
pub fn thrown(operation: &str, status: StatusCode, message: &str) -> Failure {
    Failure::json(status, &body(Some(operation), status, message))
}

/// An input that an operation does not take: everything that is wrong with it.
pub fn invalid(operation: &str, issues: &[Value]) -> Failure {
    Failure::json(StatusCode::BAD_REQUEST, &invalid_body(operation, issues))
}

/// A string that is missing.
pub fn missing(name: &str) -> Value {
    json!({
        "expected": "string",
        "code": "invalid_type",
        "path": [name],
        "message": "Invalid input: expected string, received undefined",
    })
}

/// The key is missing or no good: there is no code, whatever the contract says.
pub fn unknown_key() -> Response {
    answer(StatusCode::UNAUTHORIZED, json!({ "message": "Unauthorized" }))
}

/// A POST must say that it carries JSON.
pub fn unsupported(path: &str) -> Response {
    let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
    let message = "Unsupported content-type \"undefined\"";
    answer(status, body(Some(path.trim_start_matches('/')), status, message))
}

/// There is no such operation.
pub async fn no_operation(_: Request) -> Response {
    let status = StatusCode::NOT_FOUND;
    answer(status, body(None, status, "Not found"))
}

/// Turns what the generated server refuses by itself into what the provider says in its place.
pub async fn as_provider(response: Response, operation: &str) -> Response {
    match response.status() {
        // There is no 405: another method is another operation.
        StatusCode::METHOD_NOT_ALLOWED => {
            answer(StatusCode::NOT_FOUND, body(None, StatusCode::NOT_FOUND, "Not found"))
        }
        StatusCode::BAD_REQUEST => zod(response, operation).await,
        _ => response,
    }
}

async fn zod(response: Response, operation: &str) -> Response {
    let (parts, content) = response.into_parts();
    let bytes = to_bytes(content, usize::MAX).await.expect("an answer");
    let told: Value = serde_json::from_slice(&bytes).expect("an error is JSON");
    let Some(issues) = told["issues"].as_array().filter(|_| told.get("data").is_none()) else {
        return Response::from_parts(parts, bytes.into());
    };
    let issues: Vec<Value> = issues.iter().map(zod_issue).collect();
    answer(StatusCode::BAD_REQUEST, invalid_body(operation, &issues))
}

fn zod_issue(issue: &Value) -> Value {
    match (issue["message"].as_str(), issue["path"].as_array().and_then(|it| it.last())) {
        (Some("is required"), Some(Value::String(name))) => missing(name),
        (message, _) => {
            json!({ "code": "invalid_value", "path": issue["path"], "message": message })
        }
    }
}

fn invalid_body(operation: &str, issues: &[Value]) -> Value {
    let status = StatusCode::BAD_REQUEST;
    let mut body = body(Some(operation), status, "Input validation failed");
    let mut errors = Map::new();
    for issue in issues {
        let field = issue["path"][0].as_str().unwrap_or_default();
        errors.insert(field.to_owned(), json!([issue["message"]]));
    }
    body["data"]["zodError"] = json!({ "formErrors": [], "fieldErrors": errors });
    body["issues"] = Value::from(issues);
    body
}

fn body(operation: Option<&str>, status: StatusCode, message: &str) -> Value {
    let code = match status {
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "UNSUPPORTED_MEDIA_TYPE".to_owned(),
        _ => status.canonical_reason().unwrap_or_default().replace(' ', "_").to_uppercase(),
    };
    let mut data = json!({ "code": code, "httpStatus": status.as_u16() });
    if let Some(operation) = operation {
        data["path"] = operation.into();
    }
    data["zodError"] = Value::Null;
    json!({ "message": message, "code": code, "data": data })
}

fn answer(status: StatusCode, body: Value) -> Response {
    (status, Json(body)).into_response()
}
