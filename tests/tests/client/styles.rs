//! The style examples of the OpenAPI specification, 3.1.1.

use fixture::support::operation::{Location, Operation, Parameter, Style};
use fixture::support::service::Inputs;
use serde_json::{Value, json};

use crate::tables::{client, get, keep, parameter};
use crate::upstream::Upstream;

/// The request as sent, with the parameter `color` set.
async fn sent(upstream: &Upstream, path: &'static str, color: Parameter, value: Value) -> String {
    let parameters = std::slice::from_ref(keep(color));
    let operation = keep(Operation { path, parameters, ..get() });
    let inputs = Inputs::new().parameter("color", &value);
    match client(&upstream.url).send(operation, inputs).await {
        Ok(_) => upstream.request(),
        Err(error) => error.to_string(),
    }
}

/// What follows `/` or `?` in the request target.
async fn target(path: &'static str, color: Parameter, value: Value) -> String {
    let upstream = Upstream::json("null");
    let request = sent(&upstream, path, color, value).await;
    let target = request.split(' ').nth(1).unwrap_or_default();
    target.strip_prefix("/things?").or(target.strip_prefix('/')).unwrap_or(target).to_owned()
}

async fn line(name: &str, color: Parameter, value: Value) -> String {
    let upstream = Upstream::json("null");
    let request = sent(&upstream, "/things", color, value).await;
    let line = request.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
    line.unwrap_or(if request.starts_with("GET") { "" } else { &request }).to_owned()
}

fn array() -> Value {
    json!(["blue", "black", "brown"])
}

fn object() -> Value {
    json!({"R": 100, "G": 200, "B": 150})
}

