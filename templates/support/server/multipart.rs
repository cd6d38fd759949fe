//! Reads `multipart/form-data` (RFC 7578): files become `data:` URLs, text becomes what its property wants.
//!
//! A form is read until a file makes it larger than what is held; whoever passes it on goes on from there
//! ([`Form::emit`]), whoever holds it reads the rest ([`Form::value`]).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::{Bytes, BytesMut};
use multer::{Field, Multipart};
use serde_json::{Map, Value};

use super::arrival::{Arrival, Fault};
use super::coerce::{self, Kinds};
use super::steps::{Source, steps};
use super::upload::{HELD, is_free};
use crate::support::content::Content;
use crate::support::failure::Failure;
use crate::support::file::File;
use crate::support::inputs::Inputs;
use crate::support::operation::Operation;
use crate::support::part::{head, is_sendable};
use crate::support::schema::{self, Schema, Type};
use crate::support::validate::{self, Violation};

/// A form, as far as it was read.
pub(super) struct Form {
    operation: &'static Operation,
    schema: &'static Schema,
    parts: Multipart<'static>,
    boundary: String,
    fault: Fault,
    read: Vec<Part>,
    /// A file of which only the beginning was read.
    open: Option<(Part, Field<'static>)>,
}

/// A part that was read.
struct Part {
    name: String,
    file_name: Option<String>,
    media_type: Option<String>,
    bytes: Bytes,
}

impl Form {
    /// A form of which nothing was read.
    pub(super) fn new(
        operation: &'static Operation,
        content_type: &str,
        body: Arrival,
    ) -> Result<Self, Failure> {
        let boundary = multer::parse_boundary(content_type).ok().filter(|it| is_boundary(it));
        let boundary = boundary.ok_or_else(malformed)?;
        let schema = operation.body.as_ref().map_or(&schema::ANY, |it| it.schema);
        let fault = body.fault();
        let parts = Multipart::new(body.pausing(), boundary.clone());
        Ok(Self { operation, schema, parts, boundary, fault, read: Vec::new(), open: None })
    }

    /// What the form is the body of.
    pub(super) fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Reads on; tells whether this was all. Otherwise the rest begins within a file.
    pub(super) async fn is_small(&mut self) -> Result<bool, Failure> {
        let mut left = HELD;
        while let Some(field) = self.next().await? {
            let (part, rest) = self.begin(field, left).await?;
            left = left.saturating_sub(part.bytes.len());
            match rest {
                Some(field) => {
                    self.open = Some((part, field));
                    return Ok(false);
                }
                None => self.read.push(part),
            }
        }
        Ok(true)
    }

    /// The whole form, held in memory.
    pub(super) async fn value(mut self) -> Result<Value, Failure> {
        if let Some((part, field)) = self.open.take() {
            let part = self.rest(part, field).await?;
            self.read.push(part);
        }
        while let Some(field) = self.next().await? {
            let (part, rest) = self.begin(field, usize::MAX).await?;
            self.read.extend(rest.is_none().then_some(part));
        }
        let mut members = Map::new();
        for part in self.read {
            add(&mut members, self.schema, &part.name.clone(), |schema| part.value(schema))?;
        }
        Ok(Value::Object(members))
    }

    /// What is wrong with a form that was read to its end.
    pub(super) fn violations(operation: &Operation, body: &Value) -> Vec<Violation> {
        let inputs = Inputs { body: Some(body.clone()), ..Inputs::default() };
        let mut violations = validate::inputs(operation, &inputs);
        violations.retain(super::upload::is_about_body);
        violations
    }

    /// The form as it is passed on: its parts in their order, under heads of our own. What is wrong with it is
    /// found at its end at the latest, which then does not come: nobody takes what there is for a form.
    pub(super) fn emit(self) -> Content {
        // Not every server takes quotes away where they are not needed.
        let is_token =
            self.boundary.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_.+'".contains(&it));
        let quote = if is_token { "" } else { "\"" };
        let media_type = format!("multipart/form-data; boundary={quote}{}{quote}", self.boundary);
        let emission = Emission { form: self, members: Map::new(), file: None, has_begun: false };
        Content::stream(steps(emission)).typed(media_type)
    }

