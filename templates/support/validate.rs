//! Says everything that is wrong with a JSON value, or with the inputs of a call.
//!
//! Interprets the constant tables of [`schema`](super::schema) with the meaning of JSON Schema
//! 2020-12. Messages are for the caller of an API; they never hold the caller's values, since any of
//! them may be a secret.

mod combined;
mod composite;
mod equality;
mod evaluated;
mod extra;
mod number;
mod pattern;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;

use super::file::File;
use super::formats;
use super::inputs::Inputs;
use super::json::Mismatch;
use super::operation::{Location, Operation};
use super::schema::{Literal, Schema, Type};

/// Something that a value must be and is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Where, as a JSON pointer (RFC 6901); empty for the whole value.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
}

impl Violation {
    /// A violation at a place.
    pub fn new(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), message: message.into() }
    }
}

impl From<Mismatch> for Violation {
    fn from(mismatch: Mismatch) -> Self {
        Self { pointer: mismatch.pointer, message: mismatch.message }
    }
}

/// Everything that is wrong with a value, in the order of the value; the first 1,000 at most.
pub fn value(schema: &Schema, value: &Value) -> Vec<Violation> {
    let mut findings = Findings::default();
    check(schema, value, &mut findings, None);
    findings.finish()
}

/// Gives types a method that checks their values against their schemas.
#[allow(unused_macros)]
macro_rules! validated {
    ($($type:ident = $schema:ident),* $(,)?) => {$(
        impl super::types::$type {
            /// Checks the value against its schema, as servers and tools do before anything goes upstream.
            ///
            /// # Errors
            /// Names every rule that the value breaks, with a JSON pointer.
            pub fn validate(&self) -> Result<(), Vec<$crate::support::validate::Violation>> {
                $crate::support::validate::written(&$schema, $crate::support::json::Json::write(self))
            }
        }
    )*};
}
#[allow(unused_imports)]
pub(crate) use validated;

/// Checks a value that was written as JSON: what `validate` of a type does.
///
/// # Errors
/// Names every rule that the value breaks, with a JSON pointer.
pub fn written(schema: &Schema, written: Value) -> Result<(), Vec<Violation>> {
    let violations = value(schema, &written);
    if violations.is_empty() { Ok(()) } else { Err(violations) }
}

/// The place of the first schema that a value fits.
pub fn fitting(value: &Value, schemas: &[&'static Schema]) -> Option<usize> {
    schemas.iter().position(|schema| self::value(schema, value).is_empty())
}

/// Everything that is wrong with the inputs of a call, each with its location and its name on the
/// wire: `/query/userId`, `/path/petId`, `/header/x-trace`, `/cookie/session`, `/body/name`.
/// Inputs that the operation does not know are ignored.
pub fn inputs(operation: &Operation, inputs: &Inputs) -> Vec<Violation> {
    let mut findings = Findings::default();
    for parameter in operation.parameters {
        let given = inputs.parameters.get(parameter.argument);
        findings.within(word(parameter.location), |it| {
            it.input(parameter.name, parameter.required, parameter.schema, given);
        });
    }
    if let Some(body) = &operation.body {
        findings.input("body", body.required, body.schema, inputs.body.as_ref());
    }
    findings.finish()
}

/// The pointer of a parameter, such as `/query/userId`.
#[cfg(feature = "server")]
pub(super) fn place(location: Location, name: &str) -> String {
    format!("/{}/{}", word(location), escape(name))
}

fn word(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}

/// A token of a JSON pointer.
pub(super) fn escape(token: &str) -> Cow<'_, str> {
    match token.bytes().any(|it| matches!(it, b'~' | b'/')) {
        true => Cow::Owned(token.replace('~', "~0").replace('/', "~1")),
        false => Cow::Borrowed(token),
    }
}

/// More violations than anyone reads: a large body must not be answered by a larger one.
const MOST: usize = 1000;

/// More steps within alternatives than a value of some megabytes takes, unless alternatives that
/// contain each other multiply them: 2^60 would be no trouble to write.
const STEPS: u32 = 2_000_000;

