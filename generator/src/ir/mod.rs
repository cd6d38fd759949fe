//! The intermediate representation: one capability, joined with the OpenAPI document, fully resolved; or one
//! OpenAPI document, or a part of it, where no capability speaks of it.
//!
//! What enters: the documents, through `lower`. What leaves: plain data for `names` and `emit`.
//! Absent on purpose: `openapiv3`, document syntax, and Rust identifiers.

mod errors;
mod exposure;
mod json_schema;
mod operation;
mod pagination;
mod provider;
mod schema;
mod security;

use serde::Serialize;

pub use errors::{Envelope, ErrorShape, Member, Slot};
pub use exposure::{
    Argument, Call, Hints, Mapping, McpSurface, Prompt, PromptArgument, PromptMessage, Resource,
    RestSurface, Route, Source, Target, Tool, Transport,
};
pub use json_schema::{
    Named, Writer as SchemaWriter, published, published_with, structure_key, tool_budget, written,
};
pub use operation::{
    Encoding, Location, Operation, OperationId, Parameter, RequestBody, Response, StatusPattern,
    Style,
};
pub use pagination::{PageStyle, Pagination};
pub use provider::{Provider, Tag};
pub use schema::{
    ArrayRules, Condition, Discriminator, NumberRules, ObjectRules, Schema, SchemaId, Schemas,
    StringRules, Type,
};
pub use security::{SchemeKind, SecurityScheme};

use crate::diagnostic::Span;

/// One business surface of an API: the operations, with everything the OpenAPI document says of them, and how
/// they are exposed, which a capability decides or, where there is none, the OpenAPI document itself.
#[derive(Clone, Debug, Serialize)]
pub struct Capability {
    /// The name, which is also the Cargo feature: `[a-z][a-z0-9-]*`.
    pub name: String,
    /// The title for people.
    pub title: String,
    /// What it is for; may be empty.
    pub description: String,
    /// Who provides the API, as its OpenAPI document says.
    pub provider: Provider,
    /// The upstream base URL; `${NAME}` stands for an environment variable, and `${NAME:-text}` for one that
    /// need not be set.
    pub base_url: String,
    /// The environment variables that the base URL and the credentials name, in order of appearance.
    pub variables: Vec<Variable>,
    /// The security schemes the operations demand.
    pub schemes: Vec<SecurityScheme>,
    /// The operations, in the order of the document that chooses them.
    pub operations: Vec<Operation>,
    /// Every schema the operations reach.
    pub schemas: Schemas,
    /// The exposed REST surface.
    pub rest: Option<RestSurface>,
    /// The exposed MCP surface.
    pub mcp: Option<McpSurface>,
    /// The shape in which errors are answered.
    pub errors: ErrorShape,
}

impl Capability {
    /// An operation by its id.
    pub fn operation(&self, id: OperationId) -> &Operation {
        &self.operations[id.0]
    }
}

/// An environment variable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Variable {
    /// The name.
    pub name: String,
    /// What stands in for it where it is not set; without this, it must be.
    pub default: Option<String>,
}

impl Variable {
    /// A variable that must be set.
    pub fn required(name: impl Into<String>) -> Self {
        Self { name: name.into(), default: None }
    }
}

/// Where something of the IR was declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Origin(#[serde(serialize_with = "span_text")] pub Span);

fn span_text<S: serde::Serializer>(span: &Span, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{}:{}-{}", span.file.0, span.start, span.end))
}
