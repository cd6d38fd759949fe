//! One run of the generator over a specs folder, and the report of what it found.

use std::time::Instant;

use generator::compile::{Compilation, Lowered, Options, Templates, compile, lower_all};
use generator::diagnostic::{Diagnostic, Diagnostics, Failed, Format, Severity, render};
use generator::source::{Limits, SourceMap};

use crate::cli::MessageFormat;
use crate::folder::Folder;
use crate::openapi::Documents;
use crate::problem::Problem;
use crate::specs::Specs;
use crate::terminal::{self, count};

/// The inputs of a run and its findings so far.
#[derive(Debug)]
pub struct Session {
    specs: Specs,
    sources: SourceMap,
    diagnostics: Diagnostics,
    started: Instant,
}

impl Session {
    /// Starts a run.
    pub fn open(folder: &Folder) -> Result<Self, Problem> {
        let limits = Limits::default();
        Ok(Self {
            specs: Specs::open(folder, limits.bytes)?,
            sources: SourceMap::new(limits).shown_below(&folder.shown),
            diagnostics: Diagnostics::default(),
            started: Instant::now(),
        })
    }

    /// Starts a run over the documents of the command line.
    pub fn of(documents: &Documents) -> Self {
        let limits = Limits::default();
        Self {
            specs: Specs::of(documents, limits.bytes),
            sources: SourceMap::new(limits).shown_below(&documents.root.shown),
            diagnostics: Diagnostics::default(),
            started: Instant::now(),
        }
    }

    /// From the documents to the files.
    pub fn compile(
        &mut self,
        templates: &Templates,
        options: &Options,
    ) -> Result<Compilation, Failed> {
        let (sources, diagnostics) = (&mut self.sources, &mut self.diagnostics);
        compile(&self.specs, templates, options, sources, diagnostics)
    }

    /// From the documents to the IR.
    pub fn lower(&mut self, options: &Options) -> Result<Lowered, Failed> {
        let (sources, diagnostics) = (&mut self.sources, &mut self.diagnostics);
        lower_all(&self.specs, options, sources, diagnostics)
    }

    /// Hands the findings to the user or to the program that asked; warnings only where wanted.
    pub fn report(&self, format: MessageFormat, warnings: bool) -> Result<(), Problem> {
        let wanted = |it: &&Diagnostic| warnings || it.severity == Severity::Error;
        let all = self.diagnostics.as_slice();
        let list: Vec<Diagnostic> = all.iter().filter(wanted).cloned().collect();
        let text = |format| render(&list, &self.sources, format);
        match format {
            MessageFormat::Human => {
                let color = terminal::color();
                terminal::say_lines(&text(Format::Human { color }));
                Ok(())
            }
            MessageFormat::Json => terminal::print(&text(Format::Json)),
            MessageFormat::Github => terminal::print(&text(Format::Github)),
        }
    }

    /// `1 error, 12 warnings in 0.21 s`; errors are left out where there are none.
    pub fn tally(&self) -> String {
        let warnings = self.diagnostics.warnings();
        let errors = self.diagnostics.as_slice().len() - warnings;
        let errors = match errors {
            0 => String::new(),
            _ => format!("{}, ", count(errors, "error")),
        };
        let seconds = self.started.elapsed().as_secs_f64();
        format!("{errors}{} in {seconds:.2} s", count(warnings, "warning"))
    }
}
