//! `cargo xtask bench compile`: what each construct of a generated crate costs its compiler.
//!
//! Input: how many. Output: a table of CPU time. For each construct a document with N and one with 2N of them is
//! generated and compiled, dependencies built before, incremental compilation off; the difference is the cost
//! of N, free of all that does not depend on their number.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use generator::compile::Options;
use serde_json::Value;

use super::constructs::{CONSTRUCTS, Construct};
use crate::cli::BenchCompileArgs;
use crate::exit::Verdict;
use crate::folder::{self, Folder};
use crate::problem::Problem;
use crate::session::Session;
use crate::templates;
use crate::terminal;

/// Runs the command.
pub fn run(args: &BenchCompileArgs) -> Result<Verdict, Problem> {
    let bench = Bench::new(args)?;
    terminal::print(&format!("{:<34}{:>10}\n", "construct", "CPU ms"))?;
    let mut costs: Vec<(&str, f64)> = Vec::new();
    for construct in CONSTRUCTS {
        let (few, many) =
            (bench.cost(construct, args.count)?, bench.cost(construct, 2 * args.count)?);
        let each = (many - few) / args.count as f64 * 1_000.0;
        let beside = costs.iter().find(|it| it.0 == construct.beside).map_or(0.0, |it| it.1);
        costs.push((construct.name, each));
        terminal::print(&format!("{:<34}{:>10.2}\n", construct.name, each - beside))?;
    }
    Ok(Verdict::Good)
}

struct Bench<'a> {
    args: &'a BenchCompileArgs,
    /// The folder of a workspace whose one member is the generated crate.
    workspace: PathBuf,
    target: PathBuf,
}

impl<'a> Bench<'a> {
    fn new(args: &'a BenchCompileArgs) -> Result<Self, Problem> {
        let root = folder::root();
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or(root.join("target"), PathBuf::from);
        let workspace = target.join("bench-compile");
        fs::create_dir_all(&workspace).map_err(|it| Problem::io("make a folder", &it))?;
        let manifest = "[workspace]\nmembers = [\"generated\"]\nresolver = \"3\"\n\n\
                        [profile.dev.package.\"*\"]\nopt-level = 1\n";
        write(&workspace.join("Cargo.toml"), manifest)?;
        let lock = fs::read_to_string(root.join("Cargo.lock"))
            .map_err(|it| Problem::io("read `Cargo.lock`", &it))?;
        write(&workspace.join("Cargo.lock"), &lock)?;
        Ok(Self { args, workspace, target })
    }

    /// CPU seconds to compile so many of a construct: the least of several runs.
    fn cost(&self, construct: &Construct, count: usize) -> Result<f64, Problem> {
        self.generate(&construct.document(count))?;
        // Dependencies that were not built before do not count.
        self.compile(construct)?;
        let mut least = f64::INFINITY;
        for _ in 0..self.args.runs.max(1) {
            self.touch()?;
            let before = cpu_of_children()?;
            self.compile(construct)?;
            least = least.min(cpu_of_children()? - before);
        }
        Ok(least)
    }

    fn generate(&self, openapi: &Value) -> Result<(), Problem> {
        let root = folder::root();
        let specs = tempfile::tempdir().map_err(|it| Problem::io("make a folder", &it))?;
        let catalog = "catalog: 1\ncapabilities:\n- {name: api, openapi: openapi.json}\n";
        write(&specs.path().join("catalog.yaml"), catalog)?;
        write(&specs.path().join("openapi.json"), &openapi.to_string())?;
        let templates = templates::read(&Folder::given_or(None, &root, "templates"))?;
        let specs = Folder::given_or(Some(specs.path()), &root, "specs");
        let compiled = Session::open(&specs)?.compile(&templates, &Options::default());
        let compiled = compiled.map_err(|_| Problem::new("the document does not compile"))?;
        let out = self.workspace.join("generated");
        if out.exists() {
            fs::remove_dir_all(&out).map_err(|it| Problem::io("empty a folder", &it))?;
        }
        for (path, text) in &compiled.files {
            write(&out.join(path), text)?;
        }
        Ok(())
    }

    /// Makes Cargo compile the crate once more.
    fn touch(&self) -> Result<(), Problem> {
        let path = self.workspace.join("generated/src/lib.rs");
        let text = fs::read_to_string(&path).map_err(|it| Problem::io("read the crate", &it))?;
        write(&path, &text)
    }

    fn compile(&self, construct: &Construct) -> Result<(), Problem> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        let what: &[&str] = if self.args.release { &["build", "--release"] } else { &["check"] };
        command.args(what).args(["--quiet", "--offline", "--lib", "--no-default-features"]);
        command.args(["--features", construct.features]).current_dir(&self.workspace);
        command.env("CARGO_TARGET_DIR", &self.target).env("CARGO_INCREMENTAL", "0");
        let output = command.output().map_err(|it| Problem::io("start Cargo", &it))?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(Problem::new(format!("the crate of `{}` does not compile:\n{said}", construct.name)))
    }
}

fn write(path: &Path, text: &str) -> Result<(), Problem> {
    let failed = |it: &std::io::Error| Problem::io(format!("write `{}`", path.display()), it);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|it| failed(&it))?;
    }
    fs::write(path, text).map_err(|it| failed(&it))
}

/// The CPU seconds of all processes that this one has waited for, and of theirs.
fn cpu_of_children() -> Result<f64, Problem> {
    // The unit of the figures that Linux shows (`man 5 proc`), whatever the kernel's own is.
    const TICKS_PER_SECOND: f64 = 100.0;
    let unknown = || Problem::new("this system does not tell the CPU time of processes");
    let stat = fs::read_to_string("/proc/self/stat").map_err(|_| unknown())?;
    // The name of the program, in parentheses, may hold blanks.
    let (_, figures) = stat.rsplit_once(')').ok_or_else(unknown)?;
    let ticks = figures.split_whitespace().skip(13).take(2).map(str::parse::<f64>);
    let ticks: Result<Vec<f64>, _> = ticks.collect();
    Ok(ticks.map_err(|_| unknown())?.iter().sum::<f64>() / TICKS_PER_SECOND)
}

#[cfg(test)]
mod tests {
    #[test]
    #[cfg(target_os = "linux")]
    fn time_of_children_only_grows() {
        let before = super::cpu_of_children().expect("a figure");
        let ended = std::process::Command::new("true").status().expect("it runs");
        assert!(ended.success() && super::cpu_of_children().expect("a figure") >= before);
    }
}
