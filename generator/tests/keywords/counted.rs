//! Every keyword of every schema that a capability reaches is in its IR, with its value.

use std::collections::{BTreeMap, BTreeSet};

use generator::ir::{Schemas, written};
use generator::lower::keywords::{KEYWORDS, Standing};
use generator::source::Node;
use serde_json::Value;

use crate::documents::{Folder, Nodes, Place, folder, lowered, place, real};
use crate::raw::{Said, below, normal, said};

#[test]
fn of_the_fixtures() {
    let counted = count(&folder("tests/specs"));
    assert!(counted > 800, "{counted}");
}

/// What no fixture has, nobody would miss.
#[test]
fn the_fixtures_have_every_keyword_that_is_read() {
    let documents = ["rules", "schemas", "nullable"].map(|it| format!("{it}/openapi.yaml"));
    let files = folder("tests/specs");
    let nodes = documents.map(|it| Nodes::of(&files, &it, &[]));
    let known: BTreeSet<&String> = nodes
        .iter()
        .flat_map(|it| it.by_place().into_values())
        .flat_map(|it| it.as_object().into_iter().flatten().map(|it| it.0))
        .collect();
    let is_read = |it: Standing| matches!(it, Standing::Read | Standing::Borrowed | Standing::Kept);
    let read = KEYWORDS.iter().filter(|it| is_read(it.openapi30) || is_read(it.openapi31));
    let missing: Vec<&str> =
        read.map(|it| it.name).filter(|it| !known.iter().any(|name| name == it)).collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn of_the_specs() {
    let counted = count(&folder("specs"));
    assert!(counted > 1_000, "{counted}");
}

#[test]
fn of_the_real_document() {
    let Some(files) = real() else { return };
    let counted = count(&files);
    assert!(counted > 5_000, "{counted}");
}

/// Compares what goes in with what comes out; answers how many keywords there are.
fn count(files: &Folder) -> usize {
    let (lowered, sources) = lowered(files);
    let mut counted = 0;
    let mut lost = BTreeSet::new();
    for (capability, entry) in lowered.capabilities.iter().zip(&lowered.entries) {
        let entry = &lowered.catalog.entries[*entry];
        let overlays: Vec<String> = entry.overlays.iter().map(|it| it.value.clone()).collect();
        let nodes = Nodes::of(files, &entry.openapi.value, &overlays);
        let written = by_origin(&capability.schemas, |span| place(&sources, span));
        counted += compare(&nodes, &written, &mut lost);
    }
    let lost: Vec<String> = lost.into_iter().collect();
    assert!(lost.is_empty(), "{} differences\n{}", lost.len(), lost.join("\n"));
    counted
}

fn compare(nodes: &Nodes, written: &BTreeMap<Place, Said>, lost: &mut BTreeSet<String>) -> usize {
    let version = nodes.root.get("openapi").and_then(Node::as_str).unwrap_or_default();
    let is_30 = version.starts_with("3.0");
    let by_place = nodes.by_place();
    let mut counted = 0;
    for (place, found) in written {
        let Some(node) = by_place.get(place) else {
            // The name of a path parameter that is not declared, which is taken as a string.
            if *found != Said::from([("type".to_owned(), serde_json::json!(["string"]))]) {
                lost.insert(format!("{place:?}: nothing stands there, but {found:?} was read"));
            }
            continue;
        };
        // What the compiler made up, such as the type of an undeclared parameter, stands at no schema.
        if node.as_object().is_none_or(|it| it.contains_key("openapi")) {
            continue;
        }
        let mut wanted = said(node, is_30);
        let properties = node.get("properties").and_then(Node::as_object).into_iter().flatten();
        let says = |it: &Node, word: &str| it.get(word).and_then(Node::as_bool) == Some(true);
        let of_one_side = properties
            .filter(|(_, it)| says(&it.value, "readOnly") || says(&it.value, "writeOnly"))
            .map(|(name, _)| name.as_str());
        leave_out(&mut wanted, &of_one_side.collect::<Vec<_>>());
        counted += wanted.len();
        differences(place, &wanted, found, lost);
        for inner in below(node, is_30) {
            if !written.contains_key(&nodes.place(inner)) {
                lost.insert(format!("{:?}: the schema is not read", nodes.place(inner)));
            }
        }
    }
    counted
}

fn differences(place: &Place, wanted: &Said, found: &Said, lost: &mut BTreeSet<String>) {
    for (keyword, value) in wanted {
        match found.get(keyword) {
            None => drop(lost.insert(format!("{place:?}: `{keyword}` is lost"))),
            Some(other) if other != value => {
                lost.insert(format!("{place:?}: `{keyword}` was {value}, is {other}"));
            }
            Some(_) => {}
        }
    }
    for keyword in found.keys().filter(|it| !wanted.contains_key(*it)) {
        // A file of OpenAPI 3.1, as 3.0 has it.
        let is_file = wanted.contains_key("contentMediaType")
            && matches!(keyword.as_str(), "format" | "type");
        if !is_file {
            lost.insert(format!("{place:?}: `{keyword}` was added"));
        }
    }
}

/// What one side alone sends is required of that side only, so the IR has the schema once for each side.
fn leave_out(said: &mut Said, names: &[&str]) {
    if let Some(Value::Array(required)) = said.get_mut("required") {
        required.retain(|it| it.as_str().is_none_or(|it| !names.contains(&it)));
    }
    if said.get("required").and_then(Value::as_array).is_some_and(Vec::is_empty) {
        said.remove("required");
    }
}

/// What the IR says of each place; a schema that became several says what all of them say.
fn by_origin(
    schemas: &Schemas,
    place: impl Fn(generator::diagnostic::Span) -> Place,
) -> BTreeMap<Place, Said> {
    let mut all: BTreeMap<Place, Said> = BTreeMap::new();
    for (id, schema) in schemas.iter() {
        let mut said = match written(schemas, id) {
            Value::Object(members) => normal(members.into_iter().collect()),
            _ => Said::new(),
        };
        let of_one_side = schema.object.properties.iter().filter(|(_, it)| {
            let property = schemas.get(**it);
            property.read_only || property.write_only
        });
        leave_out(&mut said, &of_one_side.map(|it| it.0.as_str()).collect::<Vec<_>>());
        let known = all.entry(place(schema.origin.0)).or_default();
        for (keyword, value) in said {
            // Of `nullable` beside `allOf`, the last part is the type `null`.
            known.entry(keyword).or_insert(value);
        }
    }
    all
}
