//! Whatever body a document declares for errors, a failure of the server is written in it, and fits.

use expect_test::{Expect, expect};
use fixture::support::failure::{Failure, Issue};
use fixture::support::operation::{Envelope, ErrorShape, Member, Slot, StatusPattern};
use fixture::support::validate::Violation;
use generator::ir::{self, Capability};
use http::StatusCode;
use serde_json::{Value, json};

use crate::documents::{Folder, lower, specs};
use crate::oracle::plain;

/// The failures that a server has: with what is wrong with the inputs, and without.
fn failures() -> Vec<Failure> {
    let violations = vec![
        Violation::new("/body/items/0/a~1b", "is required"),
        Violation::new("/query/limit", "must be an integer, not a string"),
    ];
    let mut failures = vec![
        Failure::invalid(violations),
        Failure::not_found("There is no operation at this path"),
        Failure::conflict("Taken").with_code("TAKEN"),
        Failure::bad_request("No").with_issues(vec![Issue::new("odd").with_code("too_odd")]),
    ];
    let statuses = [401, 403, 405, 413, 415, 422, 429, 431, 500, 502, 503, 504];
    let statuses = statuses.into_iter().filter_map(|it| StatusCode::from_u16(it).ok());
    failures.extend(statuses.map(|it| Failure::of(it, "A message")));
    failures
}

/// A capability whose operation declares this body for errors.
fn declaring(responses: &Value) -> Capability {
    let ok = json!({"200": {"description": "Fine."}});
    let Value::Object(mut all) = ok else { unreachable!() };
    all.extend(responses.as_object().expect("responses").clone());
    let document = json!({
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "servers": [{"url": "https://a.test"}],
        "paths": {"/a": {"get": {"operationId": "a", "responses": all}}},
    });
    let catalog = "catalog: 1\ncapabilities:\n- name: t\n  openapi: t.json\n";
    let files = [("catalog.yaml", catalog.to_owned()), ("t.json", document.to_string())];
    let files: Folder =
        files.into_iter().map(|(name, text)| (name.to_owned(), text.into())).collect();
    lower(&files).pop().expect("one capability")
}

fn response(media_type: &str, schema: &Value) -> Value {
    json!({"description": "No.", "content": {media_type: {"schema": schema}}})
}

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn leak_list<T>(values: Vec<T>) -> &'static [T] {
    values.leak()
}

fn text(text: &str) -> &'static str {
    leak(text.to_owned())
}

/// The shape as it would be emitted.
fn shape(shape: &ir::ErrorShape) -> ErrorShape {
    let ir::ErrorShape::Declared(envelopes) = shape else { return ErrorShape::Problem };
    let envelopes = envelopes.iter().map(|it| Envelope {
        status: match it.status {
            ir::StatusPattern::Code(code) => StatusPattern::Code(code),
            ir::StatusPattern::Class(class) => StatusPattern::Class(class),
            ir::StatusPattern::Default => StatusPattern::Default,
        },
        media_type: text(&it.media_type),
        body: slot(&it.body),
    });
    ErrorShape::Declared(leak_list(envelopes.collect()))
}

fn slot(of: &ir::Slot) -> Slot {
    match of {
        ir::Slot::Message => Slot::Message,
        ir::Slot::Told => Slot::Told,
        ir::Slot::Code(codes) => Slot::Code(leak_list(codes.iter().map(|it| text(it)).collect())),
        ir::Slot::Status => Slot::Status,
        ir::Slot::StatusText => Slot::StatusText,
        ir::Slot::Title => Slot::Title,
        ir::Slot::Now => Slot::Now,
        ir::Slot::Constant(value) => Slot::Constant(text(&value.to_string())),
        ir::Slot::Object(members) => {
            let member = |it: &ir::Member| Member {
                name: text(&it.name),
                slot: slot(&it.slot),
                required: it.required,
            };
            Slot::Object(leak_list(members.iter().map(member).collect()))
        }
        ir::Slot::Issues(item) => Slot::Issues(leak(slot(item))),
        ir::Slot::Each(item) => Slot::Each(leak(slot(item))),
        ir::Slot::Fields { list } => Slot::Fields { list: *list },
        ir::Slot::Pointer => Slot::Pointer,
        ir::Slot::Fragment => Slot::Fragment,
        ir::Slot::Path { located, text } => Slot::Path { located: *located, text: *text },
        ir::Slot::Field => Slot::Field,
        ir::Slot::Location => Slot::Location,
    }
}

