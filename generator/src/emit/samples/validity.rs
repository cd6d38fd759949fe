//! Whether a value is one of a schema, found out at a bounded cost.

use jsonschema::{Draft, options};
use serde_json::Value;

use crate::ir::{SchemaId, Schemas, published_with};

/// So many schemas beyond which a whole one is not checked.
const SCHEMAS: usize = 512;

/// So many times that a schema meets a value, beyond which it is not checked: levels that each say the next one
/// twice meet it more often than a validator could ever count.
const MEETINGS: usize = 20_000;

/// Whether a value is one of a schema; `false` also where that would cost too much to find out.
pub fn is_valid(schemas: &Schemas, id: SchemaId, value: &Value) -> bool {
    if !is_affordable(schemas, id, value) {
        return false;
    }
    let (schema, is_abridged) = published_with(schemas, SCHEMAS, |it| it.schema(id));
    if is_abridged {
        return false;
    }
    let validator =
        options().with_draft(Draft::Draft202012).should_validate_formats(true).build(&schema);
    validator.is_ok_and(|it| it.is_valid(value))
}

/// Whether a validator that remembers nothing is done in time.
fn is_affordable(schemas: &Schemas, id: SchemaId, value: &Value) -> bool {
    let mut waiting = vec![(id, value)];
    for _ in 0..MEETINGS {
        let Some((id, value)) = waiting.pop() else { return true };
        let schema = schemas.get(id);
        waiting.extend(schema.in_place().map(|it| (it, value)));
        match value {
            Value::Array(items) => {
                let rules = &schema.array;
                let each = [rules.items, rules.contains, rules.unevaluated].into_iter().flatten();
                for id in each {
                    waiting.extend(items.iter().map(|it| (id, it)));
                }
                waiting.extend(rules.prefix.iter().copied().zip(items));
            }
            Value::Object(members) => {
                let rules = &schema.object;
                let each = [rules.additional, rules.unevaluated].into_iter().flatten();
                for id in each.chain(rules.patterns.values().copied()) {
                    waiting.extend(members.values().map(|it| (id, it)));
                }
                let named = members
                    .iter()
                    .filter_map(|(name, it)| Some((*rules.properties.get(name)?, it)));
                waiting.extend(named);
            }
            _ => {}
        }
    }
    false
}
