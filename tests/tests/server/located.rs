//! What an answer refers to, as callers of the surface reach it.

use std::sync::Arc;

use axum::Router;
use axum::response::{IntoResponse, Response};
use fixture::blobs::CAPABILITY;
use fixture::support::client::{Builder, Core, Credential};
use fixture::support::failure::Failure;
use fixture::support::operation::Operation;
use fixture::support::server;
use fixture::support::service::{Answer, BoxFuture, Context, Inputs, Service};
use http::header::{CONTENT_LOCATION, LINK, LOCATION};
use http::{HeaderMap, HeaderName, HeaderValue, Uri};

use crate::common::*;

/// A provider that answers with the headers that its callers ask for by the name of a blob.
async fn surface(headers: HeaderMap) -> (Router, String) {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let own = origin.clone();
    let answer = async move |uri: Uri| -> Response {
        let status = if uri.path().ends_with("/moved") { 302 } else { 200 };
        let text = |it: &HeaderValue| it.to_str().unwrap().replace("ORIGIN", &own);
        let headers = headers.iter().map(|(name, it)| (name.clone(), text(it).parse().unwrap()));
        let headers: HeaderMap = headers.collect();
        (http::StatusCode::from_u16(status).unwrap(), headers, "abc").into_response()
    };
    let router = Router::new().fallback(answer);
    tokio::spawn(async move { axum::serve(listener, router).await });
    let core = Builder::<Core>::new(&CAPABILITY)
        .base_url(format!("{origin}/api"))
        .credential_for("key", Credential::ApiKey("canary".into()));
    let service = Arc::new(core.build().unwrap());
    (server::router(&CAPABILITY, service), origin)
}

async fn shown(name: HeaderName, value: &str, line: &str) -> String {
    let headers = HeaderMap::from_iter([(name.clone(), value.parse().unwrap())]);
    let (router, origin) = surface(headers).await;
    let seen = get(&router, line).await;
    let value = seen.headers.get(&name).map_or("", |it| it.to_str().unwrap());
    assert!(!value.contains("canary"), "{value}");
    format!("{} {}", seen.status, value.replace(&origin, "ORIGIN")).trim_end().to_owned()
}

#[tokio::test]
async fn a_reference_to_an_operation_leads_to_its_exposed_path() {
    for (told, wanted) in [
        ("ORIGIN/api/blobs/b%2Fc", "200 /v1/blobs/b%2Fc"),
        ("/api/blobs/b?part=1#end", "200 /v1/blobs/b?part=1#end"),
        ("b", "200 /v1/blobs/b"),
        ("?part=2&api_key=canary", "200 /v1/blobs/a?part=2"),
        ("/api/blobs/b/turned", "200 /v1/turned-blobs/b"),
        ("/api/blobs", "200 /v1/blobs"),
    ] {
        for name in [LOCATION, CONTENT_LOCATION] {
            assert_eq!(shown(name, told, "GET /v1/blobs/a").await, wanted, "{told}");
        }
    }
}

#[tokio::test]
async fn a_reference_to_what_is_not_exposed_is_gone_and_one_to_elsewhere_stays() {
    for (told, wanted) in [
        ("/api/teams/1", "200"),
        ("/blobs/b", "200"),
        ("ORIGIN/apis/blobs/b", "200"),
        ("ORIGIN", "200"),
        ("https://files.example/blobs/b?sig=1", "200 https://files.example/blobs/b?sig=1"),
        ("//files.example/b", "200 http://files.example/b"),
    ] {
        assert_eq!(shown(LOCATION, told, "GET /v1/blobs/a").await, wanted, "{told}");
    }
}

#[tokio::test]
async fn each_target_of_a_link() {
    let links = "<ORIGIN/api/blobs/b?part=1>; rel=\"next, or <so>\"; title=\"a\", </api/teams>; rel=up, \
                 <https://docs.example/>; rel=help, <b>; rel=x; anchor=\"ORIGIN\", <mailto:a@b.example>; rel=author";
    let wanted = "200 </v1/blobs/b?part=1>; rel=\"next, or <so>\"; title=\"a\", <https://docs.example/>; rel=help, \
                  <mailto:a@b.example>; rel=author";
    assert_eq!(shown(LINK, links, "GET /v1/blobs/a").await, wanted);
    assert_eq!(shown(LINK, "</api/teams>; rel=up", "GET /v1/blobs/a").await, "200");
}

/// An implementation speaks of the provider's paths as well, also where it fails.
#[tokio::test]
async fn a_reference_of_an_implementation() {
    for (told, wanted) in [
        ("/blobs/b", "/v1/blobs/b"),
        ("/v1/blobs/b", "/v1/blobs/b"),
        ("https://files.example/b", "https://files.example/b"),
        ("b", "b"),
    ] {
        for status in [200, 409] {
            let router = server::router(&CAPABILITY, Arc::new(Refers { status, told }));
            let seen = get(&router, "GET /v1/blobs/a").await;
            assert_eq!((seen.status, seen.header("location")), (status, wanted), "{told}");
        }
    }
}

/// Answers with a reference.
struct Refers {
    status: u16,
    told: &'static str,
}

impl Service for Refers {
    fn call<'a>(
        &'a self,
        _: &'static Operation,
        _: Inputs,
        _: &'a Context,
    ) -> BoxFuture<'a, Result<Answer, Failure>> {
        let mut answer = answer(self.status, &serde_json::Value::Null);
        answer.headers.insert(LOCATION, HeaderValue::from_static(self.told));
        let failed = self.status >= 400;
        let outcome = if failed { Err(Failure::from_answer(answer)) } else { Ok(answer) };
        Box::pin(std::future::ready(outcome))
    }
}

/// A redirect that is declared passes where callers can follow it.
#[tokio::test]
async fn a_redirect() {
    for (told, wanted) in [
        ("/api/blobs/b", "302 /v1/blobs/b"),
        ("https://files.example/b", "302 https://files.example/b"),
        ("/login", "502"),
    ] {
        assert_eq!(shown(LOCATION, told, "GET /v1/blobs/moved").await, wanted, "{told}");
    }
}
