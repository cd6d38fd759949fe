//! Reads the members of an object by hand, so that each problem has a place.
//!
//! Input: a [`Node`] that should be an object. Output: its members as Rust values, and a diagnostic
//! for every member that is missing, of the wrong kind, or that nobody asked for. Never stops at
//! the first problem.

use std::ops::Deref;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::source::{Data, Member, Node, SourceMap};

/// A value with the place it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Puts a value and its place together.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// Another value at the same place.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: f(self.value), span: self.span }
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// What a reader of one document needs beside the nodes: the text behind them, and a place to
/// report to.
pub struct Reader<'a> {
    sources: &'a SourceMap,
    diagnostics: &'a mut Diagnostics,
    errors_before: usize,
}

impl<'a> Reader<'a> {
    /// A reader that reports to `diagnostics`.
    pub fn new(sources: &'a SourceMap, diagnostics: &'a mut Diagnostics) -> Self {
        let errors_before = diagnostics.errors();
        Self { sources, diagnostics, errors_before }
    }

    /// Reports a finding.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Whether this reader has reported an error.
    pub fn failed(&self) -> bool {
        self.diagnostics.errors() > self.errors_before
    }

    /// The text of a scalar as its author wrote it.
    ///
    /// YAML takes names such as `608e0851` or `404` for numbers; the bytes of the file still say
    /// what was meant.
    pub fn scalar(&self, node: &Node) -> Option<Spanned<String>> {
        let text = match &node.data {
            Data::String(text) => text.clone(),
            Data::Number(number) => self.raw(node.span).unwrap_or_else(|| number.to_string()),
            Data::Bool(value) => self.raw(node.span).unwrap_or_else(|| value.to_string()),
            Data::Null | Data::Array(_) | Data::Object(_) => return None,
        };
        Some(Spanned::new(text, node.span))
    }

    /// The bytes of a plain scalar; none for an alias, whose bytes name another place.
    fn raw(&self, span: Span) -> Option<String> {
        let raw = self.sources.text(span).trim();
        (!raw.is_empty() && !raw.starts_with('*')).then(|| raw.to_owned())
    }

    /// Says that a value is of the wrong kind.
    pub fn wrong_type(&mut self, node: &Node, what: &str, expected: &str) {
        let message = format!("{what} must be {expected}, not {}", with_article(node.kind()));
        self.report(
            Diagnostic::error(Code::WrongType, node.span, message)
                .label(format!("expected {expected}")),
        );
    }
}

/// The name of a kind of value as it stands in a sentence.
pub(super) fn with_article(kind: &str) -> String {
    match kind {
        "null" => "null".to_owned(),
        "array" | "object" => format!("an {kind}"),
        _ => format!("a {kind}"),
    }
}

/// An item of a list, or a member of a map that stands for a list of named items.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'n> {
    /// The key, where the items are keyed by name.
    pub key: Option<(&'n str, Span)>,
    /// The item.
    pub node: &'n Node,
}

/// The members of one object, of which each may be taken once.
pub struct Fields<'n> {
    node: &'n Node,
    what: String,
    taken: Vec<bool>,
}

impl<'n> Fields<'n> {
    /// The members of `node`, which `what` describes in messages (`the tool`); reports where it is
    /// no object.
    pub fn new(cx: &mut Reader<'_>, node: &'n Node, what: &str) -> Option<Self> {
        let Some(members) = node.as_object() else {
            cx.wrong_type(node, what, "an object");
            return None;
        };
        Some(Self { node, what: what.to_owned(), taken: vec![false; members.len()] })
    }

    /// Where the object stands.
    pub fn span(&self) -> Span {
        self.node.span
    }

    /// A place to point at for what the whole object lacks: its first key, since the object itself
    /// may be long.
    pub fn head(&self) -> Span {
        let members = self.node.as_object();
        members.and_then(|it| it.values().next()).map_or(self.node.span, |first| first.key)
    }

    /// Whether the object has a member of this name, taken or not; one that is `null` counts as
    /// absent.
    pub fn has(&self, key: &str) -> bool {
        self.node.get(key).is_some_and(|it| it.data != Data::Null)
    }

