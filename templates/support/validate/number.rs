//! The rules of numbers, decided exactly: no rule is subject to rounding.

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
        && !is_multiple(number, divisor)
    {
        findings.report(format!("must be a multiple of {}", shown(divisor)));
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

/// Whether a number is a multiple, as decimals: `0.07` is one of `0.01`, though not in binary.
fn is_multiple(number: &Number, divisor: f64) -> bool {
    let (Some(number), Some(divisor)) =
        (decimal(&number.to_string()), decimal(&divisor.to_string()))
    else {
        return true;
    };
    if number.digits == 0 || divisor.digits == 0 {
        return true;
    }
    match u32::try_from(number.exponent - divisor.exponent) {
        // number * 10^shift is to be divisible: only the remainders are needed.
        Ok(shift) => {
            let tens = power_of_ten(shift, divisor.digits);
            ((number.digits % divisor.digits) * tens).is_multiple_of(divisor.digits)
        }
        // A divisor that overflows is greater than the number.
        Err(_) => {
            let shift = (divisor.exponent - number.exponent).unsigned_abs();
            let scale = 10_u128.checked_pow(shift);
            let scaled = scale.and_then(|scale| divisor.digits.checked_mul(scale));
            scaled.is_some_and(|scaled| number.digits.is_multiple_of(scaled))
        }
    }
}

/// 10^exponent modulo the digits of a float: at most 17, so that products fit 128 bits.
fn power_of_ten(exponent: u32, modulus: u128) -> u128 {
    (0..exponent).fold(1 % modulus, |power, _| power * 10 % modulus)
}

/// `digits * 10^exponent`
struct Decimal {
    digits: u128,
    exponent: i32,
}

/// Reads a decimal number without its sign; the text is the shortest that names the number.
fn decimal(text: &str) -> Option<Decimal> {
    let text = text.trim_start_matches('-');
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent: i32 = exponent.trim_start_matches('+').parse().ok()?;
    let mut digits: String = format!("{whole}{fraction}");
    let mut exponent = exponent.checked_sub(i32::try_from(fraction.len()).ok()?)?;
    // `{}` writes 1e300 in full, and zeros are no digits.
    let significant = digits.trim_end_matches('0').len();
    exponent = exponent.checked_add(i32::try_from(digits.len() - significant).ok()?)?;
    digits.truncate(significant);
    let digits = if digits.is_empty() { 0 } else { digits.parse().ok()? };
    Some(Decimal { digits, exponent })
}
