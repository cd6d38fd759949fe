//! A capability as its file states it.
//!
//! Nothing here is resolved: a `call` is still text, a template is still a template. Whether a file
//! lists its items or keys them by name leaves no trace. Resources are flattened into their
//! operations.

use crate::diagnostic::Span;
use crate::document::reader::Spanned;
use crate::source::Node;

/// A capability file.
#[derive(Clone, Debug, PartialEq)]
pub struct Capability {
    /// The whole file.
    pub span: Span,
    /// The version of the format.
    pub version: Spanned<String>,
    /// The display name.
    pub label: Option<Spanned<String>>,
    /// What the capability is for.
    pub description: Option<Spanned<String>>,
    /// Free tags.
    pub tags: Vec<String>,
    /// Where variables come from.
    pub binds: Vec<Bind>,
    /// The APIs called.
    pub consumes: Vec<Consumes>,
    /// The REST surfaces offered.
    pub rest: Vec<RestAdapter>,
    /// The MCP surfaces offered.
    pub mcp: Vec<McpAdapter>,
}

/// A source of variables.
#[derive(Clone, Debug, PartialEq)]
pub struct Bind {
    /// The bind.
    pub span: Span,
    /// Its name, by which `{{namespace.VARIABLE}}` refers to it.
    pub namespace: Spanned<String>,
    /// The URI of the provider; the environment where there is none.
    pub location: Option<Spanned<String>>,
    /// The variables, in document order.
    pub keys: Vec<BindKey>,
}

/// A variable of a bind.
#[derive(Clone, Debug, PartialEq)]
pub struct BindKey {
    /// The name by which templates refer to the variable.
    pub variable: Spanned<String>,
    /// The key by which the provider knows it.
    pub source: Spanned<String>,
}

/// An API that is called over HTTP.
#[derive(Clone, Debug, PartialEq)]
pub struct Consumes {
    /// The adapter.
    pub span: Span,
    /// Its name, the first half of a `call`.
    pub namespace: Spanned<String>,
    /// Where the API is, possibly with variables (`${X}`, `{{X}}`, `{{env.X}}`).
    pub base_uri: Spanned<String>,
    /// What the API is.
    pub description: Option<Spanned<String>>,
    /// The credential the file itself declares.
    pub authentication: Option<Authentication>,
    /// Parameters sent with every operation.
    pub inputs: Vec<InputParameter>,
    /// The operations of all resources, in document order.
    pub operations: Vec<ConsumedOperation>,
}

/// An operation of an API that is called.
#[derive(Clone, Debug, PartialEq)]
pub struct ConsumedOperation {
    /// The operation.
    pub span: Span,
    /// Its name, the second half of a `call`.
    pub name: Spanned<String>,
    /// The HTTP method.
    pub method: Spanned<Method>,
    /// The path template: the resource's path and the operation's, placeholders as `{x}`.
    pub path: Spanned<String>,
    /// What it does.
    pub description: Option<Spanned<String>>,
    /// Its parameters, those of the resource first.
    pub inputs: Vec<InputParameter>,
    /// The format of the answer, `json` where there is none.
    pub output_raw_format: Option<Spanned<String>>,
    /// What is taken from the answer.
    pub outputs: Vec<OutputParameter>,
    /// The request body, as written.
    pub body: Option<Spanned<Node>>,
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// `GET`
    Get,
    /// `HEAD`
    Head,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
    /// `OPTIONS`
    Options,
    /// `TRACE`
    Trace,
}

impl Method {
    /// The method of this name, in any case.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name.to_ascii_uppercase().as_str() {
            "GET" => Self::Get,
            "HEAD" => Self::Head,
            "POST" => Self::Post,
            "PUT" => Self::Put,
            "PATCH" => Self::Patch,
            "DELETE" => Self::Delete,
            "OPTIONS" => Self::Options,
            "TRACE" => Self::Trace,
            _ => return None,
        })
    }

    /// The name as it goes over the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Trace => "TRACE",
        }
    }

    /// Whether HTTP calls the method safe: it is not meant to change anything.
    pub fn is_safe(self) -> bool {
        matches!(self, Self::Get | Self::Head | Self::Options | Self::Trace)
    }
}

