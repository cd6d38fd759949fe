//! Specs folders, with the nodes of their documents by place.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use generator::compile::{Lowered, Options, lower_all};
use generator::diagnostic::{Diagnostics, Span};
use generator::document::overlay;
use generator::source::{Limits, Node, SourceMap};

/// The files of a specs folder.
pub type Folder = BTreeMap<String, Vec<u8>>;

/// Where something stands: its file, its first byte and the byte after its last one.
pub type Place = (String, u32, u32);

/// A specs folder of the workspace.
pub fn folder(below: &str) -> Folder {
    let mut files = Folder::new();
    read(&workspace().join(below), "", &mut files);
    files
}

/// The capabilities of the real provider with its real document; `None` where they are not there.
pub fn real() -> Option<Folder> {
    let root = workspace().join("../shared/corpus/dokploy");
    if !root.is_dir() {
        assert!(std::env::var_os("CI_REQUIRE_CORPUS").is_none(), "no {}", root.display());
        eprintln!("skipped: there is no ../shared/corpus/dokploy");
        return None;
    }
    let mut files = Folder::new();
    read(&root, "", &mut files);
    // The whole document, whatever the capabilities use of it.
    let catalog = "catalog: 1\ncapabilities:\n- name: all\n  openapi: openapi.yml\n";
    files.insert("catalog.yaml".to_owned(), catalog.into());
    Some(files)
}

/// The IR of a folder, and where things stand in it.
pub fn lowered(files: &Folder) -> (Lowered, SourceMap) {
    let mut sources = SourceMap::new(Limits::default());
    let mut diagnostics = Diagnostics::default();
    let lowered = lower_all(files, &Options::default(), &mut sources, &mut diagnostics);
    (lowered.unwrap_or_else(|_| panic!("{diagnostics:#?}")), sources)
}

/// Every node of a folder: of one document with its overlays, and of all other files as they are.
pub struct Nodes {
    /// The document with its overlays.
    pub root: Arc<Node>,
    others: Vec<Arc<Node>>,
    sources: SourceMap,
}

impl Nodes {
    /// Reads a document with its overlays, and all other files.
    pub fn of(files: &Folder, document: &str, overlays: &[String]) -> Self {
        let mut sources = SourceMap::new(Limits::default());
        let mut diagnostics = Diagnostics::default();
        let mut get = |path: &str, diagnostics: &mut Diagnostics| {
            sources.read(files, path, None, diagnostics).expect("a document")
        };
        let mut root = get(document, &mut diagnostics);
        let overlays: Vec<_> = overlays.iter().map(|it| get(it, &mut diagnostics)).collect();
        let paths = files.keys().filter(|it| *it != document && !it.ends_with(".md"));
        let others = paths.map(|it| get(it, &mut diagnostics)).collect();
        for node in overlays {
            let overlay = overlay::read(&node, &sources, &mut diagnostics).expect("an overlay");
            overlay::apply(Arc::make_mut(&mut root), &overlay, &mut diagnostics);
        }
        Self { root, others, sources }
    }

    /// All nodes by place; of several at one place, the outermost of the document.
    pub fn by_place(&self) -> BTreeMap<Place, &Node> {
        let mut all = BTreeMap::new();
        let mut waiting: Vec<&Node> = self.others.iter().map(Arc::as_ref).collect();
        waiting.push(&self.root);
        while let Some(node) = waiting.pop() {
            // A list begins and ends where its only item does.
            if node.as_array().is_none() {
                all.entry(place(&self.sources, node.span)).or_insert(node);
            }
            waiting.extend(node.as_array().into_iter().flatten());
            waiting.extend(node.as_object().into_iter().flatten().map(|it| &it.1.value));
        }
        all
    }

    /// The place of a node.
    pub fn place(&self, node: &Node) -> Place {
        place(&self.sources, node.span)
    }
}

/// A place that does not depend on the order in which files were read.
pub fn place(sources: &SourceMap, span: Span) -> Place {
    (sources.path(span.file).to_owned(), span.start, span.end)
}

fn read(folder: &Path, below: &str, files: &mut Folder) {
    for entry in std::fs::read_dir(folder).expect("a folder").map(|it| it.expect("an entry")) {
        let name = entry.file_name().into_string().expect("a name in UTF-8");
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        if entry.path().is_dir() {
            read(&entry.path(), &path, files);
        } else {
            files.insert(path, std::fs::read(entry.path()).expect("a file"));
        }
    }
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
