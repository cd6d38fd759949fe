//! What is told of a message that cannot be read.
//!
//! The SDK takes a request whose parameters do not fit for one of an unknown method, and answers JSON that is no request
//! with 415 and a line of text. A client is helped by what is wrong, in the protocol's own words: -32700 for what is no
//! JSON, -32600 for JSON that is no request, -32602 for parameters that do not fit.

use axum::body::Body;
use axum::response::Response;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use rmcp::ErrorData;
use rmcp::model::{
    CallToolRequestParams, CompleteRequestParams, CustomRequest, ErrorCode, GetPromptRequestParams,
    GetSkillRequestParams, ReadResourceDirectoryRequestParams, ReadResourceRequestParams,
};
use serde::de::DeserializeOwned;
use serde_json::json;

/// The most of a reason that is read, in bytes.
const MAX_REASON: usize = 4096;

/// What is wrong with a request of which nothing is known: its parameters, or its method.
pub(super) fn request(request: &CustomRequest) -> ErrorData {
    let reason = match request.method.as_str() {
        "tools/call" => unfit::<CallToolRequestParams>(request),
        "prompts/get" => unfit::<GetPromptRequestParams>(request),
        "resources/read" => unfit::<ReadResourceRequestParams>(request),
        "resources/directory/read" => unfit::<ReadResourceDirectoryRequestParams>(request),
        "completion/complete" => unfit::<CompleteRequestParams>(request),
        "skills/get" => unfit::<GetSkillRequestParams>(request),
        _ => None,
    };
    let method = &request.method;
    match reason {
        Some(reason) => {
            let message = format!("the parameters of `{method}` do not fit: {reason}");
            ErrorData::invalid_params(message, None)
        }
        None => ErrorData::new(ErrorCode::METHOD_NOT_FOUND, method.clone(), None),
    }
}

/// Why the parameters are not what the method takes.
fn unfit<T: DeserializeOwned>(request: &CustomRequest) -> Option<String> {
    match request.params_as::<T>() {
        Ok(Some(_)) => None,
        Ok(None) => Some("there are none".to_owned()),
        Err(error) => Some(error.to_string()),
    }
}

/// Whether a request calls its body JSON.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let told = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let essence = told.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

/// An answer, which to JSON that could not be read is an error of the protocol.
pub(super) async fn answered(is_json: bool, response: Response) -> Response {
    if is_json && response.status() == StatusCode::UNSUPPORTED_MEDIA_TYPE {
        // Boxed, since few answers are read, and all would be as large as what reads one.
        return Box::pin(unread(response)).await;
    }
    response
}

async fn unread(response: Response) -> Response {
    let told = axum::body::to_bytes(response.into_body(), MAX_REASON).await.unwrap_or_default();
    let told = String::from_utf8_lossy(&told);
    let reason = told.rsplit("request body ").next().unwrap_or_default().trim();
    // Only what reads JSON tells a place in it.
    let code = if reason.contains(" at line ") {
        ErrorCode::PARSE_ERROR
    } else {
        ErrorCode::INVALID_REQUEST
    };
    let error = json!({ "code": code.0, "message": reason });
    let answer = json!({ "jsonrpc": "2.0", "id": null, "error": error });
    let mut response = Response::new(Body::from(answer.to_string()));
    *response.status_mut() = StatusCode::BAD_REQUEST;
    let json = http::HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}
