//! The first half of the path: from the catalog to the IR of what is wanted of it.
//!
//! Input: the loader and what is wanted. Output: [`Lowered`]. The errors of one entry hide neither those of another
//! nor those that a later stage finds in another.

use crate::check::check;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failed};
use crate::document::capability;
use crate::document::catalog::{self, Catalog, Entry, GroupBy, Named};
use crate::document::module_name::Taken;
use crate::document::openapi::{OpenApi, Wanted};
use crate::ir;
use crate::lower;
use crate::source::{Loader, SourceMap};

use super::documents::Documents;
use super::{CATALOG, Options};

/// The catalog, and the IR of what is wanted of it.
#[derive(Debug)]
pub struct Lowered {
    /// The catalog, or what stands in its place.
    pub catalog: Catalog,
    /// The names of all modules, in the catalog's order, those that are not wanted among them.
    pub names: Vec<String>,
    /// The IR of those that are wanted and have one, in the same order.
    pub capabilities: Vec<ir::Capability>,
    /// For each of the capabilities, the place of its entry in the catalog.
    pub entries: Vec<usize>,
}

pub fn lower_wanted(
    loader: &dyn Loader,
    options: &Options,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<Lowered, Failed> {
    let catalog = match options.documents.as_slice() {
        [] => catalog::read(
            &*sources.read(loader, CATALOG, None, diagnostics)?,
            sources,
            diagnostics,
        )?,
        documents => Catalog { entries: documents.to_vec() },
    };
    let grouped = catalog.entries.iter().any(is_grouped);
    if !grouped {
        let names: Vec<&str> = catalog.entries.iter().map(|it| &*it.name).collect();
        check_known(&names, options, diagnostics)?;
    }
    let mut run = Run::new(loader, options, sources, &catalog);
    for (at, entry) in catalog.entries.iter().enumerate() {
        run.entry(at, entry, diagnostics);
    }
    let Run { names, capabilities, entries, .. } = run;
    if grouped {
        let entries = catalog.entries.iter().map(|it| &*it.name);
        let mut known: Vec<&str> = entries.chain(names.iter().map(String::as_str)).collect();
        known.sort_unstable();
        known.dedup();
        check_known(&known, options, diagnostics)?;
    }
    check(&capabilities, diagnostics);
    Ok(Lowered { catalog, names, capabilities, entries })
}

/// Whether the modules of an entry are known only after its document is lowered.
fn is_grouped(entry: &Entry) -> bool {
    entry.capability.is_none() && entry.group_by == GroupBy::Tag
}

fn check_known(
    known: &[&str],
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Result<(), Failed> {
    for name in options.only.iter().filter(|it| !known.contains(&it.as_str())) {
        diagnostics.push(
            Diagnostic::global(
                Code::UnknownCapability,
                format!("the catalog has no capability `{name}`"),
            )
            .help(format!("it has: {}", known.join(", "))),
        );
    }
    diagnostics.finish_stage()
}

/// The work on the entries, and what came of it so far.
struct Run<'r> {
    options: &'r Options,
    documents: Documents<'r>,
    modules: Taken,
    names: Vec<String>,
    capabilities: Vec<ir::Capability>,
    entries: Vec<usize>,
}

impl<'r> Run<'r> {
    fn new(
        loader: &'r dyn Loader,
        options: &'r Options,
        sources: &'r mut SourceMap,
        catalog: &Catalog,
    ) -> Self {
        let mut modules = Taken::default();
        for entry in &catalog.entries {
            modules.insert(&entry.name);
        }
        Self {
            options,
            documents: Documents::new(loader, sources),
            modules,
            names: Vec::new(),
            capabilities: Vec::new(),
            entries: Vec::new(),
        }
    }

    fn is_wanted(&self, name: &str) -> bool {
        self.options.only.is_empty() || self.options.only.iter().any(|it| it == name)
    }

    fn entry(&mut self, at: usize, entry: &Entry, diagnostics: &mut Diagnostics) {
        if is_grouped(entry) {
            return self.grouped(at, entry, diagnostics);
        }
        self.names.push(entry.name.value.clone());
        if !self.is_wanted(&entry.name) {
            return;
        }
        let lowered = match &entry.capability {
            Some(path) => self.joined(entry, path, diagnostics).map(|it| vec![it]),
            None => self
                .openapi(entry, &Wanted::All, diagnostics)
                .and_then(|openapi| self.whole(entry, &openapi, diagnostics)),
        };
        self.keep(at, lowered.unwrap_or_default());
    }

    /// What else such an entry holds must be known even where only another one is wanted.
    fn grouped(&mut self, at: usize, entry: &Entry, diagnostics: &mut Diagnostics) {
        let mut found = Diagnostics::default();
        let lowered = self
            .openapi(entry, &Wanted::All, diagnostics)
            .and_then(|openapi| self.whole(entry, &openapi, &mut found));
        let failed = lowered.is_err();
        let all = lowered.unwrap_or_default();
        self.names.extend(all.iter().map(|it| it.name.clone()));
        let whole = self.is_wanted(&entry.name);
        let wanted: Vec<_> =
            all.into_iter().filter(|it| whole || self.is_wanted(&it.name)).collect();
        if failed || !wanted.is_empty() {
            found.into_iter().for_each(|it| diagnostics.push(it));
        }
        self.keep(at, wanted);
    }

    fn keep(&mut self, at: usize, capabilities: Vec<ir::Capability>) {
        self.entries.extend(capabilities.iter().map(|_| at));
        self.capabilities.extend(capabilities);
    }

    fn whole(
        &mut self,
        entry: &Entry,
        openapi: &OpenApi,
        diagnostics: &mut Diagnostics,
    ) -> Result<Vec<ir::Capability>, Failed> {
        lower::lower_document(&entry.name, entry.group_by, &mut self.modules, openapi, diagnostics)
    }

    fn joined(
        &mut self,
        entry: &Entry,
        path: &Named,
        diagnostics: &mut Diagnostics,
    ) -> Result<ir::Capability, Failed> {
        let capability = self.capability(entry, path, diagnostics);
        // Where nothing is wanted of it, the document is still looked at, so that its problems are seen.
        let wanted = capability.as_ref().map_or_else(|_| Wanted::none(), lower::wanted);
        let openapi = self.openapi(entry, &wanted, diagnostics)?;
        lower::lower(&entry.name, &capability?, &openapi, diagnostics)
    }

    fn capability(
        &mut self,
        entry: &Entry,
        path: &Named,
        diagnostics: &mut Diagnostics,
    ) -> Result<capability::Capability, Failed> {
        let node = self.documents.get(path, &entry.capability_overlays, diagnostics)?;
        capability::read(&node, self.documents.sources, diagnostics)
    }

    fn openapi(
        &mut self,
        entry: &Entry,
        wanted: &Wanted,
        diagnostics: &mut Diagnostics,
    ) -> Result<OpenApi, Failed> {
        let document = self.documents.get(&entry.openapi, &entry.overlays, diagnostics)?;
        let bundle = self.documents.bundle(document, wanted);
        OpenApi::load(bundle, wanted, diagnostics)
    }
}