    async fn next(&mut self) -> Result<Option<Field<'static>>, Failure> {
        let next = self.parts.next_field().await;
        next.map_err(|error| self.failure(error))
    }

    /// Reads a part; of a file that may be passed on, not much more than so many bytes.
    async fn begin(
        &self,
        mut field: Field<'static>,
        most: usize,
    ) -> Result<(Part, Option<Field<'static>>), Failure> {
        let mut part = Part {
            name: field.name().unwrap_or_default().to_owned(),
            file_name: field.file_name().map(str::to_owned),
            media_type: field.content_type().map(ToString::to_string),
            bytes: Bytes::new(),
        };
        let passes = self.passes(&part);
        let mut bytes = BytesMut::new();
        while let Some(chunk) = self.chunk(&mut field).await? {
            bytes.extend_from_slice(&chunk);
            if passes && bytes.len() > most {
                part.bytes = bytes.freeze();
                return Ok((part, Some(field)));
            }
        }
        part.bytes = bytes.freeze();
        Ok((part, None))
    }

    async fn rest(&self, part: Part, mut field: Field<'static>) -> Result<Part, Failure> {
        let mut bytes = BytesMut::from(part.bytes);
        while let Some(chunk) = self.chunk(&mut field).await? {
            bytes.extend_from_slice(&chunk);
        }
        Ok(Part { bytes: bytes.freeze(), ..part })
    }

    async fn chunk(&self, field: &mut Field<'static>) -> Result<Option<Bytes>, Failure> {
        field.chunk().await.map_err(|error| self.failure(error))
    }

    /// Whether a part is a file about whose content nothing is to be checked.
    fn passes(&self, part: &Part) -> bool {
        let schema = part_schema(coerce::property(self.schema, &part.name), true);
        let sendable = part.media_type.as_deref().is_none_or(is_sendable);
        part.is_file(schema) && sendable && schema.format != Some("byte") && is_free(schema)
    }

    /// What is wrong with the body as a whole says more than what it did to the form.
    fn failure(&self, _: multer::Error) -> Failure {
        self.fault.get().unwrap_or_else(malformed)
    }
}

/// A form on its way to whoever it is passed on to.
struct Emission {
    form: Form,
    /// What is known of the content: nothing of files.
    members: Map<String, Value>,
    /// The file that is being passed on.
    file: Option<Field<'static>>,
    has_begun: bool,
}

impl Source for Emission {
    async fn next(&mut self) -> Result<Option<Bytes>, Failure> {
        let chunk = self.chunk().await;
        chunk.map_err(|failure| self.form.fault.note(failure))
    }
}

impl Emission {
    /// The next bytes; `None` after the last ones.
    async fn chunk(&mut self) -> Result<Option<Bytes>, Failure> {
        if !std::mem::replace(&mut self.has_begun, true) {
            return self.begin().map(Some);
        }
        if let Some(file) = &mut self.file {
            let chunk = self.form.chunk(file).await?;
            if chunk.is_none() {
                self.file = None;
            }
            return Ok(Some(chunk.unwrap_or_else(|| Bytes::from_static(b"\r\n"))));
        }
        // Emptied by the end.
        if self.form.boundary.is_empty() {
            return Ok(None);
        }
        let mut out = BytesMut::new();
        match self.form.next().await? {
            Some(field) => {
                let (part, rest) = self.form.begin(field, 0).await?;
                self.write(&part, rest, &mut out)?;
            }
            None => {
                let members = Value::Object(std::mem::take(&mut self.members));
                let violations = Form::violations(self.form.operation, &members);
                if !violations.is_empty() {
                    return Err(Failure::invalid(violations));
                }
                let boundary = std::mem::take(&mut self.form.boundary);
                out.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
            }
        }
        Ok(Some(out.freeze()))
    }

    /// What was read before.
    fn begin(&mut self) -> Result<Bytes, Failure> {
        let mut out = BytesMut::new();
        for part in std::mem::take(&mut self.form.read) {
            self.write(&part, None, &mut out)?;
        }
        if let Some((part, field)) = self.form.open.take() {
            self.write(&part, Some(field), &mut out)?;
        }
        Ok(out.freeze())
    }

