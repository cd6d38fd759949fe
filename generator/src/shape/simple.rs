//! Schemas by their type.

use crate::ir::Type;

use super::build::{Builder, kinds};
use super::joint::Joint;
use super::merge::Merged;
use super::{Owner, TypeUse, Why};

impl Builder<'_> {
    pub fn by_type(&mut self, joint: Option<&Joint>, owner: Owner, merged: &Merged) -> TypeUse {
        match kinds(&merged.types).as_slice() {
            [Type::Boolean] => TypeUse::Bool,
            [Type::Integer] => integer(merged),
            [Type::Number] => TypeUse::F64,
            [Type::String] if merged.secret => TypeUse::Secret,
            [Type::String] if merged.formats.iter().any(|it| it == "binary") => TypeUse::File,
            [Type::String] => TypeUse::String,
            [Type::Array] => self.array(joint, owner, merged),
            [Type::Object] => self.object(joint, owner, merged),
            [Type::Null] => TypeUse::Unit,
            [] if !merged.properties.is_empty() => self.object(joint, owner, merged),
            [] if !merged.items.is_empty() || !merged.tuples.is_empty() => {
                self.array(joint, owner, merged)
            }
            [] if !merged.additional.is_empty() || !merged.patterns.is_empty() => {
                self.object(joint, owner, merged)
            }
            _ if !merged.choices.is_empty() => TypeUse::Value(Why::ManyChoices),
            _ => TypeUse::Value(Why::Untyped),
        }
    }
}

/// The integer that holds every value within the bounds.
fn integer(merged: &Merged) -> TypeUse {
    const BEYOND_I64: f64 = 9_223_372_036_854_775_808.0;
    const BEYOND_U64: f64 = 18_446_744_073_709_551_616.0;
    const BEYOND_I128: f64 = 1.7e38;
    let format = merged.formats.first().map(String::as_str).unwrap_or_default();
    if format == "int64" || format == "int32" {
        return TypeUse::I64;
    }
    let is_natural = merged.minimum.is_some_and(|it| it >= 0.0) || format.starts_with("uint");
    let least = merged.minimum.unwrap_or(if is_natural { 0.0 } else { -BEYOND_I64 });
    let greatest = merged.maximum.unwrap_or(least.max(0.0));
    match (least, greatest) {
        _ if least < -BEYOND_I128 || greatest > BEYOND_I128 => TypeUse::F64,
        _ if is_natural && greatest <= BEYOND_U64 => TypeUse::U64,
        _ if !is_natural && least >= -BEYOND_I64 && greatest <= BEYOND_I64 => TypeUse::I64,
        _ => TypeUse::I128,
    }
}
