//! Schemathesis drives the server from its own description, with good and bad data and all checks on.
//!
//! `SCHEMATHESIS_EXAMPLES` sets how many cases each operation gets at most, for a longer run by hand.

use std::env;
use std::process::Stdio;

use tests::tools;

use crate::running;

/// So many cases each operation gets at most in each phase.
const EXAMPLES: &str = "4";

/// The same cases every time.
const SEED: &str = "1";

async fn holds(server: String) {
    let Some(command) = tools::python("schemathesis") else { return };
    let mut command = tokio::process::Command::from(command);
    let examples = env::var("SCHEMATHESIS_EXAMPLES").unwrap_or_else(|_| EXAMPLES.to_owned());
    let folder = tempfile::tempdir().expect("a folder");
    command
        .current_dir(folder.path())
        .arg("--config-file")
        .arg(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("lint/schemathesis.toml"))
        .args(["run", &format!("{server}/openapi.json")])
        .args(["--phases", "examples,coverage,fuzzing", "--seed", SEED])
        .args(["--max-examples", &examples, "--suppress-health-check", "all"])
        .args(["--continue-on-failure", "--no-color", "--workers", "2"])
        .args(["--generation-deterministic", "--warnings", "off"])
        .stdin(Stdio::null());
    let output = command.output().await.expect("schemathesis");
    let shown = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{shown}\n{errors}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_committed_capabilities_do_what_they_publish() {
    holds(running::generated().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_fixture_does_what_it_publishes() {
    holds(running::fixture().await).await;
}
