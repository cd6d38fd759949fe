//! Keywords that say several things at once, and what they say together.

use serde_json::Value;

use crate::ir::{ObjectRules, Schema};
use crate::source::{Data, Node, push_token};

use super::{Keywords, lower_schema};

impl Keywords<'_, '_> {
    /// `enum` and `const` together allow what both of them allow.
    pub fn allow_only(&mut self, schema: &mut Schema, values: Vec<Value>) {
        schema.values = Some(match schema.values.take() {
            Some(before) => before
                .into_iter()
                .filter(|it| values.iter().any(|other| is_same(it, other)))
                .collect(),
            None => values,
        });
    }

    /// `patternProperties`, without those whose pattern is none.
    pub fn patterns(&mut self, object: &mut ObjectRules, value: &Node) {
        object.patterns = self.named(value, "patternProperties");
        for (pattern, member) in value.as_object().into_iter().flatten() {
            if !self.is_pattern(pattern, member.key) {
                object.patterns.shift_remove(pattern);
                // Which properties the others are can no longer be told.
                object.additional = None;
            }
        }
    }

    /// `dependentRequired`
    pub fn dependent_required(&mut self, object: &mut ObjectRules, value: &Node) {
        let Some(members) = value.as_object() else {
            self.invalid(value, "`dependentRequired` must be an object of property names");
            return;
        };
        for (name, member) in members {
            object
                .dependent_required
                .insert(name.clone(), self.strings(&member.value, "dependentRequired"));
        }
    }

    /// `dependencies`, of which each member is either a list of names or a schema.
    pub fn dependencies(&mut self, object: &mut ObjectRules, value: &Node) {
        let Some(members) = value.as_object() else {
            self.invalid(value, "`dependencies` must be an object");
            return;
        };
        let pointer = push_token(self.pointer, "dependencies");
        for (name, member) in members {
            if matches!(member.value.data, Data::Array(_)) {
                object
                    .dependent_required
                    .insert(name.clone(), self.strings(&member.value, "dependencies"));
            } else {
                let id = lower_schema(self.cx, &member.value, &push_token(&pointer, name));
                object.dependent_schemas.insert(name.clone(), id);
            }
        }
    }
}

/// Whether two values are one by JSON Schema: numbers by their value, objects without order.
fn is_same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            left == right || (left.is_f64() != right.is_f64() && left.as_f64() == right.as_f64())
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(it, other)| is_same(it, other))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(key, it)| right.get(key).is_some_and(|other| is_same(it, other)))
        }
        _ => left == right,
    }
}
