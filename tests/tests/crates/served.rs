//! The program of a generated crate as a child process, in front of a fake of the provider.

use std::path::Path;
use std::process::Stdio;

use axum::Router;
use http::{Method, Uri};
use serde_json::{Value, json};
use tests::tools;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// What a capability exposes, as the crate describes it.
pub struct Exposed {
    name: String,
    openapi: Value,
}

impl Exposed {
    /// The description of a capability in a generated crate.
    pub fn read(root: &Path, name: &str) -> Self {
        let place = root.join("src").join(name.replace('-', "_")).join("openapi.json");
        let text = std::fs::read_to_string(place).expect("a description");
        Self { name: name.to_owned(), openapi: serde_json::from_str(&text).expect("JSON") }
    }

    fn paths(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.openapi["paths"].as_object().expect("paths").iter()
    }

    /// The operations that are read, each with the query of its example.
    fn gets(&self) -> impl Iterator<Item = (&str, String)> {
        self.paths().filter_map(|(path, item)| {
            let parameters = item.get("get")?["parameters"].as_array();
            let required = parameters.into_iter().flatten().filter(|it| it["required"] == true);
            let query: Vec<_> = required.map(pair).collect();
            Some((path.as_str(), query.join("&")))
        })
    }
}

fn pair(parameter: &Value) -> String {
    let name = parameter["name"].as_str().expect("a name");
    let example = match &parameter["example"] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    format!("{name}={example}")
}

/// The program, which runs until this is dropped.
pub struct Served {
    /// What it says that it serves.
    pub names: Vec<String>,
    url: String,
    client: reqwest::Client,
    _child: Child,
}

impl Served {
    /// Starts `serve` with these arguments, and a fake of the provider for it.
    pub async fn start(program: &Path, arguments: &[&str]) -> Self {
        let upstream = provider().await;
        let mut command = Command::new(program);
        // The documents declare the same port for all, which may be taken.
        command.arg("serve").args(arguments).args(["--rest-port", "0", "--mcp-port", "0"]);
        command.env_clear().env("DOKPLOY_URL", upstream).env("DOKPLOY_API_KEY", "key");
        command.env("NO_PROXY", "127.0.0.1").stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().expect("a program");
        let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let mut places = Vec::new();
        // What is served is told in one line each before the first request is logged.
        let wanted = if arguments == ["--all"] { 16 } else { arguments.len() };
        while places.len() < wanted {
            let line = lines.next_line().await.expect("a pipe").expect("one more line");
            let (name, place) = line.split_once(": REST on ").expect("an announcement");
            let url = place.split(',').next().expect("a place");
            places.push((name.to_owned(), url.to_owned()));
        }
        // A pipe that nobody reads would stop the program.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        let url = places[0].1.clone();
        assert!(places.iter().all(|it| it.1 == url), "{places:?}");
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        Self { names: places.into_iter().map(|it| it.0).collect(), url, client, _child: child }
    }

    /// The description of the port holds every path of every capability.
    pub async fn publishes(&self, documents: &[Exposed]) {
        let (status, published) = self.get("/openapi.json").await;
        assert_eq!(status, 200);
        let paths = published["paths"].as_object().expect("paths");
        for document in documents {
            for (path, item) in document.paths() {
                let published = paths.get(path).unwrap_or_else(|| panic!("no {path}"));
                let methods = |it: &Value| it.as_object().map(|it| it.keys().cloned().collect());
                let own: Option<Vec<String>> = methods(item);
                assert_eq!(methods(published), own, "{}: {path}", document.name);
            }
        }
    }

    /// Every operation that is read calls its own upstream.
    pub async fn answers(&self, document: &Exposed) {
        let mut asked = 0;
        for (path, query) in document.gets() {
            let (status, told) = self.get(&format!("{path}?{query}")).await;
            let upstream = path.replacen("/v1/", "/api/", 1);
            let wanted = json!({ "method": "GET", "path": upstream });
            assert_eq!((status, told), (200, wanted), "{}: {path}?{query}", document.name);
            asked += 1;
        }
        if asked > 0 {
            return;
        }
        // One that only writes tells what it lacks.
        let (path, _) = document.paths().next().expect("an operation");
        let response = self.client.post(format!("{}{path}", self.url)).send().await;
        let status = response.expect("an answer").status().as_u16();
        assert!([200, 400, 415].contains(&status), "{}: {path} {status}", document.name);
    }

    async fn get(&self, path: &str) -> (u16, Value) {
        let response = self.client.get(format!("{}{path}", self.url)).send().await;
        let response = response.expect("an answer");
        (response.status().as_u16(), response.json().await.expect("JSON"))
    }

    /// Schemathesis finds nothing that the description does not say.
    pub async fn withstands_schemathesis(&self) {
        let Some(command) = tools::python("schemathesis") else { return };
        let folder = tempfile::tempdir().expect("a folder");
        let mut command = Command::from(command);
        command
            .current_dir(folder.path())
            .args(["run", &format!("{}/openapi.json", self.url)])
            .args(["--phases", "examples,coverage,fuzzing", "--seed", "1", "--max-examples", "2"])
            .args(["--suppress-health-check", "all", "--continue-on-failure", "--no-color"])
            .args(["--workers", "2", "--generation-deterministic", "--warnings", "off"])
            .stdin(Stdio::null());
        let output = command.output().await.expect("schemathesis");
        let shown = String::from_utf8_lossy(&output.stdout);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{shown}\n{errors}");
    }
}

/// A provider that answers every call with what it was asked; its address.
async fn provider() -> String {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let told = async |method: Method, uri: Uri| {
        axum::Json(json!({ "method": method.as_str(), "path": uri.path() }))
    };
    let api = Router::new().fallback(told);
    tokio::spawn(async move { axum::serve(listener, api).await });
    format!("http://{address}")
}
