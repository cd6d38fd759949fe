//! Failures in the shapes in which they are answered.

use crate::common::answer;
use fixture::support::failure::{Failure, Issue};
use fixture::support::operation::ErrorShape;
use fixture::support::validate::Violation;
use http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use serde_json::{Value, json};

fn body(failure: Failure, shape: ErrorShape) -> Value {
    let answer = failure.into_answer(shape);
    assert_eq!(answer.headers["content-length"], answer.body.len().to_string());
    serde_json::from_slice(&answer.body).unwrap()
}

#[test]
fn envelope() {
    let failure = Failure::invalid(vec![
        Violation::new("/body/items/0/a~1b", "is required"),
        Violation::new("/query/path", "is required"),
        Violation::new("/path/petId", "is required"),
    ]);
    assert_eq!(
        body(failure.clone(), ErrorShape::MessageCodeIssues),
        json!({
            "message": "Input validation failed",
            "code": "BAD_REQUEST",
            "issues": [
                {"message": "is required", "path": ["items", 0, "a/b"], "pointer": "/body/items/0/a~1b"},
                {"message": "is required", "path": ["path"], "pointer": "/query/path"},
                {"message": "is required", "path": ["petId"], "pointer": "/path/petId"},
            ],
        })
    );
    assert_eq!(
        body(failure, ErrorShape::Problem),
        json!({
            "type": "about:blank",
            "title": "Bad Request",
            "status": 400,
            "detail": "Input validation failed",
            "code": "BAD_REQUEST",
            "errors": [
                {"detail": "is required", "pointer": "#/body/items/0/a~1b"},
                {"detail": "is required", "pointer": "#/query/path"},
                {"detail": "is required", "pointer": "#/path/petId"},
            ],
        })
    );
}

#[test]
fn codes_follow_the_status() {
    let cases = [
        (Failure::bad_request("m"), 400, "BAD_REQUEST"),
        (Failure::unauthorized("m"), 401, "UNAUTHORIZED"),
        (Failure::forbidden("m"), 403, "FORBIDDEN"),
        (Failure::not_found("m"), 404, "NOT_FOUND"),
        (Failure::conflict("m"), 409, "CONFLICT"),
        (Failure::internal("m"), 500, "INTERNAL_SERVER_ERROR"),
        (Failure::not_found("m").with_code("NO_SUCH_PET"), 404, "NO_SUCH_PET"),
        (Failure::of(StatusCode::IM_A_TEAPOT, "m"), 418, "I_M_A_TEAPOT"),
    ];
    for (failure, status, code) in cases {
        assert_eq!(
            (failure.status().as_u16(), failure.code(), failure.message()),
            (status, Some(code), "m")
        );
    }
}

#[test]
fn an_answer_is_passed_on_as_it_came() {
    let sent = json!({"message": "Gone", "code": "X", "data": {"a": 1}, "issues": [{"message": "no", "path": ["a", 0]}]});
    let mut upstream = answer(410, &sent);
    upstream.headers.insert(RETRY_AFTER, HeaderValue::from_static("5"));
    let failure = Failure::from_answer(upstream);
    assert_eq!(
        (failure.status().as_u16(), failure.code(), failure.message()),
        (410, Some("X"), "Gone")
    );
    assert_eq!(failure.issues(), [Issue::new("no").at("/a/0")]);
    let answer = failure.clone().into_answer(ErrorShape::Problem);
    assert_eq!((answer.status.as_u16(), &answer.body[..]), (410, sent.to_string().as_bytes()));
    assert_eq!(answer.headers[RETRY_AFTER], "5");
    let anew = body(failure.with_code("Y"), ErrorShape::MessageCodeIssues);
    assert_eq!(anew["code"], "Y");
}

#[test]
fn issues_keep_their_own_codes() {
    let sent = json!({"message": "No", "issues": [{"message": "is short", "path": ["a"], "code": "too_small"}]});
    let failure = Failure::from_answer(answer(400, &sent));
    assert_eq!(failure.issues(), [Issue::new("is short").at("/a").with_code("too_small")]);
    assert_eq!(failure.to_string(), "400 too_small: No: /a is short [too_small]");
    let anew = failure.with_code("BAD");
    assert_eq!(
        body(anew.clone(), ErrorShape::MessageCodeIssues)["issues"],
        json!([{"message": "is short", "code": "too_small", "path": ["a"], "pointer": "/a"}])
    );
    assert_eq!(
        body(anew, ErrorShape::Problem)["errors"],
        json!([{"detail": "is short", "code": "too_small", "pointer": "#/a"}])
    );
}

#[test]
fn a_body_without_a_code() {
    let failure = Failure::json(StatusCode::UNAUTHORIZED, &json!({"message": "Unauthorized"}));
    assert_eq!((failure.code(), failure.message()), (None, "Unauthorized"));
    let challenge = HeaderValue::from_static("ApiKey");
    let answer = failure.with_header(WWW_AUTHENTICATE, challenge).into_answer(ErrorShape::Problem);
    assert_eq!(answer.headers["content-type"], "application/json");
    assert_eq!(answer.headers[WWW_AUTHENTICATE], "ApiKey");
    assert_eq!(&answer.body[..], br#"{"message":"Unauthorized"}"#);
}

#[test]
fn shown_to_people() {
    let failure = Failure::bad_request("No")
        .with_issues(vec![Issue::new("a"), Issue::new("is b").at("/body/x")]);
    assert_eq!(failure.to_string(), "400 BAD_REQUEST: No: a; /body/x is b");
    let raw = Failure::json(StatusCode::FORBIDDEN, &json!({"message": "m", "token": "hunter2"}));
    assert_eq!(raw.to_string(), "403: m");
    assert!(!format!("{raw:?}").contains("hunter2"));
    assert_eq!(size_of::<Failure>(), size_of::<usize>());
}
