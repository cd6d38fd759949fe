//! A service that tells what it was called with, and a way to call a router without a socket.

use axum::Router;
use axum::body::{Body, to_bytes};
use fixture::support::failure::Failure;
use fixture::support::operation::*;
use fixture::support::schema::{self, Schema};
use fixture::support::service::{Answer, BoxFuture, Context, Inputs, Service};
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt;

/// Answers with the operation and the inputs.
pub struct Echo;

impl Service for Echo {
    fn call<'a>(
        &'a self,
        operation: &'static Operation,
        inputs: Inputs,
        _: &'a Context,
    ) -> BoxFuture<'a, Result<Answer, Failure>> {
        let mut told = json!({ "operation": operation.name });
        if !inputs.parameters.is_empty() {
            told["parameters"] = Value::Object(inputs.parameters);
        }
        if let Some(body) = inputs.body {
            told["body"] = body;
        }
        Box::pin(async move { Ok(answer(200, &told)) })
    }
}

pub fn answer(status: u16, body: &Value) -> Answer {
    let mut headers = HeaderMap::new();
    headers.insert("content-type", HeaderValue::from_static("application/json"));
    let status = StatusCode::from_u16(status).unwrap();
    Answer { status, headers, body: body.to_string().into() }
}

/// A response: status, headers that matter, body.
#[derive(Debug)]
pub struct Seen {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Seen {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{self:?}"))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |it| it.to_str().unwrap())
    }
}

pub async fn send(router: &Router, request: Request<Body>) -> Seen {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Seen { status: parts.status.as_u16(), headers: parts.headers, text }
}

/// `GET /path` with `name: value` headers and a body.
pub fn request(line: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Request<Body> {
    let (method, uri) = line.split_once(' ').unwrap();
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body.into()).unwrap()
}

pub async fn get(router: &Router, line: &str) -> Seen {
    send(router, request(line, &[], Body::empty())).await
}

pub const fn parameter(
    name: &'static str,
    location: Location,
    schema: &'static Schema,
) -> Parameter {
    let (style, explode) = match location {
        Location::Query | Location::Cookie => (Style::Form, true),
        Location::Path | Location::Header => (Style::Simple, false),
    };
    let required = matches!(location, Location::Path);
    Parameter {
        name,
        argument: name,
        location,
        required,
        style,
        explode,
        allow_reserved: false,
        schema,
    }
}

pub const fn styled(it: Parameter, style: Style, explode: bool) -> Parameter {
    Parameter { style, explode, ..it }
}

pub const fn operation(
    name: &'static str,
    parameters: &'static [Parameter],
    body: Option<RequestBody>,
) -> Operation {
    Operation {
        name,
        method: Method::POST,
        path: "/",
        parameters,
        body,
        empty_json_body: false,
        idempotent: false,
        server: None,
        responses: &[Response {
            status: StatusPattern::Code(200),
            encoding: Some(Encoding::Json),
            schema: &schema::ANY,
        }],
        pagination: None,
        security: &[],
    }
}

pub const fn route(method: Method, path: &'static str, operation: &'static Operation) -> Route {
    Route { method, path, call: Call { operation, with: &[], mapping: None } }
}

pub const fn capability(routes: &'static [Route], errors: ErrorShape) -> Capability {
    Capability {
        name: "test",
        title: "Test",
        description: "",
        base_url: "http://127.0.0.1",
        schemes: &[],
        operations: &[],
        rest: Some(Rest { address: "127.0.0.1", port: 0, routes, openapi: "" }),
        mcp: None,
        errors,
        skill: None,
    }
}
