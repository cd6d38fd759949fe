//! Schemas of the document become schemas of the IR, keyword by keyword.
//!
//! A schema that is referred to is lowered once, from a queue rather than by recursion, so neither a cycle nor
//! a long chain of references can exhaust the stack. [`keywords`] says what becomes of each keyword.

mod combine;
mod finish;
pub mod keywords;
mod parts;
mod read;
mod report;
mod values;

use std::collections::BTreeMap;

use crate::document::openapi::Dialect;
use crate::document::openapi::address::schema_name;
use crate::ir::{Origin, Schema, SchemaId};
use crate::source::{Data, Node};

use super::Context;

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
    report::declared_dialect(cx);
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
                let is_alone = self.dialect() == Dialect::OpenApi30 && members.contains_key("$ref");
                for (keyword, member) in members {
                    if is_alone && !counts_beside_reference(keyword) {
                        self.ignored_sibling(keyword, member.key);
                    } else {
                        self.keyword(&mut schema, keyword, member, node);
                    }
                }
                self.finish(&mut schema, node);
            }
            _ => self.invalid(node, "a schema must be an object or a boolean"),
        }
        schema
    }

    fn dialect(&self) -> Dialect {
        self.cx.openapi.dialect
    }
}

/// What OpenAPI 3.0 leaves standing beside a reference, since it says nothing about values.
fn counts_beside_reference(keyword: &str) -> bool {
    matches!(keyword, "$ref" | "title" | "description") || keyword.starts_with("x-")
}
