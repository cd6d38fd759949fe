//! What a call costs beyond bare `reqwest`: the time on the processor of the thread that calls, for a
//! `GET` with a key and an answer of 600 bytes of JSON on a connection that is kept. `cargo xtask bench
//! client` runs it, optimised. Both ways have the same limits on time, send the same headers and read the
//! answer into a JSON value.
//!
//! The rounds take turns, so that both meet the same machine; the medians are compared.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use fixture::pets::operations;
use fixture::support::client::{Builder, Core};
use fixture::support::service::Inputs;
use reqwest::redirect::Policy;
use serde_json::Value;

const ROUNDS: usize = 41;
const CALLS: usize = 400;
const BYTES: usize = 600;

fn main() {
    let url = serve();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let core: Core = Builder::new(&fixture::pets::CAPABILITY)
            .base_url(&url)
            .api_key("k3y-0f-th3-b3nch")
            .build()
            .unwrap();
        let http = by_hand();
        let (mut ours, mut bare) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let start = cpu();
            for _ in 0..CALLS {
                bare_call(&http, &url).await;
            }
            let middle = cpu();
            for _ in 0..CALLS {
                core.call::<Value>(&operations::LIST, Inputs::new()).await.unwrap();
            }
            bare.push(middle - start);
            ours.push(cpu() - middle);
        }
        report(median(ours), median(bare));
    });
}

/// What whoever writes a client by hand would set, which the generated client sets too.
fn by_hand() -> reqwest::Client {
    reqwest::Client::builder()
        .redirect(Policy::none())
        .connect_timeout(Duration::from_secs(10))
        .timeout(Duration::from_secs(30))
        .user_agent("bench/0.1.0")
        .build()
        .unwrap()
}

async fn bare_call(http: &reqwest::Client, url: &str) -> Value {
    let request = http.get(format!("{url}/pets")).header("x-api-key", "k3y-0f-th3-b3nch");
    let answer = request.header("accept", "application/json").send().await.unwrap();
    serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
}

fn report(ours: u64, bare: u64) {
    let per_call = |nanos: u64| nanos as f64 / CALLS as f64 / 1000.0;
    println!("bare reqwest  {:7.2} µs of CPU per call", per_call(bare));
    println!("client        {:7.2} µs of CPU per call", per_call(ours));
    println!("ratio         {:7.3}", ours as f64 / bare as f64);
}

fn median(mut nanos: Vec<u64>) -> u64 {
    nanos.sort_unstable();
    nanos[nanos.len() / 2]
}

/// The time this thread was on a processor, in nanoseconds; where the system does not tell, time.
fn cpu() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let first = text.split(' ').next().and_then(|it| it.parse().ok());
    thread_local!(static START: Instant = Instant::now());
    first.unwrap_or_else(|| START.with(|it| it.elapsed().as_nanos() as u64))
}

/// A server that answers every request alike, each connection on a thread of its own.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let items = "{\"id\":\"1\",\"name\":\"x\"},".repeat(40);
    let mut body = format!("[{}", &items[..BYTES / 22 * 22 - 1]);
    body.push(']');
    let body = format!("{body:<BYTES$}");
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    thread::spawn(move || {
        for stream in listener.incoming() {
            let answer = answer.clone();
            thread::spawn(move || answer_all(stream.unwrap(), &answer));
        }
    });
    url
}

fn answer_all(mut stream: TcpStream, answer: &str) {
    stream.set_nodelay(true).unwrap();
    let mut buffer = [0; 4096];
    // A request without a body comes in one piece.
    while stream.read(&mut buffer).is_ok_and(|it| it > 0) {
        if stream.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}
