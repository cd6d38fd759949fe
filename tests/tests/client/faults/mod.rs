//! An API that misbehaves, on 127.0.0.1. Each case ends in the right outcome, in bounded time and memory,
//! and a canary, the key of every client here, shows in no outcome, log or span.

mod answers;
mod connections;
mod limits;
mod redirects;
mod repeats;
mod secrets;
mod server;

use std::time::Duration;

use fixture::support::client::{Builder, Core, Credential, RetryPolicy};
use fixture::support::operation::{Encoding, Operation, SchemeKind, SecurityScheme};
use fixture::support::service::Inputs;
use serde_json::Value;

use crate::tables::{answers as declared, builder, get, keep};
use server::{Server, Step};
use tests::canary::{self as watch, CANARY};

static SCHEMES: &[SecurityScheme] =
    &[SecurityScheme { name: "key", kind: SchemeKind::HeaderKey("X-Key"), source: &[] }];

/// `GET /things`, which answers JSON and demands the key.
fn operation() -> Operation {
    Operation { security: &[&["key"]], responses: declared(Encoding::Json), ..get() }
}

/// A client that tries once, waits for a second and takes 64 KiB.
fn client(url: &str, operation: &'static Operation) -> Builder<Core> {
    builder(SCHEMES, operation)
        .base_url(url)
        .credential_for("key", Credential::ApiKey(CANARY.into()))
        .retry(RetryPolicy::never())
        .timeout(Duration::from_secs(1))
        .max_response_bytes(64 << 10)
}

/// What a call of an operation leads to, in words.
async fn outcome_of(server: &Server, operation: &'static Operation) -> String {
    outcome(client(&server.url, operation), operation).await
}

async fn outcome(builder: Builder<Core>, operation: &'static Operation) -> String {
    watch::start();
    let core = builder.build().unwrap();
    let call = core.call::<Value>(operation, Inputs::new());
    // Far beyond every limit set: whoever gets here hangs.
    let result = tokio::time::timeout(Duration::from_secs(20), call).await.expect("it hangs");
    let shown = format!("{result:?} {core:?}");
    watch::check(&shown);
    match result {
        Ok(value) => format!("ok: {value}"),
        Err(error) => {
            let mut cause = std::error::Error::source(&error);
            while let Some(it) = cause {
                watch::check(&format!("{it} {it:?}"));
                cause = it.source();
            }
            watch::check(&error.to_string());
            format!("{}: {error}", error.kind())
        }
    }
}

/// What one answer, sent as it stands, leads to.
async fn after(answer: impl AsRef<[u8]>) -> String {
    let server = Server::start(vec![vec![Step::Send(answer.as_ref().to_vec())]]);
    outcome_of(&server, keep(operation())).await
}

/// An answer with a body.
fn answer(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

const JSON: &str = "content-type: application/json\r\n";
