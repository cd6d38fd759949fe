//! `cargo xtask codegen`: the generated crate is written, or checked against what it should be.
//!
//! Input: the specs, the templates and the output folder. Output: that folder, or a report of its
//! drift. The stages: compile -> `scan` what is there -> `plan` what differs -> `apply` or `report`.

mod apply;
mod diff;
mod journal;
mod lock;
mod plan;
mod report;
mod scan;
mod scope;

use std::fs;
use std::path::{Path, PathBuf};

use generator::compile::{Compilation, Options};
use generator::diagnostic::Failed;

use crate::cli::CodegenArgs;
use crate::exit::Verdict;
use crate::folder::{self, Folder};
use crate::openapi::Documents;
use crate::problem::Problem;
use crate::progress::Progress;
use crate::session::Session;
use crate::templates;
use crate::terminal::{self, count};

use lock::{Access, Lock};
use plan::Plan;
use scope::Scope;

pub use report::DRIFT;

/// The folders of one run.
#[derive(Debug)]
struct Folders {
    specs: Folder,
    templates: Folder,
    out: Folder,
    /// The specs folder, or the documents of the command line.
    inputs: Vec<PathBuf>,
}

/// Runs the command.
pub fn run(args: &CodegenArgs) -> Result<Verdict, Problem> {
    let documents = Documents::of(&args.openapi)?;
    let folders = Folders::of(args, documents.as_ref());
    let mut session = match &documents {
        Some(documents) => Session::of(documents),
        None => Session::open(&folders.specs)?,
    };
    folders.refuse_nested()?;
    // The lock is taken before anything is read, so that of two runs the later one has the last word.
    let access = if args.check { Access::Read } else { Access::Write };
    let _lock = Lock::acquire(&folders.out, access)?;
    let compiled = compile(args, &folders, documents.as_ref(), &mut session)?;
    session.report(args.message_format, !args.quiet)?;
    let Ok(compilation) = compiled else {
        return Ok(failed(args, &session));
    };
    let plan = plan(&folders.out, &compilation)?;
    if args.check {
        check(args, &folders.out, &compilation, &plan, &session)
    } else {
        write(args, &folders.out, &compilation, &plan, &session)
    }
}

impl Folders {
    fn of(args: &CodegenArgs, documents: Option<&Documents>) -> Self {
        let root = folder::root();
        let specs = Folder::given_or(args.specs.specs.as_deref(), &root, "specs");
        let templates = Folder::given_or(None, &root, "templates");
        let inputs = match documents {
            Some(documents) => documents.files.clone(),
            None => vec![specs.path.clone()],
        };
        // Not over the committed crate, which holds what the catalog lists.
        let out = documents.map_or_else(|| "generated".to_owned(), Documents::out);
        Self { out: Folder::given_or(args.out.as_deref(), &root, &out), specs, templates, inputs }
    }

    fn shown(&self, input: &Path) -> String {
        let folders = [&self.specs, &self.templates];
        let folder = folders.into_iter().find(|it| it.path == input);
        folder.map_or_else(|| folder::show(input), |it| it.shown.clone())
    }

    /// What lies in the output folder and is not generated is deleted, which must not be the inputs.
    fn refuse_nested(&self) -> Result<(), Problem> {
        let Ok(out) = fs::canonicalize(&self.out.path) else {
            return Ok(());
        };
        for input in self.inputs.iter().chain([&self.templates.path]) {
            if fs::canonicalize(input).is_ok_and(|it| it.starts_with(&out)) {
                let (input, out) = (self.shown(input), &self.out.shown);
                let message = format!("the output folder `{out}` contains the inputs in `{input}`");
                return Err(Problem::new(message).help("give another folder with `--out`"));
            }
        }
        Ok(())
    }
}

fn compile(
    args: &CodegenArgs,
    folders: &Folders,
    documents: Option<&Documents>,
    session: &mut Session,
) -> Result<Result<Compilation, Failed>, Problem> {
    let what = match (documents, args.capabilities.as_slice()) {
        (Some(documents), _) => {
            documents.files.iter().map(|it| folder::show(it)).collect::<Vec<_>>().join(", ")
        }
        (None, []) => format!("the capabilities of {}", folders.specs.shown),
        (None, names) => names.join(", "),
    };
    let _progress = Progress::start(format!("compiling {} ...", terminal::harmless(&what)));
    let templates = templates::read(&folders.templates)?;
    let options = Options {
        package: args.package.clone(),
        only: args.capabilities.clone(),
        documents: documents.map_or_else(Vec::new, |it| it.entries.clone()),
        strict: args.strict,
    };
    Ok(session.compile(&templates, &options))
}

fn failed(args: &CodegenArgs, session: &Session) -> Verdict {
    let (what, verdict) = if args.check {
        ("nothing was checked", Verdict::Impossible)
    } else {
        ("nothing was written", Verdict::Bad)
    };
    terminal::say(&format!("{what}: {}", session.tally()));
    verdict
}

fn plan<'c>(out: &Folder, compilation: &'c Compilation) -> Result<Plan<'c>, Problem> {
    scan::refuse_foreign(out)?;
    scan::refuse_unmarked(&compilation.files)?;
    plan::compare(out, &compilation.files, &Scope::of(compilation))
}

fn check(
    args: &CodegenArgs,
    out: &Folder,
    compilation: &Compilation,
    plan: &Plan<'_>,
    session: &Session,
) -> Result<Verdict, Problem> {
    if plan.is_empty() {
        let size = size(compilation);
        terminal::say(&format!("up to date: {size}, {}", session.tally()));
        return Ok(Verdict::Good);
    }
    report::drift(args, out, plan)?;
    Ok(Verdict::Bad)
}

fn write(
    args: &CodegenArgs,
    out: &Folder,
    compilation: &Compilation,
    plan: &Plan<'_>,
    session: &Session,
) -> Result<Verdict, Problem> {
    apply::sweep(out);
    apply::apply(out, plan)?;
    if args.verbose {
        terminal::say_lines(&report::written(out, plan));
    }
    let (written, removed) = (plan.written.len(), plan.orphaned.len());
    let size = size(compilation);
    terminal::say(&format!(
        "generated: {size} ({written} written, {removed} removed), {}",
        session.tally()
    ));
    if !args.openapi.files.is_empty() && args.out.is_none() {
        terminal::say(&format!("the crate is in `{}`", out.shown));
    }
    Ok(Verdict::Good)
}

/// How much was compiled.
fn size(compilation: &Compilation) -> String {
    let capabilities = &compilation.capabilities;
    let operations = capabilities.iter().map(|it| it.operations.len()).sum();
    let counts = [
        count(capabilities.len(), "capability"),
        count(operations, "operation"),
        count(compilation.files.len(), "file"),
    ];
    counts.join(", ")
}
