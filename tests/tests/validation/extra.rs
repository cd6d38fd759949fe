//! The rules that few schemas have, on the tables of the fixture.

use fixture::rules::schemas::{ARRAYS, CLOSED, CONDITIONS, EXACT, OLDER, TREE};
use fixture::support::schema::{ANY_OBJECT, INTEGER, Object, Schema, object, optional};
use fixture::support::validate::value;
use serde_json::{Value, json};

/// The member of that name is judged so, each value with the lines of pointer and message.
#[track_caller]
fn judges(schema: &Schema, name: &str, cases: &[(Value, &[&str])]) {
    for (given, lines) in cases {
        let found = value(schema, &json!({ name: given }));
        let found: Vec<String> =
            found.into_iter().map(|it| format!("{} {}", it.pointer, it.message)).collect();
        assert_eq!(found, *lines, "{name}: {given}");
    }
}

#[test]
fn contains() {
    judges(
        &ARRAYS,
        "some",
        &[
            (json!([5, 9, 1]), &[]),
            (json!([5, 6, 7, "a"]), &[]),
            (json!([5, 1]), &["/some must have at least 2 items of the wanted kind, not 1"]),
            (json!([5, 6, 7, 8]), &["/some must have at most 3 items of the wanted kind, not 4"]),
            (json!("other types pass"), &["/some must be an array, not a string"]),
        ],
    );
    judges(
        &ARRAYS,
        "few",
        &[
            (json!([]), &[]),
            (json!(["a", "b"]), &["/few must have at most 1 item of the wanted kind, not 2"]),
        ],
    );
    judges(
        &ARRAYS,
        "any",
        &[
            (json!([null]), &[]),
            (json!([]), &["/any must have at least 1 item of the wanted kind, not 0"]),
        ],
    );
}

#[test]
fn unevaluated_items() {
    judges(
        &ARRAYS,
        "head",
        &[
            (json!(["a", 1]), &[]),
            (json!(["a", 1, 2]), &["/head/2 is not allowed"]),
            (
                json!(["", "b"]),
                &[
                    "/head/0 must have at least 1 character",
                    "/head/1 must be an integer, not a string",
                ],
            ),
        ],
    );
    judges(
        &ARRAYS,
        "mixed",
        &[
            (json!([true, "a"]), &[]),
            (json!([true, 1]), &["/mixed/1 must be a string, not a number"]),
        ],
    );
    judges(
        &ARRAYS,
        "either",
        &[
            (json!(["one", null]), &[]),
            (json!(["two", 2, null]), &[]),
            (json!(["one", 2]), &["/either/1 must be null, not a number"]),
        ],
    );
    judges(
        &ARRAYS,
        "tree",
        &[
            (json!([1, [2, [3]], []]), &[]),
            (json!([[["a"]]]), &["/tree/0 must be an integer, not an array"]),
        ],
    );
}

#[test]
fn unevaluated_properties() {
    judges(
        &CLOSED,
        "sum",
        &[
            (json!({"name": "a", "size": 1}), &[]),
            (json!({"name": "a", "other": 1}), &["/sum/other is not allowed"]),
        ],
    );
    judges(
        &CLOSED,
        "nested",
        &[
            (json!({"name": "a", "size": 1, "x-a": "b", "flag": true}), &[]),
            (json!({"name": "a", "flag": 1}), &["/nested/flag must be a boolean, not a number"]),
        ],
    );
    judges(
        &CLOSED,
        "oneForm",
        &[
            (json!({"left": 1}), &[]),
            (json!({"left": 1, "other": 1}), &["/oneForm/other is not allowed"]),
            // What neither form leaves to be told is not reported twice.
            (
                json!({"other": 1}),
                &["/oneForm must match one of 2 alternatives; the closest is 1: /left is required"],
            ),
        ],
    );
    judges(&CLOSED, "open", &[(json!({"anything": 1}), &[])]);
    judges(
        &CLOSED,
        "inner",
        &[
            (json!({"a": 1, "b": "c"}), &[]),
            (json!({"b": 1}), &["/inner/b must be a string, not a number"]),
        ],
    );
    // `not` speaks of nothing, even where what it refuses does.
    judges(
        &CLOSED,
        "refused",
        &[(json!({"b": 1}), &[]), (json!({"a": 1}), &["/refused/a is not allowed"])],
    );
}

#[test]
fn conditions() {
    judges(
        &CONDITIONS,
        "address",
        &[
            (json!({"country": "NL", "code": "1234AB"}), &[]),
            (json!({"country": "US", "code": "12345"}), &[]),
            (json!({"country": "US"}), &[]),
            (json!({"country": "NL"}), &["/address/code is required"]),
            (
                json!({"country": "US", "code": "123456"}),
                &["/address/code must have at most 5 characters"],
            ),
        ],
    );
    judges(
        &CONDITIONS,
        "number",
        &[(json!(9), &[]), (json!(20), &[]), (json!(21), &["/number must be a multiple of 10"])],
    );
    judges(
        &CONDITIONS,
        "word",
        &[
            (json!("no"), &[]),
            (json!("abc"), &[]),
            (json!("bcd"), &["/word must match the pattern ^a"]),
        ],
    );
    judges(&CONDITIONS, "alone", &[(json!("anything"), &[])]);
    judges(
        &CONDITIONS,
        "closed",
        &[
            (json!({"kind": "a", "a": 1}), &[]),
            (json!({"kind": "b", "b": 1}), &[]),
            (json!({"kind": "b", "a": 1}), &["/closed/a is not allowed"]),
        ],
    );
}

