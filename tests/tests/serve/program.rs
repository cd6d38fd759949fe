//! The program as a child process, with `pets` on one free port.

use std::net::SocketAddr;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tests::canary;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;

use crate::upstream::Upstream;

/// The upstream's key, which nothing may show.
pub const KEY: &str = canary::CANARY;

/// The most that anything may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// The program, running.
pub struct Program {
    pub address: SocketAddr,
    /// The address as the beginning of a URL.
    pub url: String,
    child: Child,
    lines: JoinHandle<Vec<String>>,
}

impl Program {
    /// Starts it with further arguments.
    pub async fn start(upstream: &Upstream, arguments: &[&str]) -> Self {
        Self::start_with(upstream, arguments, &[]).await
    }

    /// Starts it with further arguments and variables.
    pub async fn start_with(
        upstream: &Upstream,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Self {
        let own = [("PETS_URL", upstream.url.as_str()), ("PETS_API_KEY", KEY)];
        Self::serve("pets", arguments, &[&own, variables].concat()).await
    }

    /// Starts it for another capability than `pets`.
    pub async fn serve(name: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fixture_capability"));
        command.args(["serve", name, "--port", "0"]).args(arguments).env_clear();
        command.envs(variables.iter().copied()).env("NO_PROXY", "127.0.0.1");
        command.stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap()).lines();
        let line = stderr.next_line().await.unwrap().unwrap_or_default();
        let (_, rest) = line.split_once("REST on http://").unwrap_or_else(|| panic!("{line}"));
        let address: SocketAddr = rest.split(',').next().unwrap().parse().unwrap();
        // A pipe that nobody reads would stop the program.
        let lines = tokio::spawn(async move {
            let mut lines = vec![line];
            while let Ok(Some(line)) = stderr.next_line().await {
                canary::note(line.clone());
                lines.push(line);
            }
            lines
        });
        Self { address, url: format!("http://{address}"), child, lines }
    }

    /// A client that keeps connections.
    pub fn client(&self) -> reqwest::Client {
        reqwest::Client::builder().no_proxy().build().unwrap()
    }

    /// The answer to a `GET`.
    pub async fn get(&self, path: &str) -> reqwest::Response {
        self.client().get(format!("{}{path}", self.url)).send().await.unwrap()
    }

    /// The most memory that it has held so far, in KiB.
    #[cfg(target_os = "linux")]
    pub fn peak(&self) -> u64 {
        let status = format!("/proc/{}/status", self.child.id().unwrap());
        let status = std::fs::read_to_string(status).unwrap();
        let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// Sends SIGTERM.
    pub async fn terminate(&self) {
        let id = self.child.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().await.unwrap().success());
    }

    /// How it ended, and all lines that it wrote.
    pub async fn ended(mut self) -> (ExitStatus, Vec<String>) {
        let status = tokio::time::timeout(PATIENCE, self.child.wait()).await;
        let status = status.expect("the program ends").unwrap();
        (status, (&mut self.lines).await.unwrap())
    }

    /// Stops it, and returns all lines that it wrote.
    pub async fn stop(self) -> Vec<String> {
        self.terminate().await;
        let (status, lines) = self.ended().await;
        assert_eq!(status.code(), Some(0), "{lines:#?}");
        lines
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            canary::check("");
        }
    }
}
