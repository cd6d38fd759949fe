//! Reads what an API says about an error, whatever shape it has.
//!
//! In: the headers and the body of an answer. Out: a code, a message and issues, as far as they are
//! there. Never fails: what is not understood is left out, and the caller keeps the body.

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// Something in particular that an API says is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Issue {
    /// Where in the inputs, as a JSON pointer (RFC 6901); empty where the API does not say.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
    /// The API's code for it.
    pub code: Option<String>,
}

/// What is understood of an error's body.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Envelope {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) issues: Vec<Issue>,
}

/// Reads the body of an error.
pub(super) fn read(headers: &HeaderMap, body: &[u8]) -> Envelope {
    match serde_json::from_slice(body) {
        Ok(Value::Object(members)) => from_object(&members),
        Ok(Value::Array(items)) => from_issues(issues(&Value::Array(items))),
        Ok(Value::String(text)) => Envelope { message: given(&text), ..Envelope::default() },
        Ok(_) => Envelope::default(),
        Err(_) => Envelope { message: plain_text(headers, body), ..Envelope::default() },
    }
}

fn from_object(members: &Map<String, Value>) -> Envelope {
    // `{"error": {...}}`, as Google, OpenAI and many others have it: what is inside counts first.
    let inner =
        ["error", "errors", "fault"].into_iter().find_map(|it| members.get(it)?.as_object());
    let inner = inner.filter(|inner| message(inner).is_some()).map(from_object).unwrap_or_default();
    let issues = ISSUES.into_iter().filter_map(|name| members.get(name)).map(issues);
    let issues: Vec<Issue> = issues.into_iter().find(|it| !it.is_empty()).unwrap_or_default();
    Envelope {
        code: inner.code.or_else(|| code(members)).or_else(|| common_code(&issues)),
        message: inner.message.or_else(|| message(members)).or_else(|| first(&issues)),
        issues: if inner.issues.is_empty() { issues } else { inner.issues },
    }
}

fn from_issues(issues: Vec<Issue>) -> Envelope {
    Envelope { code: None, message: first(&issues), issues }
}

/// The code of all issues, where they have one and the same.
fn common_code(issues: &[Issue]) -> Option<String> {
    let code = issues.first()?.code.as_ref()?;
    issues.iter().all(|it| it.code.as_ref() == Some(code)).then(|| code.clone())
}

fn first(issues: &[Issue]) -> Option<String> {
    issues.first().map(|issue| issue.message.clone())
}

const ISSUES: [&str; 7] =
    ["issues", "errors", "violations", "invalid-params", "invalid_params", "details", "detail"];
const MESSAGES: [&str; 8] =
    ["message", "messages", "detail", "error_description", "title", "msg", "description", "reason"];

fn code(members: &Map<String, Value>) -> Option<String> {
    let oauth = members.contains_key("error_description");
    let word = |name: &str| members.get(name)?.as_str().and_then(given);
    ["code", "errorCode", "error_code"]
        .into_iter()
        .find_map(word)
        .or_else(|| word("error").filter(|_| oauth))
        .or_else(|| members.get("data")?.get("code")?.as_str().and_then(given))
        .or_else(|| word("status").filter(|it| it.starts_with(char::is_alphabetic)))
        // RFC 9457: `about:blank` says nothing beyond the status.
        .or_else(|| word("type").filter(|it| it != "about:blank"))
        // A number is often the status once more, so a word counts first.
        .or_else(|| scalar(members.get("code")?))
}

fn message(members: &Map<String, Value>) -> Option<String> {
    let texts = |value: &Value| match value {
        Value::String(text) => given(text),
        Value::Array(items) => {
            let lines: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            given(&lines.join("; "))
        }
        _ => None,
    };
    MESSAGES.into_iter().chain(["error"]).find_map(|name| texts(members.get(name)?))
}

/// The issues in an array of anything, or in an object of messages by field.
fn issues(value: &Value) -> Vec<Issue> {
    match value {
        Value::Array(items) => items.iter().filter_map(issue).collect(),
        Value::Object(fields) => {
            fields.iter().flat_map(|(name, value)| field(name, value)).collect()
        }
        _ => Vec::new(),
    }
}

/// `{"name": ["is too short"]}`, as Rails, Laravel and ASP.NET have it, or `{"name": [{"error": "too_short"}]}`, as
/// the details of Rails have it.
fn field(name: &str, value: &Value) -> Vec<Issue> {
    let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    let pointer = pointer_to([name]);
    let issue = |item: &Value| match item {
        Value::String(text) => Some((text.clone(), None)),
        Value::Object(members) if value.is_array() => {
            let word = || members.get("error")?.as_str().and_then(given);
            Some((message(members)?, code(members).or_else(word)))
        }
        _ => None,
    };
    let issues = items.iter().filter_map(issue);
    issues.map(|(message, code)| Issue { pointer: pointer.clone(), message, code }).collect()
}

fn issue(item: &Value) -> Option<Issue> {
    match item {
        Value::Null => None,
        Value::Object(members) => Some(Issue {
            pointer: pointer(members).unwrap_or_default(),
            message: message(members).unwrap_or_else(|| item.to_string()),
            code: code(members),
        }),
        Value::String(text) => Some(Issue { message: text.clone(), ..Issue::default() }),
        other => Some(Issue { message: other.to_string(), ..Issue::default() }),
    }
}

fn pointer(members: &Map<String, Value>) -> Option<String> {
    let source = || members.get("source")?.get("pointer");
    // `{"name", "reason"}` of RFC 7807; elsewhere a name is that of the error.
    let name = || members.get("reason").and(members.get("name"));
    let named = ["pointer", "path", "loc", "instancePath", "field", "param", "property"];
    let place = named.into_iter().find_map(|name| members.get(name));
    match place.or_else(source).or_else(name)? {
        Value::String(text) if text.starts_with('/') || text.is_empty() => Some(text.clone()),
        // As a URI fragment (RFC 6901, section 6).
        Value::String(text) if text.starts_with("#/") => {
            Some(percent_decode_str(&text[1..]).decode_utf8_lossy().into_owned())
        }
        Value::String(text) => Some(pointer_to([text])),
        Value::Array(steps) => Some(pointer_to(steps.iter().filter_map(scalar))),
        _ => None,
    }
}

fn pointer_to(steps: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut pointer = String::new();
    for step in steps {
        pointer.push('/');
        pointer.push_str(&step.as_ref().replace('~', "~0").replace('/', "~1"));
    }
    pointer
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => given(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A body that is not JSON, unless it is a page for browsers.
fn plain_text(headers: &HeaderMap, body: &[u8]) -> Option<String> {
    let content_type =
        headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let text = std::str::from_utf8(body).ok()?.trim();
    let markup =
        content_type.contains("html") || content_type.contains("xml") || text.starts_with('<');
    if markup { None } else { given(text) }
}

fn given(text: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| text.to_owned())
}
