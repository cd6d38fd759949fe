//! Documents in many files.

use std::fmt::Write;

use serde_json::json;

use crate::harness::{Folder, document, exposing_all, run, text};

/// A document whose body and answer are what a file says, and files from the number of the next.
fn files(count: usize, build: impl Fn(&str) -> String) -> Folder {
    let mut folder = exposing_all(&document(json!({ "$ref": "f0.yaml" }), json!({})));
    for at in 0..count {
        let next = format!("f{}.yaml", at + 1);
        folder.insert(format!("f{at}.yaml"), build(&next).into_bytes());
    }
    folder.insert(format!("f{count}.yaml"), b"{type: string, maxLength: 7}".to_vec());
    folder
}

fn compiles(folder: &Folder) -> generator::compile::Compilation {
    run(folder).unwrap_or_else(|findings| panic!("refused:\n{findings}"))
}

#[test]
fn a_long_chain_of_files() {
    let compilation = compiles(&files(10_000, |next| format!("$ref: {next}\n")));
    let api = &compilation.capabilities[0];
    let body = api.operations[0].body.as_ref().expect("a body");
    let end = api.schemas.get(api.schemas.resolve(body.schema));
    assert_eq!(end.string.max_length, Some(7));
}

#[test]
fn a_long_chain_of_properties_in_files() {
    let compilation =
        compiles(&files(2_000, |next| format!("properties: {{next: {{$ref: {next}}}}}\n")));
    assert!(text(&compilation, "types.rs").contains("pub struct F1999 "));
}

/// Forty files, each of which says the next one ten times: written out, ten to the fortieth power.
#[test]
fn files_that_multiply() {
    let compilation = compiles(&files(40, |next| {
        let mut text = "properties:\n".to_owned();
        (0..10).for_each(|at| writeln!(text, "  p{at}: {{$ref: {next}}}").expect("a text"));
        text
    }));
    assert!(text(&compilation, "types.rs").contains("pub struct F39 "));
}

/// As many forms of one path as there are references; the file is one.
#[test]
fn one_file_by_many_paths() {
    let mut folder = exposing_all(&document(json!({ "$ref": "a.yaml" }), json!({})));
    let mut text = "properties:\n".to_owned();
    for at in 0..500 {
        let path = format!("{}x/../a.yaml", "./".repeat(at));
        writeln!(text, "  p{at}: {{$ref: '{path}'}}").expect("a text");
    }
    folder.insert("a.yaml".to_owned(), text.into_bytes());
    let compilation = compiles(&folder);
    let types = crate::harness::text(&compilation, "types.rs");
    assert_eq!(types.matches("pub struct ").count(), 1, "{types}");
}

/// Two files may each have a schema of one name.
#[test]
fn equal_names_in_several_files() {
    let schema = json!({ "properties": {
        "a": { "$ref": "a.yaml#/User" }, "b": { "$ref": "b.yaml#/User" }, "c": { "$ref": "#/components/schemas/User" },
    } });
    let user = json!({ "User": { "properties": { "c": { "type": "integer" } } } });
    let mut folder = exposing_all(&document(schema, user));
    folder.insert("a.yaml".to_owned(), b"User: {properties: {a: {type: string}}}".to_vec());
    folder.insert("b.yaml".to_owned(), b"User: {properties: {b: {type: boolean}}}".to_vec());
    let compilation = compiles(&folder);
    let types = text(&compilation, "types.rs");
    let names = ["pub struct User ", "pub struct User2 ", "pub struct User3 "];
    assert!(names.iter().all(|it| types.contains(it)), "{types}");
}
