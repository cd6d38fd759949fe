//! Builds the HTTP request of an operation.
//!
//! In: an operation, its inputs and the credentials. Out: a request, or which input does not fit.
//! Sends nothing.

use http::header::{
    ACCEPT, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HeaderMap, HeaderName, HeaderValue,
    TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};
use reqwest::{Request, Url};
use serde_json::Value;

use super::body;
use super::credential::{Ready, sensitive};
use super::path;
use super::refused::Refused;
use super::style;
use crate::support::operation::{
    Encoding, Location, Operation, Parameter, Response, StatusPattern,
};
use crate::support::service::Inputs;

/// What parameters and credentials add to a request.
#[derive(Default)]
struct Parts {
    query: Vec<String>,
    headers: HeaderMap,
    cookies: Vec<String>,
}

/// Builds a request.
pub(super) fn build(
    base: &Url,
    operation: &'static Operation,
    inputs: &Inputs,
    credentials: &[&Ready],
) -> Result<Request, Refused> {
    let mut parts = Parts::default();
    for parameter in operation.parameters {
        let value = inputs.parameters.get(parameter.argument).unwrap_or(&Value::Null);
        parts.parameter(parameter, value)?;
    }
    for credential in credentials {
        parts.credential(credential);
    }
    let content = body::encode(operation, inputs.body.as_ref())?;
    let url = url(base, operation, inputs, parts.query)?;
    let mut request = Request::new(operation.method.clone(), url);
    let headers = request.headers_mut();
    headers.insert(ACCEPT, accept(operation));
    headers.extend(parts.headers);
    if !parts.cookies.is_empty() {
        headers.insert(COOKIE, cookie(&parts.cookies)?);
    }
    if let Some(content) = content {
        headers.insert(CONTENT_TYPE, content.media_type);
        *request.body_mut() = Some(content.bytes.into());
    }
    Ok(request)
}

impl Parts {
    fn parameter(&mut self, parameter: &Parameter, value: &Value) -> Result<(), Refused> {
        match parameter.location {
            // Paths are filled segment by segment.
            Location::Path => {}
            Location::Query => self.query.extend(style::query(parameter, value)),
            Location::Cookie => self.cookies.extend(style::cookies(parameter, value)),
            Location::Header => {
                if let Some(text) = style::header(parameter, value) {
                    let (name, value) = header(parameter, &text)?;
                    self.headers.insert(name, value);
                }
            }
        }
        Ok(())
    }

    fn credential(&mut self, credential: &Ready) {
        let pair = |name, secret| format!("{}={}", style::percent(name), style::percent(secret));
        match credential {
            Ready::Header(name, value) => {
                self.headers.insert(name.clone(), value.clone());
            }
            Ready::Query(name, secret) => self.query.push(pair(name, secret.expose())),
            Ready::Cookie(name, secret) => self.cookies.push(pair(name, secret.expose())),
        }
    }
}

/// Headers that say where a message ends. From outside they would let one request pass for two.
const FRAMING: [HeaderName; 6] =
    [CONNECTION, CONTENT_LENGTH, TE, TRAILER, TRANSFER_ENCODING, UPGRADE];

fn header(parameter: &Parameter, text: &str) -> Result<(HeaderName, HeaderValue), Refused> {
    let refuse = |message| Refused::new(parameter.argument, message);
    let name = HeaderName::from_bytes(parameter.name.as_bytes())
        .map_err(|_| refuse("has a name that no header can have"))?;
    if FRAMING.contains(&name) {
        return Err(refuse("is a header that the connection sets itself"));
    }
    // `HeaderValue` takes bytes beyond ASCII, which servers read in various ways.
    let value = HeaderValue::from_str(text).ok().filter(|_| text.is_ascii());
    let mut value = value.ok_or_else(|| {
        refuse(
            "cannot be sent in a header: it holds a line break, a control or a non-ASCII character",
        )
    })?;
    value.set_sensitive(parameter.schema.secret);
    Ok((name, value))
}

fn cookie(cookies: &[String]) -> Result<HeaderValue, Refused> {
    sensitive(&cookies.join("; ")).ok_or_else(|| Refused::new("cookie", "cannot be sent"))
}

fn url(
    base: &Url,
    operation: &'static Operation,
    inputs: &Inputs,
    pairs: Vec<String>,
) -> Result<Url, Refused> {
    let (path, fixed) = path::fill(operation, inputs)?;
    let path = format!("{}{path}", base.path().trim_end_matches('/'));
    let pairs: Vec<String> = fixed.map(str::to_owned).into_iter().chain(pairs).collect();
    let mut url = base.clone();
    url.set_path(&path);
    if !pairs.is_empty() {
        url.set_query(Some(&pairs.join("&")));
    }
    // The last guard against a path that means something else once it is normalised.
    if url.path() != path {
        return Err(Refused::new(operation.path, "is a path that a URL cannot hold"));
    }
    Ok(url)
}

/// What the operation can answer: the formats of success first.
fn accept(operation: &Operation) -> HeaderValue {
    let encodings = |success: bool| {
        let responses = operation.responses.iter().filter(move |it| succeeds(it) == success);
        responses.filter_map(|response| response.encoding)
    };
    let mut ranges: Vec<&str> = Vec::new();
    for encoding in encodings(true).chain(encodings(false)) {
        let range = match encoding {
            Encoding::Json => "application/json",
            Encoding::Text => "text/*",
            Encoding::Form | Encoding::Multipart | Encoding::Binary => "*/*",
        };
        if !ranges.contains(&range) {
            ranges.push(range);
        }
    }
    HeaderValue::from_static(match ranges.as_slice() {
        ["application/json"] => "application/json",
        ["text/*"] => "text/*",
        ["application/json", "text/*"] => "application/json, text/*;q=0.5",
        ["text/*", "application/json"] => "text/*, application/json;q=0.5",
        ["application/json", ..] => "application/json, */*;q=0.5",
        _ => "*/*",
    })
}

fn succeeds(response: &Response) -> bool {
    match response.status {
        StatusPattern::Code(code) => code / 100 == 2,
        StatusPattern::Class(class) => class == 2,
        StatusPattern::Default => false,
    }
}