    /// Takes a member with its key; one that is `null` counts as absent.
    pub fn member(&mut self, key: &str) -> Option<&'n Member> {
        let (at, _, member) = self.node.as_object()?.get_full(key)?;
        self.taken[at] = true;
        (member.value.data != Data::Null).then_some(member)
    }

    /// Takes a member; one that is `null` counts as absent.
    pub fn optional(&mut self, key: &str) -> Option<&'n Node> {
        self.member(key).map(|member| &member.value)
    }

    /// Takes a member for which `null` is a value like any other.
    pub fn nullable(&mut self, key: &str) -> Option<&'n Node> {
        self.member(key);
        self.node.get(key)
    }

    /// Takes a member that has to be there.
    pub fn required(&mut self, cx: &mut Reader<'_>, key: &str) -> Option<&'n Node> {
        let found = self.optional(key);
        if found.is_none() {
            self.missing(cx, key);
        }
        found
    }

    /// Says that a member is missing.
    pub fn missing(&self, cx: &mut Reader<'_>, key: &str) {
        let message = format!("{} has no `{key}`", self.what);
        cx.report(Diagnostic::error(Code::MissingField, self.head(), message));
    }

    /// Takes a text, as written where YAML took it for a number.
    pub fn optional_str(&mut self, cx: &mut Reader<'_>, key: &str) -> Option<Spanned<String>> {
        let node = self.optional(key)?;
        self.text(cx, key, node)
    }

    /// Takes a text that has to be there.
    pub fn required_str(&mut self, cx: &mut Reader<'_>, key: &str) -> Option<Spanned<String>> {
        let node = self.required(cx, key)?;
        self.text(cx, key, node)
    }

    fn text(&self, cx: &mut Reader<'_>, key: &str, node: &Node) -> Option<Spanned<String>> {
        let text = cx.scalar(node);
        if text.is_none() {
            cx.wrong_type(node, &format!("`{key}` of {}", self.what), "a string");
        }
        text
    }

    /// Takes a truth value.
    pub fn optional_bool(&mut self, cx: &mut Reader<'_>, key: &str) -> Option<Spanned<bool>> {
        let node = self.optional(key)?;
        let Some(value) = node.as_bool() else {
            cx.wrong_type(node, &format!("`{key}` of {}", self.what), "a boolean");
            return None;
        };
        Some(Spanned::new(value, node.span))
    }

    /// Takes a list; nothing where it is absent.
    pub fn list(&mut self, cx: &mut Reader<'_>, key: &str) -> &'n [Node] {
        let Some(node) = self.optional(key) else {
            return &[];
        };
        node.as_array().unwrap_or_else(|| {
            cx.wrong_type(node, &format!("`{key}` of {}", self.what), "an array");
            &[]
        })
    }

    /// Takes a list of texts; nothing where it is absent.
    pub fn strings(&mut self, cx: &mut Reader<'_>, key: &str) -> Vec<Spanned<String>> {
        let nodes = self.list(cx, key);
        nodes.iter().filter_map(|node| self.text(cx, &format!("{key}[]"), node)).collect()
    }

    /// Takes named items, whether they are a list or a map keyed by name; nothing where they are
    /// absent.
    pub fn entries(&mut self, cx: &mut Reader<'_>, key: &str) -> Vec<Entry<'n>> {
        let Some(node) = self.optional(key) else {
            return Vec::new();
        };
        match &node.data {
            Data::Array(items) => items.iter().map(|node| Entry { key: None, node }).collect(),
            Data::Object(members) => members
                .iter()
                .map(|(name, it)| Entry { key: Some((name, it.key)), node: &it.value })
                .collect(),
            _ => {
                cx.wrong_type(node, &format!("`{key}` of {}", self.what), "an array or an object");
                Vec::new()
            }
        }
    }

    /// The name of an item: the key of its entry, or else its member `name`.
    pub fn name(&mut self, cx: &mut Reader<'_>, entry: Entry<'n>) -> Option<Spanned<String>> {
        match entry.key {
            Some((name, span)) => Some(Spanned::new(name.to_owned(), span)),
            None => self.optional_str(cx, "name"),
        }
    }

    /// The name of an item that has to have one.
    pub fn required_name(
        &mut self,
        cx: &mut Reader<'_>,
        entry: Entry<'n>,
    ) -> Option<Spanned<String>> {
        let name = self.name(cx, entry);
        if name.is_none() && !self.has("name") {
            self.missing(cx, "name");
        }
        name
    }

    /// Takes members that are understood and deliberately not used.
    pub fn ignore(&mut self, keys: &[&str]) {
        for key in keys {
            self.member(key);
        }
    }

    /// Reports every member that nobody took: an error for a construct of the format that is not
    /// supported, a warning for a name the format does not know. Extensions (`x-...`) are free.
    pub fn finish(self, cx: &mut Reader<'_>, unsupported: &[&str]) {
        let Some(members) = self.node.as_object() else {
            return;
        };
        for ((name, member), taken) in members.iter().zip(&self.taken) {
            if *taken || name.starts_with("x-") {
                continue;
            }
            cx.report(if unsupported.contains(&name.as_str()) {
                unsupported_member(name, member.key, &self.what)
            } else {
                let message = format!("{} has an unknown field `{name}`", self.what);
                Diagnostic::warning(Code::UnknownField, member.key, message).label("ignored")
            });
        }
    }
}

/// The error for a construct of the format that this compiler does not support.
pub fn unsupported_member(name: &str, at: Span, what: &str) -> Diagnostic {
    let message = format!("unsupported construct `{name}` in {what}");
    Diagnostic::error(Code::UnsupportedConstruct, at, message)
        .label("known to the format, but not to this compiler")
}
