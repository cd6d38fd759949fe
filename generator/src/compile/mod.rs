//! The whole path, from the catalog to the files of the generated crate.
//!
//! Input: a [`Loader`] over the specs folder and the templates. Output: a [`Compilation`]. Nothing is written here.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failed};
use crate::document::catalog::{Catalog, Entry};
use crate::document::openapi::OpenApi;
use crate::document::{Spanned, capability, catalog, overlay};
use crate::emit::Subject;
use crate::ir;
use crate::lower;
use crate::names::Names;
use crate::render;
use crate::shape::shapes;
use crate::source::{Loader, Node, SourceMap};

/// Where the catalog stands in the specs folder.
pub const CATALOG: &str = "catalog.yaml";

/// The files of `templates/`, by path relative to it, `/`-separated.
pub type Templates = BTreeMap<String, String>;

/// The files of the generated crate, by path relative to it, `/`-separated.
pub type Files = BTreeMap<String, String>;

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
    let (catalog, capabilities) = lower_all(loader, options, sources, diagnostics)?;
    let names: Vec<String> = catalog.entries.iter().map(|it| it.name.value.clone()).collect();
    let mut files = render::shared(&options.package, &names, templates);
    for capability in &capabilities {
        let shapes = shapes(capability);
        let idents = Names::assign(capability, &shapes, diagnostics);
        if diagnostics.has_errors() {
            continue;
        }
        let subject = Subject { capability, shapes: &shapes, names: &idents };
        files.extend(render::capability(&options.package, subject, templates));
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
) -> Result<(Catalog, Vec<ir::Capability>), Failed> {
    let node = sources.read(loader, CATALOG, None, diagnostics)?;
    let catalog = catalog::read(&node, sources, diagnostics)?;
    let wanted = select(&catalog, options, diagnostics)?;
    let mut capabilities = Vec::new();
    for entry in wanted {
        // One capability's errors must not hide another's.
        if let Ok(capability) = lower_entry(loader, entry, sources, diagnostics) {
            capabilities.push(capability);
        }
    }
    if options.strict {
        diagnostics.promote_warnings();
    }
    diagnostics.finish_stage()?;
    Ok((catalog, capabilities))
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
    loader: &dyn Loader,
    entry: &Entry,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<ir::Capability, Failed> {
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
    // Both documents are read before anything is given up, so that the problems of both are seen.
    let capability = overlaid(loader, path, &entry.capability_overlays, sources, diagnostics)
        .and_then(|node| capability::read(&node, sources, diagnostics));
    let openapi = overlaid(loader, &entry.openapi, &entry.overlays, sources, diagnostics);
    let (capability, openapi) = (capability?, openapi?);
    let openapi = OpenApi::load(openapi, &lower::wanted(&capability), diagnostics)?;
    lower::lower(&entry.name, &capability, &openapi, diagnostics)
}

/// A document with its overlays applied.
fn overlaid(
    loader: &dyn Loader,
    path: &Spanned<String>,
    overlays: &[Spanned<String>],
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<Node, Failed> {
    let mut document = sources.read(loader, path, Some(path.span), diagnostics)?;
    for path in overlays {
        let node = sources.read(loader, path, Some(path.span), diagnostics)?;
        let overlay = overlay::read(&node, sources, diagnostics)?;
        overlay::apply(&mut document, &overlay, diagnostics);
    }
    Ok(document)
}
