//! What the client writes, the server reads.

use std::sync::Arc;

use crate::common::*;
use fixture::support::client::{Builder, Core};
use fixture::support::operation::*;
use fixture::support::schema::*;
use fixture::support::server;
use fixture::support::service::{Context, Inputs};
use http::Method;
use serde_json::{Value, json};

const NUMBERS: Schema = array(&Array { items: Some(&NUMBER), ..ANY_ARRAY });
const STRINGS: Schema = array(&Array { items: Some(&STRING), ..ANY_ARRAY });
const POINT: Schema = object(&Object {
    properties: &[
        optional("x", &INTEGER),
        optional("name", &STRING),
        optional("tags", &STRINGS),
        optional(
            "nested",
            &object(&Object { properties: &[optional("a", &INTEGER)], ..ANY_OBJECT }),
        ),
        optional("file", &STRING.format("binary")),
        optional("raw", &STRING.format("byte")),
        optional("files", &array(&Array { items: Some(&STRING.format("binary")), ..ANY_ARRAY })),
        optional("points", &array(&Array { items: Some(&OBJECT), ..ANY_ARRAY })),
    ],
    ..ANY_OBJECT
});

const fn made(
    name: &'static str,
    location: Location,
    schema: &'static Schema,
    style: Style,
    explode: bool,
) -> Parameter {
    styled(parameter(name, location, schema), style, explode)
}

static STYLES: Operation = Operation {
    name: "styles",
    method: Method::GET,
    path: "/styles/{a}/{b}/{c}/{d}:go",
    parameters: &[
        made("a", Location::Path, &STRINGS, Style::Simple, false),
        made("b", Location::Path, &NUMBERS, Style::Label, false),
        made("c", Location::Path, &POINT, Style::Matrix, true),
        made("d", Location::Path, &STRING, Style::Simple, false),
        made("e", Location::Query, &STRINGS, Style::Form, true),
        made("f[]", Location::Query, &STRINGS, Style::Form, false),
        made("g", Location::Query, &NUMBERS, Style::SpaceDelimited, false),
        made("h", Location::Query, &STRINGS, Style::PipeDelimited, false),
        made("i", Location::Query, &POINT, Style::DeepObject, true),
        made("j", Location::Query, &POINT, Style::Json, false),
        made("k", Location::Query, &POINT, Style::Form, false),
        made("X-L", Location::Header, &POINT, Style::Simple, true),
        made("m", Location::Cookie, &STRINGS, Style::Form, false),
        made("n", Location::Query, &BOOLEAN, Style::Form, true),
        made(
            "o",
            Location::Query,
            &array(&Array { items: Some(&POINT), ..ANY_ARRAY }),
            Style::Form,
            true,
        ),
    ],
    body: None,
    empty_json_body: false,
    idempotent: false,
    server: None,
    responses: &[],
    pagination: None,
    security: &[],
};

const fn with_body(
    name: &'static str,
    path: &'static str,
    media_type: &'static str,
    encoding: Encoding,
    schema: &'static Schema,
) -> Operation {
    Operation {
        name,
        method: Method::POST,
        path,
        parameters: &[],
        body: Some(RequestBody { required: true, media_type, encoding, schema }),
        empty_json_body: false,
        idempotent: false,
        server: None,
        responses: &[],
        pagination: None,
        security: &[],
    }
}

static JSON: Operation = with_body("json", "/json", "application/json", Encoding::Json, &POINT);
static FORM: Operation =
    with_body("form", "/form", "application/x-www-form-urlencoded", Encoding::Form, &POINT);
static MULTIPART: Operation =
    with_body("multipart", "/multipart", "multipart/form-data", Encoding::Multipart, &POINT);
static TEXT: Operation = with_body("text", "/text", "text/plain", Encoding::Text, &STRING);
static BINARY: Operation =
    with_body("binary", "/binary", "image/*", Encoding::Binary, &STRING.format("binary"));

static ROUTES: &[Route] = &[
    route(Method::GET, "/styles/{a}/{b}/{c}/{d}:go", &STYLES),
    route(Method::POST, "/json", &JSON),
    route(Method::POST, "/form", &FORM),
    route(Method::POST, "/multipart", &MULTIPART),
    route(Method::POST, "/text", &TEXT),
    route(Method::POST, "/binary", &BINARY),
];
static CAPABILITY: Capability = capability(ROUTES, ErrorShape::MessageCodeIssues);

async fn echoed(operation: &'static Operation, inputs: Inputs) -> Value {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = axum::serve(listener, server::router(&CAPABILITY, Arc::new(Echo)));
    let serving = tokio::spawn(std::future::IntoFuture::into_future(serving));
    let client: Core = Builder::new(&CAPABILITY)
        .base_url(format!("http://{address}"))
        .anonymous()
        .build()
        .unwrap();
    let answer = client.service().call(operation, inputs, &Context::default()).await;
    serving.abort();
    serde_json::from_slice(&answer.unwrap().body).unwrap()
}

#[tokio::test]
async fn parameters() {
    let hard = "a,b|c d;e=f&g+h/ü%25\"";
    let point = json!({"x": 7, "name": hard});
    let parameters = json!({
        "a": ["1", hard],
        "b": [1, 2.5],
        "c": point,
        "d": "x:y",
        "e": [hard, ""],
        "f[]": [hard, "2"],
        "g": [1, 2],
        // In a value, `|` is not told from the delimiter: both are written `%7C`.
        "h": ["a,b c", "x"],
        "i": {"x": 7, "name": hard, "tags": ["a", hard], "nested": {"a": 3}},
        "j": point,
        "k": point,
        "X-L": {"x": 7, "name": "n"},
        "m": [hard, "2"],
        "n": true,
        "o": [{"x": 1}, {"x": 2, "tags": ["a"]}],
    });
    let Value::Object(members) = parameters.clone() else { return };
    let inputs = Inputs { parameters: members, body: None };
    assert_eq!(echoed(&STYLES, inputs).await["parameters"], parameters);
}

#[tokio::test]
async fn bodies() {
    let hard = "a=b&c+d ü%\"\r\n";
    let plain = json!({"x": 7, "name": hard, "tags": ["a", hard], "nested": {"a": 3}, "points": [{"y": 1}]});
    let mut files = plain.clone();
    files["file"] = json!("data:image/png;name=a%2Epng;base64,/w==");
    files["files"] =
        json!(["data:text/plain;name=1;base64,MQ==", "data:text/plain;name=2;base64,Mg=="]);
    files["raw"] = json!("/w==");
    let cases = [
        (&JSON, plain.clone()),
        (&FORM, plain),
        (&MULTIPART, files),
        (&TEXT, json!(hard)),
        (&BINARY, json!("data:image/png;base64,/w==")),
    ];
    for (operation, body) in cases {
        let inputs = Inputs { body: Some(body.clone()), ..Inputs::new() };
        assert_eq!(echoed(operation, inputs).await["body"], body, "{}", operation.name);
    }
}