/// So many schemas, one within the other, fit the smallest stack that threads are given. JSON that was
/// parsed is nested 127 levels at most.
const DEEPEST: u32 = 1_000;

/// Collects violations while walking a value.
#[derive(Default)]
struct Findings {
    pointer: String,
    found: Vec<Violation>,
    /// How often a schema was applied within an alternative.
    steps: u32,
    /// How many schemas are being applied, one within the other.
    depth: u32,
    /// Whether a value fits a schema, both by their addresses: where rules ask again what other rules asked
    /// at every level of a value, the answers would double with each.
    judged: BTreeMap<(usize, usize), bool>,
    is_too_deep: bool,
    is_aside: bool,
}

impl Findings {
    fn report(&mut self, message: impl Into<String>) {
        if !self.full() {
            self.found.push(Violation::new(self.pointer.clone(), message));
        }
    }

    fn full(&self) -> bool {
        self.found.len() >= MOST || self.exhausted()
    }

    fn exhausted(&self) -> bool {
        self.steps > STEPS || self.is_too_deep
    }

    /// What was not checked to its end is not accepted.
    fn finish(mut self) -> Vec<Violation> {
        // Whatever was found says less: alternatives that could not be judged count as not fitting.
        if self.is_too_deep {
            return vec![Violation::new("", "is nested too deeply to be checked")];
        }
        if self.exhausted() && self.found.is_empty() {
            self.found.push(Violation::new("", "is too complex to be checked"));
        }
        self.found
    }

    /// Walks on into a member or an item.
    fn within(&mut self, token: &str, walk: impl FnOnce(&mut Self)) {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&escape(token));
        walk(self);
        self.pointer.truncate(length);
    }

    fn input(&mut self, name: &str, required: bool, schema: &Schema, given: Option<&Value>) {
        self.within(name, |findings| match given {
            Some(value) => check(schema, value, findings, None),
            None if required => findings.report("is required"),
            None => {}
        });
    }

    /// Nothing found, at the same place.
    fn aside(&mut self) -> Self {
        Self {
            pointer: self.pointer.clone(),
            found: Vec::new(),
            steps: self.steps,
            depth: self.depth,
            judged: std::mem::take(&mut self.judged),
            is_too_deep: self.is_too_deep,
            is_aside: true,
        }
    }

    /// What was found aside; what it cost counts here too.
    fn rejoin(&mut self, aside: Self) -> Vec<Violation> {
        self.steps = aside.steps;
        self.is_too_deep = aside.is_too_deep;
        self.judged = aside.judged;
        aside.found
    }
}

/// The schemas that are being applied to one and the same value, the innermost first.
#[derive(Clone, Copy)]
struct Trail<'t> {
    schema: &'t Schema,
    outer: Option<&'t Trail<'t>>,
}

impl Trail<'_> {
    fn contains(&self, schema: &Schema) -> bool {
        std::ptr::eq(self.schema, schema) || self.outer.is_some_and(|it| it.contains(schema))
    }
}

fn check(schema: &Schema, value: &Value, findings: &mut Findings, outer: Option<&Trail<'_>>) {
    findings.steps = findings.steps.saturating_add(u32::from(findings.is_aside));
    // A schema that applies itself to the same value demands nothing more by that.
    if findings.full() || outer.is_some_and(|trail| trail.contains(schema)) {
        return;
    }
    if findings.depth == DEEPEST {
        findings.is_too_deep = true;
        return;
    }
    findings.depth += 1;
    apply(schema, value, findings, outer);
    findings.depth -= 1;
}

