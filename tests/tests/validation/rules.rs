//! What a value must be: for every rule, values that fit and values that do not.

use fixture::support::schema::*;
use fixture::support::validate::{Violation, value};
use serde_json::{Value, json};

#[track_caller]
fn accepts(schema: &Schema, values: &[Value]) {
    for it in values {
        assert_eq!(value(schema, it), vec![], "{it}");
    }
}

/// Every value is refused with these lines of pointer and message.
#[track_caller]
fn refuses(schema: &Schema, found: Value, lines: &[&str]) {
    let line = |it: Violation| format!("{} {}", it.pointer, it.message);
    let all: Vec<String> = value(schema, &found).into_iter().map(line).collect();
    assert_eq!(all, lines, "{found}");
}

#[test]
fn types() {
    accepts(&ANY, &[json!(null), json!(1), json!([]), json!({})]);
    accepts(&INTEGER, &[json!(1), json!(1.0), json!(-0.0), json!(1e300), json!(u64::MAX)]);
    accepts(&NUMBER, &[json!(1), json!(1.5)]);
    accepts(&typed(&[Type::String, Type::Null]), &[json!("a"), json!(null)]);
    refuses(&STRING, json!(1), &[" must be a string, not a number"]);
    refuses(&INTEGER, json!(1.5), &[" must be an integer, not a fraction"]);
    refuses(&INTEGER, json!("1"), &[" must be an integer, not a string"]);
    refuses(&OBJECT, json!([]), &[" must be an object, not an array"]);
    refuses(&NULL, json!(false), &[" must be null, not a boolean"]);
    refuses(
        &typed(&[Type::String, Type::Boolean, Type::Null]),
        json!({}),
        &[" must be a string, a boolean or null, not an object"],
    );
    refuses(&NEVER, json!(1), &[" is not allowed"]);
}

