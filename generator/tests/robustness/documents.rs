//! Documents that no one should write and someone has.

use serde_json::{Value, json};

use crate::harness::{compiles, document, exposing_all, run, text};

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

#[test]
fn enums_of_all_values() {
    let many: Vec<String> = (0..600).map(|it| format!("value {it}")).collect();
    let cases = [
        json!(many),
        json!([
            "", " ", "-", "_", "a", "A", "a ", "é", "É", "1", "-1", "+1", "self", "Self", "Unknown"
        ]),
        json!([null]),
        json!([]),
        json!(["a", "a", "a"]),
        json!(["a", null]),
        json!([1, 2, -3]),
        json!([1, 2.5]),
        json!([true, false]),
        json!(["a", 1, null, {}, []]),
        json!([{ "a": 1 }, [2]]),
        json!([-9223372036854775808i64, 18446744073709551615u64, 1e300]),
    ];
    for values in cases {
        for schema in [
            json!({ "enum": values }),
            json!({ "type": "string", "enum": values }),
            json!({ "type": ["string", "null"], "enum": values }),
            json!({ "type": "integer", "enum": values }),
        ] {
            compiles(&document(json!({ "properties": { "it": schema } }), json!({})));
            compiles(&document(reference("E"), json!({ "E": schema })));
        }
    }
}

#[test]
fn schemas_that_contain_themselves() {
    let a = || reference("A");
    let cases = [
        json!({ "type": "array", "items": a() }),
        json!({ "type": "object", "additionalProperties": a() }),
        json!({ "properties": { "a": a() } }),
        json!({ "properties": { "a": a() }, "required": ["a"] }),
        json!({ "properties": { "a": { "anyOf": [a(), { "type": "null" }] } }, "required": ["a"] }),
        json!({ "properties": { "b": reference("B") }, "required": ["b"] }),
        json!({ "allOf": [{ "properties": { "a": a() } }, reference("B")] }),
        json!({ "oneOf": [{ "type": "string" }, { "type": "array", "items": a() }] }),
        json!({ "oneOf": [{ "properties": { "a": a() } }, { "properties": { "b": reference("B") } }] }),
        json!({ "type": "array", "prefixItems": [a(), a()], "items": false }),
        json!({ "patternProperties": { "^x": a() }, "propertyNames": a() }),
        json!({ "not": { "properties": { "a": a() } } }),
    ];
    for schema in cases {
        let b = json!({ "properties": { "a": a() }, "required": ["a"] });
        compiles(&document(a(), json!({ "A": schema, "B": b })));
    }
}

#[test]
fn schemas_that_are_themselves() {
    let a = || reference("A");
    let cases = [
        a(),
        reference("B"),
        json!({ "allOf": [a()] }),
        json!({ "allOf": [a(), a(), reference("B")] }),
        json!({ "anyOf": [a()] }),
        json!({ "anyOf": [a(), { "type": "string" }] }),
        json!({ "oneOf": [{ "allOf": [{ "anyOf": [a()] }] }] }),
        json!({ "not": a() }),
        json!({ "$ref": "#/components/schemas/A", "type": "object" }),
        json!({ "allOf": [{ "$ref": "#/components/schemas/A/allOf/0" }] }),
        json!({ "properties": { "a": { "$ref": "#/components/schemas/A/properties/a" } } }),
    ];
    for schema in cases {
        compiles(&document(a(), json!({ "A": schema, "B": a() })));
    }
}

#[test]
fn types_in_all_combinations() {
    let types = ["null", "boolean", "integer", "number", "string", "array", "object"];
    for first in types {
        for second in types {
            let schema = json!({
                "type": [first, second], "minimum": 1, "minLength": 1, "items": { "type": "string" },
                "properties": { "a": { "type": "string" } }, "format": "binary",
            });
            compiles(&document(schema, json!({})));
            let parts = [json!({ "type": first }), json!({ "type": second })];
            for keyword in ["allOf", "anyOf", "oneOf"] {
                compiles(&document(json!({ keyword: parts }), json!({})));
            }
        }
    }
    compiles(&document(json!({ "type": [] }), json!({})));
    compiles(&document(json!({ "type": types }), json!({})));
}

#[test]
fn numbers_beyond_all_bounds() {
    let numbers = [
        json!(-9223372036854776000.0),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1e308),
        json!(-1e-320),
        json!(-0.0),
        json!(0.1),
    ];
    for number in numbers {
        for ty in ["integer", "number"] {
            let schema = json!({
                "type": ty, "minimum": number, "maximum": number, "exclusiveMinimum": number,
                "exclusiveMaximum": number, "default": number, "example": number, "enum": [number],
            });
            compiles(&document(schema, json!({})));
        }
        let counts = json!({ "type": "string", "minLength": number, "maxItems": number });
        let _ = run(&exposing_all(&document(counts, json!({}))));
    }
}

#[test]
fn objects_that_are_closed() {
    let compilation = compiles(&document(
        json!({
            "type": "object", "additionalProperties": false, "required": ["a", "undeclared"],
            "properties": { "a": true, "b": false, "c": {}, "d": { "additionalProperties": false } },
        }),
        json!({}),
    ));
    assert!(!text(&compilation, "types.rs").contains("additional_properties"));
}

#[test]
fn discriminators_that_are_broken() {
    let members = json!({
        "A": { "type": "object", "properties": { "kind": { "type": "string" } } },
        "B": { "type": "object", "properties": { "kind": { "const": "b" } } },
    });
    let with = |discriminator: Value| json!({ "oneOf": [reference("A"), reference("B")], "discriminator": discriminator });
    let sound = [
        json!({ "propertyName": "kind" }),
        json!({ "propertyName": "absent" }),
        json!({}),
        json!({ "propertyName": 5 }),
        json!("kind"),
        json!({ "propertyName": "kind", "mapping": { "a": "A", "b": "B", "c": "B", "": "A" } }),
        json!({ "propertyName": "kind", "mapping": { "a": "#/components/schemas/A" } }),
        json!({ "propertyName": "kind", "mapping": ["A"] }),
        json!({ "propertyName": "kind", "mapping": { "a": 5 } }),
    ];
    for discriminator in sound {
        compiles(&document(with(discriminator), members.clone()));
    }
    for target in ["C", "#/components/schemas/C", "other.json#/A", "#", ""] {
        let discriminator = json!({ "propertyName": "kind", "mapping": { "a": target } });
        let _ = run(&exposing_all(&document(with(discriminator), members.clone())));
    }
}

#[test]
fn answers_of_all_kinds() {
    let document = json!({
        "openapi": "3.0.3",
        "paths": { "/a": {
            "get": { "responses": {} },
            "put": {},
            "post": { "responses": { "200": {}, "204": {}, "2XX": {}, "default": {}, "404": {} } },
            "delete": { "responses": {
                "200": { "content": { "application/octet-stream": {} } },
                "201": { "content": { "text/plain": { "schema": { "type": "integer" } } } },
                "202": { "content": {} },
                "203": { "content": { "application/json": {} } },
            } },
            "patch": { "requestBody": { "content": {} }, "responses": { "default": {
                "content": { "application/json": { "schema": { "type": "null" } } },
            } } },
            "trace": { "requestBody": { "content": { "multipart/form-data": { "schema": {
                "properties": { "f": { "type": "string", "format": "binary" }, "fs": {
                    "type": "array", "items": { "type": "string", "format": "binary" } } },
            } } } }, "responses": { "200": { "content": { "*/*": { "schema": { "enum": [] } } } } } },
        } },
    });
    compiles(&document);
}
