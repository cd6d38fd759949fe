//! Crates that are generated for a test, and checked by the compiler.

#![allow(dead_code, reason = "each test binary uses its part")]

use std::collections::BTreeMap;
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
    compile(crates, members, &["check", "--workspace"]);
}

/// The same of `cargo build` of the program of a generated crate, which is returned.
pub fn build(crates: &Path, member: &str) -> PathBuf {
    let target =
        compile(crates, &[member], &["build", "--workspace", "--lib", "--bin", "capability"]);
    target.join("debug/capability")
}

fn compile(crates: &Path, members: &[&str], arguments: &[&str]) -> PathBuf {
    let ours = fs::read_to_string(workspace().join("Cargo.toml")).expect("a manifest");
    let members = format!("members = {:?}", [members, &[COMPANION]].concat());
    let other =
        |it: &str| if it.starts_with("members = ") { members.clone() } else { it.to_owned() };
    let manifest: Vec<String> = ours.lines().map(other).collect();
    fs::write(crates.join("Cargo.toml"), manifest.join("\n")).expect("a manifest");
    accompany(&crates.join(COMPANION));
    fs::copy(workspace().join("Cargo.lock"), crates.join("Cargo.lock")).expect("a lock file");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder");
    let mut command = cargo(crates);
    command.args(arguments).args(["--quiet", "--offline", "--all-features"]);
    let output = command.env("CARGO_TARGET_DIR", target).output().expect("cargo runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    // Not one warning either.
    assert!(output.status.success() && stderr.is_empty(), "{stderr}");
    target.to_owned()
}

/// A package beside the crates.
const COMPANION: &str = "companion";

/// Writes a package that asks for all that the packages of this workspace ask for. With it the dependencies of the
/// crates have the same features as here, so that they are not compiled once more.
fn accompany(folder: &Path) {
    let mut wanted = BTreeMap::new();
    for package in ["generator", "xtask", "tests"] {
        let manifest = workspace().join(package).join("Cargo.toml");
        let manifest = fs::read_to_string(manifest).expect("a manifest");
        let mut table = "";
        for line in manifest.lines() {
            table = if line.starts_with('[') { line } else { table };
            let is_wanted = matches!(table, "[dependencies]" | "[dev-dependencies]");
            let name = line.split([' ', '.']).next().unwrap_or_default();
            if is_wanted && line.contains('=') && !line.contains("path = ") {
                wanted.insert(name.to_owned(), line.to_owned());
            }
        }
    }
    let wanted: Vec<String> = wanted.into_values().collect();
    let package = format!("[package]\nname = \"{COMPANION}\"\nedition = \"2024\"\n");
    let manifest = format!("{package}\n[dependencies]\n{}\n", wanted.join("\n"));
    fs::create_dir_all(folder.join("src")).expect("a folder");
    fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
    fs::write(folder.join("src/lib.rs"), "").expect("a crate");
}

fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder);
    command
}