#[test]
fn values() {
    const LEVELS: Schema = ANY.values(&[
        Literal::String("a"),
        Literal::Integer(1),
        Literal::Number(2.5),
        Literal::Null,
        Literal::Bool(true),
        Literal::Json(r#"{"a":[1,2.0]}"#),
    ]);
    accepts(&LEVELS, &[json!("a"), json!(1), json!(1.0), json!(2.5), json!(null), json!(true)]);
    accepts(&LEVELS, &[json!({"a": [1.0, 2]})]);
    let message = r#" must be one of "a", 1, 2.5, null, true, {"a":[1,2.0]}"#;
    for it in
        [json!("b"), json!(0), json!(false), json!({"a": [2, 1]}), json!({"a": [1]}), json!([])]
    {
        refuses(&LEVELS, it, &[message]);
    }
    refuses(&STRING.values(&[Literal::String("x")]), json!("y"), &[r#" must be "x""#]);
    // Neither `true` nor `"1"` is 1.
    refuses(&ANY.values(&[Literal::Number(1.0)]), json!(true), &[" must be 1"]);
    refuses(&ANY.values(&[Literal::Integer(1)]), json!("1"), &[" must be 1"]);
    let secret = STRING.values(&[Literal::String("x")]).secret();
    refuses(&secret, json!("y"), &[" must be one of the allowed values"]);
}

#[test]
fn large_integers_are_compared_exactly() {
    const LARGE: Schema = ANY.values(&[Literal::Integer(9_007_199_254_740_993)]);
    accepts(&LARGE, &[json!(9_007_199_254_740_993_i64)]);
    refuses(&LARGE, json!(9_007_199_254_740_992_i64), &[" must be 9007199254740993"]);
    let above = INTEGER.exclusive_minimum(9_007_199_254_740_992.0);
    accepts(&above, &[json!(9_007_199_254_740_993_i64)]);
    refuses(&above, json!(9_007_199_254_740_992_i64), &[" must be greater than 9007199254740992"]);
}

#[test]
fn lengths() {
    let rule = STRING.min_length(2).max_length(3);
    accepts(&rule, &[json!("ab"), json!("abc"), json!("💩💩"), json!("e\u{301}x")]);
    refuses(&rule, json!("a"), &[" must have at least 2 characters"]);
    refuses(&rule, json!("💩"), &[" must have at least 2 characters"]);
    refuses(&rule, json!("abcd"), &[" must have at most 3 characters"]);
    refuses(&STRING.min_length(1), json!(""), &[" must have at least 1 character"]);
    // A rule for strings says nothing about numbers.
    accepts(&ANY.min_length(2), &[json!(1), json!([])]);
    // Bytes are counted as bytes.
    let file = STRING.format("binary").max_length(3);
    accepts(&file, &[json!("data:;base64,YWJj")]);
    refuses(&file, json!("data:;base64,YWJjZA=="), &[" must have at most 3 bytes"]);
}

#[test]
fn patterns() {
    accepts(&STRING.pattern("b+"), &[json!("abc"), json!("b")]);
    refuses(&STRING.pattern("^b+$"), json!("abc"), &[" must match the pattern ^b+$"]);
    accepts(&STRING.pattern(r"^(?!\.)[a-z.]+$"), &[json!("a.b")]);
    refuses(
        &STRING.pattern(r"^(?!\.)[a-z.]+$"),
        json!(".b"),
        &[r" must match the pattern ^(?!\.)[a-z.]+$"],
    );
    accepts(&STRING.pattern(r"^\p{L}+$"), &[json!("Größe"), json!("дом")]);
    refuses(&STRING.pattern(r"^\d$"), json!("७"), &[r" must match the pattern ^\d$"]);
    accepts(&STRING.pattern("^.$"), &[json!("💩")]);
    accepts(&STRING.pattern(r"^a\_b$"), &[json!("a_b")]);
    accepts(&STRING.pattern("("), &[json!("anything")]);
}

#[test]
fn ranges() {
    let rule = NUMBER.minimum(1.0).exclusive_maximum(2.5);
    accepts(&rule, &[json!(1), json!(1.0), json!(2.49)]);
    refuses(&rule, json!(0.9), &[" must be at least 1"]);
    refuses(&rule, json!(2.5), &[" must be less than 2.5"]);
    let rule = NUMBER.exclusive_minimum(0.0).maximum(1.1);
    accepts(&rule, &[json!(1), json!(1.1), json!(1e-300)]);
    refuses(&rule, json!(0), &[" must be greater than 0"]);
    refuses(&rule, json!(-0.0), &[" must be greater than 0"]);
    refuses(&rule, json!(2), &[" must be at most 1.1"]);
    refuses(&INTEGER.maximum(1.5), json!(2), &[" must be at most 1.5"]);
    accepts(&INTEGER.minimum(-1.5), &[json!(-1)]);
    refuses(&INTEGER.minimum(-1.5), json!(-2), &[" must be at least -1.5"]);
    accepts(&ANY.minimum(5.0), &[json!("a")]);
}

#[test]
fn multiples() {
    accepts(
        &NUMBER.multiple_of(0.01),
        &[json!(0.07), json!(19.99), json!(1), json!(0), json!(-4.35)],
    );
    refuses(&NUMBER.multiple_of(0.01), json!(0.075), &[" must be a multiple of 0.01"]);
    accepts(&NUMBER.multiple_of(0.0001), &[json!(0.0075)]);
    refuses(&NUMBER.multiple_of(0.0001), json!(0.00751), &[" must be a multiple of 0.0001"]);
    accepts(&NUMBER.multiple_of(1.5), &[json!(4.5), json!(0)]);
    refuses(&NUMBER.multiple_of(1.5), json!(35), &[" must be a multiple of 1.5"]);
    accepts(&INTEGER.multiple_of(1e-8), &[json!(12_391_239_123_i64)]);
    refuses(
        &INTEGER.multiple_of(0.123456789),
        json!(1e308),
        &[" must be a multiple of 0.123456789"],
    );
    accepts(&NUMBER.multiple_of(0.5), &[json!(1e308)]);
    accepts(&INTEGER.multiple_of(3.0), &[json!(u64::MAX), json!(-9_223_372_036_854_775_806_i64)]);
    refuses(
        &INTEGER.multiple_of(2.0),
        json!(9_007_199_254_740_993_i64),
        &[" must be a multiple of 2"],
    );
    refuses(&NUMBER.multiple_of(1e300), json!(7), &[" must be a multiple of 1e300"]);
}

#[test]
fn arrays() {
    const PAIR: Schema = array(&Array {
        prefix: &[&STRING, &INTEGER],
        items: Some(&BOOLEAN),
        min_items: 1,
        max_items: Some(3),
        unique: false,
    });
    accepts(&PAIR, &[json!(["a"]), json!(["a", 1]), json!(["a", 1, true])]);
    refuses(&PAIR, json!([]), &[" must have at least 1 item"]);
    refuses(
        &PAIR,
        json!([1, "a", 2, true]),
        &[
            " must have at most 3 items",
            "/0 must be a string, not a number",
            "/1 must be an integer, not a string",
            "/2 must be a boolean, not a number",
        ],
    );
    const CLOSED: Schema = array(&Array { prefix: &[&ANY], items: Some(&NEVER), ..ANY_ARRAY });
    refuses(&CLOSED, json!([1, 2]), &["/1 is not allowed"]);
}

#[test]
fn unique_items() {
    const SET: Schema = array(&Array { unique: true, ..ANY_ARRAY });
    accepts(&SET, &[json!([1, true, "1", [1], {"1": 1}, null, 0, false, "", "1.0"])]);
    accepts(&SET, &[json!([{"a": 1, "b": 2}, {"a": 2, "b": 1}]), json!([[1, 2], [2, 1], [12]])]);
    accepts(
        &SET,
        &[json!([["a,", "b"], ["a", ",b"]]), json!([9007199254740992_i64, 9007199254740993_i64])],
    );
    let equal = [" must not have equal items: 0 and 1 are equal"];
    for it in [
        json!([1, 1.0]),
        json!([0, -0.0]),
        json!([{"a": 1, "b": 2}, {"b": 2.0, "a": 1}]),
        json!([[1], [1]]),
        json!([1e20, 100000000000000000000.0]),
    ] {
        refuses(&SET, it, &equal);
    }
}

#[test]
fn objects() {
    const RULES: Object = Object {
        properties: &[required("id", &INTEGER), optional("name", &STRING.min_length(1))],
        required: &["extra"],
        patterns: &[("^x-", &STRING)],
        additional: Some(&BOOLEAN),
        names: Some(&STRING.max_length(5)),
        min_properties: 2,
        max_properties: Some(4),
    };
    const SCHEMA: Schema = object(&RULES);
    accepts(&SCHEMA, &[json!({"id": 1, "extra": true, "x-a": "b"})]);
    refuses(
        &SCHEMA,
        json!({"name": "", "x-a": 1, "other/": 1}),
        &[
            "/id is required",
            "/extra is required",
            "/name must have at least 1 character",
            "/x-a must be a string, not a number",
            "/other~1 has a name that must have at most 5 characters",
            "/other~1 must be a boolean, not a number",
        ],
    );
    refuses(
        &object(&Object { min_properties: 1, ..ANY_OBJECT }),
        json!({}),
        &[" must have at least 1 property"],
    );
    refuses(
        &object(&Object { max_properties: Some(0), ..ANY_OBJECT }),
        json!({"a": 1}),
        &[" must have at most 0 properties"],
    );
    const CLOSED: Schema = object(&Object {
        additional: Some(&NEVER),
        properties: &[optional("a", &ANY)],
        ..ANY_OBJECT
    });
    refuses(&CLOSED, json!({"a": 1, "b~": 2}), &["/b~0 is not allowed"]);
}

#[test]
fn a_property_is_subject_to_patterns_too() {
    const SCHEMA: Schema = object(&Object {
        properties: &[optional("x", &STRING)],
        patterns: &[("x", &STRING.min_length(2))],
        additional: Some(&NEVER),
        ..ANY_OBJECT
    });
    refuses(&SCHEMA, json!({"x": "a"}), &["/x must have at least 2 characters"]);
}

#[test]
fn combinations() {
    const BOTH: Schema = ANY.all_of(&[&STRING.min_length(2), &STRING.pattern("^a")]);
    accepts(&BOTH, &[json!("ab")]);
    refuses(&BOTH, json!("b"), &[" must have at least 2 characters", " must match the pattern ^a"]);
    const NULLABLE: Schema = ANY.any_of(&[&STRING.min_length(2), &NULL]);
    accepts(&NULLABLE, &[json!(null), json!("ab")]);
    // The alternative that is meant is clear.
    refuses(&NULLABLE, json!("a"), &[" must have at least 2 characters"]);
    refuses(&NULLABLE, json!(1), &[" must be a string or null, not a number"]);
    const NOT: Schema = ANY.not(&STRING);
    accepts(&NOT, &[json!(1)]);
    refuses(&NOT, json!("a"), &[" is not allowed"]);
}

#[test]
fn alternatives() {
    const CAT: Schema =
        object(&Object { properties: &[required("lives", &INTEGER)], ..ANY_OBJECT });
    const DOG: Schema = object(&Object {
        properties: &[required("bark", &BOOLEAN), required("size", &INTEGER)],
        ..ANY_OBJECT
    });
    const ONE: Schema = ANY.one_of(&[&CAT, &DOG]);
    const LIST: Schema = array(&Array { items: Some(&ONE), ..ANY_ARRAY });
    accepts(&ONE, &[json!({"lives": 1}), json!({"bark": true, "size": 2})]);
    refuses(
        &LIST,
        json!([{"bark": true, "size": "big"}, {}]),
        &[
            "/0 must match one of 2 alternatives; the closest is 1: /lives is required",
            "/1 must match one of 2 alternatives; the closest is 1: /lives is required",
        ],
    );
    refuses(
        &ONE,
        json!({"lives": 1, "bark": true, "size": 2}),
        &[" must match exactly one of 2 alternatives, but matches 1 and 2"],
    );
    refuses(&ONE, json!("a"), &[" must be an object, not a string"]);
    refuses(
        &ANY.one_of(&[&NUMBER, &INTEGER]),
        json!(1),
        &[" must match exactly one of 2 alternatives, but matches 1 and 2"],
    );
}

static TREE: Schema = object(&Object {
    properties: &[optional("children", &array(&Array { items: Some(&TREE), ..ANY_ARRAY }))],
    additional: Some(&NEVER),
    ..ANY_OBJECT
});
static LOOP: Schema = STRING.all_of(&[&LOOP]).any_of(&[&LOOP, &LOOP]);

#[test]
fn recursion_ends() {
    accepts(&TREE, &[json!({"children": [{"children": []}]})]);
    refuses(
        &TREE,
        json!({"children": [{"children": [1]}]}),
        &["/children/0/children/0 must be an object, not a number"],
    );
    accepts(&LOOP, &[json!("a")]);
    refuses(&LOOP, json!(1), &[" must be a string, not a number"]);
}

static LIST: Schema = ANY.any_of(&[&PAIR, &SINGLE]);
static PAIR: Schema = array(&Array { items: Some(&LIST), min_items: 2, ..ANY_ARRAY });
static SINGLE: Schema = array(&Array { items: Some(&LIST), max_items: Some(1), ..ANY_ARRAY });

#[test]
fn alternatives_that_multiply_come_to_an_end() {
    let nested = |depth| (0..depth).fold(json!([]), |inner, _| json!([inner]));
    accepts(&LIST, &[nested(8)]);
    refuses(&LIST, nested(60), &[" is too complex to be checked"]);
}

#[test]
fn a_large_body_is_not_answered_by_a_larger_one() {
    const LIST: Schema = array(&Array { items: Some(&STRING), ..ANY_ARRAY });
    let many: Value = (0..100_000).map(Value::from).collect();
    assert_eq!(value(&LIST, &many).len(), 1000);
}

#[test]
fn no_message_shows_the_value() {
    const ALL: Schema = STRING
        .secret()
        .min_length(99)
        .pattern("^never$")
        .format("uuid")
        .values(&[Literal::String("x")]);
    for it in value(&ALL, &json!("hunter2")) {
        assert!(!it.message.contains("hunter2"), "{}", it.message);
    }
}
