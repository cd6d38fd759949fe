//! What a capability offers: constant tables that the compiler writes and the runtime interprets.
//!
//! One non-generic runtime over these tables keeps the code per operation small: the client encodes
//! requests from them, the REST server routes and validates by them, MCP tools dispatch by them.

mod beside;

use http::Method;

use super::schema::{self, Schema};
use super::skill::Skill;

pub use self::beside::{Prompt, PromptArgument, PromptMessage, Resource};
pub use super::error_shape::{Envelope, ErrorShape, Member, Slot};

/// One business surface of an API.
#[derive(Debug)]
pub struct Capability {
    /// The name, such as `dokploy-user`.
    pub name: &'static str,
    /// The title for people.
    pub title: &'static str,
    /// What it is for.
    pub description: &'static str,
    /// The upstream base URL, in which `${NAME}` stands for an environment variable, and `${NAME:-text}`
    /// for one that need not be set.
    pub base_url: &'static str,
    /// The declared security schemes.
    pub schemes: &'static [SecurityScheme],
    /// The operations, in document order.
    pub operations: &'static [&'static Operation],
    /// The exposed REST surface.
    pub rest: Option<Rest>,
    /// The exposed MCP surface.
    pub mcp: Option<Mcp>,
    /// The shape in which errors are answered.
    pub errors: ErrorShape,
    /// What an agent is told about it, where it is exposed.
    pub skill: Option<&'static Skill>,
}

/// One operation of the upstream API.
#[derive(Debug)]
pub struct Operation {
    /// The name in the capability, such as `user-all`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template below the base URL, such as `/users/{id}`.
    pub path: &'static str,
    /// Its own server, in place of the base URL: an absolute URL, or a path at the origin of the base URL.
    pub server: Option<&'static str>,
    /// Whether a repeated call changes nothing more, by the method or by the capability's hints.
    pub idempotent: bool,
    /// The parameters, in document order.
    pub parameters: &'static [Parameter],
    /// The request body, where the operation takes one.
    pub body: Option<RequestBody>,
    /// Whether an empty JSON object is sent where no body is declared: what a JSON API expects of a POST.
    pub empty_json_body: bool,
    /// The answers, the exact statuses first.
    pub responses: &'static [Response],
    /// The security requirements: any one of them suffices, and within it every scheme is needed.
    pub security: &'static [&'static [&'static str]],
    /// How the items of its answer come in pages, where the document says so.
    pub pagination: Option<Pagination>,
}

/// How the items of a list come in pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pagination {
    /// Where the items are in an answer: a JSON pointer, empty for the answer itself.
    pub items: &'static str,
    /// How the next page is asked for.
    pub style: PageStyle,
}

/// How the next page is asked for. Parameters are named by their arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageStyle {
    /// By the number of items before it; the last page is empty or reaches the total.
    Offset {
        /// The parameter.
        offset: &'static str,
        /// Where an answer tells how many items there are (JSON pointer).
        total: Option<&'static str>,
    },
    /// By its number; the last page is empty or reaches the total.
    Page {
        /// The parameter.
        page: &'static str,
        /// The number of the first page.
        first: u64,
        /// Where an answer tells how many items there are (JSON pointer).
        total: Option<&'static str>,
    },
    /// By a token of the page before; the last page has none.
    Cursor {
        /// The parameter.
        cursor: &'static str,
        /// Where an answer tells the token (JSON pointer).
        next: &'static str,
    },
    /// By the `Link` header of the page before (RFC 8288); the last page has none.
    Link,
}

/// A parameter of an operation.
#[derive(Debug)]
pub struct Parameter {
    /// The name on the wire.
    pub name: &'static str,
    /// The name among all inputs of the operation: the wire name, unless two inputs share it.
    pub argument: &'static str,
    /// Where it is sent.
    pub location: Location,
    /// Whether it must be given.
    pub required: bool,
    /// How the value is written.
    pub style: Style,
    /// Whether arrays and objects are written as several values.
    pub explode: bool,
    /// Whether reserved characters (RFC 3986, section 2.2) are sent as they are.
    pub allow_reserved: bool,
    /// What the value must be.
    pub schema: &'static Schema,
}

impl Parameter {
    /// A path parameter, which is always required.
    pub const fn path(name: &'static str, schema: &'static Schema) -> Self {
        Self::new(name, Location::Path, Style::Simple, schema).required()
    }

