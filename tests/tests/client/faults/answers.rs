//! Answers that are whole, and not what was expected.

use fixture::support::operation::Operation;
use http::Method;

use super::server::{Server, Step};
use super::{JSON, after, answer, operation, outcome_of};
use crate::tables::keep;

#[tokio::test]
async fn successes_of_any_form() {
    for (answer, expected) in [
        (answer("200 OK", "", ""), "ok: null"),
        (answer("200 OK", JSON, " \n"), "ok: null"),
        (answer("200 OK", JSON, "7"), "ok: 7"),
        (answer("200 OK", JSON, "\"a\""), "ok: \"a\""),
        (answer("200 OK", JSON, "true"), "ok: true"),
        (answer("200 OK", JSON, "null"), "ok: null"),
        (answer("200 OK", JSON, "\u{feff}[1]"), "ok: [1]"),
        (answer("200 OK", "content-type: text/html\r\n", "[1]"), "ok: [1]"),
        (answer("200 OK", "content-type: \u{ff}\r\n", "[1]"), "ok: [1]"),
        (answer("299 Odd", JSON, "[1]"), "ok: [1]"),
        (b"HTTP/1.1 204 No Content\r\n\r\n".to_vec(), "ok: null"),
        (
            [
                b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n".to_vec(),
                answer("200 OK", JSON, "1"),
            ]
            .concat(),
            "ok: 1",
        ),
        (b"HTTP/1.0 200 OK\r\n\r\n[1]".to_vec(), "ok: [1]"),
    ] {
        assert_eq!(after(&answer).await, expected, "{}", String::from_utf8_lossy(&answer));
    }
}

#[tokio::test]
async fn what_is_no_json() {
    let unfit =
        "decode: thing-get: 200 OK: the answer does not fit: expected JSON, found something else";
    let deep = "[".repeat(20_000);
    for (headers, body, reason) in [
        (
            "content-type: text/html\r\n",
            &b"<h1>hi</h1>"[..],
            "(text/html): expected value at line 1 column 1",
        ),
        ("", b"hello", "(without a content type): expected value at line 1 column 1"),
        (
            JSON,
            b"{\"a\": [1, 2",
            "(application/json): EOF while parsing a list at line 1 column 11",
        ),
        (
            JSON,
            b"\"\xff\xfe\"",
            "(application/json): invalid unicode code point at line 1 column 2",
        ),
        (JSON, b"1e999", "(application/json): number out of range at line 1 column 5"),
        (JSON, b"1 2", "(application/json): trailing characters at line 1 column 3"),
        (
            JSON,
            deep.as_bytes(),
            "(application/json): recursion limit exceeded at line 1 column 128",
        ),
    ] {
        assert_eq!(after(answer("200 OK", headers, body)).await, format!("{unfit} {reason}"));
    }
}

#[tokio::test]
async fn statuses() {
    for (status, headers, body, text) in [
        (
            "401 Unauthorized",
            JSON,
            r#"{"message":"Unauthorized"}"#,
            "401 Unauthorized: Unauthorized",
        ),
        ("409 Conflict", JSON, r#"{"code":"TAKEN"}"#, "409 Conflict: TAKEN"),
        ("415 Unsupported Media Type", "", "", "415 Unsupported Media Type"),
        ("502 Bad Gateway", "content-type: text/html\r\n", "<h1>nginx</h1>", "502 Bad Gateway"),
        (
            "500 Internal Server Error",
            JSON,
            "{\"message\":",
            "500 Internal Server Error: {\"message\":",
        ),
        ("599 Odd", JSON, "[[[", "599 <unknown status code>: [[["),
        ("400 Bad Request", JSON, "\"\u{1b}[31mred\"", "400 Bad Request: \" [31mred\""),
    ] {
        let expected = format!("undeclared-status: thing-get: {text}");
        assert_eq!(after(answer(status, headers, body)).await, expected);
    }
    let server = Server::start(vec![vec![Step::Send(answer("404 Not Found", "", ""))]]);
    let post = keep(Operation { method: Method::POST, idempotent: false, ..operation() });
    let expected = "undeclared-status: thing-get: 404 Not Found";
    assert_eq!(outcome_of(&server, post).await, expected);
    assert!(server.requests()[0].starts_with("POST /things HTTP/1.1\r\n"));
}
