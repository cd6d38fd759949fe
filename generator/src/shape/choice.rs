//! `anyOf` and `oneOf`: a choice of strings, a union, or the one alternative that is not `null`.

use serde_json::Value;

use crate::ir::{SchemaId, Type};

use super::build::Builder;
use super::merge::{Merged, merge};
use super::{Kind, Owner, TypeId, TypeUse, Variant};

impl Builder<'_> {
    pub fn choice(
        &mut self,
        id: SchemaId,
        owner: Owner,
        choice: &[SchemaId],
        merged: &Merged,
    ) -> TypeUse {
        let is_null = |it: &&SchemaId| self.schemas.get(self.schemas.resolve(**it)).is_null();
        let nullable = choice.iter().any(|it| is_null(&it));
        let rest: Vec<SchemaId> = choice.iter().filter(|it| !is_null(it)).copied().collect();
        let ty = match rest.as_slice() {
            [] => TypeUse::Unit,
            [only] => self.use_of(*only, owner),
            _ if rest.iter().any(|it| self.schemas.get(self.schemas.resolve(*it)).is_any()) => {
                TypeUse::Value
            }
            _ if rest.iter().all(|it| self.is_text(*it)) => self.texts(id, owner, &rest),
            // Alternatives that only demand different properties of one object have no type of their own.
            _ if merged.types == [Type::Object]
                && rest.iter().all(|it| self.is_only_required(*it)) =>
            {
                self.map(owner, merged)
            }
            _ => self.define(id, owner, |it, at| it.union(at, &rest, merged)),
        };
        if nullable { ty.or_null() } else { ty }
    }

    /// Whether a schema allows nothing but strings.
    fn is_text(&self, id: SchemaId) -> bool {
        let merged = merge(self.schemas, id);
        let typed = merged.types == [Type::String];
        let valued = merged.values.as_ref().is_some_and(|it| it.iter().all(Value::is_string));
        (typed || valued) && !merged.secret && !merged.formats.iter().any(|it| it == "binary")
    }

    /// Alternatives that are all strings: one choice of strings where each lists its values, else a string.
    fn texts(&mut self, id: SchemaId, owner: Owner, alternatives: &[SchemaId]) -> TypeUse {
        let listed = alternatives.iter().map(|it| merge(self.schemas, *it).values);
        let Some(listed) = listed.collect::<Option<Vec<_>>>() else { return TypeUse::String };
        let mut values: Vec<String> = Vec::new();
        for value in listed.iter().flatten().filter_map(Value::as_str) {
            if !values.iter().any(|it| it == value) {
                values.push(value.to_owned());
            }
        }
        self.define(id, owner, |_, _| Kind::Enum(values))
    }

    fn is_only_required(&self, id: SchemaId) -> bool {
        let schema = self.schemas.get(self.schemas.resolve(id));
        schema.types.is_empty()
            && schema.object.properties.is_empty()
            && !schema.object.required.is_empty()
    }

    fn union(&mut self, at: TypeId, rest: &[SchemaId], merged: &Merged) -> Kind {
        let discriminator = merged.discriminator.as_ref();
        let mut variants = Vec::new();
        for (index, schema) in rest.iter().enumerate() {
            let name = self
                .schemas
                .get(*schema)
                .title
                .clone()
                .unwrap_or_else(|| format!("variant {}", index + 1));
            let ty = self.use_of(*schema, Owner::Part(at, name));
            let tags = discriminator.map(|it| self.tags(it, *schema)).unwrap_or_default();
            variants.push(Variant { schema: *schema, ty: boxed_self(ty, at), tags });
        }
        let complete = variants.iter().all(|it| !it.tags.is_empty());
        let tag = discriminator.filter(|_| complete).map(|it| it.property.clone());
        Kind::Union { tag, variants }
    }

    /// The tag values that tell a variant: those mapped to it, else the name of its schema.
    fn tags(&self, discriminator: &crate::ir::Discriminator, schema: SchemaId) -> Vec<String> {
        let meant = self.schemas.resolve(schema);
        let mapped =
            discriminator.mapping.iter().filter(|(_, id)| self.schemas.resolve(**id) == meant);
        let mut tags: Vec<String> = mapped.map(|(tag, _)| tag.clone()).collect();
        if tags.is_empty() {
            tags.extend(self.schemas.get(meant).component.clone());
        }
        tags
    }
}

/// A union that directly holds itself must do so on the heap.
fn boxed_self(ty: TypeUse, at: TypeId) -> TypeUse {
    if ty.held() == Some(at) { TypeUse::Boxed(Box::new(ty)) } else { ty }
}
