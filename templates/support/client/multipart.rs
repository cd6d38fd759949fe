//! Writes `multipart/form-data` (RFC 7578).
//!
//! In: the schema of a body and its value. Out: a boundary and bytes. Files are there as a whole
//! anyway, so nothing is streamed, and a request can be sent twice; `form` streams.

use serde_json::Value;

use super::random;
use super::refused::Refused;
use super::style;
use crate::support::file::File;
use crate::support::part::{head, is_sendable};
use crate::support::schema::Schema;

/// Writes an object, one part for each member; an array is a part for each item.
pub(super) fn encode(schema: &Schema, value: &Value) -> Result<(String, Vec<u8>), Refused> {
    let Value::Object(members) = value else {
        return Err(Refused::new("body", "must be an object to be sent as a form"));
    };
    let boundary = boundary();
    let mut bytes = Vec::new();
    for (name, member) in members {
        let declared = property(schema, name, DEPTH);
        let items = member.as_array().map_or(std::slice::from_ref(member), Vec::as_slice);
        for item in items.iter().filter(|item| !item.is_null()) {
            let part = part(name, declared, item)?;
            bytes.extend_from_slice(format!("--{boundary}\r\n").as_bytes());
            part.write(&mut bytes);
        }
    }
    bytes.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Ok((boundary, bytes))
}

/// How deep the composition of a schema is followed: it may refer to itself.
const DEPTH: usize = 8;

struct Part<'a> {
    name: &'a str,
    file_name: Option<String>,
    media_type: Option<String>,
    bytes: Vec<u8>,
}

impl Part<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        let head = head(self.name, self.file_name.as_deref(), self.media_type.as_deref());
        out.extend_from_slice(head.as_bytes());
        out.extend_from_slice(&self.bytes);
        out.extend_from_slice(b"\r\n");
    }
}

fn part<'a>(name: &'a str, schema: Option<&Schema>, value: &Value) -> Result<Part<'a>, Refused> {
    if let Some(file) = file(name, schema, value)? {
        return file_part(name, file);
    }
    let nested = value.is_array() || value.is_object();
    Ok(Part {
        name,
        file_name: None,
        media_type: nested.then(|| "application/json".to_owned()),
        bytes: style::text(value).into_bytes(),
    })
}

fn file_part(name: &str, file: File) -> Result<Part<'_>, Refused> {
    let media_type = file.media_type.unwrap_or_else(|| "application/octet-stream".to_owned());
    if !is_sendable(&media_type) {
        return Err(Refused::new(name, UNSENDABLE));
    }
    // Servers take a part without a file name for text.
    let file_name = file.name.unwrap_or_else(|| name.to_owned());
    let bytes = file.bytes.to_vec();
    Ok(Part { name, file_name: Some(file_name), media_type: Some(media_type), bytes })
}

/// Why a file is refused.
pub(super) const UNSENDABLE: &str = "has a media type that cannot be sent";

/// The file a value holds: where the schema wants one, or, where it wants nothing, in a `data:` URL.
fn file(name: &str, schema: Option<&Schema>, value: &Value) -> Result<Option<File>, Refused> {
    let wanted = schema.is_some_and(|schema| is_binary(schema, DEPTH));
    let free = schema.is_none_or(|schema| schema.types.is_empty());
    match value {
        Value::String(text) if wanted => match File::parse(text) {
            Some(file) => Ok(Some(file)),
            None => Err(Refused::new(name, "must be base64 or a data URL")),
        },
        Value::String(text) if free && text.starts_with("data:") => Ok(File::parse(text)),
        _ => Ok(None),
    }
}

fn parts_of(schema: &Schema) -> impl Iterator<Item = &'static Schema> {
    [schema.all_of, schema.any_of, schema.one_of].into_iter().flatten().copied()
}

/// The schema of a member.
fn property(schema: &Schema, name: &str, depth: usize) -> Option<&'static Schema> {
    let declared = schema.object.and_then(|object| {
        let mut properties = object.properties.iter();
        properties.find(|it| it.name == name).map(|it| it.schema)
    });
    let depth = depth.checked_sub(1)?;
    declared
        .or_else(|| parts_of(schema).find_map(|part| property(part, name, depth)))
        .or_else(|| schema.object?.additional)
}

/// Whether a schema wants bytes, or an array of them.
fn is_binary(schema: &Schema, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let items = schema.array.and_then(|array| array.items);
    matches!(schema.format, Some("binary" | "byte" | "base64"))
        || parts_of(schema).chain(items).any(|part| is_binary(part, depth))
}

/// A boundary that nobody can put into a part beforehand.
pub(super) fn boundary() -> String {
    format!("{:016x}{:016x}", random::number(), random::number())
}
