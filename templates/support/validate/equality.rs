//! When two JSON values are equal: numbers by their value (`1` is `1.0`), objects without order.

use serde_json::{Number, Value};

use super::number;
use crate::support::schema::Literal;

/// Whether two values are equal.
pub(super) fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => equal_numbers(left, right),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(key, it)| right.get(key).is_some_and(|other| equal(it, other)))
        }
        _ => left == right,
    }
}

fn equal_numbers(left: &Number, right: &Number) -> bool {
    match (number::integer(left), number::integer(right)) {
        (Some(left), Some(right)) => left == right,
        (None, None) => left == right,
        _ => false,
    }
}

pub(super) fn is_literal(literal: &Literal, value: &Value) -> bool {
    match (literal, value) {
        (Literal::String(wanted), Value::String(found)) => found == wanted,
        (Literal::String(_), _) => false,
        _ => equal(&value_of(literal), value),
    }
}

pub(super) fn value_of(literal: &Literal) -> Value {
    match literal {
        Literal::Null => Value::Null,
        Literal::Bool(it) => Value::from(*it),
        Literal::Number(it) => number::integral(*it).map_or(Value::from(*it), exact),
        Literal::Integer(it) => exact(*it),
        Literal::String(it) => Value::from(*it),
        Literal::Json(it) => serde_json::from_str(it).unwrap_or_default(),
    }
}

fn exact(integer: i128) -> Value {
    Number::from_i128(integer).map_or(Value::Null, Value::Number)
}

/// Text that is the same for equal values and differs for others, so that finding equal items takes
/// no comparison of each with each.
pub(super) fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Number(number) => match number::integer(number) {
            Some(integer) => text.push_str(&integer.to_string()),
            None => text.push_str(&number.to_string()),
        },
        Value::Array(items) => {
            text.push('[');
            for item in items {
                write(item, text);
                text.push(',');
            }
            text.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(key, _)| *key);
            text.push('{');
            for (key, value) in members {
                text.push_str(&Value::from(key.as_str()).to_string());
                text.push(':');
                write(value, text);
                text.push(',');
            }
            text.push('}');
        }
        other => text.push_str(&other.to_string()),
    }
}
