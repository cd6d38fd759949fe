//! Objects: structs, and maps where no property is declared.

use super::build::Builder;
use super::joint::Joint;
use super::merge::Merged;
use super::{Field, Kind, Owner, TypeId, TypeUse, Why};

impl Builder<'_> {
    pub fn object(&mut self, joint: Option<&Joint>, owner: Owner, merged: &Merged) -> TypeUse {
        let is_empty = self.is_closed(merged) && merged.patterns.is_empty();
        if !merged.properties.is_empty() || (is_empty && merged.choices.is_empty()) {
            return self.define(joint, owner, |it, at| it.fields(at, merged));
        }
        let owner = Owner::Item(Box::new(owner));
        let value = self.undeclared(owner, merged).unwrap_or(TypeUse::Value(Why::Unsaid));
        TypeUse::Map(Box::new(value))
    }

    fn fields(&mut self, at: TypeId, merged: &Merged) -> Kind {
        let mut fields: Vec<Field> = Vec::new();
        for (name, schemas) in &merged.properties {
            fields.push(Field {
                name: name.clone(),
                required: merged.required.contains(name),
                schema: schemas.first().copied(),
                ty: self.use_of_all(schemas, Owner::Part(at, name.clone())),
            });
        }
        for name in merged.required.iter().filter(|it| !merged.properties.contains_key(*it)) {
            let ty = TypeUse::Value(Why::Unsaid);
            fields.push(Field { name: name.clone(), required: true, schema: None, ty });
        }
        let rest = self.undeclared(Owner::Part(at, "value".to_owned()), merged);
        Kind::Struct { fields, rest }
    }

    /// The type of properties that are not declared by name, where the schema speaks of them.
    fn undeclared(&mut self, owner: Owner, merged: &Merged) -> Option<TypeUse> {
        if !merged.choices.is_empty() {
            return Some(TypeUse::Value(Why::ManyChoices));
        }
        if merged.patterns.is_empty() {
            let speaks = !merged.additional.is_empty() && !self.is_closed(merged);
            return speaks.then(|| self.use_of_all(&merged.additional, owner));
        }
        let mut all = merged.patterns.clone();
        match merged.additional.as_slice() {
            [] => return Some(TypeUse::Value(Why::Unsaid)),
            _ if self.is_closed(merged) => {}
            additional => all.extend(additional),
        }
        Some(self.any_of(&all, owner))
    }

    fn is_closed(&self, merged: &Merged) -> bool {
        let is_false = |it| self.schemas.get(self.schemas.resolve(it)).boolean == Some(false);
        merged.additional.iter().any(|it| is_false(*it))
    }
}