    /// Writes a part, or its beginning where there is a rest.
    fn write(
        &mut self,
        part: &Part,
        rest: Option<Field<'static>>,
        out: &mut BytesMut,
    ) -> Result<(), Failure> {
        let media_type = part.media_type.as_deref();
        if !media_type.is_none_or(is_sendable) {
            return Err(malformed());
        }
        let head = head(&part.name, part.file_name.as_deref(), media_type);
        out.extend_from_slice(format!("--{}\r\n{head}", self.form.boundary).as_bytes());
        out.extend_from_slice(&part.bytes);
        let is_open = rest.is_some();
        add(&mut self.members, self.form.schema, &part.name, |schema| {
            if is_open { Ok(stand_in()) } else { part.value(schema) }
        })?;
        if !is_open {
            out.extend_from_slice(b"\r\n");
        }
        self.file = rest;
        Ok(())
    }
}

impl Part {
    fn is_file(&self, schema: &Schema) -> bool {
        self.file_name.is_some() || schema.format == Some("binary")
    }

    /// The part as a value.
    fn value(&self, schema: &Schema) -> Result<Value, Failure> {
        let essence = self.media_type.as_deref().and_then(|it| it.split(';').next());
        let essence = essence.unwrap_or_default().trim();
        let is_text =
            essence.is_empty() || essence == "text/plain" || essence == "application/json";
        if schema.format == Some("byte") && (self.is_file(schema) || !is_text) {
            return Ok(Value::String(STANDARD.encode(&self.bytes)));
        }
        if self.is_file(schema) || !is_text {
            let (name, media_type) = (self.file_name.clone(), self.media_type.clone());
            let file = File { bytes: self.bytes.clone(), name, media_type };
            return Ok(Value::String(file.to_string()));
        }
        let text = std::str::from_utf8(&self.bytes)
            .map_err(|_| Failure::bad_request("A text part of the body must be UTF-8"))?;
        if essence == "application/json"
            && let Ok(value) = serde_json::from_str(text)
        {
            return Ok(value);
        }
        Ok(coerce::text(schema, text.to_owned()))
    }
}

/// What stands for a file that is not held: one without content.
fn stand_in() -> Value {
    Value::String(File::default().to_string())
}

/// Adds the value of a part, whose name may have been given before.
fn add(
    members: &mut Map<String, Value>,
    schema: &Schema,
    name: &str,
    value: impl FnOnce(&Schema) -> Result<Value, Failure>,
) -> Result<(), Failure> {
    let schema = coerce::property(schema, name);
    let known = members.shift_remove(name);
    let value = value(part_schema(schema, known.is_some()))?;
    members.insert(name.to_owned(), joined(schema, known, value));
    Ok(())
}

/// A part may be one item of an array.
fn part_schema(schema: &Schema, repeated: bool) -> &Schema {
    let kinds = Kinds::of(schema);
    let is_item = kinds.wants(Type::Array) && (repeated || !kinds.allows_scalar());
    if is_item { coerce::item(schema, 0) } else { schema }
}

/// The value of a name that may have been given before.
fn joined(schema: &Schema, known: Option<Value>, value: Value) -> Value {
    let kinds = Kinds::of(schema);
    match known {
        Some(Value::Array(mut items)) => {
            items.push(value);
            Value::Array(items)
        }
        Some(known) => Value::Array(vec![known, value]),
        None if kinds.wants(Type::Array) && !kinds.allows_scalar() && !value.is_array() => {
            Value::Array(vec![value])
        }
        None => value,
    }
}

/// Whether a text may part a form (RFC 2046, section 5.1.1). The caller chose it, and no part holds it.
fn is_boundary(text: &str) -> bool {
    let allowed = |it: u8| it.is_ascii_alphanumeric() || b"'()+_,-./:=? ".contains(&it);
    (1..=70).contains(&text.len()) && text.bytes().all(allowed) && !text.ends_with(' ')
}

fn malformed() -> Failure {
    Failure::bad_request("The body is not valid multipart/form-data")
}
