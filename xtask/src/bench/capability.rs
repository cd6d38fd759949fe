//! A capability that consumes and exposes every operation of a document.

use serde_json::{Value, json};

/// Builds it; the operations are named by their ids.
pub fn capability(openapi: &Value) -> Value {
    let operations = operations(openapi);
    let each = |build: &dyn Fn(&Operation<'_>) -> Value| -> Value {
        operations.iter().map(build).collect()
    };
    json!({
        "naftiko": "1.0.0-alpha2",
        "info": { "label": "Large", "description": "All of a large API.", "tags": ["bench"] },
        "capability": {
            "consumes": [{
                "type": "http",
                "namespace": "api",
                "baseUri": "https://api.example",
                "description": "A large API.",
                "resources": each(&|it| json!({
                    "name": it.name,
                    "path": it.path,
                    "operations": [{ "name": it.name, "method": it.method, "description": it.summary }],
                })),
            }],
            "exposes": [
                {
                    "type": "rest",
                    "namespace": "api-rest",
                    "port": 8080,
                    "resources": each(&|it| json!({
                        "name": it.name,
                        "path": it.path,
                        "description": it.summary,
                        "operations": [it.exposed(json!({ "method": it.method }))],
                    })),
                },
                {
                    "type": "mcp",
                    "namespace": "api-mcp",
                    "port": 9090,
                    "transport": "http",
                    "description": "A large API.",
                    "tools": each(&|it| it.exposed(json!({}))),
                },
            ],
        },
    })
}

struct Operation<'d> {
    name: &'d str,
    path: &'d str,
    method: String,
    summary: &'d str,
}

impl Operation<'_> {
    fn exposed(&self, mut exposed: Value) -> Value {
        exposed["name"] = self.name.into();
        exposed["description"] = self.summary.into();
        exposed["call"] = format!("api.{}", self.name).into();
        exposed
    }
}

fn operations(openapi: &Value) -> Vec<Operation<'_>> {
    let paths = openapi["paths"].as_object().into_iter().flatten();
    let items = paths.flat_map(|(path, item)| {
        item.as_object().into_iter().flatten().map(move |(method, it)| (path, method, it))
    });
    items
        .map(|(path, method, operation)| Operation {
            name: operation["operationId"].as_str().unwrap_or_default(),
            path,
            method: method.to_ascii_uppercase(),
            summary: operation["summary"].as_str().unwrap_or_default(),
        })
        .collect()
}
