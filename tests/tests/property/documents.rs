//! The IR of the specs that the tests have.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use generator::compile::{Options, lower_all};
use generator::diagnostic::Diagnostics;
use generator::ir::Capability;
use generator::source::{Limits, SourceMap};

pub type Folder = BTreeMap<String, Vec<u8>>;

/// The capabilities of a specs folder of the workspace.
pub fn specs(folder: &str) -> Vec<Capability> {
    let root = workspace().join(folder);
    let mut files = Folder::new();
    read(&root, "", &mut files);
    lower(&files)
}

/// The capabilities of the real provider with its real document; `None` where they are not there.
pub fn real() -> Option<Vec<Capability>> {
    let root = workspace().join("../shared/corpus/dokploy");
    if !root.is_dir() {
        assert_ne!(std::env::var("CI_REQUIRE_CORPUS").as_deref(), Ok("1"), "no {}", root.display());
        eprintln!("skipped: there is no ../shared/corpus/dokploy");
        return None;
    }
    let mut files = Folder::new();
    read(&root, "", &mut files);
    let mut catalog = "catalog: 1\ncapabilities:\n".to_owned();
    for path in files.keys().filter(|it| it.starts_with("capabilities/")) {
        catalog.push_str(&format!("- capability: {path}\n  openapi: openapi.yml\n"));
    }
    files.insert("catalog.yaml".to_owned(), catalog.into());
    Some(lower(&files))
}

pub fn lower(files: &Folder) -> Vec<Capability> {
    let mut sources = SourceMap::new(Limits::default());
    let mut diagnostics = Diagnostics::default();
    match lower_all(files, &Options::default(), &mut sources, &mut diagnostics) {
        Ok(lowered) => lowered.capabilities,
        Err(_) => panic!("{diagnostics:#?}"),
    }
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
