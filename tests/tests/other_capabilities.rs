//! The provider's own documents: its OpenAPI description of 597 operations, and further capabilities.
//!
//! They are not part of the repository. Where their folder is missing, these tests are skipped and say so.

mod crates;
#[path = "crates/served.rs"]
mod served;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use generator::compile::{Files, Options, compile};
use generator::diagnostic::Diagnostics;
use generator::source::{Limits, SourceMap};

use crates::{corpus, workspace};
use served::Served;

const DOCUMENT: &str = "dokploy/openapi.yaml";

/// Those that a fuzzer drives.
const FUZZED: [&str; 3] = ["dokploy-ai", "dokploy-backup", "dokploy-patch"];

/// The capabilities of which we have a version of our own.
const CAPABILITIES: [&str; 2] = ["dokploy-user", "dokploy-organization"];

#[test]
fn the_overlays_give_the_same_code_on_the_providers_own_documents() {
    let Some(corpus) = corpus() else {
        return;
    };
    let mut specs = folder(&workspace().join("specs"));
    let ours = compiled(&specs);
    specs.insert(DOCUMENT.to_owned(), fs::read(corpus.join("openapi.yml")).expect("a document"));
    for capability in CAPABILITIES {
        let place = format!("dokploy/capabilities/{capability}.yaml");
        let theirs = corpus.join(format!("capabilities/{capability}.yaml"));
        let ours = specs.insert(place, fs::read(theirs).expect("a capability"));
        assert!(ours.is_some(), "{capability}");
    }
    let theirs = compiled(&specs);
    for capability in CAPABILITIES {
        let module = format!("src/{}/", capability.replace('-', "_"));
        assert!(ours.keys().any(|it| it.starts_with(&module)), "{capability}");
    }
    let paths: BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
    let differing = |it: &&&String| ours.get(**it) != theirs.get(**it);
    let differences: Vec<String> =
        paths.iter().filter(differing).map(|it| difference(it, &ours, &theirs)).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_other_capability_compiles_and_is_served_by_one_process() {
    let Some(corpus) = corpus() else {
        return;
    };
    let specs = tempfile::tempdir().expect("a folder");
    let names = lay_out(&corpus, specs.path());
    assert_eq!(names.len(), 16);
    let crates = crates::folder("other_capabilities");
    let out = crates.join("generated");
    let [specs, output] = [specs.path(), out.as_path()].map(|it| it.to_str().expect("UTF-8"));
    crates::codegen(&["--quiet", "--specs", specs, "--out", output]);
    let documents: Vec<_> = names.iter().map(|it| served::Exposed::read(&out, it)).collect();
    let program = crates::build(&crates, "generated");
    let all = Served::start(&program, &["--all"]).await;
    let announced: BTreeSet<&str> = all.names.iter().map(String::as_str).collect();
    assert_eq!(announced, names.iter().map(String::as_str).collect());
    all.publishes(&documents).await;
    for document in &documents {
        all.answers(document).await;
    }
    // Three of them, which differ most in what their operations take.
    Served::start(&program, &FUZZED).await.withstands_schemathesis().await;
}

/// Every file of a folder, by its path relative to it.
fn folder(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let relative = path.strip_prefix(root).expect("within the root");
            let names = relative.iter().map(|it| it.to_str().expect("a name in UTF-8"));
            let relative = names.collect::<Vec<_>>().join("/");
            files.insert(relative, fs::read(&path).expect("a file"));
        }
    }
    files
}

fn compiled(specs: &BTreeMap<String, Vec<u8>>) -> Files {
    let text = |(path, bytes)| (path, String::from_utf8(bytes).expect("a template in UTF-8"));
    let templates = folder(&workspace().join("templates")).into_iter().map(text).collect();
    let mut sources = SourceMap::new(Limits::default());
    let mut diagnostics = Diagnostics::default();
    let options = Options::default();
    let compilation = compile(specs, &templates, &options, &mut sources, &mut diagnostics);
    compilation.unwrap_or_else(|_| panic!("{:#?}", diagnostics.as_slice())).files
}

/// Where two versions of a file part.
fn difference(path: &str, ours: &Files, theirs: &Files) -> String {
    let (Some(ours), Some(theirs)) = (ours.get(path), theirs.get(path)) else {
        return format!("{path}: only one document gives this file");
    };
    let pairs = ours.lines().zip(theirs.lines()).enumerate();
    let Some((line, (ours, theirs))) = pairs.into_iter().find(|(_, (one, other))| one != other)
    else {
        return format!("{path}: one of the two goes on");
    };
    format!("{path}:{}:\n  ours   {ours}\n  theirs {theirs}", line + 1)
}

/// Makes a specs folder of the provider's documents, and returns the names of the capabilities.
fn lay_out(corpus: &Path, specs: &Path) -> Vec<String> {
    fs::copy(corpus.join("openapi.yml"), specs.join("openapi.yml")).expect("a document");
    let capabilities = folder(&corpus.join("capabilities"));
    let mut catalog = "catalog: 1\ncapabilities:\n".to_owned();
    let mut names = Vec::new();
    for (file, bytes) in capabilities {
        fs::write(specs.join(&file), bytes).expect("a file");
        let name = file.strip_suffix(".yaml").expect("a capability").to_owned();
        catalog += &format!("- {{name: {name}, capability: {file}, openapi: openapi.yml}}\n");
        names.push(name);
    }
    fs::write(specs.join("catalog.yaml"), catalog).expect("a catalog");
    names
}
