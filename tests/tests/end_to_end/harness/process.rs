//! The program `capability` as a child process.

use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStderr, Command};

use super::Subject;
use super::fake::Fake;

/// The program, serving REST and MCP on free ports.
pub struct Process {
    /// Where REST is served.
    pub rest: String,
    /// Where MCP is served.
    pub mcp: String,
    child: Child,
    stderr: Lines<BufReader<ChildStderr>>,
}

impl Process {
    /// Starts the program, and waits until it says where it listens.
    pub async fn start<S: Subject>(fake: &Fake, caller: S::Caller) -> Self {
        let name = S::CAPABILITY.name;
        let arguments = [
            "serve",
            name,
            "--rest-port",
            "0",
            "--mcp-port",
            "0",
            "--yes-destructive",
            "--show-secrets",
        ];
        let mut command = command::<S>(fake, caller, &arguments);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("a child");
        let mut stderr = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let line = stderr.next_line().await.expect("a pipe").expect("a line");
        let places = line.strip_prefix(&format!("{name}: REST on ")).expect("an announcement");
        let (rest, mcp) = places.split_once(", MCP on ").expect("two places");
        Self { rest: rest.to_owned(), mcp: mcp.to_owned(), child, stderr }
    }

    /// Tells the program to stop, and returns what it has written.
    pub async fn stop(mut self) -> String {
        let id = self.child.id().expect("a running child").to_string();
        let told = Command::new("kill").arg(id).status().await.expect("a signal");
        assert!(told.success());
        let mut shown = String::new();
        while let Some(line) = self.stderr.next_line().await.expect("a pipe") {
            shown.push_str(&line);
            shown.push('\n');
        }
        let mut lines = shown.lines().filter(|it| !it.contains(" INFO request "));
        assert_eq!(lines.next(), Some("stopping; calls in progress have 10 seconds"));
        assert_eq!(lines.next(), None, "{shown}");
        let output = self.child.wait_with_output().await.expect("an end");
        assert_eq!((output.status.code(), output.stdout), (Some(0), Vec::new()));
        shown
    }
}

/// The program, with nothing in its environment but what the capability names.
pub fn command<S: Subject>(fake: &Fake, caller: S::Caller, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_generated_capability"));
    command.args(arguments).env_clear().envs(S::environment(fake, caller)).kill_on_drop(true);
    command
}

/// All that comes out of a pipe.
pub async fn read_to_end(mut pipe: impl AsyncRead + Unpin) -> String {
    let mut text = String::new();
    pipe.read_to_string(&mut text).await.expect("text");
    text
}