/// Every failure fits the schema of its envelope.
fn check_fit(capability: &Capability) {
    let ir::ErrorShape::Declared(envelopes) = &capability.errors else { return };
    let written = shape(&capability.errors);
    for failure in failures() {
        let answer = failure.into_answer(written);
        let status = answer.status.as_u16();
        let is_meant = |it: &ir::StatusPattern| match it {
            ir::StatusPattern::Code(code) => *code == status,
            ir::StatusPattern::Class(class) => *class == status / 100,
            ir::StatusPattern::Default => true,
        };
        let envelope = envelopes.iter().find(|it| is_meant(&it.status)).expect("the last");
        let schema = ir::published(&capability.schemas, envelope.schema);
        let body: Value = serde_json::from_slice(&answer.body).expect("JSON");
        let validator = plain(&schema);
        let told: Vec<String> = validator.iter_errors(&body).map(|it| it.to_string()).collect();
        assert!(told.is_empty(), "{}: {told:#?}\n{body:#}\n{schema:#}", capability.name);
    }
}

/// The first failures in the declared shape, one a line.
fn check(media_type: &str, schema: Value, expected: Expect) {
    let capability = declaring(&json!({"400": response(media_type, &schema)}));
    check_fit(&capability);
    let written = shape(&capability.errors);
    let line = |failure: Failure| {
        let answer = failure.into_answer(written);
        let content_type = answer.headers["content-type"].to_str().expect("text");
        format!("{content_type} {}\n", String::from_utf8_lossy(&answer.body))
    };
    expected.assert_eq(&failures().into_iter().take(3).map(line).collect::<String>());
}

const JSON: &str = "application/json";

fn object(properties: Value, required: &[&str]) -> Value {
    json!({"type": "object", "properties": properties, "required": required})
}

fn closed(properties: Value, required: &[&str]) -> Value {
    let mut schema = object(properties, required);
    schema["additionalProperties"] = false.into();
    schema
}

