//! A failure, written in the shape of its capability.
//!
//! In: what is known of a failure, and a template. Out: the body. What is not known is left out, unless
//! the shape demands it: then it is there and empty.

use http::StatusCode;
use serde_json::{Map, Value};

use super::time::now;
use super::{Content, Issue};
use crate::support::error_shape::{Member, Slot};

/// The body of a failure.
pub(super) fn body(content: &Content, slot: &Slot) -> Value {
    let told = Told { content, issue: None };
    told.value(slot).unwrap_or_else(|| told.blank(slot))
}

/// What a part of a template is about: a failure, or one of the things that are wrong.
#[derive(Clone, Copy)]
struct Told<'f> {
    content: &'f Content,
    issue: Option<&'f Issue>,
}

impl Told<'_> {
    /// What fills a slot, if there is something.
    fn value(&self, slot: &Slot) -> Option<Value> {
        let status = self.content.status;
        Some(match slot {
            Slot::Message => self.message().into(),
            Slot::Told => self.told().into(),
            Slot::Code(allowed) => allow(self.code()?, allowed)?.into(),
            Slot::Status => status.as_u16().into(),
            Slot::StatusText => status.as_str().into(),
            Slot::Title => reason(status).into(),
            Slot::Now => now().into(),
            // The compiler has written the text.
            Slot::Constant(json) => serde_json::from_str(json).ok()?,
            Slot::Object(members) => self.object(members).filter(|it| !it.is_empty())?.into(),
            Slot::Issues(item) => self.items(item).filter(|it| !it.is_empty())?.into(),
            Slot::Each(item) => {
                let items = self.items(item).filter(|it| !it.is_empty());
                items.unwrap_or_else(|| vec![body(self.content, item)]).into()
            }
            Slot::Fields { list } => self.fields(*list)?,
            Slot::Pointer => self.pointer()?.into(),
            Slot::Fragment => fragment(self.pointer()?).into(),
            Slot::Path { located, text } => path(self.pointer()?, *located, *text).into(),
            Slot::Field => field(self.pointer()?).into(),
            Slot::Location => location(self.pointer()?)?.into(),
        })
    }

    /// What fills a slot that must not be left out.
    fn blank(&self, slot: &Slot) -> Value {
        match slot {
            Slot::Code(allowed) => {
                let code = code_of(self.content.status);
                allow(&code, allowed).unwrap_or_else(|| near(self.content.status, allowed)).into()
            }
            Slot::Issues(_) | Slot::Each(_) | Slot::Path { .. } => Value::Array(Vec::new()),
            Slot::Fields { .. } | Slot::Object(_) => Value::Object(Map::new()),
            _ => "".into(),
        }
    }

    fn object(&self, members: &[Member]) -> Option<Map<String, Value>> {
        let mut object = Map::new();
        for Member { name, slot, required } in members {
            let value = self.value(slot).or_else(|| required.then(|| self.blank(slot)));
            object.extend(value.map(|it| ((*name).to_owned(), it)));
        }
        Some(object)
    }

    fn items(&self, slot: &Slot) -> Option<Vec<Value>> {
        let item = |issue| {
            let told = Told { content: self.content, issue: Some(issue) };
            told.value(slot).unwrap_or_else(|| told.blank(slot))
        };
        Some(self.content.issues.iter().map(item).collect())
    }

    fn fields(&self, list: bool) -> Option<Value> {
        let mut fields: Map<String, Value> = Map::new();
        for issue in &self.content.issues {
            let name = issue.pointer.as_deref().map(field).unwrap_or_default();
            let message = Value::from(issue.message.as_str());
            match fields.get_mut(&name) {
                Some(Value::Array(messages)) => messages.push(message),
                Some(Value::String(text)) => text.push_str(&format!("; {}", issue.message)),
                _ => drop(fields.insert(name, if list { vec![message].into() } else { message })),
            }
        }
        (!fields.is_empty()).then_some(Value::Object(fields))
    }

    fn message(&self) -> &str {
        self.issue.map_or(&self.content.message, |it| &it.message)
    }

    fn told(&self) -> String {
        let of = |issue: &Issue| match &issue.pointer {
            Some(pointer) => format!("{pointer} {}", issue.message),
            None => issue.message.clone(),
        };
        if let Some(issue) = self.issue {
            return of(issue);
        }
        let issues: Vec<String> = self.content.issues.iter().map(of).collect();
        if issues.is_empty() {
            return self.content.message.clone();
        }
        format!("{}: {}", self.content.message, issues.join("; "))
    }

    fn code(&self) -> Option<&str> {
        self.issue.map_or(&self.content.code, |it| &it.code).as_deref()
    }

    fn pointer(&self) -> Option<&str> {
        self.issue?.pointer.as_deref()
    }
}

