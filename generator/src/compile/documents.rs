//! The documents of a run, overlays applied.
//!
//! Capabilities share documents: 48 of them may follow from one OpenAPI description. Each document is made
//! once for each list of overlays, and what is wrong with it is said once.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Diagnostics, Failed};
use crate::document::catalog::Named;
use crate::document::openapi::{Bundle, Wanted};
use crate::document::overlay;
use crate::source::{Loader, Node, SourceMap};

type Made = Result<Arc<Node>, Failed>;

/// Reads documents and remembers them.
pub struct Documents<'r> {
    pub loader: &'r dyn Loader,
    pub sources: &'r mut SourceMap,
    made: BTreeMap<Vec<String>, Made>,
}

impl<'r> Documents<'r> {
    /// Nothing read yet.
    pub fn new(loader: &'r dyn Loader, sources: &'r mut SourceMap) -> Self {
        Self { loader, sources, made: BTreeMap::new() }
    }

    /// A document with its overlays applied, in order.
    pub fn get(&mut self, path: &Named, overlays: &[Named], diagnostics: &mut Diagnostics) -> Made {
        let key: Vec<String> =
            std::iter::once(path).chain(overlays).map(|it| it.value.clone()).collect();
        if let Some(made) = self.made.get(&key) {
            return made.clone();
        }
        let made = self.make(path, overlays, diagnostics);
        self.made.insert(key, made.clone());
        made
    }

    /// An OpenAPI document with the files that its wanted operations refer to.
    pub fn bundle(&mut self, root: Arc<Node>, wanted: &Wanted) -> Bundle {
        Bundle::load(root, wanted, self.loader, self.sources)
    }

    fn make(&mut self, path: &Named, overlays: &[Named], diagnostics: &mut Diagnostics) -> Made {
        let document = self.sources.read(self.loader, path, path.span, diagnostics);
        // Every overlay is read before anything is given up, so that the problems of all are seen.
        let overlays: Vec<_> =
            overlays.iter().map(|path| self.overlay(path, diagnostics)).collect();
        let mut document = document?;
        for overlay in overlays {
            overlay::apply(Arc::make_mut(&mut document), &overlay?, diagnostics);
        }
        Ok(document)
    }

    fn overlay(
        &mut self,
        path: &Named,
        diagnostics: &mut Diagnostics,
    ) -> Result<overlay::Overlay, Failed> {
        let node = self.sources.read(self.loader, path, path.span, diagnostics)?;
        overlay::read(&node, self.sources, diagnostics)
    }
}
