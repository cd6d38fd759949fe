//! Text becomes the JSON value that a schema wants.
//!
//! A string where the schema allows a string; else the number, the boolean, the `null` or the JSON that
//! the text spells.
//! Text that spells nothing allowed stays a string, so that validation says what is wrong with it.

use serde_json::Value;

use crate::support::schema::{Schema, Type};
use crate::support::validate;

/// A schema may refer to itself; what its types are is decided within so many steps.
const DEPTH: u8 = 16;

/// The types that a schema allows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kinds(u8);

impl Kinds {
    const ALL: Self = Self(0x7f);

    pub(crate) fn of(schema: &Schema) -> Self {
        Self::within(schema, DEPTH)
    }

    /// Whether a value of the type is wanted; a schema that allows everything wants nothing.
    pub(crate) fn wants(self, kind: Type) -> bool {
        self != Self::ALL && self.allows(kind)
    }

    /// Whether text without structure may do.
    #[cfg(feature = "server")]
    pub(crate) fn allows_scalar(self) -> bool {
        self.0 & !(Self::bit(Type::Array) | Self::bit(Type::Object)) != 0
    }

    /// Whether a value of the type is allowed.
    pub(crate) fn allows(self, kind: Type) -> bool {
        self.0 & Self::bit(kind) != 0
    }

    fn bit(kind: Type) -> u8 {
        1 << kind as u8
    }

    fn within(schema: &Schema, depth: u8) -> Self {
        let Some(depth) = depth.checked_sub(1) else { return Self::ALL };
        let own = schema.types.iter().fold(0, |bits, kind| bits | Self::bit(*kind));
        // An integer is a number too.
        let own =
            if own & Self::bit(Type::Number) != 0 { own | Self::bit(Type::Integer) } else { own };
        let mut bits = if schema.types.is_empty() { Self::ALL.0 } else { own };
        for part in schema.all_of {
            bits &= Self::within(part, depth).0;
        }
        for parts in [schema.any_of, schema.one_of] {
            if !parts.is_empty() {
                bits &= parts.iter().fold(0, |bits, part| bits | Self::within(part, depth).0);
            }
        }
        Self(bits)
    }
}

/// One value.
pub(crate) fn text(schema: &Schema, text: String) -> Value {
    let kinds = Kinds::of(schema);
    let spelled = spelled(kinds, &text);
    let string = Value::String(text);
    match spelled {
        None => string,
        Some(value) if !kinds.allows(Type::String) => value,
        // Both are allowed by type: the string, unless only the other is allowed altogether.
        Some(value) => {
            let fits = |value: &Value| validate::value(schema, value).is_empty();
            if !fits(&string) && fits(&value) { value } else { string }
        }
    }
}

fn spelled(kinds: Kinds, text: &str) -> Option<Value> {
    let value = match text {
        // What is nested deeper than a style reaches is written as JSON.
        _ if text.starts_with('{') && kinds.wants(Type::Object)
            || text.starts_with('[') && kinds.wants(Type::Array) =>
        {
            serde_json::from_str(text).ok()?
        }
        "true" | "false" if kinds.wants(Type::Boolean) => Value::Bool(text == "true"),
        "null" if kinds.wants(Type::Null) => Value::Null,
        _ if kinds.wants(Type::Integer) => number(text)?,
        _ => return None,
    };
    Some(value)
}

/// A number as JSON writes it.
fn number(text: &str) -> Option<Value> {
    let value: Value = serde_json::from_str(text).ok()?;
    (value.is_number() && text.trim().len() == text.len()).then_some(value)
}
