//! Bodies that nobody holds: to and from an implementation, and through the adapter.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context as Poller, Poll};

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use fixture::blobs::server::{Blobs, Handler, provider_router, router};
use fixture::blobs::types::{GetOptions, SendRequest, Stored};
use fixture::blobs::{CAPABILITY, operations};
use fixture::support::client::{Builder, Core, Credential};
use fixture::support::failure::Failure;
use fixture::support::file::File;
use fixture::support::json::Json;
use fixture::support::server::{self, BodyLimit, Reply};
use fixture::support::service::{Content, Context, Inputs, Service};
use futures_core::Stream;
use serde_json::{Value, json};

use crate::common::*;

const CHUNK: usize = 64 * 1024;
const MIB: u64 = 1024 * 1024;

/// The most of 64 MiB that may be under way: sockets of the system hold several MiB at each end of each connection.
const HELD: u64 = 32 * MIB;

/// How many bytes were made, how many arrived, and the most that were in between.
#[derive(Clone, Default)]
struct Flow(Arc<[AtomicU64; 3]>);

impl Flow {
    fn made(&self, bytes: usize) {
        let made = self.0[0].fetch_add(bytes as u64, Ordering::Relaxed) + bytes as u64;
        let between = made - self.0[1].load(Ordering::Relaxed);
        self.0[2].fetch_max(between, Ordering::Relaxed);
    }

    fn arrived(&self, bytes: usize) {
        self.0[1].fetch_add(bytes as u64, Ordering::Relaxed);
    }

    fn most(&self) -> u64 {
        self.0[2].load(Ordering::Relaxed)
    }
}

/// A stream of so many chunks, which are made as they are asked for; then an error where one is given.
struct Chunks {
    left: usize,
    flow: Flow,
    error: Option<&'static str>,
}

impl Stream for Chunks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Poller<'_>) -> Poll<Option<Self::Item>> {
        if self.left == 0 {
            let error = self.error.take();
            return Poll::Ready(error.map(|it| Err(io::Error::other(it))));
        }
        self.left -= 1;
        self.flow.made(CHUNK);
        Poll::Ready(Some(Ok(Bytes::from_static(&[7; CHUNK]))))
    }
}

/// Takes blobs as they come, and gives as many bytes as the name of a blob says.
#[derive(Clone, Default)]
struct Store {
    flow: Flow,
    /// How many uploads came to their end, and how many did not.
    ended: Arc<[AtomicU64; 2]>,
}

impl Store {
    fn outcomes(&self) -> [u64; 2] {
        [0, 1].map(|it| self.ended[it].load(Ordering::SeqCst))
    }

    async fn taken(&self, mut body: Content) -> Result<u64, Failure> {
        let mut bytes = 0;
        loop {
            match body.chunk().await {
                Ok(Some(chunk)) => {
                    self.flow.arrived(chunk.len());
                    bytes += chunk.len() as u64;
                }
                Ok(None) => {
                    self.ended[0].fetch_add(1, Ordering::SeqCst);
                    return Ok(bytes);
                }
                Err(failure) => {
                    self.ended[1].fetch_add(1, Ordering::SeqCst);
                    return Err(failure);
                }
            }
        }
    }
}

impl Blobs for Store {
    async fn put(&self, _: &Context, _: String, body: Content) -> Result<Reply<Stored>, Failure> {
        assert_eq!(body.media_type(), Some("application/octet-stream"));
        let length = body.length();
        let bytes = self.taken(body).await?;
        assert!(length.is_none_or(|it| it == bytes), "{length:?} is not {bytes}");
        Ok(Stored { bytes: bytes.try_into().unwrap() }.into())
    }

    async fn get(
        &self,
        _: &Context,
        name: String,
        options: GetOptions,
    ) -> Result<Reply<Content>, Failure> {
        let left: usize = name.parse().map_err(|_| Failure::not_found("no such blob"))?;
        let error = options.part.is_some().then_some("canary-of-a-disk");
        let chunks = Chunks { left, flow: self.flow.clone(), error };
        Ok(Content::stream(chunks).typed("image/png").into())
    }

    async fn drop_(
        &self,
        _: &Context,
        _: String,
        _: String,
        _: String,
    ) -> Result<Reply<()>, Failure> {
        Ok(().into())
    }

    async fn send(&self, _: &Context, body: SendRequest) -> Result<Reply<Stored>, Failure> {
        self.ended[0].fetch_add(1, Ordering::SeqCst);
        Ok(Stored { bytes: body.blob.bytes.len().try_into().unwrap() }.into())
    }