    /// An optional query parameter.
    pub const fn query(name: &'static str, schema: &'static Schema) -> Self {
        Self::new(name, Location::Query, Style::Form, schema)
    }

    /// An optional header.
    pub const fn header(name: &'static str, schema: &'static Schema) -> Self {
        Self::new(name, Location::Header, Style::Simple, schema)
    }

    /// An optional cookie.
    pub const fn cookie(name: &'static str, schema: &'static Schema) -> Self {
        Self::new(name, Location::Cookie, Style::Form, schema)
    }

    const fn new(
        name: &'static str,
        location: Location,
        style: Style,
        schema: &'static Schema,
    ) -> Self {
        Self {
            name,
            argument: name,
            location,
            required: false,
            style,
            explode: matches!(style, Style::Form),
            allow_reserved: false,
            schema,
        }
    }

    /// Demands the parameter.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Gives the parameter another name among the inputs.
    pub const fn argument(mut self, argument: &'static str) -> Self {
        self.argument = argument;
        self
    }

    /// Writes the value in this style.
    pub const fn style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// Writes arrays and objects as several values, or as one.
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = explode;
        self
    }

    /// Sends reserved characters as they are.
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }
}

/// Where a parameter is sent (`in`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// How a parameter is written (OpenAPI, "Style Values").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `/1,2`
    Simple,
    /// `/.1,2`, exploded `/.1.2`
    Label,
    /// `/;id=1,2`, exploded `/;id=1;id=2`
    Matrix,
    /// `?id=1&id=2`
    Form,
    /// `?id=1%202`
    SpaceDelimited,
    /// `?id=1|2`
    PipeDelimited,
    /// `?id[key]=value`
    DeepObject,
    /// The value as JSON text (a parameter with `content`).
    Json,
}

/// The request body of an operation.
#[derive(Debug)]
pub struct RequestBody {
    /// Whether it must be given.
    pub required: bool,
    /// The media type sent.
    pub media_type: &'static str,
    /// How the value is written.
    pub encoding: Encoding,
    /// What the value must be.
    pub schema: &'static Schema,
}

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// JSON text.
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
    /// `multipart/form-data`; a file is a string of base64 or a `data:` URL.
    Multipart,
    /// Text, from a string.
    Text,
    /// Bytes, from a string of base64 or a `data:` URL.
    Binary,
}

/// A declared answer.
#[derive(Debug)]
pub struct Response {
    /// The statuses it is declared for.
    pub status: StatusPattern,
    /// How the body is read; `None` where no body is declared.
    pub encoding: Option<Encoding>,
    /// What the body must be; allows everything where the document gives no shape.
    pub schema: &'static Schema,
}

impl Response {
    /// An answer with a body.
    pub const fn new(status: StatusPattern, encoding: Encoding, schema: &'static Schema) -> Self {
        Self { status, encoding: Some(encoding), schema }
    }

    /// An answer without a body.
    pub const fn empty(status: StatusPattern) -> Self {
        Self { status, encoding: None, schema: &schema::ANY }
    }
}

/// The statuses an answer is declared for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusPattern {
    /// One status, such as `200`.
    Code(u16),
    /// A class, such as `4XX`: its first digit.
    Class(u16),
    /// Every status not declared otherwise.
    Default,
}

impl StatusPattern {
    /// Whether a status is meant.
    pub fn matches(self, status: u16) -> bool {
        match self {
            Self::Code(code) => code == status,
            Self::Class(class) => class == status / 100,
            Self::Default => true,
        }
    }
}

/// A declared security scheme, with where its credential comes from.
#[derive(Debug)]
pub struct SecurityScheme {
    /// The name in the document.
    pub name: &'static str,
    /// How the credential is sent.
    pub kind: SchemeKind,
    /// What the credential is made of: templates in which `${NAME}` stands for an environment variable.
    /// One for a key or a token, two for HTTP Basic (user name, password) and for OAuth 2.0 (client id,
    /// client secret); none where nothing is bound.
    pub source: &'static [&'static str],
}

