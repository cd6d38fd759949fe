//! Names that are no identifiers, that mean something in Rust, or that become one.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::harness::{compiles, document, exposing_all, run};

const NAMES: &[&str] = &[
    "self",
    "Self",
    "super",
    "crate",
    "type",
    "fn",
    "async",
    "await",
    "dyn",
    "gen",
    "try",
    "union",
    "_",
    "__",
    "-",
    "",
    " ",
    "😀",
    "+1",
    "-1",
    "1",
    "$",
    "@",
    "a",
    "A",
    "a_",
    "_a",
    "a b",
    "a-b",
    "a.b",
    "aB",
    "ab",
    "é",
    "ﬁ",
    "new",
    "clone",
    "builder",
    "from_env",
    "into",
    "drop",
    "body",
    "options",
    "context",
    "inputs",
    "value",
    "fields",
    "reader",
    "rest",
    "additional_properties",
    "additionalProperties",
    "moreProperties",
    "write",
    "read",
    "Error",
    "Value",
    "Option",
    "String",
    "Client",
    "Result",
    "Vec",
    "Box",
    "Default",
    "Some",
    "None",
    "Ok",
    "Err",
    "Json",
    "Reader",
    "Writer",
    "File",
    "Secret",
    "Unknown",
    "Undeclared",
    "Debug",
    "Api",
    "api",
    "BTreeMap",
    "\"",
    "\\",
    "\n",
    "{}",
    "{",
    "}",
    "/",
    "~",
    "*/",
    "//",
    "#",
    "'",
    "r#type",
    "macro_rules",
    "true",
    "i64",
    "STRING",
    "ANY",
    "OBJECT",
    "Schema",
    "schemas",
    "operations",
    "tools",
    "types",
    "ANY_OBJECT",
    "static",
];

fn long() -> String {
    "very-long-".repeat(30)
}

#[test]
fn properties() {
    let mut properties = Map::new();
    for name in NAMES.iter().map(|it| (*it).to_owned()).chain([long()]) {
        properties.insert(name, json!({ "type": "string" }));
    }
    for additional in [json!(true), json!(false), json!({ "type": "string" })] {
        let required: Vec<&String> = properties.keys().step_by(3).collect();
        let schema = json!({
            "type": "object", "properties": properties, "required": required,
            "additionalProperties": additional,
        });
        compiles(&document(schema, json!({})));
    }
}

#[test]
fn components() {
    let names: Vec<String> = NAMES.iter().map(|it| (*it).to_owned()).chain([long()]).collect();
    let mut components = Map::new();
    let mut properties = Map::new();
    for (at, name) in names.iter().enumerate() {
        let schema = match at % 3 {
            0 => json!({ "type": "object", "properties": { "a": { "enum": ["x", "y"] } } }),
            1 => json!({ "type": "string", "enum": ["a", "b", format!("c{at}")] }),
            _ => json!({ "oneOf": [{ "type": "string" }, { "properties": { name: {} } }] }),
        };
        components.insert(name.clone(), schema);
        let token = name.replace('~', "~0").replace('/', "~1").replace('%', "%25");
        let pointer = format!("#/components/schemas/{token}");
        properties.insert(format!("p{at}"), json!({ "$ref": pointer }));
    }
    compiles(&document(json!({ "properties": properties }), Value::Object(components)));
}

#[test]
fn enum_values() {
    compiles(&document(json!({ "properties": { "it": { "enum": NAMES } } }), json!({})));
}

#[test]
fn union_variants() {
    let variants: Vec<Value> = NAMES
        .iter()
        .map(|it| json!({ "title": it, "type": "object", "properties": { it.to_owned(): {} } }))
        .collect();
    compiles(&document(json!({ "oneOf": variants }), json!({})));
}

#[test]
fn parameters() {
    for place in ["query", "header", "cookie"] {
        for required in [true, false] {
            let parameters: Vec<Value> = NAMES
                .iter()
                .map(|it| {
                    json!({ "name": it, "in": place, "required": required,
                    "schema": { "enum": ["a", "b", it] } })
                })
                .collect();
            let mut openapi = document(json!({ "type": "string" }), json!({}));
            openapi["paths"]["/a"]["post"]["parameters"] = parameters.into();
            compiles(&openapi);
        }
    }
}

