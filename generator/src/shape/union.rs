//! Unions: an enum with one variant for each alternative that has a type of its own.

use crate::ir::{Discriminator, SchemaId};

use super::build::{Builder, kinds};
use super::joint::Joint;
use super::label::{implicit_tags, labels};
use super::merge::Merged;
use super::{Kind, Owner, Told, TypeId, TypeUse, Variant, Why};

/// An alternative: the schema that tells whether a value is of it, and all that holds for it.
pub type Alternative = (SchemaId, Joint);

impl Builder<'_> {
    /// A union; alternatives of equal types are one variant, and one variant alone is no union.
    pub fn union(
        &mut self,
        at: TypeId,
        list: &[Alternative],
        discriminator: Option<&Discriminator>,
    ) -> Kind {
        let labels = labels(self.schemas, list);
        let implicit =
            if discriminator.is_none() { implicit_tags(self.schemas, list) } else { None };
        let mut variants: Vec<Variant> = Vec::new();
        let mut table = Vec::new();
        for (index, (schema, joint)) in list.iter().enumerate() {
            let owner = Owner::Part(at, labels[index].clone());
            let ty = without_null(self.use_of_joint(joint.clone(), owner));
            let tags = match (discriminator, &implicit) {
                (Some(it), _) => self.tags(it, *schema),
                (None, Some((_, tags))) => tags[index].clone(),
                (None, None) => Vec::new(),
            };
            let variant = variants.iter().position(|it| it.ty == ty).unwrap_or(variants.len());
            table.push((*schema, variant));
            match variants.get_mut(variant) {
                Some(equal) => equal.tags.extend(tags),
                None => variants.push(Variant {
                    schema: *schema,
                    ty,
                    label: labels[index].clone(),
                    tags,
                    kind: None,
                }),
            }
        }
        if let [only] = variants.as_slice() {
            return Kind::Alias(only.ty.clone());
        }
        // What is nothing but itself would be read for ever; `lower` leaves no such ring.
        for variant in variants.iter_mut().filter(|it| it.ty.held() == Some(at)) {
            variant.ty = TypeUse::Boxed(Box::new(variant.ty.clone()));
        }
        let complete = variants.iter().all(|it| !it.tags.is_empty());
        let tag = discriminator.map(|it| it.property.clone()).or(implicit.map(|it| it.0));
        let told = match tag.filter(|_| complete) {
            Some(tag) => Told::Tag(tag),
            None => Told::Schema(table),
        };
        Kind::Union { told, variants }
    }

    /// A value of several types: one variant for each.
    pub fn several_types(&mut self, joint: &Joint, owner: Owner, merged: &Merged) -> TypeUse {
        self.define(Some(joint), owner, |it, at| {
            let kinds = kinds(&merged.types);
            let variants = kinds.into_iter().map(|kind| {
                let narrowed = Merged { types: vec![kind], ..merged.clone() };
                let label = kind.as_str().to_owned();
                let ty = it.by_type(None, Owner::Part(at, label.clone()), &narrowed);
                Variant { schema: joint.schemas[0], ty, label, tags: Vec::new(), kind: Some(kind) }
            });
            let variants: Vec<Variant> = variants.collect();
            Kind::Union { told: Told::Kind, variants }
        })
    }

    /// The tag values that tell a variant: those mapped to it, else the name of its schema.
    fn tags(&self, discriminator: &Discriminator, schema: SchemaId) -> Vec<String> {
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

/// The variant of `null` is `None` around the whole.
fn without_null(ty: TypeUse) -> TypeUse {
    match ty {
        TypeUse::Option(inner) => *inner,
        TypeUse::Value(_) => TypeUse::Value(Why::AnyAlternative),
        ty => ty,
    }
}
