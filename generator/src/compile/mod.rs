//! The whole path, from the catalog to the files of the generated crate.
//!
//! Input: a [`Loader`] over the specs folder and the templates. Output: a [`Compilation`]. Nothing is written here.

mod documents;
mod lowering;
mod parallel;

use crate::diagnostic::{Diagnostics, Failed};
use crate::document::catalog::Entry;
use crate::emit::Subject;
use crate::ir;
use crate::names::Names;
use crate::render;
use crate::shape::shapes;
use crate::source::{Loader, SourceMap};

pub use lowering::Lowered;

pub use crate::files::{Files, Templates};
pub use crate::names::skill_name;

/// Where the catalog stands in the specs folder.
pub const CATALOG: &str = "catalog.yaml";

/// What to compile.
#[derive(Clone, Debug)]
pub struct Options {
    /// The name of the generated package: a Rust identifier, in which `-` may stand for `_`.
    pub package: String,
    /// The capabilities to compile, by name; all of them where this is empty. The name of an entry that is
    /// grouped by tag means all its modules.
    pub only: Vec<String>,
    /// What is compiled in place of the entries of the catalog, which is not read where there is any of these.
    pub documents: Vec<Entry>,
    /// Whether a warning forbids generation.
    pub strict: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            package: "generated".to_owned(),
            only: Vec::new(),
            documents: Vec::new(),
            strict: false,
        }
    }
}

/// What a compilation yields.
#[derive(Debug)]
pub struct Compilation {
    /// The files to be written: those that all capabilities share, and those of the compiled ones.
    pub files: Files,
    /// The IR of the compiled capabilities, in the catalog's order.
    pub capabilities: Vec<ir::Capability>,
    /// The names of all capabilities of the catalog, in its order; files of any other are orphans.
    pub catalog: Vec<String>,
}

/// Compiles capabilities.
///
/// # Errors
/// Returns [`Failed`] where anything forbids generation; the diagnostics say what.
pub fn compile(
    loader: &dyn Loader,
    templates: &Templates,
    options: &Options,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<Compilation, Failed> {
    let Lowered { names, capabilities, .. } =
        lowering::lower_wanted(loader, options, sources, diagnostics)?;
    let own = render::CapabilityTemplates::find(templates, diagnostics);
    // Names are looked at in any case, so that what is wrong with them is seen too.
    let is_sound = !diagnostics.has_errors();
    let compiled = parallel::map(&capabilities, |capability| {
        let shapes = shapes(capability);
        let mut found = Diagnostics::default();
        let names = Names::assign(capability, &shapes, &mut found);
        let subject = Subject { capability, shapes: &shapes, names: &names };
        let wanted = own.as_ref().ok().filter(|_| is_sound && !found.has_errors());
        let files =
            wanted.map(|own| render::capability(&options.package, subject, own, &mut found));
        (files, found)
    });
    let mut rendered = Files::new();
    for (files, found) in compiled {
        found.into_iter().for_each(|it| diagnostics.push(it));
        rendered.extend(files.into_iter().flatten());
    }
    finish(options, diagnostics)?;
    let mut files = render::shared(&options.package, &names, templates, diagnostics);
    files.extend(rendered);
    // They are about all capabilities, so a run for some of them leaves them alone.
    if capabilities.len() == names.len() {
        files.extend(render::deploy(&capabilities, templates, diagnostics));
    }
    diagnostics.finish_stage()?;
    Ok(Compilation { files, capabilities, catalog: names })
}

/// The first half of [`compile`]: the catalog, and the IR of the wanted capabilities.
///
/// # Errors
/// Returns [`Failed`] where an input has errors; the diagnostics name them all.
pub fn lower_all(
    loader: &dyn Loader,
    options: &Options,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<Lowered, Failed> {
    let lowered = lowering::lower_wanted(loader, options, sources, diagnostics)?;
    finish(options, diagnostics)?;
    Ok(lowered)
}

/// Stops where anything forbids generation.
fn finish(options: &Options, diagnostics: &mut Diagnostics) -> Result<(), Failed> {
    if options.strict {
        diagnostics.promote_warnings();
    }
    diagnostics.finish_stage()
}
