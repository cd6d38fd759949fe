//! A server that does what a script says.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What the server does with a request.
#[derive(Clone)]
pub enum Step {
    /// Sends bytes.
    Send(Vec<u8>),
    /// Sends bytes over and over, until the client goes away.
    Endless(Vec<u8>),
    /// Does nothing for so long.
    Wait(Duration),
    /// Ends the connection by a reset: what the client sent is still unread.
    Reset,
}

/// A running server. It ends with the test process.
pub struct Server {
    pub url: String,
    requests: Arc<Mutex<Vec<String>>>,
    sent: Arc<AtomicUsize>,
}

impl Server {
    /// Treats the n-th request by the n-th script, and further ones by the last.
    pub fn start(scripts: Vec<Vec<Step>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (requests, sent) = (Arc::<Mutex<Vec<_>>>::default(), Arc::<AtomicUsize>::default());
        let server = Self { url, requests: requests.clone(), sent: sent.clone() };
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (scripts, requests, sent) = (scripts.clone(), requests.clone(), sent.clone());
                thread::spawn(move || serve(stream.unwrap(), &scripts, &requests, &sent));
            }
        });
        server
    }

    /// The requests received.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// How many bytes were sent.
    pub fn sent(&self) -> usize {
        self.sent.load(Ordering::SeqCst)
    }
}

/// One connection, one request.
fn serve(
    mut stream: TcpStream,
    scripts: &[Vec<Step>],
    requests: &Mutex<Vec<String>>,
    sent: &AtomicUsize,
) {
    let mut buffer = [0; 16 << 10];
    // The head comes at once. It is looked at first, since a script may leave it unread.
    let Ok(length) = stream.peek(&mut buffer) else { return };
    let script = {
        let mut requests = requests.lock().unwrap();
        requests.push(String::from_utf8_lossy(&buffer[..length]).into_owned());
        scripts[(requests.len() - 1).min(scripts.len() - 1)].clone()
    };
    if !script.iter().any(|it| matches!(it, Step::Reset)) {
        let _ = stream.read(&mut buffer);
    }
    let mut send = |bytes: &[u8]| {
        let is_sent = stream.write_all(bytes).is_ok();
        if is_sent {
            sent.fetch_add(bytes.len(), Ordering::SeqCst);
        }
        is_sent
    };
    for step in script {
        match step {
            Step::Send(bytes) => drop(send(&bytes)),
            Step::Endless(bytes) => while send(&bytes) {},
            Step::Wait(time) => thread::sleep(time),
            Step::Reset => {
                // What was sent before is read by then.
                thread::sleep(Duration::from_millis(50));
                return;
            }
        }
    }
}
