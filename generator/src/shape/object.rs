//! Objects with properties.

use crate::ir::SchemaId;

use super::build::Builder;
use super::merge::Merged;
use super::{Field, Kind, Owner, TypeId, TypeUse};

impl Builder<'_> {
    pub fn object(&mut self, at: TypeId, merged: &Merged) -> Kind {
        let mut fields: Vec<Field> = Vec::new();
        for (name, schemas) in &merged.properties {
            let required = merged.required.contains(name);
            let ty = self.property(at, name, schemas);
            fields.push(Field {
                name: name.clone(),
                required,
                schema: schemas.first().copied(),
                ty,
            });
        }
        for name in merged.required.iter().filter(|it| !merged.properties.contains_key(*it)) {
            fields.push(Field {
                name: name.clone(),
                required: true,
                schema: None,
                ty: TypeUse::Value,
            });
        }
        Kind::Struct { fields, rest: self.rest(at, merged) }
    }

    /// A property that several parts declare has the type they agree on.
    fn property(&mut self, at: TypeId, name: &str, schemas: &[SchemaId]) -> TypeUse {
        let mut agreed = TypeUse::Value;
        for schema in schemas {
            let ty = self.use_of(*schema, Owner::Part(at, name.to_owned()));
            match (&agreed, ty) {
                (_, TypeUse::Value) => {}
                (TypeUse::Value, ty) => agreed = ty,
                (before, ty) if *before == ty => {}
                _ => return TypeUse::Value,
            }
        }
        agreed
    }

    fn rest(&mut self, at: TypeId, merged: &Merged) -> Option<TypeUse> {
        // What a choice beside the properties demands is among the others.
        let has_choices = !merged.choices.is_empty();
        if merged.has_patterns || (has_choices && merged.additional.is_empty()) {
            return Some(TypeUse::Value);
        }
        let schema = *merged.additional.first()?;
        if self.schemas.get(schema).boolean == Some(false) {
            return None;
        }
        Some(self.use_of(schema, Owner::Part(at, "value".to_owned())))
    }
}
