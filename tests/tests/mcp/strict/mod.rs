//! Strict clients, which others wrote, call every tool of every capability and accept every result.
//!
//! Arguments are made from the input schemas, answers from the output schemas; the `jsonschema` crate judges both.
//! A client talks to all servers from one process. It throws away what breaks the protocol or the output schema.

mod inspector;
mod sample;
mod servers;
mod upstream;

use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};
use servers::Server;
use tests::{canary, tools};
use tokio::process::Command;

use crate::process::{self, Served};

#[tokio::test]
async fn the_python_client_accepts_every_result() {
    let Some(mut command) = tools::python("python") else { return };
    command.arg(script("client.py"));
    check(command.into(), &["http", "stdio"]).await;
}

#[tokio::test]
async fn the_typescript_client_accepts_every_result() {
    let package = "@modelcontextprotocol/client";
    let Some(command) = tools::node(&script("client.mjs"), package, "dist") else { return };
    check(command.into(), &["http", "stdio"]).await;
}

fn script(name: &str) -> String {
    format!("{}/tests/mcp/strict/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// Runs a client over all servers and transports; it prints one line for each thing that it does not accept.
async fn check(mut client: Command, transports: &[&str]) {
    let mut plan = Vec::new();
    let mut running = Vec::new();
    for server in servers::all() {
        let url = upstream::start(&server).await;
        let served = serve(&server, &url).await;
        let calls: Vec<Value> = server.tools.iter().filter(|it| it.is_callable).map(call).collect();
        for transport in transports {
            plan.push(json!({
                "name": format!("{} over {transport}", server.name),
                "url": (*transport == "http").then(|| served.url("MCP on ")),
                "command": server.program,
                "arguments": ["serve", server.name, "--stdio", "--yes-destructive"],
                "environment": environment(&server, &url).into_iter().collect::<serde_json::Map<_, _>>(),
                "tools": server.tools.len(),
                "calls": calls.clone(),
            }));
        }
        running.push(served);
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plan.json");
    std::fs::write(&file, Value::from(plan).to_string()).unwrap();
    client.arg(&file).stdin(Stdio::null()).kill_on_drop(true);
    let output = tokio::time::timeout(Duration::from_secs(60), client.output()).await;
    let output = output.expect("the client ends").unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    canary::check(&told);
    canary::check(&errors);
    for served in running {
        stop(served).await;
    }
    let calls: usize =
        servers::all().iter().flat_map(|it| &it.tools).filter(|it| it.is_callable).count();
    let wanted = format!("{} calls accepted\n", calls * transports.len());
    assert!(output.status.success() && told == wanted, "wanted {wanted}{told}{errors}");
}

/// Arguments of which the published schema does not tell all, since not every client could read it.
const GIVEN: [(&str, &str, &str); 7] = [
    ("bodies-binary", "body", "aGVsbG8="),
    ("bodies-multipart", "file", "aGVsbG8="),
    ("parameters-path", "plain", r#"["x"]"#),
    ("parameters-path", "label", r#"["x"]"#),
    ("parameters-path", "matrix", r#"["x"]"#),
    ("pets-create", "name", "rex"),
    ("user-createUserWithCredentials", "email", "name@example.com"),
];

fn call(tool: &servers::Tool) -> Value {
    let name = tool.definition["name"].as_str().unwrap();
    let mut arguments = sample::fitting(&tool.definition["inputSchema"]);
    for (_, argument, value) in GIVEN.iter().filter(|it| it.0 == name) {
        let text = || Value::from(*value);
        arguments[*argument] = serde_json::from_str(value).unwrap_or_else(|_| text());
    }
    json!({ "tool": name, "arguments": arguments })
}

async fn serve(server: &Server, url: &str) -> Served {
    let mut command = Command::new(server.program);
    let arguments = ["serve", server.name, "--no-rest", "--mcp-port", "0", "--yes-destructive"];
    command.args(arguments).env_clear().kill_on_drop(true);
    for (name, value) in environment(server, url) {
        command.env(name, value.as_str().unwrap());
    }
    process::start(command).await
}

/// Stops a program, which must not have written a secret.
async fn stop(mut served: Served) {
    served.child.kill().await.unwrap();
    canary::check(&served.line);
    while let Some(line) = served.stderr.next_line().await.unwrap() {
        canary::check(&line);
    }
}

/// What the program finds in its environment: the fake wherever a URL is meant, and a word for every secret.
fn environment(server: &Server, url: &str) -> Vec<(String, Value)> {
    let value = |name: &str| if name.ends_with("URL") { url } else { canary::CANARY };
    let named = server.variables.iter().map(|name| (name.clone(), value(name).into()));
    let tests = [("TEST_CAPABILITIES", server.name), ("TEST_UPSTREAM", url)];
    named.chain(tests.map(|(name, value)| (name.to_owned(), value.into()))).collect()
}
