//! Documents that are long, deep, or say little of much.

use serde_json::{Map, Value, json};

use crate::harness::{compiles, document, text};

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// Components `S0`, `S1`, ..., each built from the name of the next.
fn chain(length: usize, build: impl Fn(&str) -> Value) -> Value {
    let mut components: Map<String, Value> =
        (0..length).map(|at| (format!("S{at}"), build(&format!("S{}", at + 1)))).collect();
    components.insert(format!("S{length}"), json!({ "type": "string", "maxLength": 7 }));
    Value::Object(components)
}

#[test]
fn a_long_chain_of_bare_references() {
    let compilation = compiles(&document(reference("S0"), chain(5_000, reference)));
    assert!(text(&compilation, "types.rs").contains("pub struct S5000(String);"));
}

#[test]
fn a_long_chain_of_properties() {
    let components = chain(5_000, |next| json!({ "properties": { "next": reference(next) } }));
    let compilation = compiles(&document(reference("S0"), components));
    assert!(text(&compilation, "types.rs").contains("pub struct S4999 "));
}

#[test]
fn a_long_chain_of_combinations() {
    for keyword in ["allOf", "anyOf", "oneOf"] {
        compiles(&document(
            reference("S0"),
            chain(1_000, |next| json!({ keyword: [reference(next), { "description": "D" }] })),
        ));
    }
}

#[test]
fn a_long_chain_of_items() {
    compiles(&document(reference("S0"), chain(1_000, |next| json!({ "items": reference(next) }))));
}

#[test]
fn a_long_chain_that_ends_where_it_begins() {
    let mut components =
        chain(2_000, |next| json!({ "required": ["n"], "properties": { "n": reference(next) } }));
    components["S2000"] = reference("S0");
    compiles(&document(reference("S0"), components));
}

#[test]
fn deep_nesting() {
    for wrap in [
        |inner: Value| json!({ "properties": { "a": inner } }),
        |inner: Value| json!({ "items": inner }),
        |inner: Value| json!({ "allOf": [inner] }),
        |inner: Value| json!({ "anyOf": [inner, { "type": "null" }] }),
        |inner: Value| json!({ "not": inner }),
        |inner: Value| json!({ "additionalProperties": inner }),
    ] {
        // As deep as a file can be: the operation takes up some levels, and a wrapper two.
        let mut schema = json!({ "type": "string" });
        for _ in 0..56 {
            schema = wrap(schema);
        }
        compiles(&document(schema, json!({})));
    }
}

/// Forty levels of which each says the next one twice: a thousand thousand million schemas, written out.
#[test]
fn levels_that_double() {
    let builds: [fn(&str) -> Value; 5] = [
        |next| json!({ "allOf": [reference(next), reference(next)] }),
        |next| json!({ "anyOf": [reference(next), reference(next)] }),
        |next| json!({ "oneOf": [{ "items": reference(next) }, { "additionalProperties": reference(next) }] }),
        |next| json!({ "properties": { "a": reference(next), "b": reference(next) } }),
        |next| {
            json!({ "allOf": [
            { "properties": { "a": { "allOf": [reference(next), { "title": "T" }] } } },
            { "properties": { "b": { "allOf": [reference(next), { "title": "T" }] } } },
        ] })
        },
    ];
    for build in builds {
        compiles(&document(reference("S0"), chain(40, build)));
    }
}

/// The same without names: references into the middle of a schema.
#[test]
fn levels_that_double_without_names() {
    let mut root = Map::new();
    for at in 0..40 {
        let next = json!({ "$ref": format!("#/components/schemas/Root/properties/p{}", at + 1) });
        root.insert(format!("p{at}"), json!({ "properties": { "a": next, "b": next } }));
    }
    root.insert("p40".to_owned(), json!({ "type": "string" }));
    let components = json!({ "Root": { "properties": root } });
    compiles(&document(reference("Root"), components.clone()));
    let part = json!({ "$ref": "#/components/schemas/Root/properties/p0" });
    compiles(&document(part, components));
}

#[test]
fn wide_objects() {
    let properties: Map<String, Value> =
        (0..3_000).map(|at| (format!("p{at}"), json!({ "type": ["string", "null"] }))).collect();
    compiles(&document(json!({ "properties": properties, "required": ["p0", "p1"] }), json!({})));
}

#[test]
fn many_operations() {
    let mut openapi = document(reference("Pet"), json!({ "Pet": { "properties": { "a": {} } } }));
    let operation = openapi["paths"]["/a"]["post"].take();
    let paths: Map<String, Value> = (0..400)
        .map(|at| {
            let mut operation = operation.clone();
            operation["operationId"] = format!("call-{at}").into();
            (format!("/a{at}"), json!({ "post": operation }))
        })
        .collect();
    openapi["paths"] = Value::Object(paths);
    compiles(&openapi);
}
