//! Schemas that become types of the language or of the support code: values, lists and maps.

use serde_json::Value;

use crate::ir::{SchemaId, Type};

use super::build::Builder;
use super::merge::Merged;
use super::{Kind, Owner, TypeUse};

impl Builder<'_> {
    pub fn choice_of_values(
        &mut self,
        id: SchemaId,
        owner: Owner,
        merged: &Merged,
        values: &[Value],
    ) -> TypeUse {
        let strings: Option<Vec<String>> =
            values.iter().map(|it| it.as_str().map(str::to_owned)).collect();
        match strings {
            Some(mut strings) if !strings.is_empty() && !merged.secret => {
                let mut met = Vec::new();
                strings.retain(|it| {
                    !met.contains(it) && {
                        met.push(it.clone());
                        true
                    }
                });
                self.define(id, owner, |_, _| Kind::Enum(strings))
            }
            _ if values.iter().all(Value::is_boolean) => TypeUse::Bool,
            _ if values.iter().all(Value::is_i64) => TypeUse::I64,
            _ if values.iter().all(Value::is_u64) => TypeUse::U64,
            _ if values.iter().all(Value::is_number) => TypeUse::F64,
            _ => self.by_type(owner, merged),
        }
    }

    pub fn by_type(&mut self, owner: Owner, merged: &Merged) -> TypeUse {
        let format = merged.formats.first().map(String::as_str).unwrap_or_default();
        match merged.types.as_slice() {
            [Type::Boolean] => TypeUse::Bool,
            [Type::Integer] => integer(merged, format),
            [Type::Number] | [Type::Integer, Type::Number] | [Type::Number, Type::Integer] => {
                TypeUse::F64
            }
            [Type::String] if merged.secret => TypeUse::Secret,
            [Type::String] if format == "binary" => TypeUse::File,
            [Type::String] => TypeUse::String,
            [Type::Array] => self.list(owner, merged),
            [Type::Object] => self.map(owner, merged),
            [] if !merged.items.is_empty() => self.list(owner, merged),
            [] if !merged.additional.is_empty() => self.map(owner, merged),
            _ => TypeUse::Value,
        }
    }

    fn list(&mut self, owner: Owner, merged: &Merged) -> TypeUse {
        let item = match merged.items.as_slice() {
            [item] if !merged.has_prefix => self.use_of(*item, Owner::Item(Box::new(owner))),
            _ => TypeUse::Value,
        };
        TypeUse::List(Box::new(item))
    }

    pub fn map(&mut self, owner: Owner, merged: &Merged) -> TypeUse {
        let value = match merged.additional.as_slice() {
            [value] if !merged.has_patterns => self.use_of(*value, Owner::Item(Box::new(owner))),
            _ => TypeUse::Value,
        };
        TypeUse::Map(Box::new(value))
    }
}

/// The integer that holds every value within the bounds; a JSON number where none of 64 bits does.
fn integer(merged: &Merged, format: &str) -> TypeUse {
    const BEYOND_I64: f64 = 9_223_372_036_854_775_808.0;
    let is_natural = merged.minimum.is_some_and(|it| it >= 0.0) || format == "uint64";
    let is_wide = merged.minimum.is_some_and(|it| it < -BEYOND_I64)
        || merged.maximum.is_some_and(|it| it > BEYOND_I64);
    match (is_natural, is_wide && format != "int64") {
        (true, _) => TypeUse::U64,
        (false, true) => TypeUse::Value,
        (false, false) => TypeUse::I64,
    }
}
