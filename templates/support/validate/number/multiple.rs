//! `multipleOf`, decided on decimals.

use serde_json::Number;

use crate::support::schema::Bound;

/// Whether a number is a multiple, as decimals: `0.07` is one of `0.01`, though not in binary.
pub(super) fn is_multiple(number: &Number, divisor: Bound) -> bool {
    let divisor = match divisor {
        Bound::Number(divisor) => divisor.to_string(),
        Bound::Integer(divisor) => divisor.to_string(),
    };
    let (Some(number), Some(divisor)) = (decimal(&number.to_string()), decimal(&divisor)) else {
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
