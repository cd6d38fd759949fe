//! What `bench compile` counts: documents with so many of one construct.

use serde_json::{Map, Value, json};

/// Something of which a document has any number.
pub struct Construct {
    /// What it is.
    pub name: &'static str,
    /// The construct that each of these stands in, whose cost is taken off; none where this is empty.
    pub beside: &'static str,
    /// The features with which the crate is compiled.
    pub features: &'static str,
    of: Of,
}

enum Of {
    /// Properties of these schemas, by their number.
    Properties(fn(usize) -> Value),
    /// The same, each a reference to a named schema.
    Named(fn(usize) -> Value),
    /// Operations.
    Operations,
}

const FIELD: &str = "field of a struct";
const OPERATION: &str = "operation: its table";

/// Every construct, those that others stand in first.
pub const CONSTRUCTS: &[Construct] = &[
    types(FIELD, "", Of::Properties(|_| json!({ "type": "string" }))),
    types("struct of 10 fields", FIELD, Of::Properties(structure)),
    types("enum of 10 strings", FIELD, Of::Properties(strings)),
    types("enum of 10 integers", FIELD, Of::Properties(integers)),
    types("union of 2, told by schema", FIELD, Of::Properties(union)),
    types("union of 2, told by kind", FIELD, Of::Named(kinds)),
    types("newtype", FIELD, Of::Named(|_| json!({ "type": "string" }))),
    types("map", FIELD, Of::Properties(map)),
    types("rules of a string", FIELD, Of::Properties(rules)),
    operations(OPERATION, "", "api"),
    operations("client method", OPERATION, "api,client"),
    operations("server handler", OPERATION, "api,server"),
    operations("MCP tool", OPERATION, "api,mcp"),
];

const fn types(name: &'static str, beside: &'static str, of: Of) -> Construct {
    Construct { name, beside, features: "api", of }
}

const fn operations(name: &'static str, beside: &'static str, features: &'static str) -> Construct {
    Construct { name, beside, features, of: Of::Operations }
}

impl Construct {
    /// A document with so many of it.
    pub fn document(&self, count: usize) -> Value {
        let (paths, schemas) = match self.of {
            Of::Properties(schema) => (answer(), properties(count, schema)),
            Of::Named(schema) => {
                let refer = |at| json!({ "$ref": format!("#/components/schemas/Named{at}") });
                let mut schemas = properties(count, refer);
                schemas.extend((0..count).map(|at| (format!("Named{at}"), schema(at))));
                (answer(), schemas)
            }
            Of::Operations => (paths(count), properties(1, |_| json!({ "type": "string" }))),
        };
        json!({
            "openapi": "3.1.0",
            "info": { "title": "Constructs", "version": "1" },
            "servers": [{ "url": "https://api.example" }],
            "paths": paths,
            "components": { "schemas": schemas },
        })
    }
}

/// So many properties in structs of ten, and a struct that holds these.
fn properties(count: usize, schema: impl Fn(usize) -> Value) -> Map<String, Value> {
    let places: Vec<usize> = (0..count).collect();
    let mut schemas = Map::new();
    let mut whole = Map::new();
    for (group, places) in places.chunks(10).enumerate() {
        // Names differ, so that no two structs are equal.
        let properties = places.iter().map(|at| (format!("field{at}"), schema(*at)));
        let properties: Map<String, Value> = properties.collect();
        let name = format!("Group{group}");
        let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
        whole.insert(format!("group{group}"), reference);
        schemas.insert(name, json!({ "type": "object", "properties": properties }));
    }
    schemas.insert("Whole".to_owned(), json!({ "type": "object", "properties": whole }));
    schemas
}

fn answer() -> Value {
    json!({ "/whole": { "get": { "operationId": "whole", "responses": responses() } } })
}

fn responses() -> Value {
    let schema = json!({ "$ref": "#/components/schemas/Whole" });
    json!({ "200": {
        "description": "All of them.",
        "content": { "application/json": { "schema": schema } },
    } })
}

/// Operations with a parameter in the path, one in the query, and an answer.
fn paths(count: usize) -> Value {
    let path = |at: usize| {
        let parameters = json!([
            { "name": "key", "in": "path", "required": true, "schema": { "type": "string" } },
            { "name": "limit", "in": "query", "schema": { "type": "integer" } },
        ]);
        let operation = json!({
            "operationId": format!("call{at}"),
            "summary": "Calls it",
            "parameters": parameters,
            "responses": responses(),
        });
        (format!("/call{at}/{{key}}"), json!({ "get": operation }))
    };
    Value::Object((0..count).map(path).collect())
}

fn structure(at: usize) -> Value {
    let field = |it: usize| (format!("inner{at}x{it}"), json!({ "type": "string" }));
    let fields: Map<String, Value> = (0..10).map(field).collect();
    json!({ "type": "object", "properties": fields })
}

fn strings(at: usize) -> Value {
    let values: Vec<String> = (0..10).map(|it| format!("value{at}x{it}")).collect();
    json!({ "type": "string", "enum": values })
}

fn integers(at: usize) -> Value {
    let values: Vec<usize> = (0..10).map(|it| at * 10 + it).collect();
    json!({ "type": "integer", "enum": values })
}

fn union(at: usize) -> Value {
    json!({ "anyOf": [{ "type": "string", "maxLength": at }, { "type": "integer" }] })
}

fn kinds(at: usize) -> Value {
    json!({ "type": ["string", "integer"], "maxLength": at })
}

fn map(_: usize) -> Value {
    json!({ "type": "object", "additionalProperties": { "type": "integer" } })
}

fn rules(at: usize) -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": at + 1, "pattern": "^[a-z]+$" })
}
