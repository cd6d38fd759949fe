//! Operations with a server of their own reach it, over real connections.

use fixture::servers::client::Client;
use fixture::support::client::{Builder, Core};
use fixture::support::operation::{Operation, SchemeKind, SecurityScheme};
use fixture::support::service::Inputs;

use crate::tables::{builder, get, keep, refusal};
use crate::transport::{Fake, reply};
use crate::upstream::Upstream;

static KEY: [SecurityScheme; 1] =
    [SecurityScheme { name: "key", kind: SchemeKind::HeaderKey("x-key"), source: &[] }];

fn at(server: &str) -> &'static Operation {
    let server: &'static str = keep(server.to_owned());
    keep(Operation { server: Some(server), security: &[&["key"]], ..get() })
}

/// A client whose base URL the environment tells.
fn declared(operation: &'static Operation, url: &str) -> Builder<Core> {
    let url = url.to_owned();
    let builder = builder(&KEY, operation).api_key("k");
    builder.environment(move |name| (name == "THINGS_URL").then(|| url.clone()))
}

async fn sent(builder: Builder<Core>, operation: &'static Operation, to: &Upstream) -> String {
    builder.build().unwrap().send(operation, Inputs::new()).await.unwrap();
    let request = to.request();
    assert!(request.contains("\nx-key: k\n"), "{request}");
    request.lines().next().unwrap().to_owned()
}

#[tokio::test]
async fn a_path_is_at_the_host_of_the_base_url() {
    let base = Upstream::json("null");
    for (server, line) in [
        ("/v2", "GET /v2/things HTTP/1.1"),
        ("v2/", "GET /v2/things HTTP/1.1"),
        ("../v2", "GET /v2/things HTTP/1.1"),
        ("/", "GET /things HTTP/1.1"),
        // Never another host, however it is written.
        ("//other.example/x", "GET /other.example/x/things HTTP/1.1"),
    ] {
        let operation = at(server);
        assert_eq!(sent(declared(operation, &base.url), operation, &base).await, line);
        let moved = declared(operation, "http://never.example").base_url(&base.url);
        assert_eq!(sent(moved, operation, &base).await, line);
    }
}

#[tokio::test]
async fn a_url_goes_before_the_base_url() {
    let (base, own) = (Upstream::json("null"), Upstream::json("null"));
    let operation = at(&format!("{}/put/", own.url));
    let line = "GET /put/things HTTP/1.1";
    assert_eq!(sent(declared(operation, &base.url), operation, &own).await, line);
    assert!(base.is_idle());
    // What is meant for one place goes to no other.
    let moved = declared(operation, "http://never.example").base_url(format!("{}/v9", base.url));
    assert_eq!(sent(moved, operation, &base).await, "GET /v9/things HTTP/1.1");
    assert!(own.is_idle());
}

#[tokio::test]
async fn the_builder_replaces_a_declared_server() {
    let (base, other) = (Upstream::json("null"), Upstream::json("null"));
    for server in ["https://uploads.example/put", "/v2"] {
        let operation = at(server);
        let replaced = || {
            let builder = declared(operation, &base.url).server(server, "http://never.example");
            builder.server(server, format!("{}/fake/", other.url))
        };
        let line = "GET /fake/things HTTP/1.1";
        assert_eq!(sent(replaced(), operation, &other).await, line);
        assert_eq!(sent(replaced().base_url(&base.url), operation, &other).await, line);
        assert!(base.is_idle());
    }
}

#[test]
fn a_replacement_that_does_not_fit() {
    let build = |declared: &str, url: &str| {
        let client = Client::builder().environment(|_| Some("k".to_owned()));
        refusal(client.server(declared, url).build())
    };
    assert_eq!(
        build("https://uploads.example", "https://a.example"),
        "`Builder::server`, for `https://uploads.example`: is not the server of any operation"
    );
    assert_eq!(
        build("/v2", "/v3"),
        "`Builder::server`, for `/v2`: is not an absolute URL such as `https://api.example.com/v1`"
    );
    assert_eq!(build("/v2", "https://a.example/v3"), "");
}

#[tokio::test]
async fn a_generated_client() {
    let fake = Fake::new(|_| reply(200, &[], ""));
    let client = Client::builder().environment(|_| None).api_key("k").transport(fake.clone());
    let client = client.build().unwrap();
    client.plain().await.unwrap();
    client.written().await.unwrap();
    client.path().await.unwrap();
    client.upload().await.unwrap();
    client.whole().await.unwrap();
    let sent = fake.sent.lock().unwrap();
    let targets: Vec<&str> = sent.iter().filter_map(|it| it.lines().next()).collect();
    assert_eq!(
        targets,
        [
            "GET https://servers.example/v1/plain",
            "POST https://servers.example/v1/plain",
            "GET https://servers.example/v2/next",
            "POST https://eu.uploads.example:8443/put/next",
            "GET https://servers.example/v3/whole",
        ]
    );
}
