//! Parameters by location and style, read as what their schema wants.

use std::sync::Arc;

use crate::common::*;
use fixture::support::operation::*;
use fixture::support::schema::*;
use fixture::support::server;
use http::Method;
use serde_json::{Value, json};

const INTEGERS: Schema = array(&Array { items: Some(&INTEGER), ..ANY_ARRAY });
const POINT: Schema = object(&Object {
    properties: &[optional("x", &INTEGER), optional("on", &BOOLEAN), optional("tags", &STRINGS)],
    ..ANY_OBJECT
});
const STRINGS: Schema = array(&Array { items: Some(&STRING), ..ANY_ARRAY });

const fn query(name: &'static str, schema: &'static Schema) -> Parameter {
    parameter(name, Location::Query, schema)
}

static QUERY: Operation = operation(
    "query",
    &[
        query("s", &STRING),
        query("i", &INTEGER.minimum(1.0)),
        query("n", &NUMBER),
        query("b", &BOOLEAN),
        query("null", &typed(&[Type::Integer, Type::Null])),
        query("either", &typed(&[Type::String, Type::Integer])),
        query("union", &ANY.any_of(&[&INTEGER, &STRING.values(&[Literal::String("auto")])])),
        query("any", &ANY),
        query("list", &INTEGERS),
        query("opt", &ANY.any_of(&[&INTEGERS, &NULL])),
        styled(query("commas", &STRINGS), Style::Form, false),
        styled(query("spaces", &INTEGERS), Style::SpaceDelimited, false),
        styled(query("pipes", &STRINGS), Style::PipeDelimited, false),
        styled(query("deep", &POINT), Style::DeepObject, true),
        styled(query("flat", &POINT), Style::Form, false),
        styled(query("json", &POINT), Style::Json, false),
        query("a[]", &STRINGS),
    ],
    None,
);
static EXPLODED: Operation =
    operation("exploded", &[query("point", &POINT), query("other", &STRING)], None);
static OPEN: Operation = operation(
    "open",
    &[
        query("filter", &object(&Object { additional: Some(&INTEGER), ..ANY_OBJECT })),
        query("other", &STRING),
    ],
    None,
);

const fn at(name: &'static str, schema: &'static Schema, style: Style, explode: bool) -> Parameter {
    styled(parameter(name, Location::Path, schema), style, explode)
}

static SIMPLE: Operation = operation(
    "simple",
    &[at("p", &INTEGERS, Style::Simple, false), at("q", &POINT, Style::Simple, true)],
    None,
);
static LABEL: Operation = operation(
    "label",
    &[at("p", &INTEGERS, Style::Label, true), at("q", &POINT, Style::Label, false)],
    None,
);
static MATRIX: Operation = operation(
    "matrix",
    &[at("p", &INTEGERS, Style::Matrix, true), at("q", &POINT, Style::Matrix, true)],
    None,
);
static FLAT_MATRIX: Operation = operation(
    "flat matrix",
    &[at("p", &INTEGERS, Style::Matrix, false), at("q", &STRING, Style::Matrix, false)],
    None,
);
static HEADERS: Operation = operation(
    "headers",
    &[
        parameter("X-List", Location::Header, &STRINGS),
        parameter("X-Count", Location::Header, &INTEGER),
        styled(parameter("X-Point", Location::Header, &POINT), Style::Simple, true),
        parameter("session", Location::Cookie, &STRING),
        styled(parameter("ids", Location::Cookie, &INTEGERS), Style::Form, false),
    ],
    None,
);

static ROUTES: &[Route] = &[
    route(Method::GET, "/query", &QUERY),
    route(Method::GET, "/exploded", &EXPLODED),
    route(Method::GET, "/open", &OPEN),
    route(Method::GET, "/simple/{p}/{q}", &SIMPLE),
    route(Method::GET, "/label/{p}/{q}", &LABEL),
    route(Method::GET, "/matrix/{p}/{q}", &MATRIX),
    route(Method::GET, "/flat/{p}/{q}", &FLAT_MATRIX),
    route(Method::GET, "/headers", &HEADERS),
];
static CAPABILITY: Capability = capability(ROUTES, ErrorShape::MessageCodeIssues);

/// The parameters read, or the issues as lines.
async fn read(line: &str, headers: &[(&str, &str)]) -> Value {
    let router = server::router(&CAPABILITY, Arc::new(Echo));
    let seen = send(&router, request(line, headers, "")).await.json();
    match seen.get("issues").and_then(Value::as_array) {
        None => seen["parameters"].clone(),
        Some(issues) => issues
            .iter()
            .map(|it| {
                format!("{} {}", it["pointer"].as_str().unwrap(), it["message"].as_str().unwrap())
            })
            .map(Value::from)
            .collect(),
    }
}

