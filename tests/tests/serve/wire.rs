//! Requests as bytes.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::program::Program;

/// A connection on which a test writes what it likes.
pub struct Wire(pub TcpStream);

impl Wire {
    pub async fn open(program: &Program) -> Self {
        Self(TcpStream::connect(program.address).await.unwrap())
    }

    pub async fn send(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.unwrap();
    }

    /// Everything until the other side closes.
    pub async fn rest(&mut self) -> String {
        let mut bytes = Vec::new();
        let reading = self.0.read_to_end(&mut bytes);
        let outcome = tokio::time::timeout(Duration::from_secs(30), reading).await;
        // A reset is an end, too.
        let _ = outcome.expect("the connection ends");
        String::from_utf8(bytes).unwrap()
    }

    /// One answer with a `content-length`.
    pub async fn answer(&mut self) -> String {
        let mut bytes = Vec::new();
        let reading = async {
            loop {
                let text = String::from_utf8_lossy(&bytes);
                if let Some((head, body)) = text.split_once("\r\n\r\n") {
                    let length = head.split("content-length: ").nth(1).unwrap();
                    let length: usize = length.lines().next().unwrap().parse().unwrap();
                    if body.len() >= length {
                        return text.into_owned();
                    }
                }
                let mut buffer = [0; 1];
                assert_eq!(self.0.read(&mut buffer).await.unwrap(), 1, "{bytes:?}");
                bytes.extend(buffer);
            }
        };
        tokio::time::timeout(Duration::from_secs(30), reading).await.expect("an answer")
    }
}

/// All that comes back for these bytes, until the program closes the connection.
pub async fn exchange(program: &Program, text: &str) -> String {
    let mut wire = Wire::open(program).await;
    wire.send(text).await;
    wire.rest().await
}

/// A `GET` on a connection that is kept.
pub fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n")
}

/// The status line.
pub fn status(answer: &str) -> &str {
    answer.lines().next().unwrap_or_default()
}

/// The body.
pub fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}