#[test]
fn a_message_and_a_code() {
    let text = json!({"type": "string"});
    check(
        JSON,
        object(json!({"message": text, "code": text}), &["message", "code"]),
        expect![[r#"
            application/json {"message":"Input validation failed","code":"BAD_REQUEST","issues":[{"message":"is required","path":["items",0,"a/b"],"pointer":"/body/items/0/a~1b"},{"message":"must be an integer, not a string","path":["limit"],"pointer":"/query/limit"}]}
            application/json {"message":"There is no operation at this path","code":"NOT_FOUND"}
            application/json {"message":"Taken","code":"TAKEN"}
        "#]],
    );
    check(
        JSON,
        closed(json!({"error": text}), &["error"]),
        expect![[r#"
        application/json {"error":"Input validation failed: /body/items/0/a~1b is required; /query/limit must be an integer, not a string"}
        application/json {"error":"There is no operation at this path"}
        application/json {"error":"Taken"}
    "#]],
    );
    check(
        JSON,
        closed(json!({"error": text, "error_description": text}), &["error"]),
        expect![[r#"
            application/json {"error":"BAD_REQUEST","error_description":"Input validation failed: /body/items/0/a~1b is required; /query/limit must be an integer, not a string"}
            application/json {"error":"NOT_FOUND","error_description":"There is no operation at this path"}
            application/json {"error":"TAKEN","error_description":"Taken"}
        "#]],
    );
    check(
        "application/vnd.a+json",
        closed(
            json!({"code": {"type": "integer"}, "msg": {"type": ["string", "null"]}, "success": {"type": "boolean"}}),
            &["code", "msg", "success"],
        ),
        expect![[r#"
            application/vnd.a+json {"code":400,"msg":"Input validation failed: /body/items/0/a~1b is required; /query/limit must be an integer, not a string","success":false}
            application/vnd.a+json {"code":404,"msg":"There is no operation at this path","success":false}
            application/vnd.a+json {"code":409,"msg":"Taken","success":false}
        "#]],
    );
}

#[test]
fn lists_of_what_is_wrong() {
    let text = json!({"type": "string"});
    let issue = closed(json!({"message": text}), &["message"]);
    check(
        JSON,
        closed(
            json!({"message": text, "code": text, "issues": {"type": "array", "items": issue}}),
            &["message", "code"],
        ),
        expect![[r#"
            application/json {"message":"Input validation failed","code":"BAD_REQUEST","issues":[{"message":"/body/items/0/a~1b is required"},{"message":"/query/limit must be an integer, not a string"}]}
            application/json {"message":"There is no operation at this path","code":"NOT_FOUND"}
            application/json {"message":"Taken","code":"TAKEN"}
        "#]],
    );
    let item = object(
        json!({
            "loc": {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]}},
            "msg": text,
            "type": text,
        }),
        &["loc", "msg", "type"],
    );
    check(
        JSON,
        object(json!({"detail": {"type": "array", "items": item}}), &[]),
        expect![[r#"
        application/json {"detail":[{"loc":["body","items",0,"a/b"],"msg":"is required","type":"BAD_REQUEST","pointer":"/body/items/0/a~1b"},{"loc":["query","limit"],"msg":"must be an integer, not a string","type":"BAD_REQUEST","pointer":"/query/limit"}]}
        application/json {"detail":[{"loc":[],"msg":"There is no operation at this path","type":"NOT_FOUND"}]}
        application/json {"detail":[{"loc":[],"msg":"Taken","type":"TAKEN"}]}
    "#]],
    );
    let item = object(json!({"field": text, "message": text, "code": text}), &["field", "code"]);
    check(
        JSON,
        closed(
            json!({"error": closed(json!({"message": text, "errors": {"type": "array", "items": item}}), &["message", "errors"])}),
            &["error"],
        ),
        expect![[r#"
            application/json {"error":{"message":"Input validation failed","errors":[{"field":"items.0.a/b","message":"is required","code":"BAD_REQUEST","pointer":"/body/items/0/a~1b"},{"field":"limit","message":"must be an integer, not a string","code":"BAD_REQUEST","pointer":"/query/limit"}]}}
            application/json {"error":{"message":"There is no operation at this path","errors":[]}}
            application/json {"error":{"message":"Taken","errors":[]}}
        "#]],
    );
    check(
        JSON,
        closed(json!({"errors": {"type": "array", "items": text, "minItems": 1}}), &["errors"]),
        expect![[r#"
            application/json {"errors":["/body/items/0/a~1b is required","/query/limit must be an integer, not a string"]}
            application/json {"errors":["There is no operation at this path"]}
            application/json {"errors":["Taken"]}
        "#]],
    );
    check(
        JSON,
        json!({"type": "array", "items": item_of_an_array()}),
        expect![[r#"
        application/json [{"path":["items","0","a/b"],"message":"is required"},{"path":["limit"],"message":"must be an integer, not a string"}]
        application/json [{"message":"There is no operation at this path"}]
        application/json [{"message":"Taken"}]
    "#]],
    );
    let lists = json!({"type": "object", "additionalProperties": {"type": "array", "items": text}});
    check(
        JSON,
        object(json!({"message": text, "errors": lists}), &["message"]),
        expect![[r#"
        application/json {"message":"Input validation failed","errors":{"items.0.a/b":["is required"],"limit":["must be an integer, not a string"]}}
        application/json {"message":"There is no operation at this path"}
        application/json {"message":"Taken"}
    "#]],
    );
}

fn item_of_an_array() -> Value {
    let text = json!({"type": "string"});
    closed(json!({"path": {"type": "array", "items": text}, "message": text}), &["message"])
}

#[test]
fn the_families_that_many_use() {
    let (text, integer) = (json!({"type": "string"}), json!({"type": "integer"}));
    // JSON:API
    let source = json!({"type": "object", "properties": {"pointer": text, "parameter": text}});
    let error = closed(
        json!({"status": text, "code": text, "title": text, "detail": text, "source": source}),
        &["title", "status"],
    );
    let errors = json!({"type": "array", "items": error, "minItems": 1});
    check(
        "application/vnd.api+json",
        object(json!({"errors": errors}), &["errors"]),
        expect![[r#"
            application/vnd.api+json {"errors":[{"status":"400","title":"Bad Request","detail":"is required","source":{"pointer":"/body/items/0/a~1b"}},{"status":"400","title":"Bad Request","detail":"must be an integer, not a string","source":{"pointer":"/query/limit"}}]}
            application/vnd.api+json {"errors":[{"status":"404","code":"NOT_FOUND","title":"Not Found","detail":"There is no operation at this path"}]}
            application/vnd.api+json {"errors":[{"status":"409","code":"TAKEN","title":"Conflict","detail":"Taken"}]}
        "#]],
    );
    // Problem details with a member of their own
    let problem = object(
        json!({
            "type": {"type": "string", "format": "uri-reference"},
            "title": text,
            "status": integer,
            "detail": text,
            "instance": {"type": "string", "format": "uri-reference"},
            "traceId": text,
        }),
        &["type", "title", "traceId"],
    );
    check(
        "application/problem+json",
        problem,
        expect![[r##"
            application/problem+json {"type":"about:blank","title":"Bad Request","status":400,"detail":"Input validation failed","traceId":"","errors":[{"detail":"is required","pointer":"#/body/items/0/a~1b"},{"detail":"must be an integer, not a string","pointer":"#/query/limit"}]}
            application/problem+json {"type":"about:blank","title":"Not Found","status":404,"detail":"There is no operation at this path","traceId":""}
            application/problem+json {"type":"about:blank","title":"Conflict","status":409,"detail":"Taken","traceId":""}
        "##]],
    );
    // A framework's default
    let page = object(
        json!({
            "timestamp": integer,
            "status": integer,
            "error": text,
            "message": text,
            "path": text,
        }),
        &["timestamp", "status", "error", "message", "path"],
    );
    check(
        JSON,
        page,
        expect![[r#"
        application/json {"timestamp":0,"status":400,"error":"Bad Request","message":"Input validation failed","path":"","issues":[{"message":"is required","path":["items",0,"a/b"],"pointer":"/body/items/0/a~1b"},{"message":"must be an integer, not a string","path":["limit"],"pointer":"/query/limit"}]}
        application/json {"timestamp":0,"status":404,"error":"Not Found","message":"There is no operation at this path","path":""}
        application/json {"timestamp":0,"status":409,"error":"Conflict","message":"Taken","path":""}
    "#]],
    );
    // With a status and a code of its own
    let codes = json!({"type": "string", "enum": ["bad_request", "not_found", "internal"]});
    let error = closed(
        json!({"code": codes, "message": text, "status": {"type": "string", "enum": ["ok", "error"]}}),
        &["code", "message", "status"],
    );
    check(
        JSON,
        json!({"allOf": [error]}),
        expect![[r#"
        application/json {"code":"bad_request","message":"Input validation failed: /body/items/0/a~1b is required; /query/limit must be an integer, not a string","status":"error"}
        application/json {"code":"not_found","message":"There is no operation at this path","status":"error"}
        application/json {"code":"bad_request","message":"Taken","status":"error"}
    "#]],
    );
}

#[test]
fn what_is_not_understood_is_not_used() {
    let text = json!({"type": "string"});
    let digest = json!({"type": "string", "pattern": "^[0-9a-f]{64}$"});
    check(
        JSON,
        object(json!({"message": text, "digest": digest}), &["digest"]),
        expect![[r##"
        application/problem+json {"type":"about:blank","title":"Bad Request","status":400,"detail":"Input validation failed","code":"BAD_REQUEST","errors":[{"detail":"is required","pointer":"#/body/items/0/a~1b"},{"detail":"must be an integer, not a string","pointer":"#/query/limit"}]}
        application/problem+json {"type":"about:blank","title":"Not Found","status":404,"detail":"There is no operation at this path","code":"NOT_FOUND"}
        application/problem+json {"type":"about:blank","title":"Conflict","status":409,"detail":"Taken","code":"TAKEN"}
    "##]],
    );
    check(
        JSON,
        object(json!({"count": {"type": "integer"}}), &[]),
        expect![[r##"
            application/problem+json {"type":"about:blank","title":"Bad Request","status":400,"detail":"Input validation failed","code":"BAD_REQUEST","errors":[{"detail":"is required","pointer":"#/body/items/0/a~1b"},{"detail":"must be an integer, not a string","pointer":"#/query/limit"}]}
            application/problem+json {"type":"about:blank","title":"Not Found","status":404,"detail":"There is no operation at this path","code":"NOT_FOUND"}
            application/problem+json {"type":"about:blank","title":"Conflict","status":409,"detail":"Taken","code":"TAKEN"}
        "##]],
    );
    check(
        "text/plain",
        json!({"type": "string"}),
        expect![[r##"
        application/problem+json {"type":"about:blank","title":"Bad Request","status":400,"detail":"Input validation failed","code":"BAD_REQUEST","errors":[{"detail":"is required","pointer":"#/body/items/0/a~1b"},{"detail":"must be an integer, not a string","pointer":"#/query/limit"}]}
        application/problem+json {"type":"about:blank","title":"Not Found","status":404,"detail":"There is no operation at this path","code":"NOT_FOUND"}
        application/problem+json {"type":"about:blank","title":"Conflict","status":409,"detail":"Taken","code":"TAKEN"}
    "##]],
    );
}

#[test]
fn a_status_may_have_a_shape_of_its_own() {
    let text = json!({"type": "string"});
    let usual = object(json!({"message": text}), &["message"]);
    let own = closed(json!({"reason": text}), &["reason"]);
    let capability = declaring(&json!({
        "400": response(JSON, &usual),
        "404": response(JSON, &own),
        "409": response(JSON, &usual),
        "5XX": response(JSON, &own),
        "501": response(JSON, &usual),
    }));
    check_fit(&capability);
    let written = shape(&capability.errors);
    let body = |status: u16| {
        let status = StatusCode::from_u16(status).expect("a status");
        let answer = Failure::of(status, "m").into_answer(written);
        String::from_utf8(answer.body.into()).expect("text")
    };
    let (usual, own) = (r#"{"message":"m"}"#, r#"{"reason":"m"}"#);
    for (status, wanted) in
        [(400, usual), (404, own), (409, usual), (413, usual), (500, own), (501, usual), (503, own)]
    {
        assert_eq!(body(status), wanted, "{status}");
    }
}

#[test]
fn the_failures_of_every_capability_fit() {
    let all = [specs("specs"), specs("tests/specs")];
    let declared = all.iter().flatten().filter(|it| it.errors != ir::ErrorShape::Problem);
    let names: Vec<&str> = declared
        .map(|it| {
            check_fit(it);
            it.name.as_str()
        })
        .collect();
    assert_eq!(
        names,
        ["dokploy-user", "dokploy-organization", "nodeum-users", "pets", "answers", "files"]
    );
}
