//! Makes a value smaller while it keeps a property, so that a failure is easy to read.

use serde_json::Value;

/// The smallest value found that still has the property.
pub fn shrink(mut value: Value, keeps: &dyn Fn(&Value) -> bool) -> Value {
    while let Some(smaller) = smaller(&value).into_iter().find(|it| keeps(it)) {
        value = smaller;
    }
    value
}

fn smaller(value: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    match value {
        Value::Array(items) => {
            for at in 0..items.len() {
                let mut rest = items.clone();
                rest.remove(at);
                all.push(Value::Array(rest));
            }
            for (at, item) in items.iter().enumerate() {
                all.extend(smaller(item).into_iter().map(|it| {
                    let mut items = items.clone();
                    items[at] = it;
                    Value::Array(items)
                }));
            }
        }
        Value::Object(members) => {
            for name in members.keys() {
                let mut rest = members.clone();
                rest.remove(name);
                all.push(Value::Object(rest));
            }
            for (name, member) in members {
                all.extend(smaller(member).into_iter().map(|it| {
                    let mut members = members.clone();
                    members.insert(name.clone(), it);
                    Value::Object(members)
                }));
            }
        }
        _ => {}
    }
    all
}
