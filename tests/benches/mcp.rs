//! What the MCP server costs: start, processor and memory, beside a proxy written by hand over the same SDK.
//! `cargo xtask bench mcp` runs it, optimised. Both serve the 23 tools of `dokploy-user`; every call goes on to an
//! API in this process that answers 600 bytes of JSON.
//!
//! Both are processes of their own, so that `/proc` tells what each costs; rounds take turns, and told is the median
//! of their ratios. Without `/proc` there is nothing to tell.

mod mcp {
    pub mod client;
    pub mod minimal;
    pub mod process;
    pub mod upstream;
}

use std::process::ExitCode;

use mcp::client::{Http, Stdio};
use mcp::minimal;
use mcp::process::{Kind, Server, Transport};
use mcp::upstream;

const ROUNDS: usize = 21;
const CALLS: usize = 1_000;
const CLIENTS: usize = 32;
const STARTS: usize = 11;
const ABANDONED: usize = 2_000;

/// What issue and documentation promise.
const START_MS: f64 = 15.0;
const RATIO: f64 = 1.3;
const MEMORY_MB: f64 = 20.0;
const ABANDONED_BYTES: f64 = 1024.0;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(transport) = arguments.iter().find_map(|it| it.strip_prefix("--minimal=")) {
        return minimal::run(transport);
    }
    let url = upstream::serve();
    let held = [
        started(&url),
        judged("stdio", compared(&url, Kind::Quiet, Transport::Stdio, stdio_round)),
        judged("HTTP", compared(&url, Kind::Quiet, Transport::Http, http_round)),
        remembered(&url),
        abandoned(&url),
    ];
    // Told, not judged: the proxy by hand writes no log.
    let logged = compared(&url, Kind::Ours, Transport::Http, http_round);
    println!("the same with a log line a call {logged:28.2}");
    if held.contains(&false) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn report(what: &str, value: f64, unit: &str, most: f64) -> bool {
    let verdict = if value <= most { "" } else { "  TOO MUCH" };
    println!("{what:<50} {value:9.2} {unit:<8} at most {most}{verdict}");
    value <= most
}

/// From the start of the process to the answer of `tools/list`.
fn started(url: &str) -> bool {
    let times = (0..STARTS).map(|_| {
        let mut server = Server::start(Kind::Ours, Transport::Stdio, url);
        let mut client = Stdio::over(&mut server);
        client.initialize();
        client.list();
        server.age().as_secs_f64() * 1000.0
    });
    report("start to tools/list over stdio", median(times.collect()), "ms", START_MS)
}

/// The ratio of the processor time of a call, ours to that of the proxy written by hand, which writes no log.
fn compared(url: &str, kind: Kind, transport: Transport, round: fn(&mut Server)) -> f64 {
    let mut servers = [kind, Kind::Minimal].map(|kind| {
        let mut server = Server::start(kind, transport, url);
        // Connections, caches and lazy tables are set up once.
        round(&mut server);
        server
    });
    let mut costs = Vec::new();
    for nth in 0..ROUNDS {
        let mut cost = [0.0; 2];
        // Each is as often the first as the second.
        for at in if nth % 2 == 0 { [0, 1] } else { [1, 0] } {
            let before = servers[at].processor();
            round(&mut servers[at]);
            cost[at] = (servers[at].processor() - before) / CALLS as f64 * 1e6;
        }
        costs.push(cost);
    }
    let [ours, minimal] = [0, 1].map(|at| median(costs.iter().map(|it| it[at]).collect()));
    println!("{ours:.0} µs of CPU per call, by hand {minimal:.0} µs");
    median(costs.iter().map(|[ours, minimal]| ours / minimal).collect())
}

fn judged(name: &str, ratio: f64) -> bool {
    report(&format!("CPU per call over {name}, ratio"), ratio, "", RATIO)
}

fn stdio_round(server: &mut Server) {
    let mut client = Stdio::over(server);
    client.initialize();
    for _ in 0..CALLS {
        client.call();
    }
}

fn http_round(server: &mut Server) {
    let mut client = Http::to(server);
    for _ in 0..CALLS {
        client.call();
    }
}

/// The peak of memory while many clients call at once.
fn remembered(url: &str) -> bool {
    let server = Server::start(Kind::Ours, Transport::Http, url);
    std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                let mut client = Http::to(&server);
                (0..CALLS / CLIENTS).for_each(|_| client.call());
            });
        }
    });
    report(&format!("memory at {CLIENTS} clients"), server.memory("VmHWM") / 1e6, "MB", MEMORY_MB)
}

/// What remains of clients that initialize and never come back.
fn abandoned(url: &str) -> bool {
    let server = Server::start(Kind::Ours, Transport::Http, url);
    let initialize = || Http::to(&server).initialize();
    (0..ABANDONED).for_each(|_| initialize());
    let before = server.memory("VmRSS");
    (0..ABANDONED).for_each(|_| initialize());
    let each = (server.memory("VmRSS") - before) / ABANDONED as f64;
    report("memory per abandoned session", each, "bytes", ABANDONED_BYTES)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
