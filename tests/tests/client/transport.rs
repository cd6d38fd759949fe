//! A fake in the place of the HTTP client, and layers around it.

use std::sync::{Arc, Mutex};

use fixture::support::client::transport::{
    Attempt, Body, Request, Response, TransportError, TransportErrorKind,
};
use fixture::support::client::{Builder, CallOptions, Core, RetryPolicy, Transport};
use fixture::support::operation::Operation;
use fixture::support::service::{BoxFuture, Inputs};
use serde_json::Value;

use crate::tables::{builder, get, keep};

/// What a fake does with a request.
type Answer = Box<dyn Fn(u32) -> Result<Response, TransportError> + Send + Sync>;

/// A transport that answers from a function and keeps what it was sent.
#[derive(Clone)]
pub struct Fake {
    pub sent: Arc<Mutex<Vec<String>>>,
    answer: Arc<Answer>,
}

impl Fake {
    pub fn new(
        answer: impl Fn(u32) -> Result<Response, TransportError> + Send + Sync + 'static,
    ) -> Self {
        Self { sent: Arc::default(), answer: Arc::new(Box::new(answer)) }
    }

    /// A client of this fake, for an operation.
    pub fn client(&self, operation: &'static Operation) -> Builder<Core> {
        builder(&[], operation).base_url("https://a.example").transport(self.clone())
    }

    pub fn requests(&self) -> usize {
        self.sent.lock().unwrap().len()
    }
}

impl Transport for Fake {
    fn send(&self, mut request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            let number = request.extensions().get::<Attempt>().unwrap().number;
            let body = request.body_mut().collect(1 << 20).await?.unwrap();
            let sent = request.headers().iter().filter(|(name, _)| *name != "x-canary");
            let headers = sent.map(|(name, value)| {
                format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes()))
            });
            let head = format!("{} {}", request.method(), request.uri());
            let headers: String = headers.collect();
            let body = String::from_utf8_lossy(&body).into_owned();
            self.sent.lock().unwrap().push(format!("{head}\n{headers}\n{body}"));
            (self.answer)(number)
        })
    }
}