/// A parameter of an operation or of a tool.
#[derive(Clone, Debug, PartialEq)]
pub struct InputParameter {
    /// The parameter.
    pub span: Span,
    /// Its name.
    pub name: Spanned<String>,
    /// Where it goes; a tool's parameter has no location.
    pub location: Option<Spanned<ParameterLocation>>,
    /// The declared type (`type`).
    pub kind: Option<Spanned<String>>,
    /// Whether it has to be given, where the file says.
    pub required: Option<bool>,
    /// What it is.
    pub description: Option<Spanned<String>>,
    /// A constant or a template.
    pub value: Option<Node>,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ParameterLocation {
    /// Into the query string.
    Query,
    /// Into a header.
    Header,
    /// Into the path template.
    Path,
    /// Into a cookie.
    Cookie,
    /// It is the request body.
    Body,
    /// It comes from the environment.
    Environment,
}

/// A part of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct OutputParameter {
    /// The parameter.
    pub span: Span,
    /// Its name, where it has one.
    pub name: Option<Spanned<String>>,
    /// The declared type (`type`).
    pub kind: Option<Spanned<String>>,
    /// What it is.
    pub description: Option<Spanned<String>>,
    /// The JSONPath that selects it; `$` and `$.` select the whole answer.
    pub mapping: Option<Spanned<String>>,
    /// A value that is given instead of one from the answer.
    pub constant: Option<Node>,
    /// The members, where it is an object that lists them.
    pub properties: Vec<OutputParameter>,
    /// The items, where it is an array that describes them.
    pub items: Option<Box<OutputParameter>>,
}

impl OutputParameter {
    /// Whether this is the whole answer, unchanged.
    pub fn is_identity(&self) -> bool {
        let whole = self.mapping.as_ref().is_none_or(|it| matches!(it.as_str(), "$" | "$."));
        whole && self.constant.is_none() && self.properties.is_empty() && self.items.is_none()
    }
}

/// A credential for an API that is called.
#[derive(Clone, Debug, PartialEq)]
pub struct Authentication {
    /// The block.
    pub span: Span,
    /// The scheme with its templates.
    pub scheme: AuthenticationScheme,
}

/// How a credential is sent. All texts may hold variables.
#[derive(Clone, Debug, PartialEq)]
pub enum AuthenticationScheme {
    /// `Authorization: Basic`
    Basic {
        /// The user.
        username: Spanned<String>,
        /// The password.
        password: Spanned<String>,
    },
    /// `Authorization: Bearer`
    Bearer {
        /// The token.
        token: Spanned<String>,
    },
    /// A key in a named header, query parameter or cookie.
    ApiKey {
        /// The name of the header, query parameter or cookie.
        name: Spanned<String>,
        /// Where it goes; a header where the file does not say.
        placement: Spanned<Placement>,
        /// The key.
        value: Spanned<String>,
    },
    /// `Authorization: Digest`
    Digest {
        /// The user.
        username: Spanned<String>,
        /// The password.
        password: Spanned<String>,
    },
}

/// Where an API key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// Into a header.
    Header,
    /// Into the query string.
    Query,
    /// Into a cookie.
    Cookie,
}

/// A REST surface.
#[derive(Clone, Debug, PartialEq)]
pub struct RestAdapter {
    /// The adapter.
    pub span: Span,
    /// Its name, by which `with` refers to its parameters.
    pub namespace: Spanned<String>,
    /// The address to listen on.
    pub address: Option<Spanned<String>>,
    /// The port to listen on.
    pub port: Option<Spanned<u16>>,
    /// What the surface is.
    pub description: Option<Spanned<String>>,
    /// The operations of all resources, in document order.
    pub routes: Vec<Route>,
}

/// An operation of a REST surface.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// The operation.
    pub span: Span,
    /// The path template, placeholders as `{x}`.
    pub path: Spanned<String>,
    /// The HTTP method.
    pub method: Spanned<Method>,
    /// Its name, where it has one.
    pub name: Option<Spanned<String>>,
    /// What it does.
    pub description: Option<Spanned<String>>,
    /// The consumed operation (`namespace.operation`).
    pub call: Option<Spanned<String>>,
    /// The arguments of the call.
    pub with: Vec<(Spanned<String>, Node)>,
    /// Its parameters, those of the resource first.
    pub inputs: Vec<InputParameter>,
    /// Its answer.
    pub outputs: Vec<OutputParameter>,
}

