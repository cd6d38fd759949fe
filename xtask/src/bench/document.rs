//! A large OpenAPI document such as big providers have: the same one for every run.
//!
//! Input: how many bytes it is to have, and how they are counted. Output: the document as JSON. It holds
//! what costs a compiler most: schemas by the thousand that refer to each other in rings, `allOf` and
//! `oneOf`, long enumerations, long descriptions, inline schemas, and operations over all of them.

use fastrand::Rng;
use serde_json::{Map, Value, json};

/// So many enumerations are short for each one of [`LONG_ENUM`] values.
const SHORT_ENUMS: usize = 50;
const LONG_ENUM: usize = 600;

const WORDS: &[&str] = &[
    "account", "balance", "charge", "dispute", "event", "file", "group", "invoice", "journal",
    "key", "ledger", "member", "notice", "order", "payment", "quote", "refund", "source", "token",
    "user",
];

/// Builds the document from as many groups of schemas and operations as fill `bytes`.
pub fn document(bytes: usize, measure: impl Fn(&Value) -> usize) -> Value {
    let mut builder = Builder { random: Rng::with_seed(7), groups: 0 };
    let (mut paths, mut schemas) = (Map::new(), Map::new());
    let mut size = 0;
    while size < bytes {
        let (new_paths, new_schemas) = builder.group();
        size += measure(&json!([new_paths, new_schemas]));
        paths.extend(new_paths);
        schemas.extend(new_schemas);
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "A large API", "version": "1" },
        "security": [{ "key": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "key": { "type": "http", "scheme": "bearer" } },
            "parameters": {
                "limit": { "name": "limit", "in": "query", "schema": { "type": "integer", "maximum": 100 } },
                "after": { "name": "after", "in": "query", "schema": { "type": "string", "maxLength": 80 } },
            },
            "responses": { "error": {
                "description": "What went wrong.",
                "content": { "application/json": { "schema": reference("Error") } },
            } },
            "schemas": with_error(schemas),
        },
    })
}

