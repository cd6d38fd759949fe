//! Operations of the upstream API.

use http::Method;
use serde::Serialize;

use super::{Origin, Pagination, SchemaId};

/// The place of an operation among those of its surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct OperationId(pub usize);

/// One operation of the upstream API.
#[derive(Clone, Debug, Serialize)]
pub struct Operation {
    /// Where the document that chooses it declares it.
    pub origin: Origin,
    /// The name, such as `user-all`: no other operation has it, nor one that differs in case or separators only.
    pub name: String,
    /// The `operationId` of the OpenAPI document.
    pub operation_id: Option<String>,
    /// The HTTP method.
    #[serde(serialize_with = "method_text")]
    pub method: Method,
    /// The path template below the base URL.
    pub path: String,
    /// Its own server, in place of the base URL: an absolute URL, or a path at the origin of the base URL.
    pub server: Option<String>,
    /// Whether a repeated call changes nothing more: by the method, or by a hint of the capability.
    pub idempotent: bool,
    /// One line on what it does.
    pub summary: Option<String>,
    /// What it does, at length.
    pub description: Option<String>,
    /// Whether the provider discourages its use.
    pub deprecated: bool,
    /// The tags, which group operations.
    pub tags: Vec<String>,
    /// The parameters, in document order, those of the path item first.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<RequestBody>,
    /// Whether `{}` is sent where no body is declared.
    pub empty_json_body: bool,
    /// The answers: exact statuses, then classes, then the default.
    pub responses: Vec<Response>,
    /// Any one of these requirements suffices; within it, every scheme is needed.
    pub security: Vec<Vec<String>>,
    /// How the items of its answer come in pages.
    pub pagination: Option<Pagination>,
}

impl Operation {
    /// The answer of a successful call: that of the lowest declared 2xx status, or the class `2XX`, or the default.
    pub fn success(&self) -> Option<&Response> {
        let by = |wanted: fn(StatusPattern) -> bool| {
            self.responses.iter().find(move |it| wanted(it.status))
        };
        by(|status| matches!(status, StatusPattern::Code(200..=299)))
            .or_else(|| by(|status| status == StatusPattern::Class(2)))
            .or_else(|| by(|status| status == StatusPattern::Default))
    }
}

pub(super) fn method_text<S: serde::Serializer>(
    method: &Method,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(method.as_str())
}

/// A parameter of an operation.
#[derive(Clone, Debug, Serialize)]
pub struct Parameter {
    /// Where the document declares it.
    pub origin: Origin,
    /// The name on the wire.
    pub name: String,
    /// The name among all inputs of the operation; the wire name, unless two inputs share it.
    pub argument: String,
    /// Where it is sent.
    pub location: Location,
    /// Whether it must be given.
    pub required: bool,
    /// What it means.
    pub description: Option<String>,
    /// Whether the provider discourages its use.
    pub deprecated: bool,
    /// How the value is written.
    pub style: Style,
    /// Whether arrays and objects are written as several values.
    pub explode: bool,
    /// Whether reserved characters are sent as they are.
    pub allow_reserved: bool,
    /// What the value must be.
    pub schema: SchemaId,
}

impl Parameter {
    /// Whether a document means this parameter by a name: that of a header is the same in any case (RFC 9110,
    /// section 5.1).
    pub fn is_called(&self, name: &str) -> bool {
        let is_header = self.location == Location::Header;
        self.name == name || is_header && self.name.eq_ignore_ascii_case(name)
    }
}

/// Where a parameter is sent (`in`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
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

impl Location {
    /// The word of the document.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// How a parameter is written (OpenAPI, "Style Values").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Style {
    /// `/1,2`
    Simple,
    /// `/.1.2`
    Label,
    /// `/;id=1,2`
    Matrix,
    /// `?id=1&id=2`
    Form,
    /// `?id=1%202`
    SpaceDelimited,
    /// `?id=1|2`
    PipeDelimited,
    /// `?id[key]=value`
    DeepObject,
    /// The value as JSON text: a parameter with `content`.
    Json,
}

/// The request body of an operation, in the media type chosen.
#[derive(Clone, Debug, Serialize)]
pub struct RequestBody {
    /// Where the document declares it.
    pub origin: Origin,
    /// What it means.
    pub description: Option<String>,
    /// Whether it must be given.
    pub required: bool,
    /// The media type sent.
    pub media_type: String,
    /// How the value is written.
    pub encoding: Encoding,
    /// What the value must be.
    pub schema: SchemaId,
}

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    /// JSON text.
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
    /// `multipart/form-data`
    Multipart,
    /// Text.
    Text,
    /// Bytes.
    Binary,
}

impl Encoding {
    /// How bodies of a media type are written.
    pub fn of(media_type: &str) -> Self {
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "application/json" | "*/*" | "application/*" => Self::Json,
            "application/x-www-form-urlencoded" => Self::Form,
            "multipart/form-data" => Self::Multipart,
            it if it.ends_with("+json") => Self::Json,
            it if it.starts_with("text/") || it.ends_with("+xml") || it == "application/xml" => {
                Self::Text
            }
            _ => Self::Binary,
        }
    }
}

/// A declared answer.
#[derive(Clone, Debug, Serialize)]
pub struct Response {
    /// Where the document declares it.
    pub origin: Origin,
    /// The statuses it is declared for.
    pub status: StatusPattern,
    /// What it means.
    pub description: String,
    /// The media type chosen; absent where no body is declared.
    pub media_type: Option<String>,
    /// How the body is read; absent where no body is declared.
    pub encoding: Option<Encoding>,
    /// What the body must be; absent where no body is declared.
    pub schema: Option<SchemaId>,
}

/// The statuses an answer is declared for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StatusPattern {
    /// One status.
    Code(u16),
    /// A class, by its first digit.
    Class(u16),
    /// Every status not declared otherwise.
    Default,
}

impl StatusPattern {
    /// Whether it declares an answer that is no success; the default does, beside others.
    pub fn is_error(self) -> bool {
        match self {
            Self::Code(code) => code >= 300,
            Self::Class(class) => class >= 3,
            Self::Default => true,
        }
    }
}
