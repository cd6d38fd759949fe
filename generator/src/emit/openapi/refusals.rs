//! The answers that the server itself gives, whatever the upstream API would say.

use serde_json::{Value, json};

/// An answer of the server's own.
pub(super) struct Refusal {
    pub status: u16,
    pub description: &'static str,
}

const fn refusal(status: u16, description: &'static str) -> Refusal {
    Refusal { status, description }
}

/// What of a route decides how it can be refused.
#[derive(Clone, Copy)]
pub(super) struct Taken {
    /// It has parameters or a body.
    pub inputs: bool,
    /// Its path captures something.
    pub captures: bool,
    /// It has a body.
    pub body: bool,
}

/// The answers that a route can be refused with, by status.
pub(super) fn of(taken: Taken) -> Vec<Refusal> {
    let mut all = Vec::new();
    if taken.inputs {
        all.push(refusal(400, "The request cannot be understood, or its inputs are not valid."));
    }
    all.push(refusal(
        403,
        "The request names a host or an origin that this server does not answer for.",
    ));
    if taken.captures {
        all.push(refusal(404, "There is no operation at this path."));
    }
    if taken.body {
        all.push(refusal(408, "The body did not arrive in time."));
        all.push(refusal(413, "The body is larger than is allowed."));
        all.push(refusal(415, "The body is of another media type."));
    }
    all.push(refusal(500, "The server failed."));
    all.push(refusal(502, "The upstream API could not be reached, or not be understood."));
    all.push(refusal(503, "The server is busy; the request may be repeated."));
    all.push(refusal(504, "The upstream API did not answer in time."));
    all
}

/// What the schema of the server's own errors is called, unless the document has one of that name.
pub(super) const PROBLEM: &str = "Problem";

/// The schema of the server's own errors, where no document declares a shape for them.
pub(super) fn problem() -> Value {
    let text = |description: &str| json!({ "type": "string", "description": description });
    json!({
        "description": "Why a request was not answered as asked (RFC 9457).",
        "type": "object",
        "properties": {
            "type": { "type": "string", "format": "uri-reference", "description": "What kind of problem it is." },
            "title": text("The kind in words."),
            "status": { "type": "integer", "description": "The HTTP status." },
            "detail": text("What happened."),
            "code": text("For programs."),
            "errors": {
                "description": "Everything that is wrong with the inputs.",
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "detail": text("What is wrong."),
                        "pointer": text("Where it is: a JSON pointer as a URI fragment."),
                    },
                    "required": ["detail"],
                },
            },
        },
        "required": ["type", "title", "status", "detail"],
    })
}

/// Whether a part of the document refers to a schema.
pub(super) fn refers_to(value: &Value, schema: &str) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(name, member)| match member {
            Value::String(target) if name == "$ref" => {
                target.strip_prefix("#/components/schemas/") == Some(schema)
            }
            member => refers_to(member, schema),
        }),
        Value::Array(items) => items.iter().any(|it| refers_to(it, schema)),
        _ => false,
    }
}
