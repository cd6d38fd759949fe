//! `enum` and `const`.

use serde_json::Value;

use crate::ir::{Schema, Type};

use super::build::Builder;
use super::joint::Joint;
use super::merge::Merged;
use super::{Constant, Kind, Owner, TypeUse, Why};

impl Builder<'_> {
    pub fn choice_of_values(
        &mut self,
        joint: &Joint,
        owner: Owner,
        merged: &Merged,
        values: &[Value],
    ) -> TypeUse {
        let all = |is: fn(&Value) -> bool| values.iter().all(is);
        match merged.types.as_slice() {
            _ if values.is_empty() || merged.secret => self.by_type(Some(joint), owner, merged),
            [Type::Array | Type::Object] => self.by_type(Some(joint), owner, merged),
            _ if values.iter().any(|it| it.is_array() || it.is_object()) => {
                if merged.has_structure() {
                    self.by_type(Some(joint), owner, merged)
                } else {
                    TypeUse::Value(Why::Constants)
                }
            }
            _ if all(Value::is_boolean) => TypeUse::Bool,
            _ if all(Value::is_number) && values.iter().any(Value::is_f64) => TypeUse::F64,
            // One number alone is a number; one word alone is a word of a set that may grow.
            _ if all(Value::is_i64) && values.len() == 1 => TypeUse::I64,
            _ if all(Value::is_u64) && values.len() == 1 => TypeUse::U64,
            _ => {
                let constants = self.constants(joint, values);
                self.define(Some(joint), owner, |_, _| Kind::Enum(constants))
            }
        }
    }

    /// The values, each once, with what the document calls them.
    pub fn constants(&self, joint: &Joint, values: &[Value]) -> Vec<Constant> {
        let parts = joint.schemas.iter().flat_map(|it| self.schemas.parts(*it));
        let parts: Vec<&Schema> = parts.map(|it| self.schemas.get(it)).collect();
        let mut constants: Vec<Constant> = Vec::new();
        for value in values {
            if !constants.iter().any(|it| it.value == *value) {
                constants.push(Constant {
                    value: value.clone(),
                    name: beside(&parts, value, &["x-enum-varnames", "x-enumNames"]),
                    description: beside(
                        &parts,
                        value,
                        &["x-enum-descriptions", "x-enumDescriptions"],
                    ),
                });
            }
        }
        constants
    }
}

/// What an extension that lists one text for each value says of a value.
fn beside(parts: &[&Schema], value: &Value, extensions: &[&str]) -> Option<String> {
    parts.iter().find_map(|it| {
        let values = it.values.as_ref()?;
        let texts = extensions.iter().find_map(|name| it.extensions.get(*name))?.as_array()?;
        let at = values.iter().position(|it| it == value)?;
        let text = texts.get(at).filter(|_| texts.len() == values.len())?.as_str()?;
        (!text.is_empty()).then(|| text.to_owned())
    })
}