#[tokio::test]
async fn queries() {
    let cases = [
        ("", json!(null)),
        ("unknown=1&=&&", json!(null)),
        ("s=5", json!({"s": "5"})),
        ("s=", json!({"s": ""})),
        ("s=a+b%2B%26", json!({"s": "a b+&"})),
        ("%73=x", json!({"s": "x"})),
        ("i=5&n=2.50&b=true", json!({"i": 5, "n": 2.5, "b": true})),
        ("i=1.0", json!({"i": 1.0})),
        ("null=null", json!({"null": null})),
        ("either=5", json!({"either": "5"})),
        ("union=5", json!({"union": 5})),
        ("union=auto", json!({"union": "auto"})),
        ("any=5", json!({"any": "5"})),
        ("list=1", json!({"list": [1]})),
        ("list=1&list=2", json!({"list": [1, 2]})),
        ("opt=1&opt=2", json!({"opt": [1, 2]})),
        ("commas=a,b%2Cc", json!({"commas": ["a", "b,c"]})),
        ("commas=", json!({"commas": []})),
        ("commas=a&commas=b,c", json!({"commas": ["a", "b", "c"]})),
        ("spaces=1%202+3", json!({"spaces": [1, 2, 3]})),
        ("pipes=a%7Cb", json!({"pipes": ["a", "b"]})),
        (
            "deep[x]=1&deep%5Bon%5D=false&deep[tags]=a&deep[tags]=b",
            json!({"deep": {"x": 1, "on": false, "tags": ["a", "b"]}}),
        ),
        (
            "deep[more][a][b]=1&deep[more][a][c][]=2",
            json!({"deep": {"more": {"a": {"b": "1", "c": "2"}}}}),
        ),
        ("flat=x,1,on,true", json!({"flat": {"x": 1, "on": true}})),
        ("json=%7B%22x%22:1%7D", json!({"json": {"x": 1}})),
        ("a[]=x&a%5B%5D=y", json!({"a[]": ["x", "y"]})),
    ];
    for (query, wanted) in cases {
        assert_eq!(read(&format!("GET /query?{query}"), &[]).await, wanted, "{query}");
    }
}

#[tokio::test]
async fn queries_that_do_not_fit() {
    let cases = [
        ("i=x", json!(["/query/i must be an integer, not a string"])),
        ("i=0", json!(["/query/i must be at least 1"])),
        ("i=05", json!(["/query/i must be an integer, not a string"])),
        ("i=+5", json!(["/query/i must be an integer, not a string"])),
        (
            "i=1.5&b=yes",
            json!([
                "/query/i must be an integer, not a fraction",
                "/query/b must be a boolean, not a string"
            ]),
        ),
        ("s=a&s=b", json!(["/query/s must be given once, not 2 times"])),
        ("list=1&list=x", json!(["/query/list/1 must be an integer, not a string"])),
        ("deep[x]=y", json!(["/query/deep/x must be an integer, not a string"])),
        ("flat=x,1,on", json!(["/query/flat must be names and values in turn"])),
        ("json={", json!(["/query/json must be JSON"])),
        ("s=%FF", json!(["/query/s must be percent-encoded UTF-8"])),
    ];
    for (query, wanted) in cases {
        let line = format!("GET /query?{}", query.replace('{', "%7B"));
        assert_eq!(read(&line, &[]).await, wanted, "{query}");
    }
}

#[tokio::test]
async fn exploded_objects() {
    let wanted = json!({"point": {"x": 1, "tags": ["a"]}, "other": "o"});
    assert_eq!(read("GET /exploded?x=1&tags=a&other=o&z=3", &[]).await, wanted);
    let wanted = json!({"filter": {"a": 1, "b": 2}, "other": "o"});
    assert_eq!(read("GET /open?a=1&b=2&other=o", &[]).await, wanted);
}

#[tokio::test]
async fn paths() {
    let cases = [
        ("/simple/1,2/x=1,on=true", json!({"p": [1, 2], "q": {"x": 1, "on": true}})),
        ("/label/.1.2/.x,1,on,true", json!({"p": [1, 2], "q": {"x": 1, "on": true}})),
        ("/matrix/;p=1;p=2/;x=1;on=true", json!({"p": [1, 2], "q": {"x": 1, "on": true}})),
        ("/flat/;p=1,2/;q=a%2Fb", json!({"p": [1, 2], "q": "a/b"})),
        ("/label/1/.x,1", json!(["/path/p must begin with a dot"])),
        ("/flat/;p=1/q", json!(["/path/q must begin with `;q`"])),
    ];
    for (path, wanted) in cases {
        assert_eq!(read(&format!("GET {path}"), &[]).await, wanted, "{path}");
    }
}

#[tokio::test]
async fn headers_and_cookies() {
    let headers = [
        ("x-list", "a, b"),
        ("x-list", "c%20d"),
        ("x-count", " 5 "),
        ("x-point", "x=1,on=true"),
        ("cookie", "session=abc%3D; other=1"),
        ("cookie", "ids=1,2"),
    ];
    let wanted = json!({
        "X-List": ["a", "b", "c%20d"],
        "X-Count": 5,
        "X-Point": {"x": 1, "on": true},
        "session": "abc=",
        "ids": [1, 2],
    });
    assert_eq!(read("GET /headers", &headers).await, wanted);
    let wanted = json!(["/header/X-Count must be an integer, not a string"]);
    assert_eq!(read("GET /headers", &[("x-count", "five")]).await, wanted);
}
