//! Constant tables as the compiler would write them, made at run time for the tests.

use fixture::support::client::{BuildError, Builder, CallOptions, Core, RetryPolicy};
use fixture::support::operation::*;
use fixture::support::schema::{ANY, Schema};
use http::Method;
use tests::canary::CANARY;

/// Keeps a value for as long as a constant lives.
pub fn keep<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// `GET /things` without anything.
pub fn get() -> Operation {
    Operation {
        name: "thing-get",
        method: Method::GET,
        path: "/things",
        idempotent: true,
        server: None,
        parameters: &[],
        body: None,
        empty_json_body: false,
        responses: &[],
        pagination: None,
        security: &[],
    }
}

/// `POST /things` with a body.
pub fn post(media_type: &'static str, encoding: Encoding, schema: &'static Schema) -> Operation {
    let body = RequestBody { required: true, media_type, encoding, schema };
    let method = Method::POST;
    Operation { name: "thing-post", method, idempotent: false, body: Some(body), ..get() }
}

/// An optional parameter of the name `color`.
pub fn parameter(location: Location, style: Style, explode: bool) -> Parameter {
    Parameter {
        name: "color",
        argument: "color",
        location,
        required: false,
        style,
        explode,
        allow_reserved: false,
        schema: &ANY,
    }
}

/// Answers with an encoding for `200`.
pub fn answers(encoding: Encoding) -> &'static [Response] {
    let response =
        Response { status: StatusPattern::Code(200), encoding: Some(encoding), schema: &ANY };
    std::slice::from_ref(keep(response))
}

/// A capability of one operation.
pub fn capability(
    schemes: &'static [SecurityScheme],
    operation: &'static Operation,
) -> &'static Capability {
    keep(Capability {
        name: "things",
        title: "Things",
        description: "Things of all kinds.",
        base_url: "${THINGS_URL}/api",
        schemes,
        operations: std::slice::from_ref(keep(operation)),
        rest: None,
        mcp: None,
        errors: ErrorShape::MessageCodeIssues,
        skill: None,
    })
}

/// A client of a capability without security.
pub fn client(url: &str) -> Core {
    builder(&[], keep(get())).base_url(url).build().unwrap()
}

/// A builder that sees no environment, of a client that tries once and has a secret header.
pub fn builder(schemes: &'static [SecurityScheme], operation: &'static Operation) -> Builder<Core> {
    let builder = Builder::new(capability(schemes, operation)).environment(|_| None);
    let canary = CallOptions::new().header("x-canary", CANARY);
    builder.retry(RetryPolicy::never()).options(canary)
}

/// The message of what went wrong.
pub fn refusal<C>(built: Result<C, BuildError>) -> String {
    built.err().map(|error| error.to_string()).unwrap_or_default()
}
