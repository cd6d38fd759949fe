//! What is exposed: routes and tools, and how they call operations.

use std::net::IpAddr;

use http::Method;
use serde::Serialize;

use super::{OperationId, Origin};

/// The exposed REST surface.
#[derive(Clone, Debug, Serialize)]
pub struct RestSurface {
    /// Where it is declared.
    pub origin: Origin,
    /// The namespace.
    pub namespace: String,
    /// What it is for.
    pub description: String,
    /// The address to listen on.
    pub address: IpAddr,
    /// The port to listen on.
    pub port: u16,
    /// The routes, in declared order.
    pub routes: Vec<Route>,
}

/// One exposed route.
#[derive(Clone, Debug, Serialize)]
pub struct Route {
    /// Where it is declared.
    pub origin: Origin,
    /// What it is called; two routes of a capability may share a name.
    pub name: String,
    /// What its document says it does, unless that repeats a name.
    pub description: Option<String>,
    /// The HTTP method.
    #[serde(serialize_with = "super::operation::method_text")]
    pub method: Method,
    /// The path template.
    pub path: String,
    /// What it calls.
    pub call: Call,
}

/// The exposed MCP surface.
#[derive(Clone, Debug, Serialize)]
pub struct McpSurface {
    /// Where it is declared.
    pub origin: Origin,
    /// The namespace, which is the server's name.
    pub namespace: String,
    /// What a model is told about the server.
    pub instructions: String,
    /// The declared transport.
    pub transport: Transport,
    /// The address to listen on.
    pub address: IpAddr,
    /// The port to listen on.
    pub port: u16,
    /// How long clients may keep what they are told, in milliseconds, where that is declared.
    pub ttl_ms: Option<u64>,
    /// Whether everyone may keep it, where that is declared.
    pub shared: Option<bool>,
    /// The tools, in declared order.
    pub tools: Vec<Tool>,
    /// What clients may read, in declared order.
    pub resources: Vec<Resource>,
    /// The prompts, in declared order.
    pub prompts: Vec<Prompt>,
}

/// How an MCP server is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Transport {
    /// Streamable HTTP.
    Http,
    /// Standard input and output.
    Stdio,
}

/// One tool.
#[derive(Clone, Debug, Serialize)]
pub struct Tool {
    /// Where it is declared.
    pub origin: Origin,
    /// The name.
    pub name: String,
    /// The title for people.
    pub title: String,
    /// What a model is told.
    pub description: String,
    /// What a client may assume about a call.
    pub hints: Hints,
    /// The arguments, in order.
    pub arguments: Vec<Argument>,
    /// What it calls.
    pub call: Call,
}

/// Something that clients of MCP read: the answer of an operation that changes nothing.
#[derive(Clone, Debug, Serialize)]
pub struct Resource {
    /// Where it is declared.
    pub origin: Origin,
    /// The name.
    pub name: String,
    /// The URI, or a template of URIs in which `{name}` is an input of the call.
    pub uri: String,
    /// The title for people.
    pub title: String,
    /// What it is.
    pub description: String,
    /// The media type of what is read; without one, that of the answer.
    pub media_type: Option<String>,
    /// What it calls.
    pub call: Call,
}

/// A prompt: messages that a user starts from.
#[derive(Clone, Debug, Serialize)]
pub struct Prompt {
    /// Where it is declared.
    pub origin: Origin,
    /// The name.
    pub name: String,
    /// The title for people.
    pub title: String,
    /// What it is for.
    pub description: String,
    /// What is filled in, in declared order.
    pub arguments: Vec<PromptArgument>,
    /// The messages, in order.
    pub messages: Vec<PromptMessage>,
}

/// What is filled into a prompt: text.
#[derive(Clone, Debug, Serialize)]
pub struct PromptArgument {
    /// The name.
    pub name: String,
    /// The title for people, where there is one.
    pub title: Option<String>,
    /// What it is.
    pub description: String,
    /// Whether it must be given.
    pub required: bool,
}

/// A message of a prompt.
#[derive(Clone, Debug, Serialize)]
pub struct PromptMessage {
    /// Whether the model says it; else the user does.
    pub by_model: bool,
    /// The text, in which `{{name}}` stands for an argument.
    pub text: String,
}

/// The MCP tool annotations: as declared, else as `lower` infers them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Hints {
    /// The call changes nothing.
    pub read_only: bool,
    /// The call may delete or overwrite.
    pub destructive: bool,
    /// A repeated call changes nothing more.
    pub idempotent: bool,
    /// The call reaches beyond the upstream API.
    pub open_world: bool,
}

/// An argument of a tool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Argument {
    /// The name the caller uses.
    pub name: String,
    /// What it fills.
    pub target: Target,
    /// The header in which a client of MCP sends it too, `Mcp-Param-` left out (SEP-2243).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
}

impl Argument {
    /// An argument that no header repeats.
    pub fn new(name: impl Into<String>, target: Target) -> Self {
        Self { name: name.into(), target, header: None }
    }
}

/// An input of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Target {
    /// The parameter with this argument name.
    Parameter(String),
    /// A member of the JSON body, by its wire name.
    BodyField(String),
    /// The whole body.
    Body,
}

/// How a route or a tool calls an operation.
#[derive(Clone, Debug, Serialize)]
pub struct Call {
    /// The operation called.
    pub operation: OperationId,
    /// What `with` sets; every other input is the caller's input of the same name.
    pub with: Vec<(Target, Source)>,
    /// What is made of the answer; absent for the whole answer.
    pub mapping: Option<Mapping>,
}

/// Where a value set by `with` comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Source {
    /// The caller's body.
    Body,
    /// The caller's input of this name.
    Input(String),
    /// A constant.
    Constant(serde_json::Value),
    /// Text in which `{{name}}` stands for the caller's input of that name.
    Template(String),
    /// An object, without the members whose inputs are not given.
    Object(Vec<(String, Source)>),
    /// An array, without the items whose inputs are not given.
    List(Vec<Source>),
}

impl Source {
    /// The names of the caller's inputs that it reads.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::Body | Self::Constant(_) => Vec::new(),
            Self::Input(name) => vec![name],
            Self::Template(text) => {
                let names = text.split("{{").skip(1).filter_map(|it| it.split_once("}}"));
                names.map(|it| it.0).collect()
            }
            Self::Object(members) => members.iter().flat_map(|it| it.1.names()).collect(),
            Self::List(items) => items.iter().flat_map(Self::names).collect(),
        }
    }
}

/// What is made of an answer, or of a part of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Mapping {
    /// What a JSONPath (RFC 9535) selects.
    Path(String),
    /// A constant.
    Constant(serde_json::Value),
    /// An object that is built member by member.
    Object(Vec<(String, Mapping)>),
    /// An array, of which each item is made of an item.
    Items(Box<Mapping>),
    /// The one made of what the other makes.
    Then(Box<Mapping>, Box<Mapping>),
}

impl std::fmt::Display for Mapping {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Path(path) => f.write_str(path),
            Self::Constant(value) => write!(f, "{value}"),
            Self::Object(members) => {
                f.write_str("{")?;
                for (at, (name, member)) in members.iter().enumerate() {
                    let comma = if at > 0 { ", " } else { "" };
                    write!(f, "{comma}{name}: {member}")?;
                }
                f.write_str("}")
            }
            Self::Items(item) => write!(f, "[{item}]"),
            Self::Then(first, second) => write!(f, "{first} -> {second}"),
        }
    }
}
