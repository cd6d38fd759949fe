//! `cargo xtask bench`: what the compiler costs in time and memory, and what it makes at run time.
//!
//! Input: a size. Output: a table. A large document is built in a temporary folder, in YAML and in JSON,
//! and each stage is measured in a process of its own, since a peak of memory never falls.

mod capability;
mod compile;
mod constructs;
mod cost;
mod document;
mod tests;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use generator::compile::Options;
use generator::diagnostic::Diagnostics;
use generator::source::{Limits, SourceMap};
use serde_json::Value;

use crate::cli::{BenchArgs, BenchCommand, BenchDocumentArgs, BenchStageArgs, Stage};
use crate::exit::Verdict;
use crate::folder::{self, Folder};
use crate::problem::Problem;
use crate::session::Session;
use crate::specs::Specs;
use crate::templates;
use crate::terminal;

/// How a document is written: the extension of its file, and the function that writes it.
type Format = (&'static str, fn(&Value) -> String);

const FORMATS: [Format; 2] = [
    ("yaml", |document| serde_yaml::to_string(document).unwrap_or_default()),
    ("json", |document| document.to_string()),
];

const STAGES: [Stage; 3] = [Stage::Read, Stage::Ir, Stage::Codegen];

/// Runs the command.
pub fn run(args: &BenchArgs) -> Result<Verdict, Problem> {
    match &args.command {
        BenchCommand::Document(args) => document_costs(args),
        BenchCommand::Client => tests::run("client"),
        BenchCommand::Server => tests::run("server"),
        BenchCommand::Mcp => tests::run("mcp"),
        BenchCommand::Stage(args) => stage(args),
        BenchCommand::Compile(args) => compile::run(args),
    }
}

fn document_costs(args: &BenchDocumentArgs) -> Result<Verdict, Problem> {
    if cfg!(debug_assertions) {
        terminal::say("note: not optimised; use `cargo run --release -p xtask -- bench document`");
    }
    for (extension, write) in FORMATS {
        let folder = tempfile::tempdir().map_err(|it| Problem::io("make a folder", &it))?;
        let about = write_specs(folder.path(), args.megabytes, extension, write)?;
        terminal::print(&format!("{extension}: {about}\n"))?;
        for stage in STAGES {
            let cost = in_a_process(folder.path(), extension, stage)?;
            terminal::print(&format!("  {:<8}{cost}", stage.as_str()))?;
        }
    }
    Ok(Verdict::Good)
}

/// Writes the specs, and tells how large the document is.
fn write_specs(
    folder: &Path,
    megabytes: usize,
    extension: &str,
    write: fn(&Value) -> String,
) -> Result<String, Problem> {
    let openapi = document::document(megabytes * 1_000_000, |it| write(it).len());
    let text = write(&openapi);
    let paths = openapi["paths"].as_object().into_iter().flatten();
    let operations: usize = paths.map(|(_, item)| item.as_object().map_or(0, |it| it.len())).sum();
    let schemas = openapi["components"]["schemas"].as_object().map_or(0, |it| it.len());
    let megabytes = text.len() as f64 / 1e6;
    let about = format!("{megabytes:.1} MB, {operations} operations, {schemas} named schemas");
    let catalog = format!(
        "catalog: 1\ncapabilities:\n\
         - {{name: large, capability: capability.json, openapi: openapi.{extension}}}\n"
    );
    let files = [
        ("catalog.yaml", catalog),
        ("capability.json", capability::capability(&openapi).to_string()),
        (&*format!("openapi.{extension}"), text),
    ];
    for (name, text) in files {
        fs::write(folder.join(name), text).map_err(|it| Problem::io("write the document", &it))?;
    }
    Ok(about)
}

/// What a stage costs, measured in a process that does nothing else.
fn in_a_process(folder: &Path, extension: &str, stage: Stage) -> Result<String, Problem> {
    let program = std::env::current_exe().map_err(|it| Problem::io("find this program", &it))?;
    let mut command = Command::new(program);
    command.args(["bench", "stage", stage.as_str()]).arg(folder).arg(extension);
    let output = command.output().map_err(|it| Problem::io("start this program", &it))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Problem::new(format!("the stage `{}` failed:\n{said}", stage.as_str())))
}

fn stage(args: &BenchStageArgs) -> Result<Verdict, Problem> {
    let specs = Folder::given_or(Some(&args.folder), &folder::root(), "specs");
    let root = folder::root();
    let started = Instant::now();
    let succeeded = match args.stage {
        Stage::Read => {
            let specs = Specs::open(&specs, Limits::default().bytes)?;
            let mut sources = SourceMap::new(Limits::default());
            let path = format!("openapi.{}", args.extension);
            sources.read(&specs, &path, None, &mut Diagnostics::default()).is_ok()
        }
        Stage::Ir => Session::open(&specs)?.lower(&Options::default()).is_ok(),
        Stage::Codegen => {
            let templates = templates::read(&Folder::given_or(None, &root, "templates"))?;
            Session::open(&specs)?.compile(&templates, &Options::default()).is_ok()
        }
    };
    let seconds = started.elapsed().as_secs_f64();
    if !succeeded {
        return Err(Problem::new("the document does not compile"));
    }
    let unknown = || "unknown".to_owned();
    let processor = cost::processor().map_or_else(unknown, |it| format!("{it:.2} s"));
    let peak = cost::peak_memory().map_or_else(unknown, |it| format!("{it} MiB"));
    terminal::print(&format!("{seconds:>6.2} s, processor {processor:>7}, memory {peak:>8}\n"))?;
    Ok(Verdict::Good)
}
