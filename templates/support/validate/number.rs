//! The rules of numbers, decided exactly: no rule is subject to rounding.

mod multiple;

use std::cmp::Ordering;

use serde_json::Number;

use super::{Findings, Schema};
use crate::support::schema::Bound;

pub(super) fn check(schema: &Schema, number: &Number, findings: &mut Findings) {
    let range = &schema.range;
    let bounds: [(Option<Bound>, &[Ordering], &str); 4] = [
        (range.minimum, &[Ordering::Less], "at least"),
        (range.exclusive_minimum, &[Ordering::Less, Ordering::Equal], "greater than"),
        (range.maximum, &[Ordering::Greater], "at most"),
        (range.exclusive_maximum, &[Ordering::Greater, Ordering::Equal], "less than"),
    ];
    for (bound, refused, words) in bounds {
        if let Some(bound) = bound
            && compare(number, bound).is_some_and(|ordering| refused.contains(&ordering))
        {
            findings.report(format!("must be {words} {}", shown_bound(bound)));
        }
    }
    if let Some(divisor) = schema.multiple_of
        && !multiple::is_multiple(number, divisor)
    {
        findings.report(format!("must be a multiple of {}", shown_bound(divisor)));
    }
}

fn shown_bound(bound: Bound) -> String {
    match bound {
        Bound::Number(bound) => shown(bound),
        Bound::Integer(bound) => bound.to_string(),
    }
}

/// A number as people write it.
fn shown(bound: f64) -> String {
    if bound == 0.0 || (1e-6..1e18).contains(&bound.abs()) {
        bound.to_string()
    } else {
        format!("{bound:e}")
    }
}

/// Whether a number has no fraction; `1.0` has none.
pub(super) fn is_integer(number: &Number) -> bool {
    !number.is_f64() || number.as_f64().is_some_and(|it| it.fract() == 0.0)
}

/// The integer that a number is, however it is written.
pub(super) fn integer(number: &Number) -> Option<i128> {
    match number.as_i128() {
        Some(integer) => Some(integer),
        None => integral(number.as_f64()?),
    }
}

/// The integer that a float is, where it is one of 128 bits.
pub(super) fn integral(float: f64) -> Option<i128> {
    const LIMIT: f64 = 1e38;
    (float.fract() == 0.0 && float.abs() < LIMIT).then_some(float as i128)
}

fn compare(number: &Number, bound: Bound) -> Option<Ordering> {
    match (bound, integer(number)) {
        (Bound::Number(bound), _) => compare_float(number, bound),
        (Bound::Integer(bound), Some(integer)) => Some(integer.cmp(&bound)),
        // A float that is no integer of 128 bits: the bound's own rounding changes nothing.
        (Bound::Integer(bound), None) => number.as_f64()?.partial_cmp(&(bound as f64)),
    }
}

fn compare_float(number: &Number, bound: f64) -> Option<Ordering> {
    match number.as_i128() {
        // As floats, two integers above 2^53 may seem equal that are not.
        Some(integer) => {
            let floor = integer.cmp(&(bound.floor() as i128));
            let above = if bound.fract() == 0.0 { Ordering::Equal } else { Ordering::Less };
            (!bound.is_nan()).then(|| floor.then(above))
        }
        None => number.as_f64()?.partial_cmp(&bound),
    }
}
