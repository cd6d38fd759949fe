//! What a call costs beyond bare `reqwest`: the time on the processor, the system's included, of the thread
//! that calls, for a `GET` with a key and an answer of 600 bytes of JSON on a connection that is kept.
//! `cargo xtask bench client` runs it, optimised.
//!
//! All of it runs on one processor: with two, whether the answer wakes the caller on another one decides more than
//! what is compared.
//!
//! Both ways have the same limits on time and size, decompress alike, send the same headers and read the
//! whole answer: into a JSON value, and into types, which by hand are those of serde's derives. The rounds
//! take turns, so that both meet the same machine; told are the medians over the rounds, and that of the
//! ratio of each round. With the name of a way and a number, that many calls are made of it and nothing is
//! measured, for whoever wants to count instructions.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use fixture::pets::operations;
use fixture::support::client::{Builder, Core};
use fixture::support::service::Inputs;
use reqwest::redirect::Policy;
use serde::Deserialize;
use serde_json::Value;

const ROUNDS: usize = 401;
const CALLS: usize = 50;
const BYTES: usize = 600;
const LIMIT: usize = 8 * 1024 * 1024;
const KEY: &str = "k3y-0f-th3-b3nch";

/// A pet as whoever writes a client by hand would declare it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "it is only read")]
struct Pet {
    id: String,
    state: State,
    team_id: Option<String>,
    chip_key: Option<String>,
    labels: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum State {
    Available,
    Sold,
}

const WAYS: [&str; 4] = ["bare-value", "client-value", "bare-types", "client-types"];

struct Bench {
    url: String,
    http: reqwest::Client,
    core: Core,
}

impl Bench {
    /// Calls again and again in one of the ways.
    async fn calls(&self, way: &str, calls: usize) {
        for _ in 0..calls {
            match way {
                "bare-value" => drop(self.bare::<Value>().await),
                "bare-types" => drop(self.bare::<Vec<Pet>>().await),
                "client-value" => drop(self.client::<Value>().await),
                _ => drop(self.client::<Vec<fixture::pets::types::Pet>>().await),
            }
        }
    }

    async fn bare<T: serde::de::DeserializeOwned>(&self) -> T {
        let request = self.http.get(format!("{}/pets", self.url)).header("x-api-key", KEY);
        let request = request.header("accept", "application/json");
        let mut answer = request.send().await.unwrap().error_for_status().unwrap();
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.unwrap() {
            assert!(body.len() + chunk.len() <= LIMIT);
            body.extend_from_slice(&chunk);
        }
        serde_json::from_slice(&body).unwrap()
    }

    async fn client<T: fixture::support::json::Json>(&self) -> T {
        self.core.call(&operations::LIST, Inputs::new()).await.unwrap()
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let counted = arguments.next().zip(arguments.next().and_then(|it| it.parse().ok()));
    if counted.is_none() {
        pin();
    }
    let url = serve();
    let core = Builder::new(&fixture::pets::CAPABILITY).base_url(&url).api_key(KEY);
    let bench = Bench { core: core.build().unwrap(), http: by_hand(), url };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    match counted {
        Some((way, calls)) => runtime.block_on(bench.calls(&way, calls)),
        None => runtime.block_on(measure(&bench)),
    }
}

/// Keeps this thread and those that it starts on the processor where it is.
#[cfg(target_os = "linux")]
fn pin() {
    use rustix::thread::{CpuSet, sched_getcpu, sched_setaffinity};
    let mut processors = CpuSet::new();
    processors.set(sched_getcpu());
    sched_setaffinity(None, &processors).unwrap();
}

#[cfg(not(target_os = "linux"))]
fn pin() {}

async fn measure(bench: &Bench) {
    let mut rounds = Vec::new();
    for round in 0..ROUNDS {
        let mut nanos = [0; WAYS.len()];
        // Each is as often the first of its kind as the second.
        let turn = if round % 2 == 0 { [0, 1, 2, 3] } else { [3, 2, 1, 0] };
        for way in turn {
            let start = cpu();
            bench.calls(WAYS[way], CALLS).await;
            nanos[way] = cpu() - start;
        }
        rounds.push(nanos);
    }
    println!("µs on the processor per call, median of {ROUNDS} rounds of {CALLS} calls");
    println!("{:<14}{:>8}{:>8}{:>8}", "answer", "bare", "client", "ratio");
    for (name, bare) in [("JSON value", 0), ("types", 2)] {
        let per_call = |way: usize| {
            median(rounds.iter().map(|it| it[way] as f64 / CALLS as f64 / 1000.0).collect())
        };
        let ratio = median(rounds.iter().map(|it| it[bare + 1] as f64 / it[bare] as f64).collect());
        println!("{name:<14}{:>8.2}{:>8.2}{ratio:>8.3}", per_call(bare), per_call(bare + 1));
    }
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

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_unstable_by(f64::total_cmp);
    numbers[numbers.len() / 2]
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
    let pet = r#"{"id":"pet-4711","state":"available","teamId":"team-42","chipKey":"chip","labels":{"colour":"brown","size":"large"}}"#;
    let body = format!("[{}]", [pet; 5].join(","));
    let body = format!("{body:<BYTES$}");
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {BYTES}\r\n\r\n{body}"
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
