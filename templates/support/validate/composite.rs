//! The rules of arrays and objects.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Findings, check, count, equality, pattern};
use crate::support::schema::{Array, Object};

pub(super) fn array(rules: &Array, items: &[Value], findings: &mut Findings) {
    let length = items.len() as u64;
    if length < rules.min_items {
        findings.report(format!("must have at least {}", count(rules.min_items, "item")));
    }
    if let Some(most) = rules.max_items.filter(|most| length > *most) {
        findings.report(format!("must have at most {}", count(most, "item")));
    }
    if rules.unique {
        unique(items, findings);
    }
    for (index, item) in items.iter().enumerate() {
        let schema = rules.prefix.get(index).copied().or(rules.items);
        if let Some(schema) = schema
            && !findings.full()
        {
            findings.within(&index.to_string(), |it| check(schema, item, it, None));
        }
    }
}

fn unique(items: &[Value], findings: &mut Findings) {
    let mut seen = BTreeMap::new();
    for (index, item) in items.iter().enumerate() {
        if let Some(first) = seen.insert(equality::canonical(item), index) {
            findings.report(format!("must not have equal items: {first} and {index} are equal"));
            return;
        }
    }
}

pub(super) fn object(rules: &Object, members: &Map<String, Value>, findings: &mut Findings) {
    let size = members.len() as u64;
    if size < rules.min_properties {
        findings.report(format!("must have at least {}", count(rules.min_properties, "property")));
    }
    if let Some(most) = rules.max_properties.filter(|most| size > *most) {
        findings.report(format!("must have at most {}", count(most, "property")));
    }
    required(rules, members, findings);
    for (key, value) in members {
        if findings.full() {
            return;
        }
        findings.within(key, |it| member(rules, key, value, it));
    }
}

fn required(rules: &Object, members: &Map<String, Value>, findings: &mut Findings) {
    let declared = rules.properties.iter().filter(|it| it.required).map(|it| it.name);
    let further = rules.required.iter().copied();
    let twice = |name: &str| rules.properties.iter().any(|it| it.required && it.name == name);
    for name in declared.chain(further.filter(|name| !twice(name))) {
        if !members.contains_key(name) {
            findings.within(name, |it| it.report("is required"));
        }
    }
}

/// A member is subject to its declaration and to every pattern that its name matches; only a member
/// that is subject to neither is an additional one.
fn member(rules: &Object, key: &str, value: &Value, findings: &mut Findings) {
    if let Some(names) = rules.names {
        name(names, key, findings);
    }
    let mut additional = true;
    if let Some(property) = rules.properties.iter().find(|it| it.name == key) {
        additional = false;
        check(property.schema, value, findings, None);
    }
    for (_, schema) in rules.patterns.iter().filter(|it| pattern::matches(it.0, key)) {
        additional = false;
        check(schema, value, findings, None);
    }
    if let Some(schema) = rules.additional.filter(|_| additional) {
        check(schema, value, findings, None);
    }
}

fn name(schema: &super::Schema, key: &str, findings: &mut Findings) {
    let mut aside = findings.aside();
    check(schema, &Value::from(key), &mut aside, None);
    for violation in findings.rejoin(aside) {
        findings.report(format!("has a name that {}", violation.message));
    }
}