    async fn turn(
        &self,
        _: &Context,
        _: String,
        _: String,
        body: Option<Content>,
    ) -> Result<Reply<Content>, Failure> {
        Ok(body.map_or_else(Reply::empty, Reply::ok))
    }
}

/// Serves a router until the test ends.
async fn serve(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

/// A surface that takes so much, in front of an upstream.
async fn adapter(upstream: Router, limit: u64) -> Router {
    let url = serve(upstream.layer(axum::Extension(BodyLimit(usize::MAX)))).await;
    let core = Builder::<Core>::new(&CAPABILITY)
        .base_url(url)
        .credential_for("key", Credential::ApiKey("canary".into()));
    let service: Arc<dyn Service> = Arc::new(core.build().unwrap());
    limited(server::router(&CAPABILITY, service), limit)
}

fn limited(router: Router, limit: u64) -> Router {
    router.layer(axum::Extension(BodyLimit(usize::try_from(limit).unwrap())))
}

fn chunks(bytes: u64, flow: &Flow) -> Body {
    let left = usize::try_from(bytes).unwrap() / CHUNK;
    Body::from_stream(Chunks { left, flow: flow.clone(), error: None })
}

async fn put(router: &Router, body: Body) -> (u16, Value) {
    let headers = [("content-type", "application/octet-stream")];
    let seen = send(router, request("PUT /v1/blobs/a", &headers, body)).await;
    (seen.status, seen.json())
}

/// A form of these pieces of text, with a file in their midst.
fn form(before: &str, file: Body, after: &str) -> axum::http::Request<Body> {
    use futures_util::{StreamExt, stream};
    let text = |it: &str| {
        let bytes = Bytes::from(it.replace('\n', "\r\n").into_bytes());
        stream::once(std::future::ready(Ok::<_, axum::Error>(bytes)))
    };
    let body = text(before).chain(file.into_data_stream()).chain(text(after));
    let headers = [("content-type", "multipart/form-data; boundary=\"a b\"")];
    request("POST /v1/blobs", &headers, Body::from_stream(body))
}

const CAPTION: &str = "--a b\nContent-Disposition: form-data; name=\"caption\"\n\nhello\n";
const BLOB: &str = "--a b\nContent-Disposition: form-data; name=\"blob\"; filename=\"b\"\n\n";
const END: &str = "\n--a b--\n";

#[tokio::test]
async fn an_implementation_takes_and_gives_streams() {
    let store = Store::default();
    let router = limited(router(store.clone()), 64 * MIB);
    for bytes in [0, CHUNK as u64, 64 * MIB] {
        let told = put(&router, chunks(bytes, &store.flow)).await;
        assert_eq!(told, (201, json!({ "bytes": bytes })));
    }
    assert!(store.flow.most() <= MIB, "{}", store.flow.most());
    let seen = get(&router, "GET /v1/blobs/32").await;
    assert_eq!((seen.status, seen.header("content-type")), (200, "image/png"));
    assert_eq!((seen.text.len(), seen.header("content-length")), (32 * CHUNK, ""));
    let seen = get(&router, "GET /v1/blobs/none").await;
    assert_eq!((seen.status, &*seen.json()["detail"].to_string()), (404, "\"no such blob\""));
    let turned =
        request("POST /v1/turned-blobs/a?upload=x", &[("content-type", "image/gif")], "abc");
    let seen = send(&router, turned).await;
    let told = (&*seen.text, seen.header("content-type"), seen.header("content-length"));
    assert_eq!(told, ("abc", "image/gif", "3"));
    assert_eq!(send(&router, request("POST /v1/turned-blobs/a?upload=x", &[], "")).await.text, "");
}

/// MCP holds what it gets, since JSON has no bytes.
#[tokio::test]
async fn a_surface_that_holds_is_answered_too() {
    let handler = Handler(Store::default());
    let context = Context::default();
    let file = File::new("abc").typed("application/octet-stream");
    let inputs = Inputs { body: Some(file.write()), ..Inputs::new().text("name", "a") };
    let answer = handler.call(&operations::PUT, inputs, &context).await.unwrap();
    assert_eq!((answer.status.as_u16(), &*answer.body), (201, &br#"{"bytes":3}"#[..]));
    let inputs = Inputs::new().text("name", "2");
    let answer = handler.call(&operations::GET, inputs, &context).await.unwrap();
    assert_eq!(answer.body.len(), 2 * CHUNK);
    let inputs = Inputs::new().text("name", "1000");
    let failure = handler.call(&operations::GET, inputs, &context).await.unwrap_err();
    assert_eq!(failure.status().as_u16(), 502);
}

#[tokio::test]
async fn an_upload_passes_the_adapter_without_being_held() {
    let store = Store::default();
    let adapter = adapter(provider_router(store.clone()), 64 * MIB).await;
    for bytes in [0, CHUNK as u64, 64 * MIB] {
        let told = put(&adapter, chunks(bytes, &store.flow)).await;
        assert_eq!(told, (201, json!({ "bytes": bytes })));
    }
    // What the sockets of the system hold is part of it.
    assert!(store.flow.most() < HELD, "{}", store.flow.most());
}

#[tokio::test]
async fn a_download_passes_the_adapter_without_being_held() {
    use futures_util::StreamExt;
    use tower::ServiceExt;
    let store = Store::default();
    let adapter = adapter(provider_router(store.clone()), MIB).await;
    let asked = request("GET /v1/blobs/1024", &[], "");
    let response = adapter.clone().oneshot(asked).await.unwrap();
    assert_eq!(response.headers()["content-type"], "image/png");
    let mut chunks = response.into_body().into_data_stream();
    let mut bytes = 0;
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.unwrap();
        store.flow.arrived(chunk.len());
        bytes += chunk.len() as u64;
    }
    assert_eq!(bytes, 64 * MIB);
    assert!(store.flow.most() < HELD, "{}", store.flow.most());
    // One that breaks off is not taken for the whole.
    let asked = request("GET /v1/blobs/32?part=1", &[], "");
    let response = adapter.clone().oneshot(asked).await.unwrap();
    let broken = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap_err();
    assert!(!format!("{broken:?}").contains("canary"), "{broken:?}");
}

/// Who says how long a stream is, is held to it.
#[tokio::test]
async fn a_stream_that_is_not_as_long_as_was_said() {
    use axum::body::to_bytes;
    let said = |bytes: u64| {
        let chunks = Chunks { left: 2, flow: Flow::default(), error: None };
        let reply = Content::stream(chunks).with_length(bytes);
        router(Given(std::sync::Mutex::new(Some(reply))))
    };
    for (bytes, is_whole) in [(CHUNK as u64 * 2, true), (CHUNK as u64, false), (MIB, false)] {
        use tower::ServiceExt;
        let response = said(bytes).oneshot(request("GET /v1/blobs/a", &[], "")).await.unwrap();
        assert_eq!(response.headers()["content-length"], bytes.to_string());
        let body = to_bytes(response.into_body(), usize::MAX).await;
        assert_eq!(body.is_ok(), is_whole, "{bytes}");
    }
}

/// Gives one blob, once.
struct Given(std::sync::Mutex<Option<Content>>);

impl Blobs for Given {
    async fn put(&self, _: &Context, _: String, _: Content) -> Result<Reply<Stored>, Failure> {
        Err(Failure::not_implemented(""))
    }

    async fn get(&self, _: &Context, _: String, _: GetOptions) -> Result<Reply<Content>, Failure> {
        Ok(self.0.lock().unwrap().take().unwrap().into())
    }

    async fn drop_(
        &self,
        _: &Context,
        _: String,
        _: String,
        _: String,
    ) -> Result<Reply<()>, Failure> {
        Err(Failure::not_implemented(""))
    }

    async fn send(&self, _: &Context, _: SendRequest) -> Result<Reply<Stored>, Failure> {
        Err(Failure::not_implemented(""))
    }

    async fn turn(
        &self,
        _: &Context,
        _: String,
        _: String,
        _: Option<Content>,
    ) -> Result<Reply<Content>, Failure> {
        Err(Failure::not_implemented(""))
    }
}

/// The upstream of forms: counts what it is sent.
fn counting(store: Store) -> Router {
    let count = async move |request: axum::extract::Request| {
        let kind = request.headers()["content-type"].to_str().unwrap().to_owned();
        let body = Content::stream(request.into_body().into_data_stream());
        match store.taken(body).await {
            Ok(bytes) => axum::Json(json!({ "bytes": bytes, "type": kind })),
            Err(_) => axum::Json(json!({})),
        }
    };
    Router::new().fallback(axum::routing::any(count))
}

#[tokio::test]
async fn a_form_passes_the_adapter_without_being_held() {
    let store = Store::default();
    let adapter = adapter(counting(store.clone()), 65 * MIB).await;
    let file = chunks(64 * MIB, &store.flow);
    let rest = format!("\n{CAPTION}{}", &END[1..]);
    let seen = send(&adapter, form(BLOB, file, &rest)).await;
    let text = [BLOB, &rest].map(|it| it.replace('\n', "\r\n").len() as u64);
    let told = seen.json();
    assert_eq!(told["type"], "multipart/form-data; boundary=\"a b\"");
    assert_eq!((seen.status, &told["bytes"]), (200, &json!(64 * MIB + text[0] + text[1])));
    assert!(store.flow.most() < HELD, "{}", store.flow.most());
    assert_eq!(store.outcomes(), [1, 0]);
}

#[tokio::test]
async fn a_form_for_an_implementation_is_held() {
    let router = limited(router(Store::default()), 8 * MIB);
    let flow = Flow::default();
    for mib in [0, 1, 7] {
        let asked = form(&format!("{CAPTION}{BLOB}"), chunks(mib * MIB, &flow), END);
        let seen = send(&router, asked).await;
        assert_eq!((seen.status, seen.json()), (201, json!({ "bytes": mib * MIB })));
    }
    let asked = form(BLOB, chunks(MIB, &flow), END);
    let told = send(&router, asked).await.json();
    assert_eq!(told["errors"], json!([{"detail": "is required", "pointer": "#/body/caption"}]));
}

/// What is wrong with a form may stand behind the file that is on its way already.
#[tokio::test]
async fn a_form_that_turns_out_to_be_wrong_never_comes_to_its_end() {
    let store = Store::default();
    let adapter = adapter(counting(store.clone()), 2 * MIB).await;
    let long = CAPTION.replace("hello", "a caption that is too long");
    for (file, rest, wanted) in [
        (MIB, END.to_owned(), "400 #/body/caption is required"),
        (
            MIB,
            format!("\n{long}{}", &END[1..]),
            "400 #/body/caption must have at most 20 characters",
        ),
        (MIB, "\n--a b\nno head".to_owned(), "400 The body is not valid multipart/form-data"),
        (MIB, String::new(), "400 The body is not valid multipart/form-data"),
        (3 * MIB, END.to_owned(), "413 The body must have at most 2 MiB"),
    ] {
        let seen = send(&adapter, form(BLOB, chunks(file, &store.flow), &rest)).await;
        let told = seen.json();
        let issue = &told["errors"][0];
        let said = match issue["pointer"].as_str() {
            Some(pointer) => format!("{pointer} {}", issue["detail"].as_str().unwrap()),
            None => told["detail"].as_str().unwrap().to_owned(),
        };
        assert_eq!(format!("{} {said}", seen.status), wanted);
    }
    assert_eq!(store.outcomes()[0], 0);
}

/// A rule about the content of a file needs the file.
#[tokio::test]
async fn a_file_that_is_to_be_checked_is_held() {
    let adapter = adapter(counting(Store::default()), 8 * MIB).await;
    let head = BLOB.replace("\"blob\"", "\"preview\"");
    let seen = send(&adapter, form(&head, chunks(2 * MIB, &Flow::default()), END)).await;
    let told = json!([
        {"detail": "is required", "pointer": "#/body/caption"},
        {"detail": "is required", "pointer": "#/body/blob"},
        {"detail": "must have at most 1000000 bytes", "pointer": "#/body/preview"},
    ]);
    assert_eq!((seen.status, seen.json()["errors"].clone()), (400, told));
}

#[tokio::test]
async fn an_upload_that_breaks_off_or_is_too_large_never_comes_to_its_end() {
    let store = Store::default();
    let adapter = adapter(provider_router(store.clone()), 2 * MIB).await;
    let too_large = json!("The body must have at most 2 MiB");
    let (status, told) = put(&adapter, chunks(3 * MIB, &store.flow)).await;
    assert_eq!((status, &told["detail"]), (413, &too_large));
    let broken = Chunks { left: 16, flow: store.flow.clone(), error: Some("gone") };
    let (status, told) = put(&adapter, Body::from_stream(broken)).await;
    assert_eq!((status, &told["detail"]), (400, &json!("The body did not arrive in full")));
    assert_eq!(store.outcomes()[0], 0);
    // Known beforehand, nothing is sent.
    let large = vec![0; 3 << 20];
    assert_eq!(put(&adapter, large.into()).await.1["detail"], too_large);
}
