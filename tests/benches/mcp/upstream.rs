//! The API behind the tools: it answers every request alike, each connection on a thread of its own.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

const BYTES: usize = 600;

/// Serves on a free port, and returns the URL.
pub fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    // As the document declares permissions; what does not fit would be answered in another way.
    let actions = r#"{"create":true,"read":true,"update":false,"delete":false}"#;
    let fields: Vec<String> = (0..8).map(|at| format!("\"field{at:02}\":{actions}")).collect();
    let body = format!("{:<BYTES$}", format!("{{{}}}", fields.join(",")));
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = answer.clone();
            thread::spawn(move || answer_all(stream, &answer));
        }
    });
    url
}

fn answer_all(mut stream: TcpStream, answer: &str) {
    let _ = stream.set_nodelay(true);
    let mut buffer = [0; 4096];
    // A request without a body comes in one piece.
    while stream.read(&mut buffer).is_ok_and(|it| it > 0) {
        if stream.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}
