//! One operation behind tools of every kind.

use fixture::support::operation::*;
use fixture::support::schema::{self, *};
use http::Method;

static ITEMS: Schema = schema::array(&Array { items: Some(&STRING), ..ANY_ARRAY });
static ITEM: Schema = schema::object(&Object {
    properties: &[required("id", &STRING), optional("note", &STRING)],
    ..ANY_OBJECT
});

static ANYTHING: &[Response] =
    &[Response { status: StatusPattern::Code(200), encoding: None, schema: &ANY }];
static SOME_ITEMS: &[Response] = &[json(&ITEMS)];
static ONE_ITEM: &[Response] = &[json(&ITEM)];

const fn json(schema: &'static Schema) -> Response {
    Response { status: StatusPattern::Code(200), encoding: Some(Encoding::Json), schema }
}

const fn get(name: &'static str, responses: &'static [Response]) -> Operation {
    Operation {
        name,
        method: Method::GET,
        path: "/things",
        parameters: &[],
        body: None,
        empty_json_body: false,
        idempotent: false,
        server: None,
        responses,
        pagination: None,
        security: &[],
    }
}

static PLAIN: Operation = get("plain", ANYTHING);
static LISTED: Operation = get("listed", SOME_ITEMS);
static ONE: Operation = get("one", ONE_ITEM);
static SEND: Operation = Operation {
    name: "send",
    method: Method::POST,
    path: "/things/{thing}",
    parameters: &[
        Parameter {
            name: "thing",
            argument: "thing",
            location: Location::Path,
            required: true,
            style: Style::Simple,
            explode: false,
            allow_reserved: false,
            schema: &STRING.min_length(2),
        },
        Parameter {
            name: "name",
            argument: "query_name",
            location: Location::Query,
            required: false,
            style: Style::Form,
            explode: true,
            allow_reserved: false,
            schema: &INTEGER,
        },
    ],
    body: Some(RequestBody {
        required: true,
        media_type: "application/json",
        encoding: Encoding::Json,
        schema: &schema::object(&Object {
            properties: &[
                required("name", &STRING.min_length(1)),
                optional(
                    "metadata",
                    &schema::object(&Object {
                        properties: &[required("organizationId", &STRING)],
                        ..ANY_OBJECT
                    }),
                ),
            ],
            ..ANY_OBJECT
        }),
    }),
    empty_json_body: false,
    idempotent: false,
    server: None,
    responses: &[],
    pagination: None,
    security: &[],
};
static WHOLE: Operation = Operation {
    name: "whole",
    method: Method::PUT,
    path: "/things",
    parameters: &[],
    body: Some(RequestBody {
        required: true,
        media_type: "application/json",
        encoding: Encoding::Json,
        schema: &ITEMS,
    }),
    empty_json_body: false,
    idempotent: false,
    server: None,
    responses: &[],
    pagination: None,
    security: &[],
};

static OPERATIONS: &[&Operation] = &[&PLAIN, &LISTED, &ONE, &SEND, &WHOLE];

const fn call(operation: &'static Operation) -> Call {
    Call { operation, with: &[], mapping: None }
}

