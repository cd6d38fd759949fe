//! A page in a browser, driven by the DevTools protocol.

use std::process::Stdio;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tests::tools;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// A browser with one page. It ends when this is dropped.
pub struct Page {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    session: String,
    last: u64,
    /// What the page asked the network for, in order.
    pub requests: Vec<String>,
    /// What the page complained of.
    pub complaints: Vec<String>,
    _browser: Child,
    _profile: tempfile::TempDir,
}

impl Page {
    /// Starts the browser; `None` where there is none.
    pub async fn open() -> Option<Self> {
        let profile = tempfile::tempdir().expect("a folder");
        let mut command = Command::from(tools::chromium()?);
        command
            .arg("--remote-debugging-port=0")
            .arg("--window-size=1280,2000")
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        let mut browser = command.spawn().expect("a browser");
        let mut lines = BufReader::new(browser.stderr.take().expect("a pipe")).lines();
        let address = loop {
            let line = lines.next_line().await.expect("a pipe").expect("an address");
            if let Some(address) = line.strip_prefix("DevTools listening on ") {
                break address.to_owned();
            }
        };
        // Whoever writes to a pipe that nobody reads waits for ever.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        let (socket, _) = connect_async(address).await.expect("a connection");
        let mut page = Self {
            socket,
            session: String::new(),
            last: 0,
            requests: Vec::new(),
            complaints: Vec::new(),
            _browser: browser,
            _profile: profile,
        };
        page.attach().await;
        Some(page)
    }

    async fn attach(&mut self) {
        let target = self.call("Target.createTarget", json!({ "url": "about:blank" })).await;
        let to = json!({ "targetId": target["targetId"], "flatten": true });
        let attached = self.call("Target.attachToTarget", to).await;
        self.session = attached["sessionId"].as_str().expect("a session").to_owned();
        for domain in ["Network", "Runtime", "Log", "Page"] {
            self.call(&format!("{domain}.enable"), json!({})).await;
        }
    }

    /// Goes to an address.
    pub async fn navigate(&mut self, url: &str) {
        let answer = self.call("Page.navigate", json!({ "url": url })).await;
        assert_eq!(answer.get("errorText"), None, "{answer}");
    }

    /// What an expression gives, once its promise is kept.
    pub async fn evaluate(&mut self, expression: &str) -> Value {
        let how = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let answer = self.call("Runtime.evaluate", how).await;
        assert_eq!(answer.get("exceptionDetails"), None, "{answer:#}");
        answer["result"]["value"].clone()
    }

    /// A picture of the page: PNG, in base64.
    pub async fn screenshot(&mut self) -> String {
        let answer = self.call("Page.captureScreenshot", json!({ "format": "png" })).await;
        answer["data"].as_str().expect("a picture").to_owned()
    }

    async fn call(&mut self, method: &str, parameters: Value) -> Value {
        self.last += 1;
        let id = self.last;
        let mut message = json!({ "id": id, "method": method, "params": parameters });
        if !self.session.is_empty() {
            message["sessionId"] = self.session.as_str().into();
        }
        self.socket.send(Message::text(message.to_string())).await.expect("a connection");
        loop {
            let next = tokio::time::timeout(Duration::from_secs(60), self.socket.next()).await;
            let message = next.expect("an answer").expect("a message").expect("a connection");
            let Message::Text(text) = message else { continue };
            let mut message: Value = serde_json::from_str(&text).expect("JSON");
            if message["id"] == id {
                assert_eq!(message.get("error"), None, "{method}: {message}");
                return message["result"].take();
            }
            self.note(&message);
        }
    }

    fn note(&mut self, event: &Value) {
        let of = &event["params"];
        match event["method"].as_str().unwrap_or_default() {
            "Network.requestWillBeSent" => {
                self.requests.push(of["request"]["url"].as_str().unwrap_or_default().to_owned());
            }
            "Runtime.exceptionThrown" => self.complaints.push(of["exceptionDetails"].to_string()),
            "Runtime.consoleAPICalled" if of["type"] == "error" => {
                self.complaints.push(of["args"].to_string());
            }
            "Log.entryAdded" if of["entry"]["level"] == "error" => {
                self.complaints.push(of["entry"].to_string());
            }
            _ => {}
        }
    }
}
