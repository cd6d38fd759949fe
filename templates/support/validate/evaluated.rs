//! Of which members and items a schema speaks: what `unevaluatedProperties` and `unevaluatedItems` leave.
//!
//! A schema speaks of a member through its own rules and through every schema that it applies to the whole
//! value and that the value fits (JSON Schema Core 2020-12, section 11). Found by a walk of its own, only
//! where one of the two keywords asks for it.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::combined::fits;
use super::{Findings, Trail, pattern};
use crate::support::schema::{Array, Extra, Object, Schema};

/// The members or items of one value.
#[derive(Default)]
pub(super) struct Evaluated<'v> {
    all: bool,
    names: BTreeSet<&'v str>,
    /// So many of the first items.
    first: usize,
    indices: BTreeSet<usize>,
}

impl<'v> Evaluated<'v> {
    /// What the innermost schema of a trail speaks of, its own `unevaluated...` left out.
    pub(super) fn by(value: &'v Value, findings: &mut Findings, trail: &Trail<'_>) -> Self {
        let mut evaluated = Self::default();
        evaluated.add_own(trail.schema, value, findings);
        evaluated.add_parts(value, findings, trail);
        evaluated
    }

    pub(super) fn has_property(&self, name: &str) -> bool {
        self.all || self.names.contains(name)
    }

    pub(super) fn has_item(&self, index: usize) -> bool {
        self.all || index < self.first || self.indices.contains(&index)
    }

    /// Adds what a schema speaks of that the value fits.
    fn add(
        &mut self,
        schema: &Schema,
        value: &'v Value,
        findings: &mut Findings,
        outer: &Trail<'_>,
    ) {
        if self.all || findings.full() {
            return;
        }
        let rest = schema.extra.is_some_and(|it| match value {
            Value::Object(_) => it.unevaluated_properties.is_some(),
            _ => it.unevaluated_items.is_some(),
        });
        self.all |= rest;
        self.add_own(schema, value, findings);
        self.add_parts(value, findings, &Trail { schema, outer: Some(outer) });
    }

    fn add_own(&mut self, schema: &Schema, value: &'v Value, findings: &mut Findings) {
        match value {
            Value::Object(members) => {
                if let Some(rules) = schema.object {
                    self.add_members(rules, members);
                }
            }
            Value::Array(items) => {
                if let Some(rules) = schema.array {
                    self.add_items(rules);
                }
                if let Some(rules) = schema.extra {
                    self.add_contained(rules, items, findings);
                }
            }
            _ => {}
        }
    }

    fn add_members(&mut self, rules: &Object, members: &'v Map<String, Value>) {
        self.all |= rules.additional.is_some();
        for name in members.keys() {
            let declared = rules.properties.iter().any(|it| it.name == name);
            if declared || rules.patterns.iter().any(|it| pattern::matches(it.0, name)) {
                self.names.insert(name);
            }
        }
    }

    fn add_items(&mut self, rules: &Array) {
        self.all |= rules.items.is_some();
        self.first = self.first.max(rules.prefix.len());
    }

    fn add_contained(&mut self, rules: &Extra, items: &[Value], findings: &mut Findings) {
        let Some(wanted) = rules.contains else { return };
        for (index, item) in items.iter().enumerate() {
            if fits(wanted.schema, item, findings, None) {
                self.indices.insert(index);
            }
        }
    }

    /// Adds what the schemas speak of that the innermost schema of a trail applies to the same value.
    fn add_parts(&mut self, value: &'v Value, findings: &mut Findings, trail: &Trail<'_>) {
        let schema = trail.schema;
        for part in schema.all_of {
            self.add(part, value, findings, trail);
        }
        for alternatives in [schema.any_of, schema.one_of] {
            self.add_fitting(alternatives, value, findings, trail);
        }
        let Some(rules) = schema.extra else { return };
        if let Some(condition) = rules.condition {
            if fits(condition.test, value, findings, Some(trail)) {
                self.add(condition.test, value, findings, trail);
                self.add(condition.then, value, findings, trail);
            } else {
                self.add(condition.otherwise, value, findings, trail);
            }
        }
        for (name, schema) in rules.dependent_schemas {
            if value.get(*name).is_some() {
                self.add(schema, value, findings, trail);
            }
        }
    }

    fn add_fitting(
        &mut self,
        alternatives: &[&Schema],
        value: &'v Value,
        findings: &mut Findings,
        trail: &Trail<'_>,
    ) {
        let mut none_fits = !alternatives.is_empty();
        for schema in alternatives {
            if fits(schema, value, findings, Some(trail)) {
                none_fits = false;
                self.add(schema, value, findings, trail);
            }
        }
        // That is a violation of its own. What would have been left cannot be told.
        self.all |= none_fits;
    }
}
