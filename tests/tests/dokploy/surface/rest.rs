//! The REST server: the program, and a router made of a client.

use axum::serve::ListenerExt;
use generated::dokploy_user::CAPABILITY;
use generated::dokploy_user::server::router;
use generated::support::operation::Operation;
use http::{Method, StatusCode};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::{Seen, Surface, client, split};
use crate::cases::Outcome;
use crate::fake::Fake;
use crate::fixtures::Caller;
use crate::process::Process;

/// The program `capability serve`, which passes on what the provider answers, byte for byte.
pub struct Program {
    process: Process,
    rest: Rest,
}

impl Surface for Program {
    async fn start(fake: &Fake, caller: Caller) -> Self {
        let process = Process::start(fake, caller).await;
        let rest = Rest::new(process.rest.clone());
        Self { process, rest }
    }

    async fn call(&mut self, operation: &'static Operation, arguments: &Value) -> Option<Seen> {
        let (status, body) = self.rest.send(operation, arguments).await;
        let outcome = outcome(status, &body);
        let answer = match outcome {
            Outcome::Refused(_) => None,
            _ => Some((status, body)),
        };
        Some(Seen { outcome, answer })
    }

    async fn stop(self) -> String {
        self.process.stop().await
    }
}

/// The client as an implementation of the server's trait.
pub struct Adapter {
    rest: Rest,
    server: JoinHandle<()>,
}

impl Surface for Adapter {
    const TELLS_EMPTY: bool = false;

    async fn start(fake: &Fake, caller: Caller) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let rest = Rest::new(format!("http://{}", listener.local_addr().expect("an address")));
        let listener = listener.tap_io(|it| it.set_nodelay(true).expect("a TCP stream"));
        let router = router(client::client(fake, caller));
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("a server");
        });
        Self { rest, server }
    }

    async fn call(&mut self, operation: &'static Operation, arguments: &Value) -> Option<Seen> {
        let (status, body) = self.rest.send(operation, arguments).await;
        Some(outcome(status, &body).into())
    }

    async fn stop(self) -> String {
        self.server.abort();
        String::new()
    }
}

/// Requests to the exposed paths.
struct Rest {
    base: String,
    http: reqwest::Client,
}

impl Rest {
    fn new(base: String) -> Self {
        let http = reqwest::Client::builder().no_proxy().build().expect("a client");
        Self { base, http }
    }

    async fn send(&self, operation: &Operation, arguments: &Value) -> (StatusCode, Vec<u8>) {
        let (parameters, body) = split(operation, arguments);
        let routes = CAPABILITY.rest.as_ref().expect("a REST surface").routes;
        let route = routes.iter().find(|it| it.call.operation.name == operation.name);
        let route = route.expect("every operation is exposed");
        let mut url = reqwest::Url::parse(&format!("{}{}", self.base, route.path)).expect("a URL");
        let text = |it: &Value| it.as_str().expect("every parameter is text").to_owned();
        if !parameters.is_empty() {
            url.query_pairs_mut().extend_pairs(parameters.iter().map(|it| (it.0, text(it.1))));
        }
        let mut request = self.http.request(route.method.clone(), url);
        if route.method == Method::POST && operation.body.is_some() {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let response = request.send().await.expect("an answer");
        let status = response.status();
        (status, response.bytes().await.expect("a body").to_vec())
    }
}

fn outcome(status: StatusCode, body: &[u8]) -> Outcome {
    if status.is_success() && body.is_empty() {
        return Outcome::Empty;
    }
    let body: Value = serde_json::from_slice(body).expect("every body is JSON");
    if status.is_success() {
        return Outcome::Value(body);
    }
    // Our own refusals have pointers, the provider's have `data`.
    let is_ours = |it: &Value| it["issues"].is_array() && it.get("data").is_none();
    let text = |it: &Value| it.as_str().map(str::to_owned);
    if is_ours(&body) {
        assert_eq!((status.as_u16(), &body["code"]), (400, &Value::from("BAD_REQUEST")));
        assert_eq!(body["message"], "Input validation failed");
        let issues = body["issues"].as_array().into_iter().flatten();
        let issue = |it: &Value| Some((text(&it["pointer"])?, text(&it["message"])?));
        return Outcome::Refused(issues.map(|it| issue(it).expect("an issue")).collect());
    }
    let message = text(&body["message"]).expect("every error has a message");
    Outcome::Error(status.as_u16(), text(&body["code"]), message)
}
