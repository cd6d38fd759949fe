//! The built binary, and a fake of the upstream API for it.

use std::process::Stdio;

use axum::Router;
use axum::extract::{Path, Request};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tests::canary::{self, CANARY};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStderr, Command};

const BINARY: &str = env!("CARGO_BIN_EXE_fixture_capability");
const PET: &str = r#"{"id":"p1","state":"sold","teamId":null,"labels":{}}"#;
const MISSING: &str = r#"{"message":"No such pet","code":"NOT_FOUND"}"#;

/// Starts a fake of the upstream API and returns its URL.
pub async fn upstream() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let api = Router::new()
        .route("/api/pets", get(|| async { json(200, format!("[{PET}]")) }))
        .route("/api/pets/{id}", get(show).delete(|| async { StatusCode::NO_CONTENT }))
        .layer(from_fn(authenticate));
    tokio::spawn(async move { axum::serve(listener, api).await });
    url
}

async fn show(Path(id): Path<String>) -> Response {
    if id == "p1" { json(200, PET.to_owned()) } else { json(404, MISSING.to_owned()) }
}

async fn authenticate(request: Request, next: Next) -> Response {
    match request.headers().get("x-api-key") {
        Some(key) if key == CANARY => next.run(request).await,
        _ => json(401, r#"{"message":"Unauthorized"}"#.to_owned()),
    }
}

fn json(status: u16, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// The binary with these capabilities, and with an environment that holds only what is given here.
pub fn command(capabilities: &str, arguments: &[&str], upstream: Option<&str>) -> Command {
    let mut command = Command::new(BINARY);
    command.args(arguments).env_clear().env("TEST_CAPABILITIES", capabilities).kill_on_drop(true);
    if let Some(url) = upstream {
        command.env("PETS_URL", url).env("PETS_API_KEY", CANARY).env("CATS_URL", url);
    }
    command
}

#[derive(Debug)]
pub struct Output {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// Runs the binary to its end.
pub async fn run(
    capabilities: &str,
    arguments: &[&str],
    upstream: Option<&str>,
    input: &str,
) -> Output {
    let mut command = command(capabilities, arguments, upstream);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).await.unwrap();
    let wait = tokio::time::timeout(std::time::Duration::from_secs(20), child.wait_with_output());
    let output = wait.await.expect("the program ends").unwrap();
    let [stdout, stderr] = [output.stdout, output.stderr].map(|it| String::from_utf8(it).unwrap());
    canary::check(&stdout);
    canary::check(&stderr);
    Output { code: output.status.code(), stdout, stderr }
}

/// A program that serves until it is stopped.
pub struct Served {
    pub child: Child,
    pub stderr: Lines<BufReader<ChildStderr>>,
    /// The first line it wrote.
    pub line: String,
}

/// Starts the binary and waits until it listens.
pub async fn serve(capabilities: &str, arguments: &[&str], upstream: &str) -> Served {
    start(command(capabilities, arguments, Some(upstream))).await
}

/// Starts a program and waits until it listens.
pub async fn start(mut command: Command) -> Served {
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap()).lines();
    let line = stderr.next_line().await.unwrap().unwrap_or_default();
    Served { child, stderr, line }
}

impl Served {
    /// The URL after these words of the first line.
    pub fn url(&self, after: &str) -> String {
        let (_, rest) = self.line.split_once(after).unwrap_or_else(|| panic!("{}", self.line));
        rest.split(',').next().unwrap().to_owned()
    }

    /// Sends SIGTERM.
    pub async fn terminate(&self) {
        let id = self.child.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().await.unwrap().success());
    }
}
