//! What is sent: paths, headers and the join with the base URL.

use fixture::support::operation::{Encoding, Location, Operation, Parameter, Style};
use fixture::support::service::Inputs;
use http::Method;
use serde_json::{Value, json};

use crate::tables::{answers, builder, client, get, keep, parameter, post};
use crate::upstream::Upstream;

async fn path(template: &'static str, value: Value) -> String {
    let upstream = Upstream::json("null");
    let color = Parameter { required: true, ..parameter(Location::Path, Style::Simple, false) };
    let parameters = std::slice::from_ref(keep(color));
    let operation = keep(Operation { path: template, parameters, ..get() });
    let inputs = Inputs::new().parameter("color", &value);
    match client(&upstream.url).send(operation, inputs).await {
        Ok(_) => upstream.request().split(' ').nth(1).unwrap_or_default().to_owned(),
        Err(error) => error.to_string(),
    }
}

#[tokio::test]
async fn a_value_stays_in_its_segment() {
    for (value, sent) in [
        ("a/b", "/things/a%2Fb"),
        ("a\\b", "/things/a%5Cb"),
        ("%2F", "/things/%252F"),
        ("%2E%2E", "/things/%252E%252E"),
        ("...", "/things/..."),
        ("a?b#c", "/things/a%3Fb%23c"),
        ("\t\n", "/things/%09%0A"),
        ("ä b", "/things/%C3%A4%20b"),
        ("a~b-c_d.e", "/things/a~b-c_d.e"),
        ("@:!$&'()*+,;=", "/things/%40%3A%21%24%26%27%28%29%2A%2B%2C%3B%3D"),
    ] {
        assert_eq!(path("/things/{color}", json!(value)).await, sent);
    }
    assert_eq!(path("/things/{color}/x", json!(7)).await, "/things/7/x");
    assert_eq!(path("/things/{color}:run", json!("..")).await, "/things/..:run");
    assert_eq!(path("/a b|{color}?x=1", json!("c")).await, "/a%20b%7Cc?x=1");
}

#[tokio::test]
async fn a_value_that_would_change_the_path_is_refused() {
    let refusal = "thing-get: `color` must not be empty, `.` or `..`: it would change the path";
    for value in [".", "..", ""] {
        assert_eq!(path("/things/{color}", json!(value)).await, refusal);
        assert_eq!(path("/things/{color}/x", json!(value)).await, refusal);
    }
    assert_eq!(path("/things/.{color}", json!(".")).await, refusal);
    assert_eq!(path("/things/%2e{color}", json!(".")).await, refusal);
    assert_eq!(path("/things/{color}", json!([])).await, "thing-get: `color` must not be empty");
    assert_eq!(path("/things/{color}", Value::Null).await, "thing-get: `color` is required");
    assert_eq!(
        path("/things/{size}", json!("a")).await,
        "thing-get: `size` is in the path but not declared"
    );
    assert_eq!(
        path("/things/../{color}", json!("a")).await,
        "thing-get: `/things/../{color}` is a path that a URL cannot hold"
    );
}

#[tokio::test]
async fn base_urls_are_joined_without_losing_a_slash() {
    let upstream = Upstream::json("null");
    for (suffix, sent) in [
        ("", "/things"),
        ("/", "/things"),
        ("/v1", "/v1/things"),
        ("/v1/", "/v1/things"),
        ("//v1//x//", "/v1/x/things"),
        ("/a%2Fb", "/a%2Fb/things"),
    ] {
        let core = client(&format!("{}{suffix}", upstream.url));
        core.send(keep(get()), Inputs::new()).await.unwrap();
        assert!(upstream.request().starts_with(&format!("GET {sent} HTTP/1.1\n")), "{suffix}");
    }
}

#[tokio::test]
async fn a_whole_request() {
    let upstream = Upstream::json("null");
    let query = parameter(Location::Query, Style::Form, true);
    let header = Parameter {
        name: "X-Size",
        argument: "size",
        ..parameter(Location::Header, Style::Simple, false)
    };
    let operation = keep(Operation {
        parameters: keep([query, header]),
        responses: answers(Encoding::Json),
        ..post("application/vnd.api+json", Encoding::Json, &fixture::support::schema::ANY)
    });
    let inputs = Inputs::new().text("color", "red").parameter("size", &3_i64);
    let inputs = inputs.body(&json!({"a": null, "b": [1.0]}));
    let core = builder(&[], operation).base_url(&upstream.url).user_agent("me/1").build().unwrap();
    let (): () = core.call(operation, inputs).await.unwrap();
    assert_eq!(
        upstream.request(),
        "POST /things?color=red HTTP/1.1\n\
         accept: application/json\n\
         x-size: 3\n\
         user-agent: me/1\n\
         content-type: application/vnd.api+json\n\
         content-length: 20\n\n\
         {\"a\":null,\"b\":[1.0]}"
    );
}

#[tokio::test]
async fn what_is_accepted() {
    let upstream = Upstream::json("null");
    for (encoding, sent) in [
        (Encoding::Json, "application/json"),
        (Encoding::Text, "text/*"),
        (Encoding::Binary, "*/*"),
    ] {
        let operation = keep(Operation { responses: answers(encoding), ..get() });
        client(&upstream.url).send(operation, Inputs::new()).await.unwrap();
        assert!(upstream.request().contains(&format!("\naccept: {sent}\n")));
    }
    client(&upstream.url).send(keep(get()), Inputs::new()).await.unwrap();
    let own = "user-agent: fixture/0.1.0";
    assert_eq!(upstream.request(), format!("GET /things HTTP/1.1\naccept: */*\n{own}\n\n"));
}

#[tokio::test]
async fn inputs_are_checked_where_asked_for() {
    let upstream = Upstream::json("null");
    let color = Parameter { required: true, ..parameter(Location::Query, Style::Form, true) };
    let operation = keep(Operation { parameters: std::slice::from_ref(keep(color)), ..get() });
    let core = builder(&[], operation).base_url(&upstream.url).validate(true).build().unwrap();
    let error = core.send(operation, Inputs::new()).await.unwrap_err();
    assert_eq!(error.to_string(), "thing-get: the inputs do not fit: /query/color: is required");
    assert!(upstream.is_idle());
    client(&upstream.url).send(operation, Inputs::new()).await.unwrap();
}

#[tokio::test]
async fn a_client_of_the_callers() {
    let upstream = Upstream::json("[]");
    let http = reqwest::Client::builder().user_agent("theirs").build().unwrap();
    let operation = keep(Operation { method: Method::DELETE, ..get() });
    let core = builder(&[], operation).base_url(&upstream.url).http(http).build().unwrap();
    core.send(operation, Inputs::new()).await.unwrap();
    assert_eq!(upstream.request(), "DELETE /things HTTP/1.1\naccept: */*\nuser-agent: theirs\n\n");
}
