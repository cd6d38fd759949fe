//! OpenAPI documents of which no capability speaks become crates that compile without a warning.
//!
//! Our own are small, one concern each. The provider's own is not part of the repository; where its folder is
//! missing, that test is skipped and says so.

mod crates;

use std::fs;
use std::path::Path;

const DOCUMENTS: [&str; 5] =
    ["Odd Names v2.yaml", "access.yaml", "bodies.json", "inputs.yaml", "left-out.yaml"];

#[test]
fn documents_as_people_write_them_compile() {
    let crates = crates::folder("whole_documents");
    let (documents, tags) = (crates.join("documents"), crates.join("tags"));
    let files = DOCUMENTS.map(|it| format!("tests/specs-openapi/{it}"));
    let mut arguments = vec!["--quiet".to_owned()];
    arguments.extend(files.iter().flat_map(|it| ["--openapi".to_owned(), it.clone()]));
    generate(&arguments, &["--package", "documents"], &documents);
    generate(&arguments, &["--package", "tags", "--group-by", "tag"], &tags);
    let expected = ["access", "bodies", "inputs", "left_out", "odd_names_v2", "support"];
    assert_eq!(modules(&documents), expected);
    let expected = [
        "access",
        "bodies",
        "inputs",
        "left_out",
        "odd_names_v2",
        "odd_names_v2_tag",
        "odd_names_v2_things_co",
        "odd_names_v2_things_co_2",
        "support",
    ];
    assert_eq!(modules(&tags), expected);
    crates::check(&crates, &["documents", "tags"]);
}

#[test]
fn the_providers_own_document_compiles() {
    let Some(corpus) = crates::corpus() else {
        return;
    };
    let crates = crates::folder("whole_dokploy");
    let file = corpus.join("openapi.yml").to_str().expect("a path in UTF-8").to_owned();
    let arguments = ["--quiet", "--name", "dokploy", "--openapi", &file].map(str::to_owned);
    let (whole, tags) = (crates.join("whole"), crates.join("tags"));
    let told = generate(&arguments, &["--package", "dokploy_whole"], &whole);
    assert!(told.starts_with("generated: 1 capability, 526 operations, "), "{told}");
    let told = generate(&arguments, &["--package", "dokploy_tags", "--group-by", "tag"], &tags);
    assert!(told.starts_with("generated: 48 capabilities, 526 operations, "), "{told}");
    crates::check(&crates, &["whole", "tags"]);
}

/// Generates a crate, and returns the last line that is told of it.
fn generate(arguments: &[String], more: &[&str], out: &Path) -> String {
    let mut all = arguments.to_vec();
    all.extend(more.iter().map(|it| (*it).to_owned()));
    all.extend(["--out".to_owned(), out.to_str().expect("a path in UTF-8").to_owned()]);
    let output = crates::codegen(&all);
    let told = String::from_utf8(output.stderr).expect("UTF-8");
    told.lines().last().unwrap_or_default().to_owned()
}

/// The folders of a crate's modules.
fn modules(root: &Path) -> Vec<String> {
    let entries = fs::read_dir(root.join("src")).expect("a folder").map(|it| it.expect("an entry"));
    let folders = entries.filter(|it| it.path().is_dir() && it.file_name() != "bin");
    let mut names: Vec<String> =
        folders.map(|it| it.file_name().into_string().expect("UTF-8")).collect();
    names.sort();
    names
}