/// How a credential is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// An API key in a header.
    HeaderKey(&'static str),
    /// An API key in the query.
    QueryKey(&'static str),
    /// An API key in a cookie.
    CookieKey(&'static str),
    /// `Authorization: Basic`
    Basic,
    /// `Authorization: Bearer`
    Bearer,
    /// `Authorization: Bearer`, with a token by the client credentials grant of OAuth 2.0.
    ClientCredentials {
        /// Where tokens are issued; a relative URL starts from the base URL.
        token_url: &'static str,
        /// The scopes that the operations demand.
        scopes: &'static [&'static str],
    },
}

/// The REST surface of a capability.
#[derive(Debug)]
pub struct Rest {
    /// The declared address, `127.0.0.1` where none is declared.
    pub address: &'static str,
    /// The declared port.
    pub port: u16,
    /// The exposed routes.
    pub routes: &'static [Route],
    /// The OpenAPI description (3.1) of the routes, as JSON.
    #[cfg(feature = "server")]
    pub openapi: &'static str,
}

/// One exposed route and the operation it calls.
#[derive(Clone, Debug)]
pub struct Route {
    /// The HTTP method.
    pub method: Method,
    /// The path template.
    pub path: &'static str,
    /// How inputs and outputs are mapped.
    pub call: Call,
}

/// The MCP surface of a capability.
#[derive(Debug)]
pub struct Mcp {
    /// The server's name.
    pub name: &'static str,
    /// What a model is told about the server.
    pub instructions: &'static str,
    /// The declared address, `127.0.0.1` where none is declared.
    pub address: &'static str,
    /// The declared port.
    pub port: u16,
    /// The tools, in the order of `definitions`.
    pub tools: &'static [Tool],
    /// The definitions of the tools as MCP publishes them: a JSON array.
    pub definitions: &'static str,
    /// How long clients may keep what they are told, in milliseconds, where the capability says so.
    pub ttl_ms: Option<u64>,
    /// Whether everyone may keep it, proxies too, where the capability says so.
    pub shared: Option<bool>,
    /// What clients may read, in declared order.
    pub resources: &'static [Resource],
    /// The prompts, in declared order.
    pub prompts: &'static [Prompt],
}

/// One tool and the operation it calls.
#[derive(Debug)]
pub struct Tool {
    /// The name of the tool.
    pub name: &'static str,
    /// The tags of its operation, which group tools.
    pub tags: &'static [&'static str],
    /// What each argument of the tool fills.
    pub arguments: &'static [Argument],
    /// Whether the published output schema wraps the answer as `{"result": ...}`.
    pub wraps_result: bool,
    /// How inputs and outputs are mapped.
    pub call: Call,
}

/// An argument of a tool.
#[derive(Debug)]
pub struct Argument {
    /// The name the caller uses.
    pub name: &'static str,
    /// What it fills.
    pub target: Target,
}

/// What an argument fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The parameter with this argument name.
    Parameter(&'static str),
    /// A member of the JSON body, by its wire name.
    BodyField(&'static str),
    /// The whole body.
    Body,
}

/// How an exposed route or tool calls an operation.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// The operation called.
    pub operation: &'static Operation,
    /// What the capability's `with` sets; every other input is the caller's input of the same name.
    pub with: &'static [(Target, Source)],
    /// What is made of the answer; `None` is the whole answer.
    pub mapping: Option<Mapping>,
}

impl Call {
    /// Calls an operation with the caller's inputs, and answers what it answers.
    pub const fn to(operation: &'static Operation) -> Self {
        Self { operation, with: &[], mapping: None }
    }

    /// Sets inputs.
    pub const fn with(mut self, with: &'static [(Target, Source)]) -> Self {
        self.with = with;
        self
    }

    /// Makes something of the answer.
    pub const fn mapping(mut self, mapping: Mapping) -> Self {
        self.mapping = Some(mapping);
        self
    }
}

/// Where a value set by `with` comes from.
#[derive(Debug)]
pub enum Source {
    /// The caller's body.
    Body,
    /// The caller's input of this name.
    Input(&'static str),
    /// A constant, as JSON text.
    Constant(&'static str),
    /// Text in which `{{name}}` stands for the caller's input of that name.
    Template(&'static str),
    /// An object, without the members whose inputs are not given.
    Object(&'static [(&'static str, Source)]),
    /// An array, without the items whose inputs are not given.
    List(&'static [Source]),
}

/// What is made of an answer, or of a part of it.
#[derive(Clone, Copy, Debug)]
pub enum Mapping {
    /// What a JSONPath (RFC 9535) selects.
    Path(&'static str),
    /// A constant, as JSON text.
    Constant(&'static str),
    /// An object that is built member by member.
    Object(&'static [(&'static str, Mapping)]),
    /// An array, of which each item is made of an item.
    Items(&'static Mapping),
    /// The one made of what the other makes.
    Then(&'static Mapping, &'static Mapping),
}