fn apply(schema: &Schema, value: &Value, findings: &mut Findings, outer: Option<&Trail<'_>>) {
    // Whatever else is wrong with a value of the wrong type is noise.
    if !types(schema, value, findings) {
        return;
    }
    values(schema, value, findings);
    match value {
        Value::String(text) => string(schema, text, findings),
        Value::Number(number) => number::check(schema, number, findings),
        Value::Array(items) => {
            if let Some(rules) = schema.array {
                composite::array(rules, items, findings);
            }
        }
        Value::Object(members) => {
            if let Some(rules) = schema.object {
                composite::object(rules, members, findings);
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
    let trail = Trail { schema, outer };
    combined::check(value, findings, &trail);
    if let Some(rules) = schema.extra {
        extra::rules(rules, value, findings, &trail);
    }
}

fn types(schema: &Schema, value: &Value, findings: &mut Findings) -> bool {
    if schema.types.is_empty() || schema.types.iter().any(|it| is_of(value, *it)) {
        return true;
    }
    findings.report(wrong_type(schema.types, value));
    false
}

fn is_of(value: &Value, kind: Type) -> bool {
    match kind {
        Type::Null => value.is_null(),
        Type::Boolean => value.is_boolean(),
        Type::Integer => value.as_number().is_some_and(number::is_integer),
        Type::Number => value.is_number(),
        Type::String => value.is_string(),
        Type::Array => value.is_array(),
        Type::Object => value.is_object(),
    }
}

fn wrong_type(types: &[Type], value: &Value) -> String {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) if types.contains(&Type::Integer) => "a fraction",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    };
    let names: Vec<&str> = types.iter().map(|it| name(*it)).collect();
    format!("must be {}, not {found}", alternatives(&names, "or"))
}

fn name(kind: Type) -> &'static str {
    match kind {
        Type::Null => "null",
        Type::Boolean => "a boolean",
        Type::Integer => "an integer",
        Type::Number => "a number",
        Type::String => "a string",
        Type::Array => "an array",
        Type::Object => "an object",
    }
}

/// `a, b or c`
fn alternatives<T: AsRef<str>>(names: &[T], word: &str) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [most @ .., last] => format!("{} {word} {last}", most.join(", ")),
    }
}

fn values(schema: &Schema, value: &Value, findings: &mut Findings) {
    if schema.values.is_empty() || schema.values.iter().any(|it| equality::is_literal(it, value)) {
        return;
    }
    findings.report(match schema.values {
        _ if schema.secret => "must be one of the allowed values".to_owned(),
        [only] => format!("must be {}", shown(only)),
        all => {
            let all: Vec<String> = all.iter().map(shown).collect();
            format!("must be one of {}", all.join(", "))
        }
    });
}

fn shown(literal: &Literal) -> String {
    match literal {
        Literal::Json(text) => (*text).to_owned(),
        other => equality::value_of(other).to_string(),
    }
}

fn string(schema: &Schema, text: &str, findings: &mut Findings) {
    let is_too_long = lengths(schema, text, findings);
    // A pattern may cost much on a long text, and the caller chooses the text.
    if let Some(pattern) = schema.pattern
        && !is_too_long
        && !pattern::matches(pattern, text)
    {
        findings.report(format!("must match the pattern {pattern}"));
    }
    if let Some(format) = schema.format
        && let Some(wanted) = formats::wanted(format, text)
    {
        findings.report(format!("must be {wanted}"));
    }
}

/// Whether the text is longer than it may be.
fn lengths(schema: &Schema, text: &str, findings: &mut Findings) -> bool {
    if schema.min_length == 0 && schema.max_length.is_none() {
        return false;
    }
    // The length of bytes that travel as base64 is that of the bytes.
    let bytes = (schema.format == Some("binary")).then(|| File::parse(text)).flatten();
    let (length, unit) = match bytes {
        Some(file) => (file.bytes.len() as u64, "byte"),
        None => (text.chars().count() as u64, "character"),
    };
    if length < schema.min_length {
        findings.report(format!("must have at least {}", count(schema.min_length, unit)));
    }
    let exceeded = schema.max_length.filter(|most| length > *most);
    if let Some(most) = exceeded {
        findings.report(format!("must have at most {}", count(most, unit)));
    }
    exceeded.is_some()
}

/// `1 item`, `2 items`
fn count(number: u64, unit: &str) -> String {
    match (number, unit) {
        (1, unit) => format!("1 {unit}"),
        (_, "property") => format!("{number} properties"),
        (_, unit) => format!("{number} {unit}s"),
    }
}
