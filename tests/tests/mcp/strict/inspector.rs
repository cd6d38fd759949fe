//! The MCP Inspector, at the command line. A process makes one request, so it makes one of each kind.

use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tests::tools;
use tokio::process::Command;

use super::servers::{self, Server};
use super::{call, environment, serve, upstream};

/// The Inspector; `None` where it is not installed.
fn inspector() -> Option<Command> {
    let script = "clients/launcher/build/index.js";
    let mut command = Command::from(tools::npm("@modelcontextprotocol/inspector", script)?);
    command.arg("--cli").stdin(Stdio::null()).kill_on_drop(true);
    Some(command)
}

/// What it prints, one JSON value; it must not complain.
async fn told(mut command: Command) -> Value {
    let output = tokio::time::timeout(Duration::from_secs(30), command.output()).await;
    let output = output.expect("the Inspector ends").unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {errors}");
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}{errors}"))
}

#[tokio::test]
async fn the_inspector_finds_no_fault_with_any_schema() {
    for server in servers::all() {
        let Some(mut command) = inspector() else { return };
        let served = serve(&server, &upstream::start(&server).await).await;
        command.args([&served.url("MCP on "), "--transport", "http"]);
        command.args(["--method", "tools/list", "--strict"]);
        let list = told(command).await;
        assert_eq!(list["tools"].as_array().unwrap().len(), server.tools.len(), "{}", server.name);
    }
}

/// Every committed capability that people use, over both transports and in both eras.
#[tokio::test]
async fn the_inspector_calls_tools_and_verifies_skills() {
    if inspector().is_none() {
        return;
    }
    let used = servers::all().into_iter().filter(|it| !it.program.contains("fixture"));
    let used: Vec<Server> = used.collect();
    assert!(used.len() >= 3, "{} capabilities", used.len());
    let (http, stdio) = tokio::join!(call_all(&used, true), call_all(&used, false));
    assert_eq!((http, stdio), (used.len(), used.len()));
    for server in &used {
        let mut command = over_stdio(server, "http://127.0.0.1:1");
        command.args(["--method", "skills/list", "--verify", "--require-digests"]);
        let report = told(command).await;
        assert_eq!(report["conformance"], Value::Array(Vec::new()), "{report}");
        let verified = report["files"].as_array().unwrap().iter();
        assert!(verified.map(|it| &it["status"]).all(|it| it == "verified"), "{report}");
    }
}

/// Calls the first tool that takes arguments, or the first of all; returns how many servers answered as they should.
async fn call_all(servers: &[Server], is_http: bool) -> usize {
    let mut answered = 0;
    for server in servers {
        let tools = || server.tools.iter().filter(|it| it.is_callable).map(call);
        let takes = |it: &Value| it["arguments"].as_object().is_some_and(|it| !it.is_empty());
        let call = tools().find(takes).or_else(|| tools().next()).unwrap();
        let url = upstream::start(server).await;
        let served = serve(server, &url).await;
        let mut command = match is_http {
            true => inspector().unwrap(),
            false => over_stdio(server, &url),
        };
        if is_http {
            command.args([&served.url("MCP on "), "--transport", "http"]);
        }
        let era = if is_http { "modern" } else { "legacy" };
        command.args(["--protocol-era", era, "--method", "tools/call"]);
        command.args(["--tool-name", call["tool"].as_str().unwrap()]);
        command.args(["--tool-args-json", &call["arguments"].to_string()]);
        let result = told(command).await;
        assert_ne!(result["isError"], true, "{}: {result}", server.name);
        assert!(result["content"].is_array(), "{}: {result}", server.name);
        answered += 1;
    }
    answered
}

#[tokio::test]
async fn the_inspector_gets_prompts_and_reads_resources() {
    let Some(server) = servers::all().into_iter().find(|it| it.name == "conformance") else {
        panic!("the fixture has it")
    };
    if inspector().is_none() {
        return;
    }
    let url = crate::conformance::upstream().await;
    let mut prompt = over_stdio(&server, &url);
    prompt.args(["--method", "prompts/get", "--prompt-name", "test_prompt_with_arguments"]);
    prompt.args(["--prompt-args", "arg1=one"]);
    let mut resource = over_stdio(&server, &url);
    resource.args(["--method", "resources/read", "--uri", "test://template/12/data"]);
    let (prompt, resource) = tokio::join!(told(prompt), told(resource));
    assert_eq!(prompt["messages"][1]["content"]["text"], "I have read one.", "{prompt}");
    let text = resource["contents"][0]["text"].as_str().unwrap_or_default();
    assert!(text.contains(r#""id":12"#), "{resource}");
}

/// The Inspector, which starts the server itself.
fn over_stdio(server: &Server, url: &str) -> Command {
    let mut command = inspector().expect("it was there before");
    command.args([server.program, "serve", server.name, "--stdio", "--yes-destructive"]);
    for (name, value) in environment(server, url) {
        command.args(["-e", &format!("{name}={}", value.as_str().unwrap())]);
    }
    command
}
