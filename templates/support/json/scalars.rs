//! Booleans, strings and numbers.

use serde_json::{Number, Value};

use super::{Json, Parsed, Reader};

impl Json for bool {
    fn read(value: Parsed<'_>, reader: &mut Reader) -> Self {
        match value {
            Parsed::Bool(read) => read,
            other => reader.wanted("a boolean", &other),
        }
    }

    fn write(&self) -> Value {
        Value::Bool(*self)
    }

    fn blank() -> Self {
        false
    }
}

impl Json for String {
    fn read(value: Parsed<'_>, reader: &mut Reader) -> Self {
        match value {
            Parsed::String(read) => read.to_owned(),
            other => reader.wanted("a string", &other),
        }
    }

    fn write(&self) -> Value {
        Value::String(self.clone())
    }

    fn blank() -> Self {
        String::new()
    }
}

/// An integer; `1.0` is one too, as JSON Schema has it.
impl Json for i64 {
    fn read(value: Parsed<'_>, reader: &mut Reader) -> Self {
        let number = value.as_number();
        let float = || number.and_then(Number::as_f64).and_then(exact);
        match number.and_then(Number::as_i64).or_else(float) {
            Some(read) => read,
            None => reader.wanted("an integer of 64 bits", &value),
        }
    }

    fn write(&self) -> Value {
        Value::from(*self)
    }

    fn blank() -> Self {
        0
    }
}

/// An integer of at least 0.
impl Json for u64 {
    fn read(value: Parsed<'_>, reader: &mut Reader) -> Self {
        let number = value.as_number();
        let exact = || u64::try_from(exact(number?.as_f64()?)?).ok();
        match number.and_then(Number::as_u64).or_else(exact) {
            Some(read) => read,
            None => reader.wanted("an integer of 64 bits, at least 0", &value),
        }
    }

    fn write(&self) -> Value {
        Value::from(*self)
    }

    fn blank() -> Self {
        0
    }
}

/// An integer beyond 64 bits, which JSON libraries keep as a float: beyond 2^64 it is the nearest of those
/// (RFC 8259, section 6).
impl Json for i128 {
    fn read(value: Parsed<'_>, reader: &mut Reader) -> Self {
        let integral = |it: &f64| it.fract() == 0.0 && it.abs() < GREATEST_I128;
        let number = value.as_number();
        let float = || number?.as_f64().filter(integral).map(|it| it as i128);
        let exact = number.and_then(Number::as_i128);
        match exact.or_else(float) {
            Some(read) => read,
            None => reader.wanted("an integer", &value),
        }
    }

    fn write(&self) -> Value {
        match (i64::try_from(*self), u64::try_from(*self)) {
            (Ok(integer), _) => Value::from(integer),
            (Err(_), Ok(integer)) => Value::from(integer),
            (Err(_), Err(_)) => Value::from(*self as f64),
        }
    }

    fn blank() -> Self {
        0
    }
}

/// A number. One that holds an integer is written as an integer, since many servers refuse `1.0` for `1`.
impl Json for f64 {
    fn read(value: Parsed<'_>, reader: &mut Reader) -> Self {
        match value.as_number().and_then(Number::as_f64) {
            Some(read) => read,
            None => reader.wanted("a number", &value),
        }
    }

    fn write(&self) -> Value {
        // Every float of this size that has no fraction is an integer of 64 bits exactly.
        let is_integer = self.fract() == 0.0;
        if is_integer && (-TWO_TO_63..TWO_TO_63).contains(self) {
            return Value::from(*self as i64);
        }
        if is_integer && (0.0..2.0 * TWO_TO_63).contains(self) {
            return Value::from(*self as u64);
        }
        // JSON has no NaN and no infinity.
        Number::from_f64(*self).map_or(Value::Null, Value::Number)
    }

    fn blank() -> Self {
        0.0
    }
}

const TWO_TO_63: f64 = 9_223_372_036_854_775_808.0;

const GREATEST_I128: f64 = 1.7e38;

/// The integer a number holds, where it holds one that `f64` carries exactly.
fn exact(number: f64) -> Option<i64> {
    const GREATEST: f64 = 9_007_199_254_740_992.0;
    (number.fract() == 0.0 && number.abs() <= GREATEST).then_some(number as i64)
}
