//! Reads `multipart/form-data`: files become `data:` URLs, text becomes what its property wants.

use axum::body::{Body, Bytes};
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, Request};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use super::coerce::{self, Kinds};
use crate::support::failure::Failure;
use crate::support::file::File;
use crate::support::schema::{Schema, Type};

pub(super) async fn read(
    schema: &Schema,
    content_type: &str,
    bytes: Bytes,
) -> Result<Value, Failure> {
    let mut request = Request::new(Body::from(bytes));
    let content_type = HeaderValue::try_from(content_type).map_err(|_| malformed())?;
    request.headers_mut().insert(CONTENT_TYPE, content_type);
    let multipart = Multipart::from_request(request, &()).await;
    let mut multipart = multipart.map_err(|_| malformed())?;
    let mut members = Map::new();
    while let Some(field) = multipart.next_field().await.map_err(|_| malformed())? {
        let name = field.name().unwrap_or_default().to_owned();
        let schema = coerce::property(schema, &name);
        let known = members.shift_remove(&name);
        let value = part(part_schema(schema, known.is_some()), field).await?;
        members.insert(name, joined(schema, known, value));
    }
    Ok(Value::Object(members))
}

/// A part may be one item of an array.
fn part_schema(schema: &Schema, repeated: bool) -> &Schema {
    let kinds = Kinds::of(schema);
    let is_item = kinds.wants(Type::Array) && (repeated || !kinds.allows_scalar());
    if is_item { coerce::item(schema, 0) } else { schema }
}

async fn part(schema: &Schema, field: Field<'_>) -> Result<Value, Failure> {
    let media_type = field.content_type().map(str::to_owned);
    let essence = media_type.as_deref().and_then(|it| it.split(';').next()).unwrap_or_default();
    let file_name = field.file_name().map(str::to_owned);
    let is_file = file_name.is_some() || schema.format == Some("binary");
    let is_text = essence.is_empty() || essence == "text/plain" || essence == "application/json";
    let bytes = field.bytes().await.map_err(|_| malformed())?;
    if schema.format == Some("byte") && (is_file || !is_text) {
        return Ok(Value::String(STANDARD.encode(bytes)));
    }
    if is_file || !is_text {
        return Ok(Value::String(File { bytes, name: file_name, media_type }.to_string()));
    }
    let text = String::from_utf8(bytes.into())
        .map_err(|_| Failure::bad_request("A text part of the body must be UTF-8"))?;
    if essence == "application/json"
        && let Ok(value) = serde_json::from_str(&text)
    {
        return Ok(value);
    }
    Ok(coerce::text(schema, text))
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

fn malformed() -> Failure {
    Failure::bad_request("The body is not valid multipart/form-data")
}
