//! What stands between an exposed surface and the operation called.

use std::sync::Arc;

use crate::common::*;
use fixture::support::failure::Failure;
use fixture::support::mapping;
use fixture::support::operation::*;
use fixture::support::schema::*;
use fixture::support::server;
use fixture::support::service::{Answer, BoxFuture, Context, Inputs, Service};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use serde_json::{Map, Value, json};

static OPERATION: Operation = operation(
    "op",
    &[
        parameter("userId", Location::Path, &STRING.min_length(2)),
        parameter("limit", Location::Query, &INTEGER),
        parameter("trace", Location::Header, &STRING),
    ],
    Some(RequestBody {
        required: false,
        media_type: "application/json",
        encoding: Encoding::Json,
        schema: &object(&Object { properties: &[optional("age", &INTEGER)], ..ANY_OBJECT }),
    }),
);

fn given(parameters: Value, body: Option<Value>) -> Inputs {
    let Value::Object(parameters) = parameters else { return Inputs::new() };
    Inputs { parameters, body }
}

fn map(
    with: &'static [(Target, Source)],
    parameters: Value,
    body: Option<Value>,
) -> (Value, Option<Value>) {
    let call = Call { operation: &OPERATION, with, mapping: None };
    let mapped = mapping::inputs(&call, given(parameters, body));
    (Value::Object(mapped.parameters), mapped.body)
}

#[test]
fn inputs() {
    use Target::{Body, BodyField, Parameter};
    let caller = json!({"userId": "u", "limit": 5, "extra": "e"});
    assert_eq!(
        map(&[], caller.clone(), Some(json!([1]))),
        (json!({"userId": "u", "limit": 5}), Some(json!([1])))
    );
    assert_eq!(
        map(
            &[
                (BodyField("extra"), Source::Input("extra")),
                (BodyField("constant"), Source::Constant("{\"a\":1}")),
                (Parameter("userId"), Source::Template("{{extra}}-{{ limit }}")),
                (Parameter("limit"), Source::Input("absent")),
                (Parameter("trace"), Source::Template("{{absent}}")),
                (BodyField("age"), Source::Input("absent")),
            ],
            caller.clone(),
            None
        ),
        (json!({"userId": "e-5"}), Some(json!({"extra": "e", "constant": {"a": 1}})))
    );
    assert_eq!(
        map(
            &[(BodyField("age"), Source::Input("limit")), (Body, Source::Constant("{\"b\":2}"))],
            caller.clone(),
            Some(json!({"c": 3}))
        ),
        (json!({"userId": "u", "limit": 5}), Some(json!({"b": 2, "age": 5})))
    );
    assert_eq!(
        map(
            &[(BodyField("age"), Source::Input("absent"))],
            caller.clone(),
            Some(json!({"age": 3, "z": 1}))
        ),
        (json!({"userId": "u", "limit": 5}), Some(json!({"z": 1})))
    );
    // A member of the body, where no parameter has the name.
    assert_eq!(
        map(
            &[(Parameter("trace"), Source::Input("t")), (Body, Source::Body)],
            json!({}),
            Some(json!({"t": "x"}))
        ),
        (json!({"trace": "x"}), Some(json!({"t": "x"})))
    );
    assert_eq!(
        map(&[(Parameter("trace"), Source::Template("{{open"))], json!({}), None),
        (json!({"trace": "{{open"}), None)
    );
}

fn answered(
    status: u16,
    content_type: &'static str,
    body: &str,
    mapping: Option<&'static str>,
) -> String {
    let mut headers = HeaderMap::new();
    headers.insert("content-type", HeaderValue::from_static(content_type));
    headers.insert("content-length", HeaderValue::from(body.len()));
    let status = StatusCode::from_u16(status).unwrap();
    let call = Call { operation: &OPERATION, with: &[], mapping: mapping.map(Mapping::Path) };
    let answer = mapping::answer(&call, Answer { status, headers, body: body.to_owned().into() });
    assert_eq!(answer.headers["content-length"], answer.body.len().to_string());
    String::from_utf8(answer.body.into()).unwrap()
}

