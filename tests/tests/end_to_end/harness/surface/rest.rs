//! The REST server: the program, and a router made of a client.

use axum::serve::ListenerExt;
use generated::support::operation::{Location, Operation};
use http::StatusCode;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::{Seen, Surface};
use crate::harness::fake::Fake;
use crate::harness::inputs::Inputs;
use crate::harness::process::Process;
use crate::harness::{Outcome, Subject};

/// The program `capability serve`, which passes on what the provider answers, byte for byte.
pub struct Program {
    process: Process,
    rest: Rest,
}

impl<S: Subject> Surface<S> for Program {
    async fn start(fake: &Fake, caller: S::Caller) -> Self {
        let process = Process::start::<S>(fake, caller).await;
        let rest = Rest::new(process.rest.clone());
        Self { process, rest }
    }

    async fn call(&mut self, operation: &'static Operation, arguments: &Value) -> Option<Seen> {
        let (status, body) = self.rest.send::<S>(operation, arguments).await;
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

impl<S: Subject> Surface<S> for Adapter {
    const TELLS_EMPTY: bool = false;

    async fn start(fake: &Fake, caller: S::Caller) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let rest = Rest::new(format!("http://{}", listener.local_addr().expect("an address")));
        let listener = listener.tap_io(|it| it.set_nodelay(true).expect("a TCP stream"));
        let router = S::router(S::client(fake, caller));
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("a server");
        });
        Self { rest, server }
    }

    async fn call(&mut self, operation: &'static Operation, arguments: &Value) -> Option<Seen> {
        let (status, body) = self.rest.send::<S>(operation, arguments).await;
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

    async fn send<S: Subject>(
        &self,
        operation: &Operation,
        arguments: &Value,
    ) -> (StatusCode, Vec<u8>) {
        let inputs = Inputs::new::<S>(operation, arguments);
        let routes = S::CAPABILITY.rest.as_ref().expect("a REST surface").routes;
        let route = routes.iter().find(|it| it.call.operation.name == operation.name);
        let route = route.expect("every operation is exposed");
        let mut path = route.path.to_owned();
        for (name, value) in inputs.at(operation, Location::Path) {
            let value = utf8_percent_encode(value.as_str().expect("text"), NON_ALPHANUMERIC);
            path = path.replace(&format!("{{{name}}}"), &value.to_string());
        }
        let mut url = reqwest::Url::parse(&format!("{}{path}", self.base)).expect("a URL");
        let query = inputs.at(operation, Location::Query);
        if !query.is_empty() {
            let pairs = query.iter().map(|it| (it.0, it.1.as_str().expect("text")));
            url.query_pairs_mut().extend_pairs(pairs);
        }
        let mut request = self.http.request(route.method.clone(), url);
        if operation.body.is_some() {
            let body = inputs.body().to_string();
            request = request.header("content-type", "application/json").body(body);
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
    if let Some(reasons) = refusal(&body) {
        assert_eq!(status.as_u16(), 400);
        return Outcome::Refused(reasons);
    }
    Outcome::of_error(status.as_u16(), &body)
}

/// Where and why the server itself refuses the inputs: its reasons have pointers, in any shape of errors.
fn refusal(body: &Value) -> Option<Vec<(String, String)>> {
    let reasons =
        ["issues", "errors", "messages"].into_iter().find_map(|it| body[it].as_array())?;
    let reason = |it: &Value| {
        // A list of texts: each begins with its place.
        if let Some((pointer, why)) = it.as_str().and_then(|it| it.split_once(' ')) {
            return pointer.starts_with('/').then(|| (pointer.to_owned(), why.to_owned()));
        }
        let pointer = it["pointer"].as_str()?.trim_start_matches('#').to_owned();
        let why = it["message"].as_str().or_else(|| it["detail"].as_str())?;
        Some((pointer, why.to_owned()))
    };
    reasons.iter().map(reason).collect::<Option<Vec<_>>>().filter(|it| !it.is_empty())
}