/// The code, or that of the allowed ones which reads the same.
fn allow<'c>(code: &'c str, allowed: &[&'c str]) -> Option<&'c str> {
    let letters = |text: &str| {
        let letters = text.chars().filter(char::is_ascii_alphanumeric);
        letters.map(|it| it.to_ascii_lowercase()).collect::<String>()
    };
    match allowed {
        [] => Some(code),
        _ => allowed.iter().copied().find(|it| letters(it) == letters(code)),
    }
}

/// The one of these codes that is nearest to a status: one for what the server, or the caller, did wrong.
fn near<'c>(status: StatusCode, allowed: &[&'c str]) -> &'c str {
    const SERVER: [&str; 5] = ["internal", "server", "unavailable", "unexpected", "unknown"];
    const CALLER: [&str; 4] = ["invalid", "validation", "bad", "request"];
    let words = if status.is_server_error() { &SERVER[..] } else { &CALLER[..] };
    let holds = |word: &&str| allowed.iter().find(|it| it.to_ascii_lowercase().contains(*word));
    words.iter().find_map(holds).or_else(|| allowed.first()).copied().unwrap_or_default()
}

const LOCATIONS: [&str; 5] = ["body", "path", "query", "header", "cookie"];

fn tokens(pointer: &str) -> impl Iterator<Item = &str> {
    pointer.split('/').skip(1)
}

fn location(pointer: &str) -> Option<&str> {
    tokens(pointer).next().filter(|it| LOCATIONS.contains(it))
}

/// The names and indices below the location; the location itself where there is nothing below it.
fn below(pointer: &str) -> Vec<String> {
    let tokens: Vec<&str> = tokens(pointer).collect();
    let below = match tokens.as_slice() {
        ["body", rest @ ..] => rest,
        ["path" | "query" | "header" | "cookie", rest @ ..] if !rest.is_empty() => rest,
        all => all,
    };
    below.iter().map(|it| it.replace("~1", "/").replace("~0", "~")).collect()
}

/// The path as providers write it, with indices as numbers unless they are wanted as text.
fn path(pointer: &str, located: bool, text: bool) -> Vec<Value> {
    let index = |token: &String| token.parse::<u32>().ok().filter(|it| it.to_string() == *token);
    let value = |token: String| match index(&token).filter(|_| !text) {
        Some(index) => Value::from(index),
        None => Value::from(token),
    };
    let location = location(pointer).filter(|_| located).map(Value::from);
    location.into_iter().chain(below(pointer).into_iter().map(value)).collect()
}

fn field(pointer: &str) -> String {
    let field = below(pointer).join(".");
    if field.is_empty() { location(pointer).unwrap_or_default().to_owned() } else { field }
}

/// The pointer as a URI fragment (RFC 6901, section 6), as the example of RFC 9457 has it.
fn fragment(pointer: &str) -> String {
    const ESCAPED: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'#')
        .add(b'%')
        .add(b'<')
        .add(b'>')
        .add(b'[')
        .add(b'\\')
        .add(b']')
        .add(b'^')
        .add(b'`')
        .add(b'{')
        .add(b'|')
        .add(b'}');
    format!("#{}", percent_encoding::utf8_percent_encode(pointer, ESCAPED))
}

/// The reason phrase of a status.
pub(super) fn reason(status: StatusCode) -> &'static str {
    status.canonical_reason().unwrap_or("Unknown status")
}

/// `NOT_FOUND` for `404 Not Found`.
pub(super) fn code_of(status: StatusCode) -> String {
    let letter = |it: char| if it.is_ascii_alphanumeric() { it.to_ascii_uppercase() } else { '_' };
    reason(status).chars().map(letter).collect()
}
