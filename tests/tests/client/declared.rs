//! Declared errors, told apart and read as types.

use fixture::answers::errors::{ArrayError, ClassError, DefaultError};
use fixture::pets::errors::CreateError;
use fixture::support::client::{Builder, Error, RetryPolicy};
use fixture::{answers, pets};
use serde_json::{Value, json};

use crate::upstream::Upstream;

const JSON: &str = "application/json";

async fn array(status: &str, body: &str) -> Error {
    let upstream = Upstream::status(status, JSON, body);
    let client = answers::client::Client::builder().base_url(&upstream.url).anonymous();
    client.retry(RetryPolicy::never()).build().unwrap().array().await.unwrap_err()
}

fn problem() -> Value {
    json!({"message": "There is none", "code": "NO_THING", "more": 1})
}

#[tokio::test]
async fn a_declared_status_holds_its_declared_type() {
    let error = array("404 Not Found", &problem().to_string()).await;
    let Some(ArrayError::NotFound(problem)) = ArrayError::of(&error) else { panic!("{error:?}") };
    assert_eq!((problem.message.as_str(), problem.code.as_str()), ("There is none", "NO_THING"));
    // The same error as another operation declares it.
    assert_eq!(ClassError::of(&error), Some(ClassError::ClientError(problem)));
    // A status that is declared without a body, by its class.
    for body in ["", "<html>", "{}"] {
        let error = array("503 Service Unavailable", body).await;
        assert_eq!(ArrayError::of(&error), Some(ArrayError::ServerError), "{body}");
    }
}

#[tokio::test]
async fn what_is_not_declared_is_none_of_them() {
    // Another status, and a body that does not fit: the error still has both.
    for (status, body) in [("418 I'm a teapot", problem()), ("404 Not Found", json!({"code": 1}))] {
        let error = array(status, &body.to_string()).await;
        assert_eq!(ArrayError::of(&error), None, "{status}");
        let kept = error.body_as::<Value>();
        assert_eq!(
            (error.answered().unwrap().status.as_u16(), kept),
            (status[..3].parse().unwrap(), Some(body))
        );
    }
    let refused = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = answers::client::Client::builder().base_url(format!("http://{refused}"));
    let error = client.anonymous().retry(RetryPolicy::never()).build().unwrap().array().await;
    assert_eq!(ArrayError::of(&error.unwrap_err()), None);
}

#[tokio::test]
async fn the_default_is_every_other_status() {
    let upstream = Upstream::status("409 Conflict", JSON, r#"{"name": "n"}"#);
    let client = answers::client::Client::builder().base_url(&upstream.url).anonymous();
    let error = client.build().unwrap().default().await.unwrap_err();
    let Some(DefaultError::Other(thing)) = DefaultError::of(&error) else { panic!("{error:?}") };
    assert_eq!(thing.name, "n");
}

#[tokio::test]
async fn issues_of_a_body_are_typed() {
    let body = r#"{"message": "No", "code": "BAD", "issues": [{"message": "too long"}]}"#;
    let upstream = Upstream::status("400 Bad Request", JSON, body);
    let client: pets::client::Client =
        Builder::new(&pets::CAPABILITY).base_url(&upstream.url).api_key("k").build().unwrap();
    let error = client.create(&pets::types::CreateRequest::new("n")).await.unwrap_err();
    let Some(CreateError::BadRequest(refusal)) = CreateError::of(&error) else {
        panic!("{error:?}")
    };
    assert_eq!(refusal.issues.unwrap()[0].message, "too long");
}