#[test]
fn parameters_of_one_name_in_all_places() {
    let mut openapi = document(json!({ "properties": { "id": {}, "query_id": {} } }), json!({}));
    let item = openapi["paths"]["/a"].take();
    openapi["paths"] = json!({ "/a/{id}/{query_id}": item });
    let places = ["query", "header", "cookie", "path"];
    let parameters: Vec<Value> = places
        .iter()
        .flat_map(|place| {
            ["id", "query_id", "header_id", "ID"]
                .map(|name| json!({ "name": name, "in": place, "required": true, "schema": {} }))
        })
        .collect();
    openapi["paths"]["/a/{id}/{query_id}"]["post"]["parameters"] = parameters.into();
    let compilation = compiles(&openapi);
    let parameters = &compilation.capabilities[0].operations[0].parameters;
    let arguments: BTreeSet<&str> = parameters.iter().map(|it| it.argument.as_str()).collect();
    assert_eq!(arguments.len(), parameters.len(), "two inputs share a name: {arguments:?}");
}

/// One operation at a time: several of these names are one Rust name, which is an error.
#[test]
fn operations() {
    for name in NAMES.iter().map(|it| (*it).to_owned()).chain([long()]) {
        let mut openapi = document(json!({ "type": "string" }), json!({}));
        openapi["paths"]["/a"]["post"]["operationId"] = name.clone().into();
        openapi["paths"]["/a"]["post"]["parameters"] = json!([{ "name": "q", "in": "query" }]);
        let result = run(&exposing_all(&openapi));
        // What cannot be the name of a call is refused with a finding.
        if let Err(findings) = result {
            assert!(findings.contains("error["), "{name}: {findings}");
        }
    }
}

/// The module's own types, and those of the operations, meet those of the document.
#[test]
fn operations_beside_components() {
    let components = json!({
        "CallIt": { "properties": { "a": {} } },
        "CallItRequest": { "properties": { "b": {} } },
        "CallItResponse": { "properties": { "c": {} } },
        "CallItOptions": { "properties": { "d": {} } },
        "CallItRequestA": { "properties": { "e": {} } },
        "call_it_request": { "properties": { "f": {} } },
        "Api": { "properties": { "g": {} } },
    });
    let properties: Map<String, Value> = components
        .as_object()
        .expect("an object")
        .keys()
        .map(|it| (it.clone(), json!({ "$ref": format!("#/components/schemas/{it}") })))
        .chain([("a".to_owned(), json!({ "properties": { "z": {} } }))])
        .collect();
    let mut openapi = document(json!({ "properties": properties }), components);
    openapi["paths"]["/a"]["post"]["parameters"] = json!([{ "name": "q", "in": "query" }]);
    compiles(&openapi);
}

/// Every description stays inside its comment, and every text inside its literal.
#[test]
fn texts() {
    let nasty = "*/ */ /* // \" \\ \n\n```rust\nfn f() {\n```\n    indented\r\n\u{2028} \u{0} \u{202E} 😀 {{x}} ${Y} [link] <b> @blank-line@";
    let mut openapi = document(
        json!({ "type": "object", "title": nasty, "description": nasty, "properties": {
            "a": { "type": "string", "description": nasty, "default": nasty, "pattern": "^\"#\\\\\"$" },
            "b": { "enum": [nasty, "b"] },
            "c": { "const": nasty },
        } }),
        json!({}),
    );
    let operation = &mut openapi["paths"]["/a"]["post"];
    operation["summary"] = nasty.into();
    operation["description"] = nasty.into();
    operation["requestBody"]["description"] = nasty.into();
    operation["responses"]["200"]["description"] = nasty.into();
    operation["responses"]["400"] = json!({ "description": nasty });
    operation["parameters"] =
        json!([{ "name": "q", "in": "query", "required": true, "description": nasty }]);
    compiles(&openapi);
}
