//! Arguments that a client of MCP sends in a header too, as `x-mcp-header` at their schemas says.
//!
//! From revision 2026-07-28 on, a client repeats such an argument as `Mcp-Param-<name>`, so that a gateway can route
//! a call without reading its body (SEP-2243). Clients leave out a tool whose annotations break the rules, so what
//! breaks them is reported and left out here.

use http::HeaderName;
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Argument, Operation, Schema, SchemaId, Schemas, Target, Type};

use super::Context;

/// The keyword.
const KEYWORD: &str = "x-mcp-header";

/// Sets the header of each argument whose schema asks for one.
pub(super) fn mirror(cx: &mut Context<'_>, operation: &Operation, arguments: &mut [Argument]) {
    let mut taken: Vec<String> = Vec::new();
    for argument in arguments {
        let Some(id) = schema(&cx.schemas, operation, &argument.target) else { continue };
        let parts: Vec<&Schema> =
            cx.schemas.parts(id).into_iter().rev().map(|it| cx.schemas.get(it)).collect();
        let found = parts.iter().find_map(|it| Some((it.origin.0, it.extensions.get(KEYWORD)?)));
        let Some((span, value)) = found else { continue };
        match header(value, cx.schemas.own_type(id), &taken) {
            Ok(header) => {
                taken.push(header.to_ascii_lowercase());
                argument.header = Some(header);
            }
            Err(reason) => {
                let message =
                    format!("the argument `{}` cannot be sent in a header too", argument.name);
                cx.report(
                    Diagnostic::warning(Code::InvalidMcpHeader, span, message)
                        .label(reason)
                        .help("correct `x-mcp-header`, or remove it"),
                );
            }
        }
    }
}

fn schema(schemas: &Schemas, operation: &Operation, target: &Target) -> Option<SchemaId> {
    match target {
        Target::Parameter(name) => {
            operation.parameters.iter().find(|it| it.argument == *name).map(|it| it.schema)
        }
        Target::BodyField(name) => schemas.property(operation.body.as_ref()?.schema, name),
        Target::Body => operation.body.as_ref().map(|it| it.schema),
    }
}

/// The name that the header has after `Mcp-Param-`, or why it can have none.
fn header(value: &Value, own: Option<Type>, taken: &[String]) -> Result<String, &'static str> {
    let name = value.as_str().ok_or("`x-mcp-header` is no text")?;
    if HeaderName::from_bytes(name.as_bytes()).is_err() {
        return Err("`x-mcp-header` is no name of a header (RFC 9110, section 5.1)");
    }
    if !matches!(own, Some(Type::String | Type::Integer | Type::Boolean)) {
        return Err("only a string, an integer or a boolean can be sent in a header");
    }
    if taken.contains(&name.to_ascii_lowercase()) {
        return Err("another argument of the tool is sent in the same header");
    }
    Ok(name.to_owned())
}
