//! The client behind a surface.

use std::time::Duration;

use fixture::pets::client::Client;
use fixture::support::failure::Failure;
use fixture::support::operation::{ErrorShape, Operation, Response, StatusPattern};
use fixture::support::schema::ANY;
use fixture::support::service::{Answer, Context, Inputs};

use crate::tables::{builder, get, keep};
use crate::upstream::{Upstream, answer};

async fn passed(operation: Operation, upstream: &str) -> Result<Answer, Failure> {
    let upstream = Upstream::answering(upstream);
    let builder = builder(&[], keep(get())).base_url(&upstream.url);
    let core = builder.timeout(Duration::from_millis(500)).build().unwrap();
    core.service().call(keep(operation), Inputs::new(), &Context::default()).await
}

/// The status, the headers and the body that a surface passes on.
fn lines(answer: Answer) -> String {
    let mut lines: Vec<String> = answer
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap_or_default()))
        .collect();
    lines.sort();
    lines.insert(0, answer.status.as_u16().to_string());
    lines.push(String::from_utf8_lossy(&answer.body).into_owned());
    lines.join("\n")
}

fn failed(failure: Failure) -> String {
    lines(failure.into_answer(ErrorShape::MessageCodeIssues))
}

#[tokio::test]
async fn answers_are_passed_on() {
    let upstream = answer(
        "404 Not Found",
        &[
            ("content-type", "application/json; charset=utf-8"),
            ("set-cookie", "session=hunter2"),
            ("x-ratelimit-remaining", "3"),
            ("retry-after", "5"),
            ("www-authenticate", "Bearer"),
            ("x-request-id", "r1"),
            ("server", "nginx"),
        ],
        "{ \"message\" : \"gone\" }",
    );
    assert_eq!(
        lines(passed(get(), &upstream).await.unwrap()),
        "404\n\
         content-type: application/json; charset=utf-8\n\
         retry-after: 5\n\
         x-ratelimit-remaining: 3\n\
         x-request-id: r1\n\
         { \"message\" : \"gone\" }"
    );
}

#[tokio::test]
async fn redirects() {
    let upstream =
        answer("302 Found", &[("location", "https://a.example/?key=hunter2")], "hunter2");
    let failure = failed(passed(get(), &upstream).await.unwrap_err());
    assert!(failure.starts_with("502\n") && !failure.contains("hunter2"), "{failure}");
    const FOUND: Response =
        Response { status: StatusPattern::Code(302), encoding: None, schema: &ANY };
    let declared = Operation { responses: &[FOUND], ..get() };
    let answer = passed(declared, &upstream).await.unwrap();
    assert_eq!(lines(answer), "302\nlocation: https://a.example/?key=hunter2\nhunter2");
}

#[tokio::test]
async fn failures() {
    let broken = failed(passed(get(), "HTTP/1.1 2").await.unwrap_err());
    assert_eq!(
        broken,
        "502\ncontent-length: 83\ncontent-type: application/json\n\
         {\"message\":\"thing-get: the upstream API could not be reached\",\"code\":\"BAD_GATEWAY\"}"
    );
    let late = Upstream::late("", Duration::from_secs(3));
    let builder = builder(&[], keep(get())).base_url(&late.url);
    let core = builder.timeout(Duration::from_millis(50)).build().unwrap();
    let error = core.send(keep(get()), Inputs::new()).await.unwrap_err();
    let failure = failed(error.into());
    assert!(failure.starts_with("504\n"), "{failure}");
}

/// What the generated client says reaches the caller of a surface as the upstream said it.
#[tokio::test]
async fn the_error_of_a_generated_client() {
    let upstream =
        Upstream::status("409 Conflict", "application/problem+json", "{\"title\":\"Taken\"}");
    let client = Client::builder().base_url(&upstream.url).api_key("k").build().unwrap();
    let error = client.remove("1").await.unwrap_err();
    assert_eq!(error.to_string(), "pets-remove: 409 Conflict: Taken");
    assert_eq!(
        failed(error.into()),
        "409\ncontent-type: application/problem+json\n{\"title\":\"Taken\"}"
    );
    assert_eq!(
        upstream.request(),
        "DELETE /pets/1 HTTP/1.1\naccept: */*\nuser-agent: fixture/0.1.0\nx-api-key: k\n\n"
    );
}
