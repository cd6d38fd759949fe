//! Tries, the time between them, and the limits on all of them. Time stands still but for the client's
//! own waiting, so nothing here takes any.

use std::time::{Duration, SystemTime};

use fixture::support::client::transport::{Body, TransportError, TransportErrorKind};
use fixture::support::client::{Builder, CallOptions, Core, Error, RetryPolicy};
use fixture::support::operation::{Encoding, Operation};
use fixture::support::service::Inputs;
use http::Method;
use serde_json::Value;
use tokio::time::Instant;

use crate::tables::{get, keep, post};
use crate::transport::{Fake, reply};

fn policy() -> RetryPolicy {
    RetryPolicy::default()
}

async fn tries(fake: &Fake, operation: &'static Operation, options: CallOptions) -> usize {
    let core = fake.client(operation).retry(policy()).build().unwrap().with(options);
    let _ = core.send(operation, Inputs::new()).await;
    fake.requests()
}

#[tokio::test(start_paused = true)]
async fn statuses_that_pass() {
    for (status, expected) in [
        (408, 3),
        (425, 3),
        (429, 3),
        (502, 3),
        (503, 3),
        (504, 3),
        (200, 1),
        (302, 1),
        (400, 1),
        (401, 1),
        (404, 1),
        (409, 1),
        (500, 1),
        (501, 1),
    ] {
        let fake = Fake::new(move |_| reply(status, &[], "1"));
        assert_eq!(tries(&fake, keep(get()), CallOptions::new()).await, expected, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn failures_that_pass() {
    use TransportErrorKind as K;
    for (kind, expected) in
        [(K::Connect, 3), (K::Interrupted, 3), (K::Timeout, 3), (K::Answer, 1), (K::Request, 1)]
    {
        let fake = Fake::new(move |_| Err(TransportError::new(kind, "x")));
        assert_eq!(tries(&fake, keep(get()), CallOptions::new()).await, expected, "{kind:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn only_what_is_idempotent_is_repeated() {
    let down = || Fake::new(|_| reply(503, &[], ""));
    let operation = |idempotent| keep(Operation { method: Method::POST, idempotent, ..get() });
    assert_eq!(tries(&down(), operation(false), CallOptions::new()).await, 1);
    assert_eq!(tries(&down(), operation(true), CallOptions::new()).await, 3);
    let fake = down();
    let key = CallOptions::new().idempotency_key("k1");
    assert_eq!(tries(&fake, operation(false), key).await, 3);
    let sent = fake.sent.lock().unwrap().clone();
    assert!(sent.iter().all(|it| it.contains("\nidempotency-key: k1\n")), "{sent:?}");
    let never = CallOptions::new().retry(RetryPolicy::never());
    assert_eq!(tries(&down(), operation(true), never).await, 1);
}

/// Which operations the compiler says are idempotent: by method, or by the hint of a tool.
#[test]
fn what_the_tables_say() {
    let all = fixture::CAPABILITIES.iter().flat_map(|it| it.operations);
    let said = all.filter(|it| it.idempotent != it.method.is_idempotent());
    let by_hint: Vec<&str> = said.map(|it| it.name).collect();
    assert_eq!(by_hint, ["answers-created", "json-schema-2020-12-tool"]);
}

#[tokio::test(start_paused = true)]
async fn the_wait_grows_and_is_random() {
    let waited = |retries| async move {
        let fake = Fake::new(|_| reply(503, &[], ""));
        let policy = policy().retries(retries).longest(Duration::from_secs(1));
        let core = fake.client(keep(get())).retry(policy).build().unwrap();
        let start = Instant::now();
        core.send(keep(get()), Inputs::new()).await.unwrap();
        assert_eq!(fake.requests() as u32, retries + 1);
        start.elapsed()
    };
    for (retries, most) in [(1, 250), (2, 750), (5, 3750)] {
        let mut waits = Vec::new();
        for _ in 0..20 {
            waits.push(waited(retries).await);
        }
        // The clock of the runtime ticks in milliseconds.
        let most = Duration::from_millis(most + u64::from(retries));
        assert!(waits.iter().all(|it| *it <= most), "{waits:?}");
        waits.sort();
        waits.dedup();
        assert!(waits.len() > 5, "{waits:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_api_may_ask_for_a_wait() {
    let date = |seconds| httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(seconds));
    for (header, shortest, longest, expected) in [
        ("7".to_owned(), 7.0, 7.1, 2),
        (" 0 ".to_owned(), 0.0, 0.1, 2),
        (date(20), 17.0, 20.1, 2),
        ("Sun, 06 Nov 1994 08:49:37 GMT".to_owned(), 0.0, 0.1, 2),
        ("31".to_owned(), 0.0, 0.0, 1),
        ("99999999999999999999999".to_owned(), 0.0, 0.3, 2),
        ("soon".to_owned(), 0.0, 0.3, 2),
        ("-1".to_owned(), 0.0, 0.3, 2),
    ] {
        let text = header.clone();
        let fake = Fake::new(move |number| match number {
            1 => reply(429, &[("retry-after", &text)], ""),
            _ => reply(200, &[], "1"),
        });
        let start = Instant::now();
        let count = tries(&fake, keep(get()), CallOptions::new()).await;
        let waited = start.elapsed().as_secs_f64();
        assert_eq!(count, expected, "{header}");
        assert!((shortest..=longest).contains(&waited), "{header}: {waited}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_try_begins_that_would_end_too_late() {
    let fake = Fake::new(|_| reply(429, &[("retry-after", "5")], "slow down"));
    let options = CallOptions::new().deadline(Duration::from_secs(4));
    let start = Instant::now();
    let core = fake.client(keep(get())).retry(policy()).build().unwrap().with(options);
    let error = core.call::<Value>(keep(get()), Inputs::new()).await.unwrap_err();
    assert_eq!(error.to_string(), "thing-get: 429 Too Many Requests: slow down");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(5)));
    assert_eq!((fake.requests(), start.elapsed()), (1, Duration::ZERO));
}

/// A body that never comes.
fn never() -> Body {
    Body::stream(Never)
}

struct Never;

impl futures_core::Stream for Never {
    type Item = Result<bytes::Bytes, std::io::Error>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Pending
    }
}

#[tokio::test(start_paused = true)]
async fn each_try_and_all_of_them_have_limits() {
    let second = Duration::from_secs(1);
    for (options, expected, requests) in [
        (CallOptions::new().timeout(second), 3.0..=3.8, 3),
        (CallOptions::new().timeout(second * 9).deadline(second), 1.0..=1.1, 1),
        (CallOptions::new().timeout(second * 2).deadline(second * 5), 4.0..=5.1, 3),
    ] {
        let fake = Fake::new(|_| reply(200, &[], never()));
        let core = fake.client(keep(get())).retry(policy().base(second / 4)).build().unwrap();
        let start = Instant::now();
        let error = core.with(options).send(keep(get()), Inputs::new()).await.unwrap_err();
        assert!(matches!(error, Error::Timeout { .. }) && error.is_timeout(), "{error}");
        assert!(expected.contains(&start.elapsed().as_secs_f64()), "{:?}", start.elapsed());
        assert!(fake.requests() <= requests, "{}", fake.requests());
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_sent_once() {
    struct Once(Option<bytes::Bytes>);
    impl futures_core::Stream for Once {
        type Item = Result<bytes::Bytes, std::io::Error>;
        fn poll_next(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Self::Item>> {
            std::task::Poll::Ready(self.0.take().map(Ok))
        }
    }
    let operation = keep(Operation {
        idempotent: true,
        ..post("image/*", Encoding::Binary, &fixture::support::schema::ANY)
    });
    let fake = Fake::new(|_| reply(503, &[], ""));
    let core = fake.client(operation).retry(policy()).user_agent("me").build().unwrap();
    let body = Body::stream(Once(Some("abc".into())));
    let error =
        core.upload::<Value>(operation, Inputs::new(), body, Some("image/png")).await.unwrap_err();
    assert_eq!(error.status().map(|it| it.as_u16()), Some(503));
    let sent = "POST https://a.example/things\naccept: */*\nuser-agent: me\n\
        content-type: image/png\n\nabc";
    assert_eq!(*fake.sent.lock().unwrap(), [sent]);
}

#[tokio::test(start_paused = true)]
async fn a_download_comes_in_chunk_by_chunk() {
    let fake = Fake::new(|number| match number {
        1 => reply(503, &[], ""),
        _ => reply(200, &[("content-type", "image/png; x=y")], "abc"),
    });
    let core = fake.client(keep(get())).retry(policy()).build().unwrap();
    let mut download = core.download(keep(get()), Inputs::new()).await.unwrap();
    assert_eq!((download.media_type(), download.length()), (Some("image/png"), Some(3)));
    assert_eq!(download.chunk().await.unwrap().unwrap(), "abc");
    assert!(download.chunk().await.unwrap().is_none());
    let stuck = Fake::new(|_| reply(200, &[], never()));
    let core = stuck.client(keep(get())).timeout(Duration::from_secs(3)).build().unwrap();
    let mut download = core.download(keep(get()), Inputs::new()).await.unwrap();
    let start = Instant::now();
    assert!(download.chunk().await.unwrap_err().is_timeout());
    assert!(download.chunk().await.unwrap().is_none());
    assert!(start.elapsed() < Duration::from_secs(4));
    let missing = Fake::new(|_| reply(404, &[], "gone"));
    let core = missing.client(keep(get())).build().unwrap();
    let error = core.download(keep(get()), Inputs::new()).await.unwrap_err();
    assert_eq!(error.to_string(), "thing-get: 404 Not Found: gone");
}

async fn together(builder: Builder<Core>, calls: usize) -> Duration {
    let core = builder.build().unwrap();
    let start = Instant::now();
    let calls = (0..calls).map(|_| {
        let core = core.clone();
        tokio::spawn(async move { core.send(keep(get()), Inputs::new()).await.map(drop) })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    start.elapsed()
}

/// A body that comes after a second.
fn late() -> Body {
    struct Late(std::pin::Pin<Box<tokio::time::Sleep>>);
    impl futures_core::Stream for Late {
        type Item = Result<bytes::Bytes, std::io::Error>;
        fn poll_next(
            mut self: std::pin::Pin<&mut Self>,
            cx: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Self::Item>> {
            self.0.as_mut().poll(cx).map(|()| None)
        }
    }
    Body::stream(Late(Box::pin(tokio::time::sleep(Duration::from_secs(1)))))
}

#[tokio::test(start_paused = true)]
async fn requests_on_the_way_at_once() {
    let slow = || Fake::new(|_| reply(200, &[], late())).client(keep(get()));
    assert_eq!(together(slow(), 6).await.as_secs(), 1);
    assert_eq!(together(slow().concurrency(2), 6).await.as_secs(), 3);
    assert_eq!(together(slow().concurrency(0), 2).await.as_secs(), 2);
}

#[tokio::test(start_paused = true)]
async fn requests_that_start_in_a_time() {
    let quick = || Fake::new(|_| reply(200, &[], "1")).client(keep(get()));
    let per = Duration::from_secs(10);
    for (calls, seconds) in [(3, 0), (4, 10), (6, 10), (7, 20)] {
        assert_eq!(together(quick().rate(3, per), calls).await.as_secs(), seconds, "{calls}");
    }
    // Waiting counts towards the deadline.
    let core = quick().rate(1, per).deadline(Duration::from_secs(1)).build().unwrap();
    core.send(keep(get()), Inputs::new()).await.unwrap();
    assert!(core.send(keep(get()), Inputs::new()).await.unwrap_err().is_timeout());
}
