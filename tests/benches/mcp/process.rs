//! A server under measurement: a process, and what `/proc` tells of it (Linux: `proc(5)`).

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// Which server.
#[derive(Clone, Copy)]
pub enum Kind {
    /// The generated one.
    Ours,
    /// The same, without a line of log for each call.
    Quiet,
    /// The one written by hand.
    Minimal,
}

/// How it is reached.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// Standard input and output.
    Stdio,
    /// Streamable HTTP, stateless.
    Http,
}

/// A running server, which ends with this value.
pub struct Server {
    child: Child,
    started: Instant,
    /// Its pipes, over stdio.
    pub pipes: Option<(ChildStdin, BufReader<ChildStdout>)>,
    /// Whether a client has introduced itself over stdio.
    pub is_initialized: bool,
    /// Its address, over HTTP.
    pub address: String,
}

impl Server {
    /// Starts one before an API at this URL, and waits until it listens.
    pub fn start(kind: Kind, transport: Transport, upstream: &str) -> Self {
        let mut command = match kind {
            Kind::Ours | Kind::Quiet => Command::new(env!("CARGO_BIN_EXE_generated_capability")),
            Kind::Minimal => Command::new(std::env::current_exe().expect("this program")),
        };
        match (kind, transport) {
            (Kind::Ours | Kind::Quiet, Transport::Stdio) => {
                command.args(["serve", "dokploy-user", "--stdio"])
            }
            (Kind::Ours | Kind::Quiet, Transport::Http) => {
                command.args(["serve", "dokploy-user", "--no-rest", "--mcp-port", "0"])
            }
            (Kind::Minimal, Transport::Stdio) => command.arg("--minimal=stdio"),
            (Kind::Minimal, Transport::Http) => command.arg("--minimal=http"),
        };
        if let Kind::Quiet = kind {
            command.args(["--log-level", "warn"]);
        }
        command.env("DOKPLOY_URL", upstream).env("DOKPLOY_API_KEY", "k3y-0f-th3-b3nch");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let started = Instant::now();
        let mut child = command.spawn().expect("the server starts");
        let pipes = child.stdin.take().zip(child.stdout.take().map(BufReader::new));
        let address = match transport {
            Transport::Stdio => String::new(),
            Transport::Http => address(&mut child),
        };
        let pipes = pipes.filter(|_| transport == Transport::Stdio);
        Self { child, started, pipes, is_initialized: false, address }
    }

    /// How long ago it was started.
    pub fn age(&self) -> Duration {
        self.started.elapsed()
    }

    /// The processor time that it took so far, in seconds: of all its threads.
    pub fn processor(&self) -> f64 {
        let threads = std::fs::read_dir(format!("/proc/{}/task", self.child.id())).expect("/proc");
        let nanos = threads.flatten().map(|thread| {
            let text = std::fs::read_to_string(thread.path().join("schedstat")).unwrap_or_default();
            text.split(' ').next().and_then(|it| it.parse::<f64>().ok()).unwrap_or_default()
        });
        nanos.sum::<f64>() / 1e9
    }

    /// A figure of its memory, in bytes: `VmHWM`, the peak, or `VmRSS`.
    pub fn memory(&self, name: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.expect("/proc");
        let line = status.lines().find_map(|it| it.strip_prefix(name)).expect("a figure");
        let kibibytes = line.trim_matches(|it: char| !it.is_ascii_digit());
        kibibytes.parse::<f64>().expect("a number") * 1024.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address in what it says of itself; all else it says is passed over.
fn address(child: &mut Child) -> String {
    let mut stderr = BufReader::new(child.stderr.take().expect("a pipe"));
    loop {
        let mut line = String::new();
        assert!(stderr.read_line(&mut line).expect("a line") > 0, "the server does not listen");
        if let Some((_, rest)) = line.split_once("http://") {
            let end = rest.find(|it: char| !it.is_ascii_digit() && !".:".contains(it));
            let address = rest[..end.unwrap_or(rest.len())].to_owned();
            // It may go on talking.
            std::thread::spawn(move || std::io::copy(&mut stderr, &mut std::io::sink()));
            return address;
        }
    }
}
