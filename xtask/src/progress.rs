//! Says what is being done, where it takes long enough to make one wonder.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::terminal;

/// How long nothing is said.
const PATIENCE: Duration = Duration::from_secs(1);

/// Work under way; it is over when this is dropped.
#[derive(Debug)]
pub struct Progress {
    /// To drop it wakes the thread.
    over: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    /// Says `line` once, after a second.
    pub fn start(line: String) -> Self {
        let (over, waiting) = mpsc::channel();
        let thread = thread::spawn(move || {
            if waiting.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                terminal::say(&line);
            }
        });
        Self { over: Some(over), thread: Some(thread) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.over.take());
        // So that the line never comes after the result.
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
