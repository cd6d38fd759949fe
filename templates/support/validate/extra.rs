//! The rules that few schemas have: `contains`, `if`, what depends on a property, and what nothing else
//! in a schema speaks of.

use serde_json::{Map, Value};

use super::combined::fits;
use super::evaluated::Evaluated;
use super::{Findings, Trail, check, count};
use crate::support::schema::{Contains, Extra, Schema};

pub(super) fn rules(rules: &Extra, value: &Value, findings: &mut Findings, trail: &Trail<'_>) {
    if let Some(condition) = rules.condition {
        let branch = if fits(condition.test, value, findings, Some(trail)) {
            condition.then
        } else {
            condition.otherwise
        };
        check(branch, value, findings, Some(trail));
    }
    match value {
        Value::Array(items) => {
            if let Some(wanted) = rules.contains {
                contains(&wanted, items, findings);
            }
            if let Some(schema) = rules.unevaluated_items {
                unevaluated_items(schema, value, items, findings, trail);
            }
        }
        Value::Object(members) => {
            dependent(rules, value, members, findings, trail);
            if let Some(schema) = rules.unevaluated_properties {
                unevaluated_properties(schema, value, members, findings, trail);
            }
        }
        _ => {}
    }
}

fn contains(wanted: &Contains, items: &[Value], findings: &mut Findings) {
    let mut met = 0;
    for item in items {
        met += u64::from(fits(wanted.schema, item, findings, None));
    }
    if met < wanted.min {
        let least = count(wanted.min, "item");
        findings.report(format!("must have at least {least} of the wanted kind, not {met}"));
    }
    if let Some(most) = wanted.max.filter(|most| met > *most) {
        let most = count(most, "item");
        findings.report(format!("must have at most {most} of the wanted kind, not {met}"));
    }
}

fn dependent(
    rules: &Extra,
    value: &Value,
    members: &Map<String, Value>,
    findings: &mut Findings,
    trail: &Trail<'_>,
) {
    for (name, wanted) in rules.dependent_required {
        let missing = wanted.iter().filter(|it| !members.contains_key(**it));
        for missing in missing.filter(|_| members.contains_key(*name)) {
            findings.within(missing, |it| it.report(format!("is required beside `{name}`")));
        }
    }
    for (name, schema) in rules.dependent_schemas {
        if members.contains_key(*name) {
            check(schema, value, findings, Some(trail));
        }
    }
}

fn unevaluated_properties(
    schema: &Schema,
    value: &Value,
    members: &Map<String, Value>,
    findings: &mut Findings,
    trail: &Trail<'_>,
) {
    let evaluated = Evaluated::by(value, findings, trail);
    for (name, member) in members {
        if !evaluated.has_property(name) {
            findings.within(name, |it| check(schema, member, it, None));
        }
    }
}

fn unevaluated_items(
    schema: &Schema,
    value: &Value,
    items: &[Value],
    findings: &mut Findings,
    trail: &Trail<'_>,
) {
    let evaluated = Evaluated::by(value, findings, trail);
    for (index, item) in items.iter().enumerate() {
        if !evaluated.has_item(index) {
            findings.within(&index.to_string(), |it| check(schema, item, it, None));
        }
    }
}
