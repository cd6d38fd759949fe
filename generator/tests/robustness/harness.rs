//! Compiles documents that are built at test time.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use generator::compile::{Compilation, Options, Templates, compile};
use generator::diagnostic::{Diagnostics, Format, render};
use generator::source::{Limits, SourceMap};
use serde_json::{Value, json};

use crate::sound::check_files;

/// A specs folder.
pub type Folder = BTreeMap<String, Vec<u8>>;

/// The folder above this package.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The templates that the project has.
pub static TEMPLATES: LazyLock<Templates> = LazyLock::new(|| {
    let files = files_below(&workspace().join("templates"));
    let text = |bytes| String::from_utf8(bytes).expect("a template is text");
    files.into_iter().map(|(path, bytes)| (path, text(bytes))).collect()
});

/// The files below a folder, by path.
pub fn files_below(folder: &Path) -> Folder {
    let mut files = Folder::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(at) = waiting.pop() {
        for entry in fs::read_dir(&at).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let relative = path.strip_prefix(folder).expect("a path below the folder");
                let parts: Vec<_> = relative.iter().map(|it| it.to_string_lossy()).collect();
                files.insert(parts.join("/"), fs::read(&path).expect("a file"));
            }
        }
    }
    files
}

/// Compiles a folder; what comes out must be Rust, or the findings must say why there is nothing.
pub fn run(folder: &Folder) -> Result<Compilation, String> {
    let mut sources = SourceMap::new(Limits::default());
    let mut diagnostics = Diagnostics::default();
    let options = Options::default();
    let result = compile(folder, &TEMPLATES, &options, &mut sources, &mut diagnostics);
    let findings = render(diagnostics.as_slice(), &sources, Format::Human { color: false });
    assert_eq!(result.is_err(), diagnostics.has_errors(), "{findings}");
    let compilation = result.map_err(|_| findings)?;
    check_files(&compilation.files);
    Ok(compilation)
}

/// A folder with one document, and a capability that exposes all of its operations twice.
pub fn exposing_all(openapi: &Value) -> Folder {
    let methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    let mut operations: Vec<(String, String, &str)> = Vec::new();
    for (path, item) in openapi["paths"].as_object().expect("paths") {
        for method in methods {
            if let Some(operation) = item.get(method) {
                let id = operation["operationId"].as_str();
                let name = id.map_or_else(|| format!("{method}-{path}"), str::to_owned);
                operations.push((name, path.clone(), method));
            }
        }
    }
    let each = |build: &dyn Fn(&(String, String, &str)) -> Value| -> Value {
        operations.iter().map(build).collect()
    };
    let tools = operations.iter().enumerate().map(|(at, (name, ..))| {
        json!({ "name": format!("tool-{at}"), "description": "D", "call": format!("api.{name}") })
    });
    let tools: Value = tools.collect();
    let capability = json!({
        "naftiko": "1.0.0-alpha2",
        "info": { "label": "L", "description": "D", "tags": ["t"] },
        "capability": {
            "consumes": [{
                "type": "http", "namespace": "api", "baseUri": "https://api.example", "description": "D",
                "resources": each(&|(name, path, method)| json!({
                    "name": "r", "path": path,
                    "operations": [{ "name": name, "method": method.to_uppercase(), "description": "D" }],
                })),
            }],
            "exposes": [
                { "type": "rest", "namespace": "rest", "port": 8080, "resources":
                    each(&|(name, path, method)| json!({
                        "path": format!("/v1{path}"), "name": "r", "description": "D",
                        "operations": [{
                            "method": method.to_uppercase(), "name": name, "description": "D",
                            "call": format!("api.{name}"),
                        }],
                    }))
                },
                { "type": "mcp", "namespace": "mcp", "port": 9090, "transport": "http", "description": "D",
                    "tools": tools },
            ],
        },
    });
    let catalog = json!({
        "catalog": 1,
        "capabilities": [{ "name": "api", "capability": "api.json", "openapi": "openapi.json" }],
    });
    [("catalog.yaml", &catalog), ("api.json", &capability), ("openapi.json", openapi)]
        .map(|(path, document)| (path.to_owned(), document.to_string().into_bytes()))
        .into()
}

/// A document of one operation that takes and gives this schema, with these components.
pub fn document(schema: Value, components: Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "T", "version": "1" },
        "paths": { "/a": { "post": {
            "operationId": "call-it",
            "requestBody": { "content": { "application/json": { "schema": schema } } },
            "responses": { "200": {
                "description": "D", "content": { "application/json": { "schema": schema } },
            } },
        } } },
        "components": { "schemas": components },
    })
}

/// Compiles a document that has to compile.
pub fn compiles(openapi: &Value) -> Compilation {
    let result = run(&exposing_all(openapi));
    result.unwrap_or_else(|findings| panic!("refused:\n{findings}"))
}

/// The text of a file of the generated capability.
pub fn text<'c>(compilation: &'c Compilation, name: &str) -> &'c str {
    &compilation.files[&format!("src/api/{name}")]
}
