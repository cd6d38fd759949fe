//! Changes a value a little, at random: most changes of a valid value make it invalid, some do not.

use proptest::prelude::RngExt;
use serde_json::{Value, json};

use crate::instance::{Maker, TEXTS};

/// Changes a value at one place.
pub fn spoil(value: &mut Value, maker: &mut Maker<'_, '_>) {
    let size = match value {
        Value::Array(items) => items.len(),
        Value::Object(members) => members.len(),
        _ => 0,
    };
    // Deeper, most of the time.
    if size > 0 && !maker.chance(3) {
        let at = maker.rng.random_range(0..size);
        let inner = match value {
            Value::Array(items) => items.get_mut(at),
            Value::Object(members) => members.values_mut().nth(at),
            _ => None,
        };
        return spoil(inner.expect("an inner value"), maker);
    }
    if maker.chance(4) {
        *value = other(maker);
        return;
    }
    match value {
        Value::Null | Value::Bool(_) => *value = other(maker),
        Value::Number(number) => *value = nearby(&Value::Number(number.clone()), maker),
        Value::String(text) => *text = edited(text, maker),
        Value::Array(items) => match maker.rng.random_range(0..4) {
            0 if !items.is_empty() => drop(items.pop()),
            1 if !items.is_empty() => items.push(items[0].clone()),
            2 => items.extend([json!(1), json!(1.0)]),
            _ => items.push(other(maker)),
        },
        Value::Object(members) => match maker.rng.random_range(0..3) {
            0 | 1 if !members.is_empty() => {
                let name = members.keys().nth(maker.rng.random_range(0..members.len())).cloned();
                let name = name.expect("a name");
                if maker.chance(3) {
                    members.insert(name, Value::Null);
                } else {
                    members.remove(&name);
                }
            }
            _ => {
                let name = maker.pick(&["extra", "x-1", "", "a/b~c", "id", "A1", "alpha"]);
                members.insert(name.to_owned(), other(maker));
            }
        },
    }
}

fn other(maker: &mut Maker<'_, '_>) -> Value {
    let text = maker.pick(TEXTS);
    maker.pick(&[
        Value::Null,
        json!(true),
        json!(0),
        json!(1.0),
        json!(-1),
        json!(0.5),
        json!(1e20),
        json!(u64::MAX),
        json!([]),
        json!([null]),
        json!({}),
        json!({ "id": 1 }),
        Value::from(text),
        Value::from(text),
        Value::from(text),
    ])
}

fn nearby(number: &Value, maker: &mut Maker<'_, '_>) -> Value {
    let step: f64 = maker.pick(&[1.0, -1.0, 0.5, -0.001, 0.01, 0.0]);
    if let Some(integer) = number.as_i64()
        && step != 0.0
        && step.fract() == 0.0
    {
        return Value::from(integer.saturating_add(step as i64));
    }
    Value::from(number.as_f64().unwrap_or_default() + step)
}

fn edited(text: &str, maker: &mut Maker<'_, '_>) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let at = maker.rng.random_range(0..=characters.len());
    let added =
        maker.pick(&['a', 'Z', '0', ' ', '.', '-', '@', ':', '/', '%', 'é', '😀', '\n', '"', '+']);
    match maker.rng.random_range(0..4) {
        0 if at < characters.len() => drop(characters.remove(at)),
        1 if at < characters.len() => characters[at] = added,
        2 => return maker.pick(TEXTS).to_owned(),
        _ => characters.insert(at, added),
    }
    characters.into_iter().collect()
}
