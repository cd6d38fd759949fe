//! The official conformance suite, run against the real program over HTTP.
//!
//! `expected-failures.yaml` lists every check that does not pass, with the reason. A check that fails and is not
//! listed fails the test; so does one that is listed and passes, or is not run at all.

mod expected;
mod upstream;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;
use tests::tools;
use tokio::process::Command;

use crate::process::{self, Served};

/// The revisions of the protocol: two with `initialize`, and one without.
const REVISIONS: [&str; 3] = ["2025-06-18", "2025-11-25", "2026-07-28"];

/// The least number of checks that pass in the newest revision.
const LEAST: usize = 124;

type Verdicts = BTreeMap<String, Verdict>;

#[tokio::test]
async fn every_check_passes_that_is_not_listed() {
    if suite().is_none() {
        return;
    }
    let served = serve().await;
    let url = served.url("MCP on ");
    let [first, second, third] = REVISIONS;
    let (first, second, third) =
        tokio::join!(verdicts(first, &url), verdicts(second, &url), verdicts(third, &url));
    let all: Vec<(&str, Verdicts)> = REVISIONS.into_iter().zip([first, second, third]).collect();
    let differences = expected::differences(&all);
    let passed: usize = all[2].1.values().map(|verdict| verdict.passed).sum();
    assert!(differences.is_empty(), "{passed} pass\n{}", differences.join("\n"));
    assert!(passed >= LEAST, "{passed} checks pass");
}

/// Starts what stands behind the fixture, and returns its URL.
pub async fn upstream() -> String {
    upstream::start().await
}

fn suite() -> Option<Command> {
    tools::npm("@modelcontextprotocol/conformance", "dist/index.js").map(Command::from)
}

async fn serve() -> Served {
    let arguments = ["serve", "--no-rest", "--mcp-port", "0"];
    let mut command = process::command("conformance", &arguments, None);
    command.env("CONFORMANCE_URL", upstream::start().await);
    process::start(command).await
}

/// Runs the suite for a revision.
async fn verdicts(revision: &str, url: &str) -> Verdicts {
    let folder = tempfile::tempdir().unwrap();
    let output = run(suite().unwrap(), revision, url, folder.path()).await;
    let verdicts = read(folder.path());
    assert!(!verdicts.is_empty(), "no check ran: {output}");
    verdicts
}

async fn run(mut suite: Command, revision: &str, url: &str, folder: &Path) -> String {
    suite
        .args([
            "server",
            "--suite",
            "all",
            "--spec-version",
            revision,
            "--url",
            url,
            "--output-dir",
        ])
        .arg(folder)
        .current_dir(folder)
        .kill_on_drop(true);
    let output = tokio::time::timeout(Duration::from_secs(60), suite.output()).await;
    let output = output.expect("the suite ends").unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What came of a check, whose id may have been reported more than once.
#[derive(Default)]
pub struct Verdict {
    passed: usize,
    failure: Option<String>,
}

/// The verdicts by `scenario:check`. A warning counts as a failure; what is skipped or only told counts as nothing.
fn read(folder: &Path) -> Verdicts {
    let mut verdicts = Verdicts::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(path.join("checks.json")).unwrap();
        let checks: Vec<Value> = serde_json::from_str(&text).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        for check in checks {
            let id = format!("{}:{}", scenario(name), check["id"].as_str().unwrap());
            let verdict = verdicts.entry(id).or_default();
            match check["status"].as_str().unwrap() {
                "SUCCESS" => verdict.passed += 1,
                "FAILURE" | "WARNING" => {
                    let message = check["errorMessage"].as_str().unwrap_or_default();
                    verdict.failure = Some(message.to_owned());
                }
                _ => {}
            }
        }
    }
    verdicts
}

/// The scenario of a folder `server-<scenario>-<time>`.
fn scenario(folder: &str) -> &str {
    // The time is 24 characters, as in `2026-07-28T01-02-03-456Z`.
    let name = folder.strip_prefix("server-").unwrap_or(folder);
    &name[..name.len() - "-0000-00-00T00-00-00-000Z".len()]
}
