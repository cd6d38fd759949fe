//! Crates that are generated for a test, and checked by the compiler.

#![allow(dead_code, reason = "each test binary uses its part")]

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The root of the workspace.
pub fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace")
}

/// The folder of the provider's documents; `None` where there is none and it is not demanded.
pub fn corpus() -> Option<PathBuf> {
    let folder = workspace().join("../shared/corpus/dokploy");
    if folder.is_dir() {
        return Some(folder);
    }
    let demanded = std::env::var("CI_REQUIRE_CORPUS").is_ok_and(|it| it == "1");
    assert!(!demanded, "CI_REQUIRE_CORPUS is set and {} is missing", folder.display());
    eprintln!("skipped: there is no folder {}", folder.display());
    None
}

/// A folder for crates. In the same place every time, so that nothing piles up and what did not change is not
/// compiled anew.
pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// `cargo xtask codegen`; the output of the run.
pub fn codegen<A: AsRef<OsStr>>(arguments: &[A]) -> Output {
    let mut command = cargo(workspace());
    command.args(["run", "--quiet", "--package", "xtask", "--", "codegen"]).args(arguments);
    let output = command.output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

/// Demands that `cargo check` of generated crates has nothing to say, with the versions, the profiles and so the
/// compiled dependencies of this workspace.
pub fn check(crates: &Path, members: &[&str]) {
    let ours = fs::read_to_string(workspace().join("Cargo.toml")).expect("a manifest");
    let profiles = ours.find("[profile.dev]").map_or("", |at| &ours[at..]);
    let manifest = format!("[workspace]\nmembers = {members:?}\nresolver = \"3\"\n\n{profiles}");
    fs::write(crates.join("Cargo.toml"), manifest).expect("a manifest");
    fs::copy(workspace().join("Cargo.lock"), crates.join("Cargo.lock")).expect("a lock file");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder");
    let mut command = cargo(crates);
    command.args(["check", "--quiet", "--offline", "--all-features", "--workspace"]);
    let output = command.env("CARGO_TARGET_DIR", target).output().expect("cargo runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    // Not one warning either.
    assert!(output.status.success() && stderr.is_empty(), "{stderr}");
}

fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder);
    command
}
