//! Schemas of the document become schemas of the IR, keyword by keyword.
//!
//! A schema that is referred to is lowered once, from a queue rather than by recursion, so neither a cycle nor
//! a long chain of references can exhaust the stack. A keyword that is not understood is reported by name.

mod parts;
mod values;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::openapi::Dialect;
use crate::document::openapi::address::schema_name;
use crate::ir::{Encoding, Origin, Schema, SchemaId, Type};
use crate::source::{Data, Node};

use super::Context;

/// Keywords that say nothing about values, or that a document has for other readers.
const ANNOTATIONS: &[&str] = &[
    "$schema",
    "$id",
    "$comment",
    "$defs",
    "definitions",
    "$anchor",
    "$vocabulary",
    "xml",
    "externalDocs",
];

/// What becomes of a part of a schema that is wrong, in a document that is compiled for what is right in it.
const TOLERATED: &str = "values are not checked against it, and are typed without it";

/// Schemas already met, by address, and those referred to but not yet lowered.
#[derive(Debug, Default)]
pub struct SchemaQueue {
    met: BTreeMap<String, SchemaId>,
    waiting: Vec<(String, SchemaId)>,
}

/// Lowers the schema at an address.
pub fn lower_schema(cx: &mut Context<'_>, node: &Node, pointer: &str) -> SchemaId {
    if let Some(id) = cx.queue.met.get(pointer) {
        return *id;
    }
    let id = cx.schemas.push(Schema::any(Origin(node.span)));
    cx.queue.met.insert(pointer.to_owned(), id);
    let schema = cx.tolerating(TOLERATED, |cx| Keywords { cx, pointer }.read(node));
    cx.schemas.set(id, schema);
    id
}

/// Lowers every schema that was referred to.
pub fn finish(cx: &mut Context<'_>) {
    let openapi = cx.openapi;
    while let Some((pointer, id)) = cx.queue.waiting.pop() {
        // What does not exist was reported where it was referred to.
        let Some(node) = openapi.node(&pointer) else { continue };
        let mut schema =
            cx.tolerating(TOLERATED, |cx| Keywords { cx, pointer: &pointer }.read(node));
        schema.component = schema_name(&pointer);
        cx.schemas.set(id, schema);
    }
}

/// Reads the keywords of one schema.
struct Keywords<'k, 'a> {
    cx: &'k mut Context<'a>,
    pointer: &'k str,
}

impl Keywords<'_, '_> {
    fn read(&mut self, node: &Node) -> Schema {
        let mut schema = Schema::any(Origin(node.span));
        match &node.data {
            Data::Bool(value) => schema.boolean = Some(*value),
            Data::Object(members) => {
                for (keyword, member) in members {
                    self.keyword(&mut schema, keyword, &member.value, node);
                }
                self.finish(&mut schema, node);
            }
            _ => self.invalid(node, "a schema must be an object or a boolean"),
        }
        schema
    }

    fn keyword(&mut self, schema: &mut Schema, keyword: &str, value: &Node, whole: &Node) {
        match keyword {
            "$ref" => schema.reference = self.reference(value),
            "title" => schema.title = value.as_str().map(str::to_owned),
            "description" => schema.description = value.as_str().map(str::to_owned),
            "deprecated" => schema.deprecated = value.as_bool().unwrap_or_default(),
            "readOnly" => schema.read_only = value.as_bool().unwrap_or_default(),
            "writeOnly" => schema.write_only = value.as_bool().unwrap_or_default(),
            "default" => schema.default = Some(value.to_value()),
            "example" => schema.examples.push(value.to_value()),
            "examples" => schema
                .examples
                .extend(value.as_array().unwrap_or_default().iter().map(Node::to_value)),
            "type" => schema.types = self.types(value),
            "enum" => schema.values = Some(self.values(value)),
            "const" => schema.values = Some(vec![value.to_value()]),
            "allOf" => schema.all_of = self.schemas(value, keyword),
            "anyOf" => schema.any_of = self.schemas(value, keyword),
            "oneOf" => schema.one_of = self.schemas(value, keyword),
            "not" => schema.not = Some(self.schema(value, keyword)),
            "discriminator" => schema.discriminator = self.discriminator(value),
            // Read in `finish`, with the types it changes.
            "nullable" if self.cx.openapi.dialect == Dialect::OpenApi30 => {}
            _ if keyword.starts_with("x-") => {
                schema.extensions.insert(keyword.to_owned(), value.to_value());
            }
            _ => self.rule(schema, keyword, value, whole),
        }
    }

