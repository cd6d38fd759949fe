//! Two linters and a validator over all descriptions: no error, no warning.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use generator::compile::{Options, compile};
use generator::diagnostic::Diagnostics;
use generator::source::{Limits, SourceMap};
use tests::tools;

/// The root of the workspace.
fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace")
}

/// The descriptions that are committed, those of the provider's other capabilities, and joined ones.
struct Descriptions {
    folder: tempfile::TempDir,
    paths: Vec<PathBuf>,
}

impl Descriptions {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut all = Self { folder, paths: Vec::new() };
        for crate_ in ["generated", "tests/fixture"] {
            all.add_committed(crate_);
        }
        assert!(all.paths.len() >= 13, "{:?}", all.paths);
        for (name, text) in crate::joined::all() {
            all.add(name, &text);
        }
        for (path, text) in corpus() {
            all.add(&path, &text);
        }
        all
    }

    fn add_committed(&mut self, crate_: &str) {
        let modules = fs::read_dir(workspace().join(crate_).join("src")).expect("a folder");
        let files = modules.map(|it| it.expect("an entry").path().join("openapi.json"));
        let mut files: Vec<PathBuf> = files.filter(|it| it.is_file()).collect();
        files.sort();
        self.paths.append(&mut files);
    }

    fn add(&mut self, name: &str, text: &str) {
        let path = self.folder.path().join(format!("{}.json", name.replace('/', "-")));
        fs::write(&path, text).expect("a file");
        self.paths.push(path);
    }

    fn run(&self, mut command: Command) {
        let command = command.args(&self.paths).current_dir(workspace()).stdin(Stdio::null());
        let output = command.output().expect("the tool runs");
        let shown = String::from_utf8_lossy(&output.stdout);
        let errors = String::from_utf8_lossy(&output.stderr);
        let quiet = !shown.contains("warning");
        assert!(output.status.success() && quiet, "{shown}\n{errors}");
    }
}

/// The descriptions of the 16 capabilities of the corpus; none where there is no corpus and it is not demanded.
fn corpus() -> Vec<(String, String)> {
    let folder = workspace().join("../shared/corpus/dokploy");
    if !folder.is_dir() {
        assert!(std::env::var_os("CI_REQUIRE_CORPUS").is_none(), "{} is missing", folder.display());
        eprintln!("SKIPPED: there is no folder {}", folder.display());
        return Vec::new();
    }
    let mut specs = BTreeMap::new();
    let read = |path: &Path| fs::read(path).expect("a file");
    specs.insert("openapi.yml".to_owned(), read(&folder.join("openapi.yml")));
    let mut catalog = "catalog: 1\ncapabilities:\n".to_owned();
    let files = fs::read_dir(folder.join("capabilities")).expect("a folder");
    for path in files.map(|it| it.expect("an entry").path()) {
        let name = path.file_stem().and_then(|it| it.to_str()).expect("a name");
        catalog += &format!("- {{name: {name}, capability: {name}.yaml, openapi: openapi.yml}}\n");
        specs.insert(format!("{name}.yaml"), read(&path));
    }
    specs.insert("catalog.yaml".to_owned(), catalog.into_bytes());
    let (mut sources, mut found) = (SourceMap::new(Limits::default()), Diagnostics::default());
    let templates = texts(&workspace().join("templates"), "");
    let compiled = compile(&specs, &templates, &Options::default(), &mut sources, &mut found);
    let files = compiled.unwrap_or_else(|_| panic!("{:#?}", found.as_slice())).files;
    let described = files.into_iter().filter(|it| it.0.ends_with("/openapi.json"));
    let described: Vec<_> = described.collect();
    assert_eq!(described.len(), 16);
    described
}

/// Every file of a folder, by its path.
fn texts(folder: &Path, prefix: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|it| it.to_str()).expect("a name");
        let name = format!("{prefix}{name}");
        if path.is_dir() {
            files.append(&mut texts(&path, &format!("{name}/")));
        } else {
            files.insert(name, fs::read_to_string(&path).expect("text"));
        }
    }
    files
}

#[test]
fn spectral_finds_nothing() {
    let Some(mut spectral) = tools::npm("@stoplight/spectral-cli", "dist/index.js") else { return };
    spectral.args(["lint", "--fail-severity", "hint", "--ruleset"]);
    spectral.arg(workspace().join("tests/lint/spectral.yaml"));
    Descriptions::new().run(spectral);
}

#[test]
fn redocly_finds_nothing() {
    let Some(mut redocly) = tools::npm("@redocly/cli", "bin/cli.js") else { return };
    redocly.env("REDOCLY_TELEMETRY", "off").env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
    redocly.args(["lint", "--max-problems", "1000", "--format", "stylish", "--config"]);
    redocly.arg(workspace().join("tests/lint/redocly.yaml"));
    Descriptions::new().run(redocly);
}

#[test]
fn every_description_is_openapi() {
    let Some(validator) = tools::python("openapi-spec-validator") else { return };
    Descriptions::new().run(validator);
}
