//! That the fake answers as the real server does, seen by plain HTTP.

use expect_test::expect;
use http::Method;

use crate::dokploy::fake::{self, Edition};
use crate::dokploy::fixtures::Caller;

/// A request, with the API key and the media type that it carries.
struct Request(Method, &'static str, Option<&'static str>, Option<&'static str>, &'static str);

const OWNER: Option<&str> = Some("key-of-the-owner-canary");
const SESSIONLESS: Option<&str> = Some("key-without-a-session-canary");
const JSON: Option<&str> = Some("application/json");

/// What a fresh fake answers to each request: status, media type and body.
async fn answers(requests: &[Request]) -> String {
    let http = reqwest::Client::builder().no_proxy().build().expect("a client");
    let mut transcript = String::new();
    for Request(method, path, key, media_type, body) in requests {
        let fake = fake::start(Edition::SelfHosted).await;
        let mut request = http.request(method.clone(), format!("{}/api{path}", fake.url()));
        for (name, value) in [("x-api-key", key), ("content-type", media_type)] {
            if let Some(value) = value {
                request = request.header(name, *value);
            }
        }
        let response = request.body(*body).send().await.expect("an answer");
        let status = response.status().as_u16();
        let media_type = response.headers()["content-type"].to_str().expect("text").to_owned();
        let body = response.text().await.expect("text");
        transcript.push_str(&format!("{method} {path}: {status} {media_type} [{body}]\n"));
    }
    transcript
}

#[tokio::test]
async fn without_a_good_key_there_is_no_code() {
    let requests = [
        Request(Method::GET, "/user.all", None, None, ""),
        Request(Method::GET, "/user.all", Some(""), None, ""),
        Request(Method::GET, "/user.all", Some(Caller::Unknown.key()), None, ""),
        Request(Method::POST, "/user.remove", None, None, ""),
        Request(Method::GET, "/nothing", None, None, ""),
    ];
    expect![[r#"
        GET /user.all: 401 application/json [{"message":"Unauthorized"}]
        GET /user.all: 401 application/json [{"message":"Unauthorized"}]
        GET /user.all: 401 application/json [{"message":"Unauthorized"}]
        POST /user.remove: 401 application/json [{"message":"Unauthorized"}]
        GET /nothing: 401 application/json [{"message":"Unauthorized"}]
    "#]]
    .assert_eq(&answers(&requests).await);
}

#[tokio::test]
async fn answers_are_bare_or_empty() {
    let max = r#"{"userId":"u-max"}"#;
    let requests = [
        Request(Method::GET, "/user.haveRootAccess", OWNER, None, ""),
        Request(Method::GET, "/user.checkUserOrganizations?userId=u-max", OWNER, None, ""),
        Request(Method::GET, "/user.getBookmarkedTemplates", OWNER, None, ""),
        Request(Method::GET, "/user.session", SESSIONLESS, None, ""),
        Request(Method::POST, "/user.generateToken", OWNER, JSON, "{}"),
        Request(Method::POST, "/user.remove", OWNER, JSON, max),
    ];
    expect![[r#"
        GET /user.haveRootAccess: 200 application/json [false]
        GET /user.checkUserOrganizations?userId=u-max: 200 application/json [1]
        GET /user.getBookmarkedTemplates: 200 application/json [[]]
        GET /user.session: 200 application/json [null]
        POST /user.generateToken: 200 application/json ["token"]
        POST /user.remove: 200 application/json []
    "#]]
    .assert_eq(&answers(&requests).await);
}

#[tokio::test]
async fn errors_hold_more_than_is_declared() {
    let nobody = r#"{"userId":"nobody"}"#;
    let requests = [
        Request(Method::POST, "/user.remove", OWNER, JSON, nobody),
        Request(Method::POST, "/user.remove", OWNER, JSON, "{}"),
        Request(Method::GET, "/user.one", OWNER, None, ""),
        Request(Method::GET, "/user.one?userId=", OWNER, None, ""),
        Request(Method::POST, "/user.generateToken", OWNER, None, ""),
        Request(Method::POST, "/user.all", OWNER, JSON, "{}"),
        Request(Method::GET, "/nothing", OWNER, None, ""),
    ];
    expect![[r#"
        POST /user.remove: 404 application/json [{"message":"Target user is not a member","code":"NOT_FOUND","data":{"code":"NOT_FOUND","httpStatus":404,"path":"user.remove","zodError":null}}]
        POST /user.remove: 400 application/json [{"message":"Input validation failed","code":"BAD_REQUEST","data":{"code":"BAD_REQUEST","httpStatus":400,"path":"user.remove","zodError":{"formErrors":[],"fieldErrors":{"userId":["Invalid input: expected string, received undefined"]}}},"issues":[{"expected":"string","code":"invalid_type","path":["userId"],"message":"Invalid input: expected string, received undefined"}]}]
        GET /user.one: 400 application/json [{"message":"Input validation failed","code":"BAD_REQUEST","data":{"code":"BAD_REQUEST","httpStatus":400,"path":"user.one","zodError":{"formErrors":[],"fieldErrors":{"userId":["Invalid input: expected string, received undefined"]}}},"issues":[{"expected":"string","code":"invalid_type","path":["userId"],"message":"Invalid input: expected string, received undefined"}]}]
        GET /user.one?userId=: 400 application/json [{"message":"Input validation failed","code":"BAD_REQUEST","data":{"code":"BAD_REQUEST","httpStatus":400,"path":"user.one","zodError":{"formErrors":[],"fieldErrors":{"userId":["Invalid input: expected string, received undefined"]}}},"issues":[{"expected":"string","code":"invalid_type","path":["userId"],"message":"Invalid input: expected string, received undefined"}]}]
        POST /user.generateToken: 415 application/json [{"message":"Unsupported content-type \"undefined\"","code":"UNSUPPORTED_MEDIA_TYPE","data":{"code":"UNSUPPORTED_MEDIA_TYPE","httpStatus":415,"path":"user.generateToken","zodError":null}}]
        POST /user.all: 404 application/json [{"message":"Not found","code":"NOT_FOUND","data":{"code":"NOT_FOUND","httpStatus":404,"zodError":null}}]
        GET /nothing: 404 application/json [{"message":"Not found","code":"NOT_FOUND","data":{"code":"NOT_FOUND","httpStatus":404,"zodError":null}}]
    "#]].assert_eq(&answers(&requests).await);
}
