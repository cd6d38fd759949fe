//! What the properties found, each as one case.

use fixture::support::schema::{Bound, INTEGER, Range, Schema, UNBOUNDED};
use fixture::support::validate::value;
use serde_json::json;

#[test]
fn bounds_that_a_float_would_round_are_exact() {
    const RULE: Schema = INTEGER
        .range(Range { maximum: Some(Bound::Integer(18_446_744_073_709_551_615)), ..UNBOUNDED });
    assert_eq!(value(&RULE, &json!(u64::MAX)), []);
    // 2^64, one more.
    let found = value(&RULE, &json!(18_446_744_073_709_551_616.0));
    let messages: Vec<&str> = found.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(messages, ["must be at most 18446744073709551615"]);
    assert_eq!(value(&fixture::schemas::schemas::NUMBERS, &numbers(json!(u64::MAX))), []);
    assert_eq!(
        value(&fixture::schemas::schemas::NUMBERS, &numbers(json!(1.8446744073709552e19))).len(),
        1
    );
}

#[test]
fn listed_integers_of_64_bits_without_sign_are_exact() {
    let with = |big| json!({ "plain": "low", "weird": "*", "big": big });
    let schema = &fixture::schemas::schemas::VALUES;
    assert_eq!(value(schema, &with(json!(18_446_744_073_709_551_615_u64))), []);
    assert_eq!(value(schema, &with(json!(18_446_744_073_709_551_614_u64))).len(), 1);
}

fn numbers(wide: serde_json::Value) -> serde_json::Value {
    json!({ "plain": 0, "natural": 0, "wide": wide })
}
