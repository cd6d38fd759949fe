//! Builds the HTTP request of an operation.
//!
//! In: an operation and its inputs; for each try the credentials. Out: a request, or which input does
//! not fit. Sends nothing.

use http::header::{
    ACCEPT, AUTHORIZATION, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST, HeaderMap,
    HeaderName, HeaderValue, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};
use reqwest::Url;
use serde_json::Value;

use super::body::Content;
use super::credential::{Ready, sensitive};
use super::path;
use super::refused::Refused;
use super::style;
use super::transport::{Attempt, Body, Request};
use crate::support::operation::{
    Encoding, Location, Operation, Parameter, Response, StatusPattern,
};
use crate::support::secret::Secret;
use crate::support::service::Inputs;

/// A request without credentials.
#[derive(Debug)]
pub(super) struct Draft {
    url: Url,
    query: Vec<String>,
    headers: HeaderMap,
    cookies: Vec<String>,
    /// The headers of the call's options, which no credential may be lost to.
    extra: Vec<HeaderName>,
}

/// Drafts a request, which goes to the address of the operation or to one that an answer named.
pub(super) fn draft(
    base: &Url,
    operation: &'static Operation,
    inputs: &Inputs,
    named: Option<&Url>,
) -> Result<Box<Draft>, Refused> {
    let mut draft = Box::new(Draft {
        url: named.unwrap_or(base).clone(),
        query: Vec::new(),
        headers: HeaderMap::new(),
        cookies: Vec::new(),
        extra: Vec::new(),
    });
    draft.headers.insert(ACCEPT, accept(operation));
    for parameter in operation.parameters {
        match inputs.parameters.get(parameter.argument) {
            // What is `null` is not sent, whatever its style.
            None | Some(Value::Null) => {}
            Some(value) => draft.parameter(parameter, value)?,
        }
    }
    if named.is_none() {
        draft.address(operation, inputs)?;
    }
    Ok(draft)
}

/// The address of an operation, without credentials.
pub(super) fn address(
    base: &Url,
    operation: &'static Operation,
    inputs: &Inputs,
) -> Result<Url, Refused> {
    draft(base, operation, inputs, None).map(|it| it.url)
}

impl Draft {
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

    /// Goes below the base URL, where the operation is.
    fn address(&mut self, operation: &'static Operation, inputs: &Inputs) -> Result<(), Refused> {
        let mut path = self.url.path().trim_end_matches('/').to_owned();
        path::fill(&mut path, operation, inputs)?;
        self.url.set_path(&path);
        // The last guard against a path that means something else once it is normalised.
        if self.url.path() != path {
            return Err(Refused::new(operation.path, "is a path that a URL cannot hold"));
        }
        let pairs = path::query(operation).into_iter();
        let pairs: Vec<&str> = pairs.chain(self.query.iter().map(String::as_str)).collect();
        if !pairs.is_empty() {
            self.url.set_query(Some(&pairs.join("&")));
        }
        Ok(())
    }

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
    pub(super) fn request<'c>(
        self: Box<Self>,
        attempt: Attempt,
        credentials: impl Iterator<Item = &'c Ready>,
        token: Option<HeaderValue>,
        content: Option<&Content>,
    ) -> Result<Request, Refused> {
        let Self { mut url, mut headers, mut cookies, extra, .. } = *self;
        let mut add = |name: &HeaderName, value: &HeaderValue| {
            if extra.contains(name) {
                let message = "is the header of the operation's credential";
                return Err(Refused::new(format!("header {name}"), message));
            }
            headers.insert(name.clone(), value.clone());
            Ok(())
        };
        for credential in credentials {
            match credential {
                Ready::Header(name, value) => add(name, value)?,
                Ready::Query(name, secret) => add_pair(&mut url, &pair(name, secret)),
                Ready::Cookie(name, secret) => cookies.push(pair(name, secret)),
                Ready::Token(_) => token.iter().try_for_each(|it| add(&AUTHORIZATION, it))?,
                Ready::Caller => {}
            }
        }
        if !cookies.is_empty() {
            headers.insert(COOKIE, cookie(&cookies)?);
        }
        let mut body = Body::default();
        if let Some(content) = content {
            headers.insert(CONTENT_TYPE, content.media_type.clone());
            body = content.payload.body();
        }
        let mut request = Request::new(body);
        *request.method_mut() = attempt.operation.method.clone();
        *request.headers_mut() = headers;
        attempt
            .start(&mut request, url)
            .map_err(|_| Refused::new("the URL", "is too long or holds what no URL can hold"))?;
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

/// What the operation can answer: the formats of success first.
fn accept(operation: &Operation) -> HeaderValue {
    let encodings = |success: bool| {
        let responses = operation.responses.iter().filter(move |it| succeeds(it) == success);
        responses.filter_map(|response| response.encoding)
    };
    let (mut first, mut second, mut more) = ("", "", false);
    for encoding in encodings(true).chain(encodings(false)) {
        let range = match encoding {
            Encoding::Json => JSON,
            Encoding::Text => TEXT,
            Encoding::Form | Encoding::Multipart | Encoding::Binary => ANY,
        };
        match range {
            range if range == first || range == second => {}
            range if first.is_empty() => first = range,
            range if second.is_empty() => second = range,
            _ => more = true,
        }
    }
    HeaderValue::from_static(match (first, second) {
        (JSON | TEXT, "") => first,
        (JSON, TEXT) if !more => "application/json, text/*;q=0.5",
        (TEXT, JSON) if !more => "text/*, application/json;q=0.5",
        (JSON, _) => "application/json, */*;q=0.5",
        _ => ANY,
    })
}

const JSON: &str = "application/json";
const TEXT: &str = "text/*";
const ANY: &str = "*/*";

fn succeeds(response: &Response) -> bool {
    match response.status {
        StatusPattern::Code(code) => code / 100 == 2,
        StatusPattern::Class(class) => class == 2,
        StatusPattern::Default => false,
    }
}
