//! The whole path, from the catalog to the files of the generated crate.
//!
//! Input: a [`Loader`] over the specs folder and the templates. Output: a [`Compilation`]. Nothing is written here.

mod documents;
mod parallel;

use crate::check::check;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failed};
use crate::document::catalog::{Catalog, Entry};
use crate::document::openapi::{OpenApi, Wanted};
use crate::document::{capability, catalog};
use crate::emit::Subject;
use crate::ir;
use crate::lower;
use crate::names::Names;
use crate::render;
use crate::shape::shapes;
use crate::source::{Loader, SourceMap};

use documents::Documents;

pub use crate::files::{Files, Templates};

/// Where the catalog stands in the specs folder.
pub const CATALOG: &str = "catalog.yaml";

/// What to compile.
#[derive(Clone, Debug)]
pub struct Options {
    /// The name of the generated package: a Rust identifier.
    pub package: String,
    /// The capabilities to compile, by name; all of them where this is empty.
    pub only: Vec<String>,
    /// Whether a warning forbids generation.
    pub strict: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { package: "generated".to_owned(), only: Vec::new(), strict: false }
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
    let (catalog, capabilities) = lower_wanted(loader, options, sources, diagnostics)?;
    let module = render::module_template(templates, diagnostics);
    // Names are looked at in any case, so that what is wrong with them is seen too.
    let is_sound = !diagnostics.has_errors();
    let compiled = parallel::map(&capabilities, |capability| {
        let shapes = shapes(capability);
        let mut found = Diagnostics::default();
        let names = Names::assign(capability, &shapes, &mut found);
        let subject = Subject { capability, shapes: &shapes, names: &names };
        let wanted = module.ok().filter(|_| is_sound && !found.has_errors());
        (wanted.map(|module| render::capability(&options.package, subject, module)), found)
    });
    let mut rendered = Files::new();
    for (files, found) in compiled {
        found.into_iter().for_each(|it| diagnostics.push(it));
        rendered.extend(files.into_iter().flatten());
    }
    finish(options, diagnostics)?;
    let names: Vec<String> = catalog.entries.iter().map(|it| it.name.value.clone()).collect();
    let mut files = render::shared(&options.package, &names, templates, diagnostics);
    files.extend(rendered);
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
) -> Result<(Catalog, Vec<ir::Capability>), Failed> {
    let lowered = lower_wanted(loader, options, sources, diagnostics)?;
    finish(options, diagnostics)?;
    Ok(lowered)
}

/// The catalog, and the IR of those capabilities that have one: the errors of one must not hide those of
/// another, nor those that a later stage finds in another.
fn lower_wanted(
    loader: &dyn Loader,
    options: &Options,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<(Catalog, Vec<ir::Capability>), Failed> {
    let node = sources.read(loader, CATALOG, None, diagnostics)?;
    let catalog = catalog::read(&node, sources, diagnostics)?;
    let wanted = select(&catalog, options, diagnostics)?;
    let mut documents = Documents::new(loader, sources);
    let capabilities: Vec<ir::Capability> = wanted
        .into_iter()
        .filter_map(|entry| lower_entry(entry, &mut documents, diagnostics).ok())
        .collect();
    check(&capabilities, diagnostics);
    Ok((catalog, capabilities))
}

/// Stops where anything forbids generation.
fn finish(options: &Options, diagnostics: &mut Diagnostics) -> Result<(), Failed> {
    if options.strict {
        diagnostics.promote_warnings();
    }
    diagnostics.finish_stage()
}

fn select<'c>(
    catalog: &'c Catalog,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<&'c Entry>, Failed> {
    let known: Vec<&str> = catalog.entries.iter().map(|it| it.name.value.as_str()).collect();
    for name in options.only.iter().filter(|it| !known.contains(&it.as_str())) {
        diagnostics.push(
            Diagnostic::global(
                Code::UnknownCapability,
                format!("the catalog has no capability `{name}`"),
            )
            .help(format!("it has: {}", known.join(", "))),
        );
    }
    diagnostics.finish_stage()?;
    let is_wanted = |it: &&Entry| options.only.is_empty() || options.only.contains(&it.name.value);
    Ok(catalog.entries.iter().filter(is_wanted).collect())
}

fn lower_entry(
    entry: &Entry,
    documents: &mut Documents<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<ir::Capability, Failed> {
    let capability = read_capability(entry, documents, diagnostics);
    let openapi = documents.get(&entry.openapi, &entry.overlays, diagnostics);
    // Where nothing is wanted of it, the document is still looked at, so that its problems are seen.
    let wanted = capability.as_ref().map_or_else(|_| Wanted::none(), lower::wanted);
    let openapi = documents.bundle(openapi?, &wanted);
    let openapi = OpenApi::load(openapi, &wanted, diagnostics)?;
    lower::lower(&entry.name, &capability?, &openapi, diagnostics)
}

fn read_capability(
    entry: &Entry,
    documents: &mut Documents<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<capability::Capability, Failed> {
    let Some(path) = &entry.capability else {
        diagnostics.push(
            Diagnostic::error(
                Code::MissingField,
                entry.name.span,
                "the entry names no `capability`",
            )
            .help("name the capability's file"),
        );
        return Err(Failed);
    };
    let node = documents.get(path, &entry.capability_overlays, diagnostics)?;
    capability::read(&node, documents.sources, diagnostics)
}
