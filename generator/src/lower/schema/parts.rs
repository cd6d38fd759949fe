//! Schemas that stand in other schemas, or are referred to.

use indexmap::IndexMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Discriminator, Origin, Schema, SchemaId};
use crate::source::{Data, Node, push_token};

use super::{Keywords, lower_schema};

impl Keywords<'_, '_> {
    pub fn schema(&mut self, node: &Node, keyword: &str) -> SchemaId {
        lower_schema(self.cx, node, &push_token(self.pointer, keyword))
    }

    pub fn schemas(&mut self, node: &Node, keyword: &str) -> Vec<SchemaId> {
        let pointer = push_token(self.pointer, keyword);
        let Some(items) = node.as_array() else {
            self.invalid(node, &format!("`{keyword}` must be an array of schemas"));
            return Vec::new();
        };
        items
            .iter()
            .enumerate()
            .map(|(at, it)| lower_schema(self.cx, it, &format!("{pointer}/{at}")))
            .collect()
    }

    pub fn named(&mut self, node: &Node, keyword: &str) -> IndexMap<String, SchemaId> {
        let pointer = push_token(self.pointer, keyword);
        let Some(members) = node.as_object() else {
            self.invalid(node, &format!("`{keyword}` must be an object of schemas"));
            return IndexMap::new();
        };
        members
            .iter()
            .map(|(name, it)| {
                (name.clone(), lower_schema(self.cx, &it.value, &push_token(&pointer, name)))
            })
            .collect()
    }

    pub fn reference(&mut self, node: &Node) -> Option<SchemaId> {
        let text = node.as_str().unwrap_or_default();
        let Some(pointer) = text.strip_prefix('#') else {
            self.cx.report(
                Diagnostic::error(
                    Code::ExternalReference,
                    node.span,
                    format!("`{text}` refers to another document"),
                )
                .help(
                    "only references within the document are followed: `#/components/schemas/...`",
                ),
            );
            return None;
        };
        let pointer = percent_decoded(pointer);
        if self.cx.openapi.root.pointer(&pointer).is_none() {
            self.cx.error(
                Code::UnresolvedReference,
                node.span,
                format!("`{text}` refers to nothing"),
            );
            return None;
        }
        if let Some(id) = self.cx.queue.met.get(&pointer) {
            return Some(*id);
        }
        let id = self.cx.schemas.push(Schema::any(Origin(node.span)));
        self.cx.queue.met.insert(pointer.clone(), id);
        self.cx.queue.waiting.push((pointer, id));
        Some(id)
    }

    pub fn discriminator(&mut self, node: &Node) -> Option<Discriminator> {
        let property = node.get("propertyName").and_then(Node::as_str)?.to_owned();
        let mut mapping = IndexMap::new();
        for (value, member) in node.get("mapping").and_then(Node::as_object).into_iter().flatten() {
            if let Some(id) = self.mapped(&member.value) {
                mapping.insert(value.clone(), id);
            }
        }
        Some(Discriminator { property, mapping })
    }

    /// A mapping names a schema by reference or by its bare name.
    fn mapped(&mut self, node: &Node) -> Option<SchemaId> {
        let text = node.as_str()?;
        let by_name = push_token("#/components/schemas", text);
        if text.contains('#') || self.cx.openapi.root.pointer(&by_name[1..]).is_none() {
            return self.reference(node);
        }
        self.reference(&Node { span: node.span, data: Data::String(by_name) })
    }
}

/// A reference is a URI: what stands behind `#` is percent-encoded.
fn percent_decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}
