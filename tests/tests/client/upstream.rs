//! An upstream API on 127.0.0.1 that answers what a test says.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use tests::canary;

/// A running upstream. It ends with the test process.
pub struct Upstream {
    pub url: String,
    requests: Receiver<String>,
}

impl Upstream {
    /// Answers every request with these bytes.
    pub fn answering(answer: impl Into<Vec<u8>>) -> Self {
        Self::late(answer, Duration::ZERO)
    }

    /// Answers every request after some time.
    pub fn late(answer: impl Into<Vec<u8>>, delay: Duration) -> Self {
        canary::start();
        let answer = answer.into();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (sender, requests) = channel();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let Some(request) = receive(&mut stream) else { continue };
                let _ = sender.send(request);
                thread::sleep(delay);
                let _ = stream.write_all(&answer);
            }
        });
        Self { url, requests }
    }

    /// Answers every request with this status, content type and body.
    pub fn status(status: &str, content_type: &str, body: &str) -> Self {
        Self::answering(answer(status, &[("content-type", content_type)], body))
    }

    /// Answers `200` with JSON.
    pub fn json(body: &str) -> Self {
        Self::status("200 OK", "application/json", body)
    }

    /// The next request received, with its head in lower case, without the name of the host and without
    /// what the connection adds about compression and the canary.
    pub fn request(&self) -> String {
        self.requests.recv_timeout(Duration::from_secs(5)).unwrap()
    }

    /// Whether no request was received.
    pub fn is_idle(&self) -> bool {
        self.requests.try_recv().is_err()
    }
}

impl Drop for Upstream {
    fn drop(&mut self) {
        if !thread::panicking() {
            canary::check("");
        }
    }
}

/// An HTTP answer.
pub fn answer(status: &str, headers: &[(&str, &str)], body: &str) -> String {
    let headers: String =
        headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
}

/// What stands in every request, or differs from run to run.
const OWN: [&str; 3] = ["host:", "accept-encoding:", "x-canary:"];

fn receive(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).ok().filter(|it| *it > 0)?;
        bytes.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n")
            && body.len() >= content_length(head)
        {
            let own = |it: &&str| OWN.iter().any(|own| it.starts_with(own));
            let kept = head.lines().filter(|it| !own(it));
            return Some(format!("{}\n\n{body}", kept.collect::<Vec<_>>().join("\n")));
        }
    }
}

fn content_length(head: &str) -> usize {
    let value = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    value.map_or(0, |it| it.parse().unwrap())
}