static TOOLS: &[Tool] = &[
    Tool { name: "plain", tags: &[], arguments: &[], wraps_result: false, call: call(&PLAIN) },
    Tool { name: "listed", tags: &[], arguments: &[], wraps_result: true, call: call(&LISTED) },
    Tool { name: "one", tags: &[], arguments: &[], wraps_result: false, call: call(&ONE) },
    Tool {
        name: "send",
        tags: &["things"],
        arguments: &[
            Argument { name: "thing", target: Target::Parameter("thing") },
            Argument { name: "query_name", target: Target::Parameter("query_name") },
            Argument { name: "name", target: Target::BodyField("name") },
            Argument { name: "metadata", target: Target::BodyField("metadata") },
        ],
        wraps_result: false,
        call: call(&SEND),
    },
    Tool {
        name: "renamed",
        tags: &["things", "again"],
        arguments: &[
            Argument { name: "id", target: Target::Parameter("id") },
            Argument { name: "label", target: Target::Parameter("label") },
        ],
        wraps_result: false,
        call: Call {
            operation: &SEND,
            with: &[
                (Target::Parameter("thing"), Source::Input("id")),
                (Target::BodyField("name"), Source::Input("label")),
            ],
            mapping: None,
        },
    },
    Tool {
        name: "whole",
        tags: &["more"],
        arguments: &[Argument { name: "items", target: Target::Body }],
        wraps_result: false,
        call: call(&WHOLE),
    },
    Tool {
        name: "mapped",
        tags: &[],
        arguments: &[],
        wraps_result: true,
        call: Call { operation: &ONE, with: &[], mapping: Some(Mapping::Path("$.id")) },
    },
];

pub static SAMPLE: Capability = capability("sample", TOOLS, DEFINITIONS);
pub static OTHER: Capability = capability("other", OTHER_TOOLS, OTHER_DEFINITIONS);
pub static CLASHING: Capability = capability("clashing", OTHER_TOOLS, OTHER_DEFINITIONS);
pub static MIXED_UP: Capability =
    capability("mixed-up", OTHER_TOOLS, r#"[{"name":"else","inputSchema":{"type":"object"}}]"#);

static OTHER_TOOLS: &[Tool] =
    &[Tool { name: "other", tags: &[], arguments: &[], wraps_result: false, call: call(&PLAIN) }];
const OTHER_DEFINITIONS: &str = r#"[{"name":"other","annotations":{"destructiveHint":false},"inputSchema":{"type":"object","properties":{}}}]"#;

const fn capability(
    name: &'static str,
    tools: &'static [Tool],
    definitions: &'static str,
) -> Capability {
    Capability {
        name,
        title: "Sample",
        description: "A sample.",
        base_url: "http://127.0.0.1:1",
        schemes: &[],
        operations: OPERATIONS,
        rest: None,
        mcp: Some(Mcp {
            name,
            instructions: "Use it well.",
            address: "127.0.0.1",
            port: 9090,
            tools,
            definitions,
            ttl_ms: None,
            shared: None,
            resources: &[],
            prompts: &[],
        }),
        errors: ErrorShape::MessageCodeIssues,
        skill: None,
    }
}

const DEFINITIONS: &str = r#"[
  {"name":"plain","title":"Plain","description":"Answers anything.","inputSchema":{"type":"object","properties":{},"additionalProperties":false},"annotations":{"readOnlyHint":true}},
  {"name":"listed","annotations":{"destructiveHint":false},"inputSchema":{"type":"object","properties":{}},"outputSchema":{"type":"object","properties":{"result":{"type":"array","items":{"type":"string"}}},"required":["result"]}},
  {"name":"one","annotations":{"destructiveHint":false},"inputSchema":{"type":"object","properties":{}},"outputSchema":{"type":"object","properties":{"id":{"type":"string"},"note":{"type":"string"}},"required":["id"]}},
  {"name":"send","annotations":{"destructiveHint":false},"inputSchema":{"type":"object","properties":{"thing":{"type":"string"},"query_name":{"type":"integer"},"name":{"type":"string"},"metadata":{"type":"object"}},"required":["thing","name"]}},
  {"name":"renamed","annotations":{"destructiveHint":false},"inputSchema":{"type":"object","properties":{"id":{"type":"string"},"label":{"type":"string"}}}},
  {"name":"whole","annotations":{"destructiveHint":false},"inputSchema":{"type":"object","properties":{"items":{"type":"array"}}}},
  {"name":"mapped","annotations":{"destructiveHint":false},"inputSchema":{"type":"object","properties":{}},"outputSchema":{"type":"object","properties":{"result":{"type":"string"}},"required":["result"]}}
]"#;
