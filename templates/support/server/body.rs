//! Reads the body of a request by the encoding that its operation declares.
//!
//! A file that the route hands on as it is, is not read but passed on, unless it is small.

use axum::body::{Bytes, HttpBody};
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::{Map, Value};

use super::arrival::{Arrival, BodyLimit, Fault};
use super::coerce;
use super::multipart::Form;
use super::request::{Decode, pairs};
use super::upload::{HELD, Upload, is_free};
use crate::support::failure::Failure;
use crate::support::file::File;
use crate::support::mapping;
use crate::support::operation::{Encoding, Operation, Route, Source, Target};
use crate::support::schema::{self, Schema};
use crate::support::template::Template;

/// The body that a route takes.
pub(super) struct Expected {
    operation: &'static Operation,
    media_type: &'static str,
    encoding: Encoding,
    schema: &'static Schema,
    /// Whether the operation itself has no body, so that what is not understood is left alone.
    lenient: bool,
    /// Whether the route hands it on as it is.
    passes: bool,
}

/// What became of the body of a request.
pub(super) enum Body {
    /// A value, unless it is empty.
    Value(Option<Value>),
    /// It is still coming in. What is wrong with it will be found in the fault.
    Upload(Upload, Fault),
}

/// What the caller's body is to be; `None` where it is not looked at.
pub(super) fn expected(route: &Route) -> Option<Expected> {
    let call = &route.call;
    let replaced = |(target, source): &(Target, Source)| {
        *target == Target::Body && !matches!(source, Source::Body)
    };
    let used = call.with.iter().any(|it| !matches!(it.1, Source::Constant(_)));
    match &call.operation.body {
        Some(body) if !call.with.iter().any(replaced) => Some(Expected {
            operation: call.operation,
            media_type: body.media_type,
            encoding: body.encoding,
            schema: body.schema,
            lenient: false,
            passes: passes(route, body.encoding, body.schema),
        }),
        // Its members may fill parameters.
        _ if used => Some(Expected {
            operation: call.operation,
            media_type: "application/json",
            encoding: Encoding::Json,
            schema: &schema::ANY,
            lenient: true,
            passes: false,
        }),
        _ => None,
    }
}

/// Whether a body is passed on: a file, or a form of which `with` takes nothing apart.
fn passes(route: &Route, encoding: Encoding, schema: &Schema) -> bool {
    let call = &route.call;
    // What is given elsewhere is not a member of the form.
    let elsewhere = |name: &&str| {
        call.operation.parameters.iter().any(|it| it.argument == *name)
            || Template::new(route.path).captures(name)
    };
    let untouched = |(target, source): &(Target, Source)| match target {
        Target::Body => matches!(source, Source::Body),
        Target::BodyField(_) => false,
        Target::Parameter(_) if encoding == Encoding::Binary => true,
        Target::Parameter(_) => mapping::names(source).iter().all(elsewhere),
    };
    let is_file = match encoding {
        Encoding::Binary => is_free(schema),
        other => other == Encoding::Multipart,
    };
    is_file && call.with.iter().all(untouched)
}

/// The body, as a value or on its way.
pub(super) async fn read(
    expected: &Expected,
    headers: &HeaderMap,
    body: axum::body::Body,
    limit: BodyLimit,
) -> Result<Body, Failure> {
    let content_type = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let fits = content_type.is_some_and(|it| expected.accepts(&essence(it)));
    if expected.lenient && !fits {
        return Ok(Body::Value(None));
    }
    // Whoever waits to be asked for a body is not asked for one that is refused anyway.
    if body.size_hint().lower() > 0 {
        expected.check(headers, content_type, fits)?;
    }
    let body = Arrival::new(body, limit)?;
    if expected.passes && fits {
        expected.check(headers, content_type, fits)?;
        return pass(expected, content_type.unwrap_or_default(), body).await;
    }
    let bytes = body.collect().await?;
    if bytes.is_empty() && (content_type.is_none() || expected.encoding == Encoding::Json) {
        return Ok(Body::Value(None));
    }
    expected.check(headers, content_type, fits)?;
    decode(expected, content_type.unwrap_or_default(), bytes).await.map(|it| Body::Value(Some(it)))
}

/// A body that is passed on unless it is small.
async fn pass(expected: &Expected, content_type: &str, body: Arrival) -> Result<Body, Failure> {
    let fault = body.fault();
    if expected.encoding == Encoding::Multipart {
        let mut form = Form::new(expected.operation, content_type, body)?;
        if form.is_small().await? {
            return form.value().await.map(|it| Body::Value(Some(it)));
        }
        return Ok(Body::Upload(Upload::form(form), fault));
    }
    match body.small(HELD).await? {
        Ok(bytes) => Ok(Body::Value(Some(file(content_type, bytes)))),
        Err(body) => Ok(Body::Upload(Upload::bytes(body, essence(content_type)), fault)),
    }
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

    /// Refuses what is of another kind than is read.
    fn check(&self, headers: &HeaderMap, given: Option<&str>, fits: bool) -> Result<(), Failure> {
        if !fits {
            return Err(unsupported(self, given));
        }
        if headers.get(CONTENT_ENCODING).is_some_and(|it| it != "identity") {
            let message = "The body must not be compressed";
            // What would be taken (RFC 9110, section 12.5.3).
            let identity = HeaderValue::from_static("identity");
            let failure = Failure::of(StatusCode::UNSUPPORTED_MEDIA_TYPE, message);
            return Err(failure.with_header(ACCEPT_ENCODING, identity));
        }
        if self.encoding == Encoding::Json && !is_utf8(given.unwrap_or_default()) {
            let message = "The body must be in UTF-8";
            return Err(Failure::of(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
        }
        Ok(())
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

async fn decode(expected: &Expected, content_type: &str, bytes: Bytes) -> Result<Value, Failure> {
    match expected.encoding {
        Encoding::Json => json(&bytes),
        Encoding::Form => form(expected.schema, &text(bytes)?),
        Encoding::Multipart => {
            let body = Arrival::new(bytes.into(), BodyLimit(usize::MAX))?;
            Form::new(expected.operation, content_type, body)?.value().await
        }
        Encoding::Text => text(bytes).map(Value::String),
        Encoding::Binary => Ok(file(content_type, bytes)),
    }
}

fn file(content_type: &str, bytes: Bytes) -> Value {
    Value::String(File::new(bytes).typed(essence(content_type)).to_string())
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