/// An answer of a fake.
pub fn reply(
    status: u16,
    headers: &[(&'static str, &str)],
    body: impl Into<Body>,
) -> Result<Response, TransportError> {
    let mut response = http::Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    Ok(response.body(body.into()).unwrap())
}

/// A layer that notes its name and passes the request on.
struct Noted {
    name: &'static str,
    notes: Arc<Mutex<Vec<String>>>,
    next: Arc<dyn Transport>,
}

impl Transport for Noted {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        let attempt = request.extensions().get::<Attempt>().unwrap().clone();
        let note = format!("{} {} {}", self.name, attempt.operation.name, attempt.number);
        self.notes.lock().unwrap().push(note);
        self.next.send(request)
    }
}

#[tokio::test]
async fn a_fake_stands_in_for_the_network() {
    let fake = Fake::new(|_| reply(200, &[], "[1]"));
    let core = fake.client(keep(get())).user_agent("me").build().unwrap();
    let answer: Vec<i64> = core.call(keep(get()), Inputs::new()).await.unwrap();
    assert_eq!(answer, [1]);
    let sent = fake.sent.lock().unwrap().clone();
    assert_eq!(sent, ["GET https://a.example/things\naccept: */*\nuser-agent: me\n\n"]);
}

#[tokio::test]
async fn layers_stand_around_each_other_and_see_every_try() {
    let fake = Fake::new(|number| reply(if number == 1 { 503 } else { 200 }, &[], "1"));
    let notes: Arc<Mutex<Vec<String>>> = Arc::default();
    let layer = |name| {
        let notes = notes.clone();
        move |next| Noted { name, notes, next }
    };
    let builder = fake.client(keep(get())).layer(layer("inner")).layer(layer("outer"));
    let retry = RetryPolicy::default().base(std::time::Duration::ZERO);
    let core = builder.retry(retry).build().unwrap();
    let _: Value = core.call(keep(get()), Inputs::new()).await.unwrap();
    let expected =
        ["outer thing-get 1", "inner thing-get 1", "outer thing-get 2", "inner thing-get 2"];
    assert_eq!(*notes.lock().unwrap(), expected);
}

#[tokio::test]
async fn a_layer_may_answer_by_itself() {
    struct Closed;
    impl Transport for Closed {
        fn send(&self, _: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
            Box::pin(async { Err(TransportError::new(TransportErrorKind::Connect, "closed")) })
        }
    }
    let fake = Fake::new(|_| reply(200, &[], "1"));
    let core = fake.client(keep(get())).layer(|_| Closed).build().unwrap();
    let error = core.send(keep(get()), Inputs::new()).await.unwrap_err();
    assert_eq!(error.to_string(), "thing-get: the API could not be reached: closed");
    assert!(error.is_retryable());
    assert_eq!(fake.requests(), 0);
}

#[tokio::test]
async fn options_hold_for_the_calls_they_are_given_to() {
    let fake = Fake::new(|_| reply(200, &[], "1"));
    let operation = keep(get());
    let core = fake.client(operation).user_agent("me").build().unwrap();
    let options = CallOptions::new()
        .header("X-Trace", "t1")
        .header("Accept", "text/plain")
        .idempotency_key("k1");
    let other = core.with(options).with(CallOptions::new().header("x-more", "m"));
    other.send(operation, Inputs::new()).await.unwrap();
    core.send(operation, Inputs::new()).await.unwrap();
    let with = "GET https://a.example/things\naccept: text/plain\nidempotency-key: k1\n\
        x-trace: t1\nx-more: m\nuser-agent: me\n\n";
    let without = "GET https://a.example/things\naccept: */*\nuser-agent: me\n\n";
    assert_eq!(*fake.sent.lock().unwrap(), [with, without]);
}

#[tokio::test]
async fn headers_of_a_call_that_are_refused() {
    use fixture::support::operation::{SchemeKind, SecurityScheme};
    static SCHEMES: &[SecurityScheme] =
        &[SecurityScheme { name: "key", kind: SchemeKind::HeaderKey("X-Key"), source: &[] }];
    let fake = Fake::new(|_| reply(200, &[], "1"));
    let operation = keep(Operation { security: &[&["key"]], ..get() });
    let builder = builder(SCHEMES, operation).base_url("https://a.example");
    let core = builder.transport(fake.clone()).api_key("hunter2").build().unwrap();
    let unsendable =
        "cannot be sent in a header: it holds a line break, a control or a non-ASCII character";
    for (name, value, reason) in [
        ("x-key", "mine", "is the header of the operation's credential"),
        ("X-Trace", "a\r\nx-admin: 1", unsendable),
        ("X-Trace", "a\nb", unsendable),
        ("X-Trace", "é", unsendable),
        ("X Trace", "a", "has a name that no header can have"),
        ("X\r\n", "a", "has a name that no header can have"),
        ("Host", "b.example", "is set by the request itself"),
        ("Content-Length", "1", "is set by the request itself"),
        ("Cookie", "a=b", "is set by the request itself"),
    ] {
        let call = core.with(CallOptions::new().header(name, value));
        let error = call.send(operation, Inputs::new()).await.unwrap_err();
        let header = name.escape_default();
        let text = error.to_string().replace(name, &header.to_string()).to_lowercase();
        let expected = format!("thing-get: `header {header}` {reason}").to_lowercase();
        assert_eq!(text, expected);
        assert!(!format!("{error:?} {call:?}").contains("hunter2"));
    }
    assert_eq!(fake.requests(), 0);
}

#[tokio::test]
async fn an_operation_with_a_server_of_its_own() {
    use fixture::pages::client::Client;
    let fake = Fake::new(|_| reply(200, &[], "[]"));
    let target =
        |fake: &Fake| fake.sent.lock().unwrap().pop().unwrap().lines().next().unwrap().to_owned();
    let builder = || Client::builder().environment(|_| None).transport(fake.clone());
    let declared = builder().build().unwrap();
    declared.link().await.unwrap();
    assert_eq!(target(&fake), "GET https://links.example/v2/link");
    let _ = declared.page(&Default::default()).await;
    assert_eq!(target(&fake), "GET https://pages.example/api/page");
    // What is meant for one place goes to no other.
    builder().base_url("https://a.example").build().unwrap().link().await.unwrap();
    assert_eq!(target(&fake), "GET https://a.example/link");
}