    fn rule(&mut self, schema: &mut Schema, keyword: &str, value: &Node, whole: &Node) {
        let (string, number) = (&mut schema.string, &mut schema.number);
        match keyword {
            "minLength" => string.min_length = self.count(value),
            "maxLength" => string.max_length = self.count(value),
            "pattern" => string.pattern = self.pattern(value),
            "format" => string.format = value.as_str().map(str::to_owned),
            "contentEncoding" => string.content_encoding = value.as_str().map(str::to_owned),
            "contentMediaType" => string.content_media_type = value.as_str().map(str::to_owned),
            "minimum" | "exclusiveMinimum" => {
                self.bound(
                    value,
                    whole,
                    "minimum",
                    keyword,
                    [&mut number.minimum, &mut number.exclusive_minimum],
                );
            }
            "maximum" | "exclusiveMaximum" => {
                self.bound(
                    value,
                    whole,
                    "maximum",
                    keyword,
                    [&mut number.maximum, &mut number.exclusive_maximum],
                );
            }
            "multipleOf" => number.multiple_of = self.number(value),
            _ => self.structure(schema, keyword, value),
        }
    }

    fn structure(&mut self, schema: &mut Schema, keyword: &str, value: &Node) {
        let (array, object) = (&mut schema.array, &mut schema.object);
        match keyword {
            "items" => array.items = Some(self.schema(value, keyword)),
            "prefixItems" => array.prefix = self.schemas(value, keyword),
            "minItems" => array.min_items = self.count(value),
            "maxItems" => array.max_items = self.count(value),
            "uniqueItems" => array.unique = value.as_bool().unwrap_or_default(),
            "properties" => object.properties = self.named(value, keyword),
            "patternProperties" => {
                object.patterns = self.named(value, keyword);
                for (pattern, member) in value.as_object().into_iter().flatten() {
                    if !self.is_pattern(pattern, member.key) {
                        object.patterns.shift_remove(pattern);
                        // Which properties the others are can no longer be told.
                        object.additional = None;
                    }
                }
            }
            "required" => object.required = self.strings(value),
            "additionalProperties" => object.additional = Some(self.schema(value, keyword)),
            "propertyNames" => object.names = Some(self.schema(value, keyword)),
            "minProperties" => object.min_properties = self.count(value),
            "maxProperties" => object.max_properties = self.count(value),
            _ if ANNOTATIONS.contains(&keyword) => {}
            _ => self.cx.report(
                Diagnostic::warning(
                    Code::UnsupportedKeyword,
                    value.span,
                    format!("the schema keyword `{keyword}` is not supported"),
                )
                .label("values are not checked against it"),
            ),
        }
    }

    fn finish(&mut self, schema: &mut Schema, node: &Node) {
        let extension = |name: &str| schema.extensions.get(name) == Some(&Value::Bool(true));
        if is_file(schema) {
            schema.types = vec![Type::String];
            schema.string.format = Some("binary".to_owned());
        }
        schema.secret =
            schema.string.format.as_deref() == Some("password") || extension("x-secret");
        let nullable = self.cx.openapi.dialect == Dialect::OpenApi30
            && node.get("nullable").and_then(Node::as_bool) == Some(true);
        if nullable {
            self.allow_null(schema);
        }
    }

    /// `nullable: true` of OpenAPI 3.0, as 2020-12 says it.
    fn allow_null(&mut self, schema: &mut Schema) {
        if !schema.types.is_empty() {
            schema.types.push(Type::Null);
            if let Some(values) = schema.values.as_mut().filter(|it| !it.contains(&Value::Null)) {
                values.push(Value::Null);
            }
            return;
        }
        if schema.all_of.is_empty()
            && schema.any_of.is_empty()
            && schema.one_of.is_empty()
            && schema.reference.is_none()
        {
            return;
        }
        // `nullable` beside `allOf: [$ref]` is how 3.0 says "this or null".
        let origin = schema.origin;
        let described = Schema { description: schema.description.clone(), ..Schema::any(origin) };
        let inner = std::mem::replace(schema, described);
        let inner = self.cx.schemas.push(inner);
        let null = self.cx.schemas.push(Schema { types: vec![Type::Null], ..Schema::any(origin) });
        schema.any_of = vec![inner, null];
    }
}

/// OpenAPI 3.1 writes a file, which 3.0 knows as `format: binary`, as content of a type that is no text.
fn is_file(schema: &Schema) -> bool {
    let string = &schema.string;
    let Some(media_type) = &string.content_media_type else { return false };
    matches!(schema.types.as_slice(), [] | [Type::String])
        && string.content_encoding.is_none()
        && string.format.is_none()
        && Encoding::of(media_type) == Encoding::Binary
}