#[tokio::test]
async fn path_styles() {
    for (style, explode, string, items, members) in [
        (Style::Simple, false, "blue", "blue,black,brown", "R,100,G,200,B,150"),
        (Style::Simple, true, "blue", "blue,black,brown", "R=100,G=200,B=150"),
        (Style::Label, false, ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
        (Style::Label, true, ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
        (
            Style::Matrix,
            false,
            ";color=blue",
            ";color=blue,black,brown",
            ";color=R,100,G,200,B,150",
        ),
        (
            Style::Matrix,
            true,
            ";color=blue",
            ";color=blue;color=black;color=brown",
            ";R=100;G=200;B=150",
        ),
    ] {
        let color = || parameter(Location::Path, style, explode);
        assert_eq!(target("/{color}", color(), json!("blue")).await, string);
        assert_eq!(target("/{color}", color(), array()).await, items);
        assert_eq!(target("/{color}", color(), object()).await, members);
    }
    let color = || parameter(Location::Path, Style::Matrix, false);
    assert_eq!(target("/{color}", color(), json!("")).await, ";color");
}

#[tokio::test]
async fn query_styles() {
    for (style, explode, items, members) in [
        (Style::Form, false, "color=blue,black,brown", "color=R,100,G,200,B,150"),
        (Style::Form, true, "color=blue&color=black&color=brown", "R=100&G=200&B=150"),
        (
            Style::SpaceDelimited,
            false,
            "color=blue%20black%20brown",
            "color=R%20100%20G%20200%20B%20150",
        ),
        (
            Style::PipeDelimited,
            false,
            "color=blue%7Cblack%7Cbrown",
            "color=R%7C100%7CG%7C200%7CB%7C150",
        ),
        (
            Style::DeepObject,
            true,
            "color=blue&color=black&color=brown",
            "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
        ),
    ] {
        let color = || parameter(Location::Query, style, explode);
        assert_eq!(target("/things", color(), array()).await, items);
        assert_eq!(target("/things", color(), object()).await, members);
        assert_eq!(target("/things", color(), json!("")).await, "color=");
        assert_eq!(target("/things", color(), json!("blue")).await, "color=blue");
        assert_eq!(target("/things", color(), json!([])).await, "things");
        assert_eq!(target("/things", color(), json!({})).await, "things");
        assert_eq!(target("/things", color(), Value::Null).await, "things");
    }
}

#[tokio::test]
async fn query_values() {
    let form = || parameter(Location::Query, Style::Form, false);
    let encoded = "color=a%2Cb,c%26d%3D%23e%2B%20%C3%A4";
    assert_eq!(target("/things", form(), json!(["a,b", "c&d=#e+ ä"])).await, encoded);
    assert_eq!(target("/things", form(), json!(true)).await, "color=true");
    assert_eq!(target("/things", form(), json!(1.5)).await, "color=1.5");
    assert_eq!(target("/things", form(), json!([1, null, 2])).await, "color=1,2");
    let deep = parameter(Location::Query, Style::DeepObject, true);
    let nested = json!({"a": {"b": [1, 2]}, "c": null, "d e": "f"});
    let pairs = "color%5Ba%5D%5Bb%5D=1&color%5Ba%5D%5Bb%5D=2&color%5Bd%20e%5D=f";
    assert_eq!(target("/things", deep, nested).await, pairs);
    let text = parameter(Location::Query, Style::Json, false);
    assert_eq!(target("/things", text, json!({"a": [1]})).await, "color=%7B%22a%22%3A%5B1%5D%7D");
}

#[tokio::test]
async fn reserved_characters() {
    let color =
        || Parameter { allow_reserved: true, ..parameter(Location::Query, Style::Form, true) };
    // What would end the value or change its meaning is encoded nevertheless.
    let cases = [("a/b?c:d@e,f;g=h", "a/b?c:d@e,f;g=h"), ("a&b#c+d e", "a%26b%23c%2Bd%20e")];
    for (value, encoded) in
        cases.into_iter().chain([("50%", "50%25"), ("%2F%zz%C", "%2F%25zz%25C")])
    {
        assert_eq!(target("/things", color(), json!(value)).await, format!("color={encoded}"));
    }
}

#[tokio::test]
async fn header_styles() {
    for (explode, members) in [(false, "R,100,G,200,B,150"), (true, "R=100,G=200,B=150")] {
        let color = || parameter(Location::Header, Style::Simple, explode);
        assert_eq!(line("color", color(), json!("a b/%20")).await, "a b/%20");
        assert_eq!(line("color", color(), array()).await, "blue,black,brown");
        assert_eq!(line("color", color(), object()).await, members);
        assert_eq!(line("color", color(), json!([])).await, "");
    }
    let text = parameter(Location::Header, Style::Json, false);
    assert_eq!(line("color", text, json!({"a": "b"})).await, r#"{"a":"b"}"#);
}

#[tokio::test]
async fn headers_that_cannot_be_sent() {
    let color = || parameter(Location::Header, Style::Simple, false);
    for value in ["a\r\nx-admin: 1", "a\nb", "é", "\u{0}"] {
        assert_eq!(
            line("color", color(), json!(value)).await,
            "thing-get: `color` cannot be sent in a header: \
             it holds a line break, a control or a non-ASCII character"
        );
    }
}

#[tokio::test]
async fn headers_that_frame_a_message() {
    for name in ["Content-Length", "transfer-encoding", "Connection"] {
        let framing = parameter(Location::Header, Style::Simple, false);
        let refusal = "thing-get: `color` is a header that the connection sets itself";
        assert_eq!(line(name, Parameter { name, ..framing }, json!("0")).await, refusal);
    }
}

#[tokio::test]
async fn cookie_styles() {
    let one = || parameter(Location::Cookie, Style::Form, false);
    assert_eq!(line("cookie", one(), json!("a;b")).await, "color=a%3Bb");
    assert_eq!(line("cookie", one(), array()).await, "color=blue,black,brown");
    assert_eq!(line("cookie", one(), object()).await, "color=R,100,G,200,B,150");
    let many = || parameter(Location::Cookie, Style::Form, true);
    assert_eq!(line("cookie", many(), array()).await, "color=blue; color=black; color=brown");
    assert_eq!(line("cookie", many(), object()).await, "R=100; G=200; B=150");
    assert_eq!(line("cookie", many(), json!([])).await, "");
}