#[test]
fn answers() {
    let body = r#"{ "items": [{"id": 1}, {"id": 2}], "a*b": 3, "none": null }"#;
    let json = "application/vnd.x+json; charset=utf-8";
    let cases = [
        (None, body),
        (Some("$"), r#"{"items":[{"id":1},{"id":2}],"a*b":3,"none":null}"#),
        (Some("$.items[0].id"), "1"),
        (Some("$.items[-1]"), r#"{"id":2}"#),
        (Some("$.missing.deeper"), "null"),
        (Some("$.none"), "null"),
        (Some("$['a*b']"), "3"),
        (Some("$.items[*].id"), "[1,2]"),
        // It is the path that makes an array, not how much it selects.
        (Some("$.items[?@.id == 2]"), r#"[{"id":2}]"#),
        (Some("$..id"), "[1,2]"),
        (Some("$.items[0,1].id"), "[1,2]"),
        (Some("$.items[0:1].id"), "[1]"),
        (Some("$.missing[*]"), "[]"),
    ];
    for (mapping, wanted) in cases {
        assert_eq!(answered(200, json, body, mapping), wanted, "{mapping:?}");
    }
    assert_eq!(answered(404, json, body, Some("$.none")), body);
    assert_eq!(answered(200, "text/plain", body, Some("$.none")), body);
    assert_eq!(answered(200, json, "", Some("$.none")), "");
}

static WITH: &[Route] = &[
    Route {
        method: Method::GET,
        path: "/v1/users/{id}",
        call: Call {
            operation: &OPERATION,
            with: &[
                (Target::Parameter("userId"), Source::Input("id")),
                (Target::BodyField("age"), Source::Input("years")),
                (Target::Parameter("trace"), Source::Constant("\"t\"")),
            ],
            mapping: Some(Mapping::Path("$.parameters")),
        },
    },
    route(Method::GET, "/moved/{limit}", &OPERATION),
    Route {
        method: Method::POST,
        path: "/body",
        call: Call {
            operation: &OPERATION,
            with: &[
                (Target::Parameter("userId"), Source::Input("user")),
                (Target::Body, Source::Constant("{}")),
            ],
            mapping: None,
        },
    },
];
static CAPABILITY: Capability = capability(WITH, ErrorShape::Problem);

#[tokio::test]
async fn exposed_routes() {
    let router = server::router(&CAPABILITY, Arc::new(Echo));
    let seen = get(&router, "GET /v1/users/abc?years=7&limit=3").await;
    assert_eq!(seen.json(), json!({"limit": 3, "userId": "abc", "trace": "t"}));
    let seen = get(&router, "GET /moved/3?userId=abc").await.json();
    assert_eq!(seen["parameters"], json!({"userId": "abc", "limit": 3}));
    let seen = send(
        &router,
        request("POST /body", &[("content-type", "application/json")], r#"{"user":"abc"}"#),
    )
    .await;
    assert_eq!(
        seen.json(),
        json!({"operation": "op", "parameters": {"userId": "abc"}, "body": {}})
    );
}

#[tokio::test]
async fn violations_are_where_the_caller_gave_the_input() {
    let router = server::router(&CAPABILITY, Arc::new(Echo));
    let pointers = async |line| {
        let seen = get(&router, line).await.json();
        let errors = seen["errors"].as_array().cloned().unwrap_or_default();
        let line = |it: Value| {
            format!("{} {}", it["pointer"].as_str().unwrap(), it["detail"].as_str().unwrap())
        };
        errors.into_iter().map(line).collect::<Vec<_>>()
    };
    assert_eq!(
        pointers("GET /v1/users/a?years=x&limit=y").await,
        [
            "#/path/id must have at least 2 characters",
            "#/query/limit must be an integer, not a string",
            "#/query/years must be an integer, not a string",
        ]
    );
    assert_eq!(
        pointers("GET /moved/x").await,
        ["#/query/userId is required", "#/path/limit must be an integer, not a string"]
    );
}

/// Answers everything with the same.
struct Fixed(Value);

impl Service for Fixed {
    fn call<'a>(
        &'a self,
        _: &'static Operation,
        _: Inputs,
        _: &'a Context,
    ) -> BoxFuture<'a, Result<Answer, Failure>> {
        Box::pin(async { Ok(answer(200, &self.0)) })
    }
}

#[tokio::test]
async fn constants_and_the_template_of_a_consumed_body() {
    let router = server::router(&fixture::mapping::CAPABILITY, Arc::new(Echo));
    let told = get(&router, "POST /v1/names?title=tom").await.json();
    assert_eq!(told["parameters"], json!({"dialect": "en", "X-Version": "2"}));
    assert_eq!(told["body"], json!({"name": "tom", "kind": "fixed", "tags": ["tom", "by tom"]}));
    // What the caller gives for a constant is not used, and a member of the body is an input too.
    let json = [("content-type", "application/json"), ("x-version", "9")];
    let request = request("POST /v1/names?dialect=xx", &json, r#"{"title": "7"}"#);
    let told = send(&router, request).await.json();
    assert_eq!(told["parameters"], json!({"dialect": "en", "X-Version": "2"}));
    assert_eq!(told["body"]["name"], "7");
    // Without the input, what it fills is missing.
    let refused = get(&router, "POST /v1/names").await;
    assert_eq!((refused.status, refused.text.contains("is required")), (400, true));
}

#[tokio::test]
async fn outputs_built_member_by_member() {
    let thing =
        json!({"name": "n", "more": 1, "parts": [{"name": "a"}, {"name": "b", "x": 1}, {}]});
    let router = server::router(&fixture::mapping::CAPABILITY, Arc::new(Fixed(thing)));
    assert_eq!(
        get(&router, "PUT /v1/names?title=tom").await.json(),
        json!({"label": "n", "source": "shop", "parts": [{"called": "a"}, {"called": "b"}, {"called": null}]})
    );
    let router =
        server::router(&fixture::mapping::CAPABILITY, Arc::new(Fixed(json!({"parts": 1}))));
    assert_eq!(
        get(&router, "PUT /v1/names?title=tom").await.json(),
        json!({"label": null, "source": "shop", "parts": null})
    );
}

#[test]
fn objects_and_arrays_in_with() {
    let source = Source::Object(&[
        ("a", Source::Input("limit")),
        ("b", Source::List(&[Source::Template("{{extra}}!"), Source::Input("absent")])),
        ("c", Source::Input("absent")),
        ("d", Source::Constant("null")),
    ]);
    let with: &[(Target, Source)] = Box::leak(Box::new([(Target::BodyField("x"), source)]));
    assert_eq!(
        map(with, json!({"limit": 5, "extra": "e"}), None),
        (json!({"limit": 5}), Some(json!({"x": {"a": 5, "b": ["e!"], "d": null}})))
    );
}

#[test]
fn an_input_named_twice_is_read_once() {
    let mut members = Map::new();
    members.insert("limit".to_owned(), json!(1));
    let (parameters, _) =
        map(&[(Target::Parameter("limit"), Source::Input("limit"))], Value::Object(members), None);
    assert_eq!(parameters, json!({"limit": 1}));
}