#[test]
fn what_depends_on_a_property() {
    judges(
        &CONDITIONS,
        "payment",
        &[
            (json!({"address": "a"}), &[]),
            (json!({"card": "1"}), &["/payment/address is required beside `card`"]),
            (json!({"gift": true}), &["/payment/message is required"]),
            (
                json!({"gift": true, "message": ""}),
                &["/payment/message must have at least 1 character"],
            ),
        ],
    );
    judges(
        &CONDITIONS,
        "extended",
        &[
            (json!({"gift": true, "message": "a"}), &[]),
            (json!({"message": "a"}), &["/extended/message is not allowed"]),
        ],
    );
    // An annotation: what the text holds is not looked at.
    judges(&CONDITIONS, "content", &[(json!("[1"), &[]), (json!("[1]"), &[])]);
}

#[test]
fn keywords_of_older_drafts() {
    judges(
        &OLDER,
        "pair",
        &[(json!(["a", 1]), &[]), (json!(["a", 1, 2]), &["/pair/2 is not allowed"])],
    );
    // Without a list in `items`, `additionalItems` says nothing.
    judges(&OLDER, "list", &[(json!(["a", "b"]), &[])]);
    judges(
        &OLDER,
        "payment",
        &[
            (json!({"card": "1"}), &["/payment/address is required beside `card`"]),
            (json!({"gift": true}), &["/payment must have at least 2 properties"]),
        ],
    );
    judges(&OLDER, "above", &[(json!(4), &[]), (json!(3), &["/above must be greater than 3"])]);
    judges(&OLDER, "perhaps", &[(json!(null), &["/perhaps must be a string, not null"])]);
}

#[test]
fn numbers_at_the_edge() {
    judges(
        &EXACT,
        "cents",
        &[
            (json!(19.99), &[]),
            (json!(0.07), &[]),
            (json!(123_456_789_012.34), &[]),
            (json!(19.999), &["/cents must be a multiple of 0.01"]),
        ],
    );
    const BIG: Schema = INTEGER.multiple_of_integer(9_007_199_254_740_993);
    const HOLDER: Schema = object(&Object { properties: &[optional("big", &BIG)], ..ANY_OBJECT });
    judges(
        &HOLDER,
        "big",
        &[
            (json!(9_007_199_254_740_993_i64), &[]),
            (json!(18_014_398_509_481_986_i64), &[]),
            (json!(9_007_199_254_740_992_i64), &["/big must be a multiple of 9007199254740993"]),
        ],
    );
    judges(
        &EXACT,
        "low",
        &[
            (json!(-9_223_372_036_854_775_808_i64), &[]),
            (json!(-1e19), &["/low must be at least -9.223372036854776e18"]),
        ],
    );
    judges(&EXACT, "both", &[(json!(1), &[]), (json!("a"), &["/both must be 1"])]);
    judges(&EXACT, "neither", &[(json!(null), &["/neither is not allowed"])]);
}

#[test]
fn texts_at_the_edge() {
    judges(
        &EXACT,
        "count",
        &[
            (json!("ääääääääää"), &[]),
            (json!("12345678901"), &["/count must have at most 10 characters"]),
        ],
    );
    judges(
        &EXACT,
        "ahead",
        &[
            (json!("a1"), &[]),
            (json!("a 1"), &[r"/ahead must match the pattern ^(?=.*[0-9])(?!.*\s).{2,}$"]),
        ],
    );
    judges(
        &EXACT,
        "behind",
        &[(json!("ab"), &[]), (json!("cb"), &["/behind must match the pattern (?<=a)b"])],
    );
    judges(
        &EXACT,
        "group",
        &[
            (json!("abc-"), &[]),
            (json!("-abc"), &[r"/group must match the pattern ^(?<word>[a-z]+)-$"]),
        ],
    );
    judges(
        &EXACT,
        "letters",
        &[(json!("größe"), &[]), (json!("a1"), &[r"/letters must match the pattern ^\p{L}+$"])],
    );
    judges(&EXACT, "number", &[(json!(1), &[])]);
    judges(&EXACT, "unknown", &[(json!("anything"), &[])]);
    judges(
        &EXACT,
        "names",
        &[
            (json!({"a/b": 1, "m~n": 1, "say \"hi\"": 1, "": 1}), &[]),
            (
                json!({}),
                &[
                    "/names/a~1b is required",
                    "/names/m~0n is required",
                    "/names/say \"hi\" is required",
                    "/names/ is required",
                ],
            ),
        ],
    );
}

/// Arrays within arrays, so many levels deep, with a value in the innermost.
fn nested(levels: usize, innermost: Value) -> Value {
    (0..levels).fold(innermost, |inner, _| Value::Array(vec![inner]))
}

#[test]
fn deep_values_are_judged_or_refused() {
    // As deep as JSON is read: each level asks of the next whether it fits, for two rules.
    assert_eq!(value(&ARRAYS, &json!({ "tree": nested(120, json!(1)) })), []);
    let found = value(&ARRAYS, &json!({ "tree": nested(120, json!("a")) }));
    assert_eq!(found.len(), 1, "{found:?}");
    // Deeper than any JSON that is read, on the stack of a thread.
    let deep = nested(100_000, json!(1));
    let found = value(&TREE, &deep);
    // To drop it would take a stack as deep.
    std::mem::forget(deep);
    let found: Vec<(&str, &str)> =
        found.iter().map(|it| (it.pointer.as_str(), it.message.as_str())).collect();
    assert_eq!(found, [("", "is nested too deeply to be checked")]);
}
