//! Builds the HTTP request of an operation.
//!
//! In: an operation and its inputs; for each try the credentials. Out: a request, or which input does
//! not fit. Sends nothing.

use http::Method;
use http::header::{
    ACCEPT, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST, HeaderMap, HeaderName,
    HeaderValue, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};
use reqwest::Url;
use serde_json::Value;

use super::body::{self, Payload, Upload};
use super::credential::{Ready, sensitive};
use super::path;
use super::refused::Refused;
use super::style;
use super::transport::{Request, set_target};
use crate::support::operation::{
    Encoding, Location, Operation, Parameter, Response, StatusPattern,
};
use crate::support::secret::Secret;
use crate::support::service::Inputs;

/// A request without credentials, which may be made anew for each try.
#[derive(Debug)]
pub(super) struct Draft {
    method: Method,
    pub(super) url: Url,
    headers: HeaderMap,
    cookies: Vec<String>,
    /// The headers of the call's options, which no credential may be lost to.
    extra: Vec<HeaderName>,
    pub(super) payload: Payload,
}

/// What parameters add to a request.
#[derive(Default)]
struct Parts {
    query: Vec<String>,
    headers: HeaderMap,
    cookies: Vec<String>,
}

/// Drafts the request of a call.
pub(super) fn draft(
    base: &Url,
    operation: &'static Operation,
    inputs: &Inputs,
    upload: Option<Upload>,
) -> Result<Draft, Refused> {
    let mut parts = Parts::default();
    for parameter in operation.parameters {
        let value = inputs.parameters.get(parameter.argument).unwrap_or(&Value::Null);
        parts.parameter(parameter, value)?;
    }
    let content = match upload {
        Some(upload) => Some(upload.content(operation)?),
        None => body::encode(operation, inputs.body.as_ref())?,
    };
    let url = url(base, operation, inputs, parts.query)?;
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, accept(operation));
    headers.extend(parts.headers);
    let mut payload = Payload::default();
    if let Some(content) = content {
        headers.insert(CONTENT_TYPE, content.media_type);
        payload = content.payload;
    }
    let (method, cookies) = (operation.method.clone(), parts.cookies);
    Ok(Draft { method, url, headers, cookies, extra: Vec::new(), payload })
}

impl Draft {
    /// Adds a header of the call's options.
    pub(super) fn header(&mut self, name: &str, value: &str) -> Result<(), Refused> {
        let refuse = |message| Refused::new(format!("header {name}"), message);
        let parsed =
            name.parse().map_err(|_| refuse("has a name that no header can have".to_owned()))?;
        if FRAMING.contains(&parsed) || [CONTENT_TYPE, HOST, COOKIE].contains(&parsed) {
            return Err(refuse("is set by the request itself".to_owned()));
        }
        // Whoever adds a header may put a secret there.
        let value = sensitive(value).ok_or_else(|| refuse(UNSENDABLE.to_owned()))?;
        self.headers.insert(parsed.clone(), value);
        self.extra.push(parsed);
        Ok(())
    }

    /// Adds the headers of the caller's own caller, none of which replaces one that is there.
    pub(super) fn caller_headers(&mut self, caller: &HeaderMap) {
        if caller.is_empty() {
            return;
        }
        for name in caller.keys().filter(|it| !self.headers.contains_key(*it)).collect::<Vec<_>>() {
            for value in caller.get_all(name) {
                self.headers.append(name.clone(), value.clone());
            }
        }
    }

    /// Adds a header unless there is one of the name.
    pub(super) fn default_header(&mut self, name: HeaderName, value: &HeaderValue) {
        self.headers.entry(name).or_insert_with(|| value.clone());
    }

    /// The request with its credentials.
    pub(super) fn request(&self, credentials: &[Ready]) -> Result<Request, Refused> {
        let mut url = self.url.clone();
        let mut headers = self.headers.clone();
        let mut cookies = self.cookies.clone();
        for credential in credentials {
            match credential {
                Ready::Header(name, _) if self.extra.contains(name) => {
                    let message = "is the header of the operation's credential";
                    return Err(Refused::new(format!("header {name}"), message));
                }
                Ready::Header(name, value) => {
                    headers.insert(name.clone(), value.clone());
                }
                Ready::Query(name, secret) => add_pair(&mut url, &pair(name, secret)),
                Ready::Cookie(name, secret) => cookies.push(pair(name, secret)),
                // Its header stands in its place by now, or is one of the caller's.
                Ready::Token(_) | Ready::Caller => {}
            }
        }
        if !cookies.is_empty() {
            headers.insert(COOKIE, cookie(&cookies)?);
        }
        let mut request = Request::new(self.payload.body());
        set_target(&mut request, url)
            .map_err(|_| Refused::new("the URL", "is too long or holds what no URL can hold"))?;
        *request.method_mut() = self.method.clone();
        *request.headers_mut() = headers;
        Ok(request)
    }
}

fn pair(name: &str, secret: &Secret) -> String {
    format!("{}={}", style::percent(name), style::percent(secret.expose()))
}

fn add_pair(url: &mut Url, pair: &str) {
    let query = match url.query() {
        Some(query) => format!("{query}&{pair}"),
        None => pair.to_owned(),
    };
    url.set_query(Some(&query));
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
}

/// Headers that say where a message ends. From outside they would let one request pass for two.
const FRAMING: [HeaderName; 6] =
    [CONNECTION, CONTENT_LENGTH, TE, TRAILER, TRANSFER_ENCODING, UPGRADE];

const UNSENDABLE: &str =
    "cannot be sent in a header: it holds a line break, a control or a non-ASCII character";

fn header(parameter: &Parameter, text: &str) -> Result<(HeaderName, HeaderValue), Refused> {
    let refuse = |message| Refused::new(parameter.argument, message);
    let name = HeaderName::from_bytes(parameter.name.as_bytes())
        .map_err(|_| refuse("has a name that no header can have"))?;
    if FRAMING.contains(&name) {
        return Err(refuse("is a header that the connection sets itself"));
    }
    // `HeaderValue` takes bytes beyond ASCII, which servers read in various ways.
    let value = HeaderValue::from_str(text).ok().filter(|_| text.is_ascii());
    let mut value = value.ok_or_else(|| refuse(UNSENDABLE))?;
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