/// An MCP surface.
#[derive(Clone, Debug, PartialEq)]
pub struct McpAdapter {
    /// The adapter.
    pub span: Span,
    /// Its name, which is the name of the MCP server too.
    pub namespace: Spanned<String>,
    /// How clients connect.
    pub transport: Spanned<Transport>,
    /// The address to listen on.
    pub address: Option<Spanned<String>>,
    /// The port to listen on.
    pub port: Option<Spanned<u16>>,
    /// What the surface is: the instructions of the MCP server.
    pub description: Option<Spanned<String>>,
    /// How long clients may keep what they are told, in milliseconds.
    pub ttl_ms: Option<Spanned<u64>>,
    /// Who may keep it.
    pub cache_scope: Option<Spanned<CacheScope>>,
    /// The tools, in document order.
    pub tools: Vec<Tool>,
    /// What clients may read, in document order.
    pub resources: Vec<McpResource>,
    /// The prompts, in document order.
    pub prompts: Vec<Prompt>,
}

/// Who may keep what a client was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheScope {
    /// Everyone, proxies too.
    Public,
    /// The client that was told.
    Private,
}

/// How clients connect to an MCP surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// Streamable HTTP, the default.
    Http,
    /// Standard input and output.
    Stdio,
}

/// An MCP tool.
#[derive(Clone, Debug, PartialEq)]
pub struct Tool {
    /// The tool.
    pub span: Span,
    /// Its name.
    pub name: Spanned<String>,
    /// The display name (`label`, later `display`).
    pub title: Option<Spanned<String>>,
    /// What it does.
    pub description: Option<Spanned<String>>,
    /// What clients may assume of it.
    pub hints: Hints,
    /// The consumed operation (`namespace.operation`).
    pub call: Option<Spanned<String>>,
    /// The arguments of the call.
    pub with: Vec<(Spanned<String>, Node)>,
    /// Its parameters.
    pub inputs: Vec<InputParameter>,
    /// Its answer.
    pub outputs: Vec<OutputParameter>,
}

/// What clients may assume of a tool; what is unset is left out of its annotations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hints {
    /// The hints, or the tool's name where it has none.
    pub span: Span,
    /// It changes nothing.
    pub read_only: Option<Spanned<bool>>,
    /// It may destroy something.
    pub destructive: Option<Spanned<bool>>,
    /// To call it again with the same arguments changes nothing more.
    pub idempotent: Option<Spanned<bool>>,
    /// It deals with the outside world.
    pub open_world: Option<Spanned<bool>>,
}

/// Something that clients of an MCP surface read: the answer of an operation, under a URI.
#[derive(Clone, Debug, PartialEq)]
pub struct McpResource {
    /// The resource.
    pub span: Span,
    /// Its name.
    pub name: Spanned<String>,
    /// The display name (`label`, later `display`).
    pub title: Option<Spanned<String>>,
    /// What it is.
    pub description: Option<Spanned<String>>,
    /// Its URI, or a template of URIs, placeholders as `{x}`.
    pub uri: Spanned<String>,
    /// The media type of what is read.
    pub media_type: Option<Spanned<String>>,
    /// The consumed operation (`namespace.operation`).
    pub call: Option<Spanned<String>>,
    /// The arguments of the call.
    pub with: Vec<(Spanned<String>, Node)>,
    /// Its answer.
    pub outputs: Vec<OutputParameter>,
}

/// A prompt of an MCP surface: messages that a user starts from.
#[derive(Clone, Debug, PartialEq)]
pub struct Prompt {
    /// The prompt.
    pub span: Span,
    /// Its name.
    pub name: Spanned<String>,
    /// The display name (`label`, later `display`).
    pub title: Option<Spanned<String>>,
    /// What it is for.
    pub description: Option<Spanned<String>>,
    /// What is filled in, in document order.
    pub arguments: Vec<PromptArgument>,
    /// The messages, in order.
    pub messages: Vec<PromptMessage>,
}

/// What is filled into a prompt.
#[derive(Clone, Debug, PartialEq)]
pub struct PromptArgument {
    /// Its name.
    pub name: Spanned<String>,
    /// The display name (`label`, later `display`).
    pub title: Option<Spanned<String>>,
    /// What it is.
    pub description: Option<Spanned<String>>,
    /// Whether it must be given: it must, where the file does not say.
    pub required: bool,
}

/// A message of a prompt.
#[derive(Clone, Debug, PartialEq)]
pub struct PromptMessage {
    /// Who says it.
    pub role: Spanned<Role>,
    /// The text, in which `{{name}}` stands for an argument.
    pub content: Spanned<String>,
}

/// Who says a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The user.
    User,
    /// The model.
    Assistant,
}
