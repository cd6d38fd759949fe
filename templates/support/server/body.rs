//! Reads the body of a request by the encoding that its operation declares.

use axum::RequestExt;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::{Map, Value};

use super::coerce;
use super::multipart;
use super::request::{Decode, pairs};
use crate::support::failure::Failure;
use crate::support::file::File;
use crate::support::operation::{Call, Encoding, Source, Target};
use crate::support::schema::{self, Schema};

/// The most bytes that a body may have.
const LIMIT: usize = 8 * 1024 * 1024;

/// The body that a route takes.
pub(super) struct Expected {
    media_type: &'static str,
    encoding: Encoding,
    schema: &'static Schema,
    /// Whether the operation itself has no body, so that what is not understood is left alone.
    lenient: bool,
}

/// What the caller's body is to be; `None` where it is not looked at.
pub(super) fn expected(call: &Call) -> Option<Expected> {
    let replaced = |(target, source): &(Target, Source)| {
        *target == Target::Body && !matches!(source, Source::Body)
    };
    let used = call.with.iter().any(|it| !matches!(it.1, Source::Constant(_)));
    match &call.operation.body {
        Some(body) if !call.with.iter().any(replaced) => Some(Expected {
            media_type: body.media_type,
            encoding: body.encoding,
            schema: body.schema,
            lenient: false,
        }),
        // Its members may fill parameters.
        _ if used => Some(Expected {
            media_type: "application/json",
            encoding: Encoding::Json,
            schema: &schema::ANY,
            lenient: true,
        }),
        _ => None,
    }
}

/// The value of the body; `None` where it is empty.
pub(super) async fn read(
    expected: &Expected,
    headers: &HeaderMap,
    body: Body,
) -> Result<Option<Value>, Failure> {
    let content_type = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let fits = content_type.is_some_and(|it| expected.accepts(&essence(it)));
    if expected.lenient && !fits {
        return Ok(None);
    }
    // Whoever waits to be asked for a body is not asked for one that is refused anyway.
    if !fits && body.size_hint().lower() > 0 {
        return Err(unsupported(expected, content_type));
    }
    let bytes = buffered(body).await?;
    if bytes.is_empty() && (content_type.is_none() || expected.encoding == Encoding::Json) {
        return Ok(None);
    }
    if !fits {
        return Err(unsupported(expected, content_type));
    }
    if headers.get(CONTENT_ENCODING).is_some_and(|it| it != "identity") {
        let message = "The body must not be compressed";
        // What would be taken (RFC 9110, section 12.5.3).
        let identity = HeaderValue::from_static("identity");
        let failure = Failure::of(StatusCode::UNSUPPORTED_MEDIA_TYPE, message);
        return Err(failure.with_header(ACCEPT_ENCODING, identity));
    }
    let content_type = content_type.unwrap_or_default();
    if expected.encoding == Encoding::Json && !is_utf8(content_type) {
        let message = "The body must be in UTF-8";
        return Err(Failure::of(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
    }
    decode(expected, content_type, bytes).await.map(Some)
}

impl Expected {
    fn accepts(&self, essence: &str) -> bool {
        let declared = self::essence(self.media_type);
        match declared.strip_suffix('*') {
            _ if declared == *essence || declared == "*/*" => true,
            Some(range) if range.ends_with('/') => essence.starts_with(range),
            _ => self.encoding == Encoding::Json && is_json(essence),
        }
    }
}

/// The media type without parameters.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether the charset is one that JSON may be in; none is, strictly, and UTF-8 is meant (RFC 8259).
fn is_utf8(content_type: &str) -> bool {
    let parameters = content_type.split(';').skip(1).filter_map(|it| it.split_once('='));
    let charset =
        parameters.filter(|it| it.0.trim().eq_ignore_ascii_case("charset")).map(|it| it.1);
    charset
        .map(|it| it.trim().trim_matches('"'))
        .all(|it| ["utf-8", "utf8", "us-ascii"].iter().any(|known| it.eq_ignore_ascii_case(known)))
}

fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence.ends_with("+json")
}

fn unsupported(expected: &Expected, given: Option<&str>) -> Failure {
    let wanted = expected.media_type;
    let message = match given {
        Some(_) => format!("The body must be {wanted}, not of another media type"),
        None => format!("The body must be {wanted}: send it as Content-Type"),
    };
    let failure = Failure::of(StatusCode::UNSUPPORTED_MEDIA_TYPE, message);
    match HeaderValue::try_from(wanted) {
        Ok(wanted) => failure.with_header(ACCEPT, wanted),
        Err(_) => failure,
    }
}

async fn buffered(body: Body) -> Result<Bytes, Failure> {
    let too_large = || {
        let message = format!("The body must have at most {} MiB", LIMIT / 1024 / 1024);
        Failure::of(StatusCode::PAYLOAD_TOO_LARGE, message)
    };
    // Known from `Content-Length`, before anything is read.
    if body.size_hint().lower() > LIMIT as u64 {
        return Err(too_large());
    }
    let mut request = Request::new(body);
    DefaultBodyLimit::max(LIMIT).apply(&mut request);
    Bytes::from_request(request.with_limited_body(), &()).await.map_err(|rejection| match rejection
        .status()
    {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        _ => Failure::bad_request("The body did not arrive in full"),
    })
}

async fn decode(expected: &Expected, content_type: &str, bytes: Bytes) -> Result<Value, Failure> {
    match expected.encoding {
        Encoding::Json => json(&bytes),
        Encoding::Form => form(expected.schema, &text(bytes)?),
        Encoding::Multipart => multipart::read(expected.schema, content_type, bytes).await,
        Encoding::Text => text(bytes).map(Value::String),
        Encoding::Binary => {
            Ok(Value::String(File::new(bytes).typed(essence(content_type)).to_string()))
        }
    }
}

/// Says where JSON is broken, not what stands there.
fn json(bytes: &[u8]) -> Result<Value, Failure> {
    serde_json::from_slice(bytes).map_err(|error| {
        let what = if error.is_eof() { "ends too early" } else { "is not valid JSON" };
        let (line, column) = (error.line(), error.column());
        Failure::bad_request(format!("The body {what}: line {line}, column {column}"))
    })
}

fn text(bytes: Bytes) -> Result<String, Failure> {
    String::from_utf8(bytes.into())
        .map_err(|_| Failure::bad_request("The body must be text in UTF-8"))
}

fn form(schema: &Schema, text: &str) -> Result<Value, Failure> {
    let mut groups: Map<String, Value> = Map::new();
    let mut values: Vec<(String, Vec<String>)> = Vec::new();
    for (name, value) in pairs(text) {
        let value = Decode::Form
            .apply(&value)
            .map_err(|_| Failure::bad_request("The body must be percent-encoded UTF-8"))?;
        match values.iter_mut().find(|it| it.0 == name) {
            Some(group) => group.1.push(value),
            None => values.push((name, vec![value])),
        }
    }
    for (name, values) in values {
        let value = coerce::values(coerce::property(schema, &name), values);
        groups.insert(name, value);
    }
    Ok(Value::Object(groups))
}
