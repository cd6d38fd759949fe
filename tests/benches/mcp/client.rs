//! Clients that do no more than they must: what they cost is not measured, but takes processor time from the server.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use super::process::Server;

const INITIALIZE: &str = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"bench","version":"0"}}}"#;
const INITIALIZED: &str = r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#;
const LIST: &str = r#"{"jsonrpc":"2.0","id":2,"method":"tools/list"}"#;
const CALL: &str = r#"{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"user-getPermissions","arguments":{}}}"#;

/// A client over pipes.
pub struct Stdio<'s>(&'s mut Server);

impl<'s> Stdio<'s> {
    /// Over the pipes of a server.
    pub fn over(server: &'s mut Server) -> Self {
        Self(server)
    }

    /// Introduces itself, unless that was done.
    pub fn initialize(&mut self) {
        if !std::mem::replace(&mut self.0.is_initialized, true) {
            self.ask(INITIALIZE);
            self.say(INITIALIZED);
        }
    }

    /// Lists the tools.
    pub fn list(&mut self) {
        let answer = self.ask(LIST);
        assert_eq!(answer.matches(r#""inputSchema""#).count(), 23, "{answer}");
    }

    /// Calls a tool.
    pub fn call(&mut self) {
        let answer = self.ask(CALL);
        assert!(answer.contains("field07"), "{answer}");
    }

    fn say(&mut self, message: &str) {
        let (stdin, _) = self.0.pipes.as_mut().expect("pipes");
        stdin.write_all(format!("{message}\n").as_bytes()).expect("the server reads");
    }

    fn ask(&mut self, message: &str) -> String {
        self.say(message);
        let (_, stdout) = self.0.pipes.as_mut().expect("pipes");
        let mut answer = String::new();
        stdout.read_line(&mut answer).expect("the server answers");
        answer
    }
}

/// A client over a connection that is kept.
pub struct Http {
    stream: BufReader<TcpStream>,
    host: String,
}

impl Http {
    /// Connects to a server.
    pub fn to(server: &Server) -> Self {
        let stream = TcpStream::connect(&server.address).expect("a connection");
        stream.set_nodelay(true).expect("an option");
        Self { stream: BufReader::new(stream), host: server.address.clone() }
    }

    /// Introduces itself.
    pub fn initialize(&mut self) {
        let answer = self.post(INITIALIZE);
        assert!(answer.contains("serverInfo"), "{answer}");
    }

    /// Calls a tool.
    pub fn call(&mut self) {
        let answer = self.post(CALL);
        assert!(answer.contains("field07"), "{answer}");
    }

    fn post(&mut self, body: &str) -> String {
        let request = format!(
            "POST /mcp HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\n\
             accept: application/json, text/event-stream\r\nmcp-protocol-version: 2025-06-18\r\n\
             content-length: {}\r\n\r\n{body}",
            self.host,
            body.len()
        );
        self.stream.get_mut().write_all(request.as_bytes()).expect("the server reads");
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).expect("the server answers");
            let line = line.trim_end().to_ascii_lowercase();
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length");
            }
            if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).expect("the whole answer");
        String::from_utf8(body).expect("text")
    }
}