fn with_error(mut schemas: Map<String, Value>) -> Map<String, Value> {
    let error = json!({
        "type": "object",
        "required": ["message"],
        "properties": { "message": { "type": "string" }, "code": { "type": "string" } },
    });
    schemas.insert("Error".to_owned(), error);
    schemas
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

struct Builder {
    random: Rng,
    groups: usize,
}

impl Builder {
    /// The paths and the schemas of one thing that the API is about.
    fn group(&mut self) -> (Map<String, Value>, Map<String, Value>) {
        let at = self.groups;
        self.groups += 1;
        let mut schemas = Map::new();
        schemas.insert(format!("Thing{at}"), self.thing(at));
        schemas.insert(format!("com.example.Thing{at}.Kind"), self.enumeration(at));
        schemas.insert(format!("Thing{at}Change"), self.change(at));
        schemas.insert(format!("Thing{at}Event"), self.event(at));
        (self.paths(at), schemas)
    }

    /// The name of a thing that is there in any case, at most this one.
    fn other(&mut self, at: usize) -> String {
        format!("Thing{}", self.random.usize(..=at))
    }

    fn text(&mut self, words: usize) -> String {
        let words: Vec<&str> =
            (0..words).map(|_| WORDS[self.random.usize(..WORDS.len())]).collect();
        format!("The {}.", words.join(" "))
    }

    /// An object that refers to others and, through them, to itself.
    fn thing(&mut self, at: usize) -> Value {
        let mut properties = Map::new();
        let mut add = |name: &str, schema: Value| properties.insert(name.to_owned(), schema);
        add("id", json!({ "type": "string", "format": "uuid", "readOnly": true }));
        add("kind", reference(&format!("com.example.Thing{at}.Kind")));
        add("parent", json!({ "anyOf": [reference(&self.other(at)), { "type": "null" }] }));
        add("children", json!({ "type": "array", "items": reference(&format!("Thing{at}")) }));
        add("next", reference(&self.other(at)));
        add("created", json!({ "type": "string", "format": "date-time" }));
        add("metadata", json!({ "type": "object", "additionalProperties": { "type": "string" } }));
        add("address", self.inline(at));
        for word in 0..self.random.usize(4..10) {
            let description = self.text(12);
            let name = format!("{}_{word}", WORDS[(at + word) % WORDS.len()]);
            add(
                &name,
                json!({
                    "type": ["string", "null"], "maxLength": 5000, "description": description,
                }),
            );
        }
        let description = self.text(80);
        json!({
            "type": "object",
            "description": description,
            "required": ["id", "kind", "created"],
            "properties": properties,
        })
    }

    /// A schema without a name, equal to those of some other things.
    fn inline(&mut self, at: usize) -> Value {
        json!({
            "type": "object",
            "additionalProperties": false,
            "properties": {
                "city": { "type": "string", "minLength": at % 5 },
                "lines": { "type": "array", "maxItems": 4, "items": { "type": "string" } },
                "position": { "type": "object", "properties": {
                    "latitude": { "type": "number", "minimum": -90, "maximum": 90 },
                    "longitude": { "type": "number", "minimum": -180, "maximum": 180 },
                } },
            },
        })
    }

    fn enumeration(&mut self, at: usize) -> Value {
        let values =
            if at.is_multiple_of(SHORT_ENUMS) { LONG_ENUM } else { self.random.usize(3..20) };
        let value = |it: usize| format!("{}.{it}", WORDS[(at + it) % WORDS.len()]);
        json!({ "type": "string", "enum": (0..values).map(value).collect::<Vec<_>>() })
    }

    fn change(&mut self, at: usize) -> Value {
        let description = self.text(40);
        json!({
            "description": description,
            "allOf": [
                reference(&format!("Thing{at}")),
                { "type": "object", "required": ["reason"], "properties": {
                    "reason": { "type": "string", "pattern": "^[a-z ]+$" },
                    "count": { "type": "integer", "format": "int64", "minimum": -9223372036854776000.0 },
                } },
            ],
        })
    }

    fn event(&mut self, at: usize) -> Value {
        let members = |kind: &str, more: Value| {
            json!({
                "type": "object",
                "required": ["kind"],
                "properties": { "kind": { "const": kind }, "data": more },
            })
        };
        json!({ "oneOf": [
            members("created", reference(&format!("Thing{at}"))),
            members("changed", reference(&format!("Thing{at}Change"))),
            members("removed", reference(&self.other(at))),
        ] })
    }

    fn paths(&mut self, at: usize) -> Map<String, Value> {
        let id =
            json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } });
        let collection = json!({
            "get": self.operation(at, "list", self.filters(), json!({
                "type": "object",
                "properties": {
                    "data": { "type": "array", "items": reference(&format!("Thing{at}")) },
                    "more": { "type": "boolean" },
                },
            })),
            "post": self.operation(at, "create", json!({
                "requestBody": { "required": true, "content": {
                    "application/json": { "schema": reference(&format!("Thing{at}Change")) },
                } },
            }), reference(&format!("Thing{at}"))),
        });
        let change = json!({
            "parameters": [id],
            "requestBody": { "content": { "application/json": { "schema": self.inline(at) } } },
        });
        let item = json!({
            "patch": self.operation(at, "change", change, reference(&format!("Thing{at}"))),
            "get": self.operation(at, "watch", json!({ "parameters": [id] }), reference(&format!("Thing{at}Event"))),
        });
        let paths =
            [(format!("/v1/things{at}"), collection), (format!("/v1/things{at}/{{id}}"), item)];
        paths.into_iter().collect()
    }

    fn filters(&self) -> Value {
        json!({ "parameters": [
            { "$ref": "#/components/parameters/limit" },
            { "$ref": "#/components/parameters/after" },
            { "name": "kind", "in": "query", "schema": { "type": "array", "items": { "type": "string" } } },
            { "name": "created", "in": "query", "style": "deepObject", "explode": true, "schema": {
                "type": "object", "properties": { "gt": { "type": "integer" }, "lt": { "type": "integer" } },
            } },
        ] })
    }

    fn operation(&mut self, at: usize, verb: &str, inputs: Value, answer: Value) -> Value {
        let mut operation = json!({
            "operationId": format!("{verb}Thing{at}"),
            "summary": format!("{verb} things of kind {at}"),
            "description": self.text(60),
            "tags": [WORDS[at % WORDS.len()]],
        });
        let members = operation.as_object_mut().into_iter();
        members.for_each(|it| it.extend(inputs.as_object().cloned().unwrap_or_default()));
        operation["responses"] = json!({
            "200": { "description": "Done.", "content": { "application/json": { "schema": answer } } },
            "default": { "$ref": "#/components/responses/error" },
        });
        operation
    }
}
