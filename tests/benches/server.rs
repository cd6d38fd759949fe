//! What a request costs that is passed on: the program's processor time against that of a proxy written by
//! hand over axum and reqwest, for a `GET` with an answer of 600 bytes of JSON, on loopback, both in processes
//! of their own. Then whether memory grows, and how soon the first request is answered. `cargo xtask bench
//! server` runs it, optimised; `BENCH_REQUESTS` sets how many requests memory is watched for.
//!
//! The rounds take turns, so that both meet the same machine; the medians are compared.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::serve::ListenerExt;

const ROUNDS: usize = 15;
const CLIENTS: usize = 8;
const REQUESTS: usize = 400;
const BYTES: usize = 600;
const REQUEST: &[u8] = b"GET /v1/pets HTTP/1.1\r\nhost: localhost\r\n\r\n";

fn main() {
    if let Ok(upstream) = env::var("BENCH_UPSTREAM") {
        return by_hand(upstream);
    }
    let upstream = serve();
    let hand =
        Process::start(Command::new(env::current_exe().unwrap()).env("BENCH_UPSTREAM", &upstream));
    let quiet = program(&upstream, &["--log-level", "warn"]);
    let logging = program(&upstream, &["--log-format", "json"]);
    let all = [&hand, &quiet, &logging];
    let mut costs = [const { Vec::new() }; 3];
    for round in 0..=ROUNDS {
        for (process, costs) in all.into_iter().zip(&mut costs) {
            let start = process.processor();
            load(&process.address, REQUESTS);
            let cost = process.processor() - start;
            // The first round makes connections upstream.
            if round > 0 {
                costs.push(cost);
            }
        }
    }
    let [hand_cost, quiet_cost, logging_cost] = costs.map(median);
    let per_request = |nanos: u64| nanos as f64 / (CLIENTS * REQUESTS) as f64 / 1000.0;
    let line = |name: &str, cost: u64| {
        let ratio = cost as f64 / hand_cost as f64;
        println!("{name:<34}{:8.2} µs of CPU per request, ratio {ratio:.3}", per_request(cost));
    };
    line("axum and reqwest by hand", hand_cost);
    line("serve", quiet_cost);
    line("serve, with a log line a request", logging_cost);
    drop((hand, logging));
    memory(&quiet);
    starts(&upstream);
}

/// Samples of memory while requests are answered.
fn memory(process: &Process) {
    let requests: usize = env::var("BENCH_REQUESTS").map_or(100_000, |it| it.parse().unwrap());
    let samples = 5;
    for sample in 0..=samples {
        let done = sample * requests / samples;
        println!("after {done:>8} further requests    {:8} KiB resident", process.resident());
        if sample < samples {
            load(&process.address, requests / samples / CLIENTS);
        }
    }
}

/// From the start of the program to its first answer.
fn starts(upstream: &str) {
    let mut times: Vec<u64> = (0..21)
        .map(|_| {
            let start = Instant::now();
            let process = program(upstream, &[]);
            load_one(&process.address, 1);
            start.elapsed().as_nanos() as u64
        })
        .collect();
    times.sort_unstable();
    let millis = |it: u64| it as f64 / 1e6;
    println!(
        "start to first answer passed on   {:8.2} ms, at most {:.2} ms",
        millis(times[10]),
        millis(times[20])
    );
}

/// A process that serves, until it is dropped.
struct Process {
    child: Child,
    address: String,
}

impl Process {
    /// Starts it, and waits until it says where it listens.
    fn start(command: &mut Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        stderr.read_line(&mut line).unwrap();
        let (_, address) = line.split_once("http://").unwrap_or_else(|| panic!("{line}"));
        let end = address.find(|it: char| !it.is_ascii_digit() && !".:".contains(it)).unwrap();
        // What it goes on to write must not fill the pipe.
        thread::spawn(move || std::io::copy(&mut stderr, &mut std::io::sink()));
        Self { child, address: address[..end].to_owned() }
    }

    /// The time that its threads were on a processor, in nanoseconds.
    fn processor(&self) -> u64 {
        let tasks = fs::read_dir(format!("/proc/{}/task", self.child.id())).unwrap();
        let time = |task: fs::DirEntry| {
            let text = fs::read_to_string(task.path().join("schedstat")).unwrap_or_default();
            text.split(' ').next().and_then(|it| it.parse::<u64>().ok()).unwrap_or(0)
        };
        tasks.filter_map(Result::ok).map(time).sum()
    }

    /// Its resident memory, in KiB.
    fn resident(&self) -> u64 {
        let text = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = text.lines().find_map(|it| it.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn program(upstream: &str, arguments: &[&str]) -> Process {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fixture_capability"));
    command.args(["serve", "pets", "--no-mcp", "--port", "0"]).args(arguments).env_clear();
    Process::start(command.env("PETS_URL", upstream).env("PETS_API_KEY", "k3y-0f-th3-b3nch"))
}

/// What somebody would write who passes one operation on by hand.
fn by_hand(upstream: String) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_secs(30))
            .no_proxy()
            .build()
            .unwrap();
        let router = Router::new()
            .route("/v1/pets", get(pass_on))
            .with_state((client, upstream + "/api/pets"));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        eprintln!("listening on http://{} ", listener.local_addr().unwrap());
        let listener = listener.tap_io(|stream| stream.set_nodelay(true).unwrap());
        axum::serve(listener, router).await.unwrap();
    });
}

async fn pass_on(State((client, url)): State<(reqwest::Client, String)>) -> Response {
    let request = client.get(url).header("x-api-key", "k3y-0f-th3-b3nch");
    let Ok(answer) = request.header(header::ACCEPT, "application/json").send().await else {
        return StatusCode::BAD_GATEWAY.into_response();
    };
    let (status, media_type) =
        (answer.status(), answer.headers().get(header::CONTENT_TYPE).cloned());
    let Ok(body) = answer.bytes().await else {
        return StatusCode::BAD_GATEWAY.into_response();
    };
    let mut response = (status, body).into_response();
    if let Some(media_type) = media_type {
        response.headers_mut().insert(header::CONTENT_TYPE, media_type);
    }
    response
}

/// So many requests of each of several clients at once, each on a connection that it keeps.
fn load(address: &str, requests: usize) {
    thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| load_one(address, requests));
        }
    });
}

fn load_one(address: &str, requests: usize) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_nodelay(true).unwrap();
    for _ in 0..requests {
        stream.write_all(REQUEST).unwrap();
        read_answer(&mut stream);
    }
}

fn read_answer(stream: &mut TcpStream) {
    let (mut buffer, mut filled) = ([0; 4096], 0);
    loop {
        let count = stream.read(&mut buffer[filled..]).unwrap();
        assert!(count > 0, "the server closed the connection");
        filled += count;
        let head = buffer[..filled].windows(4).position(|it| it == b"\r\n\r\n");
        if head.is_some_and(|it| filled == it + 4 + BYTES) {
            assert!(buffer.starts_with(b"HTTP/1.1 200 "));
            return;
        }
    }
}

fn median(mut values: Vec<u64>) -> u64 {
    values.sort_unstable();
    values[values.len() / 2]
}

/// The upstream: answers every request alike, each connection on a thread of its own.
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
