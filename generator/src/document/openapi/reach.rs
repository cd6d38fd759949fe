//! Loads the files that a document refers to.
//!
//! Input: a document, and which of its operations are wanted. Output: a [`Bundle`]. Only what can be reached
//! from those operations is loaded, each file once. A file that cannot be used is remembered with the reason,
//! which is told where it is needed; nothing is reported here.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::{Diagnostics, Span};
use crate::document::template::shape;
use crate::source::{Loader, Node, SourceMap, push_token};

use super::bundle::{Bundle, Target};
use super::walk::{self, Written};
use super::{Wanted, address};

impl Bundle {
    /// Loads whatever the wanted operations of a document refer to.
    pub fn load(
        root: Arc<Node>,
        wanted: &Wanted,
        loader: &dyn Loader,
        sources: &mut SourceMap,
    ) -> Self {
        let path = sources.path(root.span.file).to_owned();
        let mut bundle = Self {
            root,
            path,
            files: Default::default(),
            paths: Default::default(),
            anchors: Default::default(),
        };
        if walk::leads_elsewhere(&bundle.root) {
            let waiting = roots(&bundle.root, wanted);
            let met = waiting.iter().cloned().collect();
            Reach { bundle: &mut bundle, loader, sources, met, waiting }.run();
        }
        bundle
    }
}

/// The addresses from which the wanted operations, and whatever they need to be called, can be reached.
fn roots(root: &Node, wanted: &Wanted) -> Vec<String> {
    let members = |pointer: &str| {
        let names =
            root.pointer(pointer).and_then(Node::as_object).into_iter().flat_map(|it| it.keys());
        names.map(|it| push_token(pointer, it)).collect::<Vec<_>>()
    };
    let paths = root.get("paths").and_then(Node::as_object).into_iter().flat_map(|it| it.keys());
    let paths = paths.filter(|path| wanted.has_path(&shape(path)));
    let mut roots: Vec<String> = paths.map(|path| push_token("/paths", path)).collect();
    roots.extend(members("/components/securitySchemes"));
    roots
}

struct Reach<'l> {
    bundle: &'l mut Bundle,
    loader: &'l dyn Loader,
    sources: &'l mut SourceMap,
    /// The addresses that were met.
    met: BTreeSet<String>,
    /// Those of them that are still to be looked at; no recursion, since a chain of files may be long.
    waiting: Vec<String>,
}

impl Reach<'_> {
    fn run(mut self) {
        while let Some(at) = self.waiting.pop() {
            let (file, pointer) = address::split(&at);
            let Some(root) = self.file(&file) else { continue };
            let Some(node) = root.pointer(pointer) else { continue };
            for written in walk::references(node) {
                if let Some(address) = self.target(written)
                    && self.met.insert(address.clone())
                {
                    self.waiting.push(address);
                }
            }
        }
    }

    fn file(&self, path: &str) -> Option<Arc<Node>> {
        if path.is_empty() {
            return Some(Arc::clone(&self.bundle.root));
        }
        self.bundle.files.get(path)?.clone().ok()
    }

    /// Where a reference leads, after loading what it takes to tell.
    fn target(&mut self, written: Written<'_>) -> Option<String> {
        let reference = match written {
            Written::Mapping(value) => {
                if let Some(address) = self.bundle.named(value) {
                    return Some(address);
                }
                value
            }
            Written::Reference(value) => value,
        };
        let target = self.bundle.parse(reference).ok()?;
        self.read(&target, reference.span);
        self.index(&target);
        self.bundle.target(reference).ok()
    }

    fn read(&mut self, target: &Target, asked_by: Span) {
        let path = &target.file;
        if path.is_empty() || self.bundle.files.contains_key(path) {
            return;
        }
        let mut found = Diagnostics::default();
        let node = self.sources.read(self.loader, path, Some(asked_by), &mut found);
        let node = node.map_err(|_| found.into_iter().collect());
        if let Ok(node) = &node {
            self.bundle.paths.insert(node.span.file, path.clone());
        }
        self.bundle.files.insert(path.clone(), node);
    }

    /// Finds the anchors of a file, where a reference asks for one.
    fn index(&mut self, target: &Target) {
        let Target { file, fragment } = target;
        let is_anchor = !fragment.is_empty() && !fragment.starts_with('/');
        if is_anchor
            && !self.bundle.anchors.contains_key(file)
            && let Some(node) = self.file(file)
        {
            let anchors = walk::anchors(&node).into_iter().collect();
            self.bundle.anchors.insert(file.clone(), anchors);
        }
    }
}
