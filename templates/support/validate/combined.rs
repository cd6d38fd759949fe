//! The rules that combine schemas: `allOf`, `anyOf`, `oneOf`, `not`.

use serde_json::Value;

use super::{Findings, Trail, Violation, alternatives, is_of};
use crate::support::schema::{Schema, Type};

pub(super) fn check(value: &Value, findings: &mut Findings, trail: &Trail<'_>) {
    let schema = trail.schema;
    for part in schema.all_of {
        super::check(part, value, findings, Some(trail));
    }
    if !schema.any_of.is_empty() {
        any_of(value, findings, trail);
    }
    if !schema.one_of.is_empty() {
        one_of(value, findings, trail);
    }
    if let Some(refused) = schema.not
        && fits(refused, value, findings, Some(trail))
    {
        findings.report("is not allowed");
    }
}

/// Whether a value fits a schema, without a word about why not.
pub(super) fn fits(
    schema: &Schema,
    value: &Value,
    findings: &mut Findings,
    trail: Option<&Trail<'_>>,
) -> bool {
    // Whatever is no array or object is judged at once, and may be made up, so that its address is reused.
    if !value.is_array() && !value.is_object() {
        return found(schema, value, findings, trail).is_empty();
    }
    let key = (std::ptr::from_ref(schema).addr(), std::ptr::from_ref(value).addr());
    if let Some(known) = findings.judged.get(&key) {
        return *known;
    }
    let fits = found(schema, value, findings, trail).is_empty();
    findings.judged.insert(key, fits);
    fits
}

fn any_of(value: &Value, findings: &mut Findings, trail: &Trail<'_>) {
    let mut failed = Vec::new();
    for schema in trail.schema.any_of {
        let violations = found(schema, value, findings, Some(trail));
        if violations.is_empty() {
            return;
        }
        failed.push((*schema, violations));
    }
    none_fits(value, failed, findings);
}

fn one_of(value: &Value, findings: &mut Findings, trail: &Trail<'_>) {
    let mut failed = Vec::new();
    let mut fitting = Vec::new();
    for (index, schema) in trail.schema.one_of.iter().enumerate() {
        match found(schema, value, findings, Some(trail)) {
            violations if violations.is_empty() => fitting.push((index + 1).to_string()),
            violations => failed.push((*schema, violations)),
        }
    }
    match fitting.len() {
        0 => none_fits(value, failed, findings),
        1 => {}
        _ => findings.report(format!(
            "must match exactly one of {} alternatives, but matches {}",
            trail.schema.one_of.len(),
            alternatives(&fitting, "and"),
        )),
    }
}

fn found(
    schema: &Schema,
    value: &Value,
    findings: &mut Findings,
    trail: Option<&Trail<'_>>,
) -> Vec<Violation> {
    let mut aside = findings.aside();
    super::check(schema, value, &mut aside, trail);
    findings.rejoin(aside)
}

type Failed<'s> = (&'s Schema, Vec<Violation>);

/// Reports what is wrong with the closest alternative: where only one is of the value's type it is
/// the one that was meant, and its violations are reported as if it were the only one.
fn none_fits(value: &Value, failed: Vec<Failed<'_>>, findings: &mut Findings) {
    let total = failed.len();
    let types: Vec<Type> = failed.iter().flat_map(|it| it.0.types).copied().collect();
    let typed = failed.iter().all(|it| !it.0.types.is_empty());
    let fits = |schema: &Schema| {
        schema.types.is_empty() || schema.types.iter().any(|it| is_of(value, *it))
    };
    let mut meant: Vec<(usize, Vec<Violation>)> = failed
        .into_iter()
        .enumerate()
        .filter(|(_, (schema, _))| fits(schema))
        .map(|(index, (_, violations))| (index + 1, violations))
        .collect();
    match meant.len() {
        0 if typed => findings.report(super::wrong_type(&distinct(&types), value)),
        1 => findings.found.extend(meant.swap_remove(0).1),
        _ => findings.report(closest(&meant, total, &findings.pointer)),
    }
}

fn distinct(types: &[Type]) -> Vec<Type> {
    let mut all = Vec::new();
    for kind in types {
        if !all.contains(kind) {
            all.push(*kind);
        }
    }
    all
}

fn closest(meant: &[(usize, Vec<Violation>)], total: usize, pointer: &str) -> String {
    let start = format!("must match one of {total} alternatives");
    let Some((number, violations)) = meant.iter().min_by_key(|it| it.1.len()) else {
        return start;
    };
    let reasons: Vec<String> = violations.iter().take(3).map(|it| reason(it, pointer)).collect();
    format!("{start}; the closest is {number}: {}", reasons.join(", "))
}

fn reason(violation: &Violation, pointer: &str) -> String {
    match violation.pointer.strip_prefix(pointer) {
        None | Some("") => violation.message.clone(),
        Some(place) => format!("{place} {}", violation.message),
    }
}
