//! A capability that destroys, and that answers secrets and much of it.

use fixture::support::operation::*;
use fixture::support::schema::{self, *};
use http::Method;

static KEY: Schema = schema::object(&Object {
    properties: &[
        required("id", &STRING),
        optional("apiKey", &STRING.min_length(20)),
        optional("hook", &STRING.secret()),
        optional("token", &STRING.shown()),
        optional("url", &STRING.format("uri")),
        optional("short", &STRING.max_length(12)),
    ],
    ..ANY_OBJECT
});
static KEYS: Schema = schema::array(&Array { items: Some(&KEY), ..ANY_ARRAY });
static PAIR: Schema =
    schema::array(&Array { items: Some(&STRING), min_items: 2, max_items: Some(2), ..ANY_ARRAY });

static PARAMETERS: &[Parameter] = &[
    Parameter::path("id", &STRING),
    Parameter::query("password", &STRING),
    Parameter::query("limit", &INTEGER),
    Parameter::query("filter", &ANY),
];

const fn operation(
    name: &'static str,
    method: Method,
    responses: &'static [Response],
) -> Operation {
    Operation {
        name,
        method,
        path: "/keys/{id}",
        parameters: PARAMETERS,
        body: None,
        empty_json_body: false,
        idempotent: false,
        server: None,
        responses,
        pagination: None,
        security: &[],
    }
}

static REMOVE: Operation = operation("remove", Method::DELETE, &[]);
static LIST: Operation = operation("list", Method::GET, &[answers(&KEYS)]);
static READ: Operation = operation("read", Method::GET, &[answers(&KEY)]);
static TWO: Operation = operation("two", Method::GET, &[answers(&PAIR)]);
static ANYTHING: Operation = operation("anything", Method::GET, &[]);

const fn answers(schema: &'static Schema) -> Response {
    Response::new(StatusPattern::Code(200), Encoding::Json, schema)
}

const ARGUMENTS: &[Argument] = &[
    Argument { name: "id", target: Target::Parameter("id") },
    Argument { name: "password", target: Target::Parameter("password") },
    Argument { name: "limit", target: Target::Parameter("limit") },
    Argument { name: "filter", target: Target::Parameter("filter") },
];

const fn tool(name: &'static str, operation: &'static Operation, wraps_result: bool) -> Tool {
    let call = Call { operation, with: &[], mapping: None };
    Tool { name, tags: &["keys"], arguments: ARGUMENTS, wraps_result, call }
}

const MAPPED: Call = Call { operation: &READ, with: &[], mapping: Some(Mapping::Path("$.apiKey")) };

pub static KEYRING: Capability = Capability {
    name: "keyring",
    title: "Keys",
    description: "Keys.",
    base_url: "http://127.0.0.1:1",
    schemes: &[],
    operations: &[&REMOVE, &LIST, &READ, &TWO, &ANYTHING],
    rest: None,
    mcp: Some(Mcp {
        name: "keyring",
        instructions: "",
        address: "127.0.0.1",
        port: 9090,
        tools: &[
            tool("keys-remove", &REMOVE, false),
            tool("keys-reset", &REMOVE, false),
            tool("keys-list", &LIST, true),
            tool("keys-read", &READ, false),
            tool("keys-two", &TWO, true),
            tool("keys-anything", &ANYTHING, false),
            Tool {
                name: "keys-value",
                tags: &[],
                arguments: ARGUMENTS,
                wraps_result: false,
                call: MAPPED,
            },
        ],
        ttl_ms: None,
        shared: None,
        resources: &[],
        prompts: &[],
        definitions: DEFINITIONS,
    }),
    errors: ErrorShape::MessageCodeIssues,
    skill: None,
};

const DEFINITIONS: &str = r#"[
  {"name":"keys-remove","title":"Remove a key","description":"Removes a key for good.\nThere is no way back.","inputSchema":{"type":"object","properties":{"id":{"type":"string"}},"required":["id"]},"annotations":{"readOnlyHint":false,"destructiveHint":true}},
  {"name":"keys-reset","title":"Reset a key","inputSchema":{"type":"object","properties":{}}},
  {"name":"keys-list","title":"List the keys","inputSchema":{"type":"object","properties":{}},"annotations":{"readOnlyHint":true},
   "outputSchema":{"type":"object","properties":{"result":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},"apiKey":{"type":"string","minLength":20},"hook":{"type":"string","x-secret":true},"token":{"type":"string","x-secret":false},"url":{"type":"string","format":"uri"},"short":{"type":"string","maxLength":12}},"required":["id"]}}},"required":["result"]}},
  {"name":"keys-read","title":"Read a key","inputSchema":{"type":"object","properties":{}},"annotations":{"readOnlyHint":true},
   "outputSchema":{"type":"object","properties":{"id":{"type":"string"},"apiKey":{"type":"string","minLength":20},"hook":{"type":"string","x-secret":true},"token":{"type":"string","x-secret":false},"url":{"type":"string","format":"uri"},"short":{"type":"string","maxLength":12}},"required":["id"]}},
  {"name":"keys-two","inputSchema":{"type":"object","properties":{}},"annotations":{"readOnlyHint":true},
   "outputSchema":{"type":"object","properties":{"result":{"type":"array","items":{"type":"string"},"minItems":2,"maxItems":2}},"required":["result"]}},
  {"name":"keys-anything","inputSchema":{"type":"object","properties":{}},"annotations":{"readOnlyHint":true}},
  {"name":"keys-value","inputSchema":{"type":"object","properties":{}},"annotations":{"readOnlyHint":true}}
]"#;
