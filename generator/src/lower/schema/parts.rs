//! Schemas that stand in other schemas, or are referred to.

use indexmap::IndexMap;

use crate::document::openapi::Broken;
use crate::ir::{Discriminator, Origin, Schema, SchemaId};
use crate::source::{Node, push_token};

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
        self.referred(node, self.cx.openapi.target(node))
    }

    /// The schema at an address that a reference leads to, or nothing where it is broken, which is reported.
    fn referred(&mut self, node: &Node, target: Result<String, Broken>) -> Option<SchemaId> {
        let address = match target {
            Ok(address) => address,
            Err(broken) => {
                broken.into_iter().for_each(|it| self.cx.report(it));
                return None;
            }
        };
        if let Some(id) = self.cx.queue.met.get(&address) {
            return Some(*id);
        }
        let id = self.cx.schemas.push(Schema::any(Origin(node.span)));
        self.cx.queue.met.insert(address.clone(), id);
        self.cx.queue.waiting.push((address, id));
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
        node.as_str()?;
        self.referred(node, self.cx.openapi.mapped(node))
    }
}
