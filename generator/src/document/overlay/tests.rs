//! The semantics of overlays, each on a document as small as possible.

use expect_test::{Expect, expect};

use crate::diagnostic::Diagnostics;
use crate::document::testing::Fixture;

/// Applies actions to a document and shows the result as JSON, then the findings.
fn check(document: &str, actions: &str, expected: &Expect) {
    let mut fixture = Fixture::new(document);
    let head = "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions:\n";
    let overlay = fixture.and("overlay.yaml", &format!("{head}{}\n", actions.trim()));
    let mut diagnostics = Diagnostics::default();
    let mut out = String::new();
    if let Ok(overlay) = super::read(&overlay, &fixture.sources, &mut diagnostics) {
        let mut node = fixture.node.clone();
        super::apply(&mut node, &overlay, &mut diagnostics);
        out = format!("{}\n", node.to_value());
    }
    expected.assert_eq(&(out + &fixture.render(&diagnostics)));
}

#[test]
fn objects_are_merged_and_primitives_replaced() {
    check(
        "{info: {title: A, contact: {name: N}, tags: [x]}, paths: {}}",
        "- target: $.info\n  update: {title: B, contact: {email: E}, license: MIT}",
        &expect![[r#"
            {"info":{"title":"B","contact":{"name":"N","email":"E"},"tags":["x"],"license":"MIT"},"paths":{}}
        "#]],
    );
    check(
        "{a: 1}",
        "- {target: $, update: {b: 2}}",
        &expect![[r#"
        {"a":1,"b":2}
    "#]],
    );
}

#[test]
fn arrays_are_joined() {
    check(
        "{a: {list: [1]}}",
        "- {target: $.a, update: {list: [2, 1]}}",
        &expect![[r#"
            {"a":{"list":[1,2,1]}}
        "#]],
    );
    check(
        "{list: [1]}",
        "- {target: $.list, update: [2, 3]}",
        &expect![[r#"
        {"list":[1,2,3]}
    "#]],
    );
    check(
        "{list: [1]}",
        "- {target: $.list, update: {x: 2}}",
        &expect![[r#"
        {"list":[1,{"x":2}]}
    "#]],
    );
    check(
        "{list: [1]}",
        "- {target: $.list, update: null}",
        &expect![[r#"
        {"list":[1,null]}
    "#]],
    );
}

#[test]
fn a_value_of_another_kind_is_replaced() {
    check(
        "{a: {b: [1], c: {}}}",
        "- {target: $.a, update: {b: {x: 1}, c: 2}}",
        &expect![[r#"
        {"a":{"b":{"x":1},"c":2}}
    "#]],
    );
}

#[test]
fn removal_wins_over_an_update() {
    check(
        "{a: {b: 1, c: 2, d: 3}}",
        "- {target: $.a.b, remove: true, update: {x: 1}}",
        &expect![[r#"
        {"a":{"c":2,"d":3}}
    "#]],
    );
    check(
        "{a: {b: {}}}",
        "- {target: $.a.b, remove: false, update: {x: 1}}",
        &expect![[r#"
        {"a":{"b":{"x":1}}}
    "#]],
    );
}

#[test]
fn several_items_are_removed_at_once() {
    check(
        "{a: [{n: 1, x: true}, {n: 2}, {n: 3, x: true}, {n: 4}]}",
        "- {target: '$.a[?@.x]', remove: true}",
        &expect![[r#"
            {"a":[{"n":2},{"n":4}]}
        "#]],
    );
    check(
        "{a: [0, 1, 2, 3, [4, 5]]}",
        "- {target: '$..[0, 1]', remove: true}",
        &expect![[r#"
        {"a":[2,3,[]]}
    "#]],
    );
}

#[test]
fn later_actions_see_what_earlier_ones_did() {
    check(
        "{paths: {/a: {get: {}}, /b: {post: {}}}}",
        "
- {target: '$.paths.*.*', update: {seen: [1]}}
- {target: $.paths, update: {/c: {get: {}}}}
- {target: '$.paths.*.get', update: {seen: [2]}}
- {target: \"$.paths['/a']\", remove: true}
- {target: '$.paths[?@.get]', update: {readable: true}}
- {target: '$..seen', update: 3}
",
        &expect![[r#"
            {"paths":{"/b":{"post":{"seen":[1,3]}},"/c":{"get":{"seen":[2,3]},"readable":true}}}
        "#]],
    );
}

#[test]
fn a_value_selected_twice_is_changed_once() {
    check(
        "{a: [1]}",
        "- {target: \"$['a','a']\", update: [2]}",
        &expect![[r#"
        {"a":[1,2]}
    "#]],
    );
}

#[test]
fn what_cannot_be_applied_is_reported() {
    check(
        "{a: {s: text, o: {}}, l: [1]}",
        "
- {target: $.a.s, update: other}
- {target: $.a.o, update: [1]}
- {target: $, remove: true}
- {target: $.nothing.here, update: {x: 1}}
- {target: '$.l[7]', remove: true}
- {target: '$.l[?@ > 5]', remove: true}
",
        &expect![[r#"
            {"a":{"s":"text","o":{}},"l":[1]}
            error[invalid-overlay]: `$.a.s` selects a string, but only objects and arrays can be updated: select its parent
              4:12 `$.a.s`
            error[invalid-overlay]: `$.a.o` selects an object, which an array cannot update
              5:12 `$.a.o`
            error[invalid-overlay]: the whole document cannot be removed
              6:12 `$`
            warning[overlay-no-match]: `$.nothing.here` selects nothing
              7:12 `$.nothing.here` this action changes nothing
              help: the document may have changed: correct the target, or delete the action
            warning[overlay-no-match]: `$.l[7]` selects nothing
              8:12 `'$.l[7]'` this action changes nothing
              help: the document may have changed: correct the target, or delete the action
            warning[overlay-no-match]: `$.l[?@ > 5]` selects nothing
              9:12 `'$.l[?@ > 5]'` this action changes nothing
              help: the document may have changed: correct the target, or delete the action
        "#]],
    );
}

#[test]
fn what_is_no_overlay_is_refused() {
    check(
        "{}",
        "
- {target: '$.a[', update: {}}
- {target: $.paths./a, update: {}}
- {target: $.a}
- {update: {}}
- {target: $.a, copy: $.b}
- {target: $.a, update: {}, upsert: true}
- {target: $.a, remove: 'yes'}
- 5
",
        &expect![[r#"
            error[invalid-jsonpath]: `$.a[` is no RFC 9535 JSONPath
              4:12 `'$.a['` at position 3, parser error
              help: a name with other characters than letters, digits and `_` is written `['name']`
            error[invalid-jsonpath]: `$.paths./a` is no RFC 9535 JSONPath
              5:12 `$.paths./a` at position 8, in dot member name, must start with lowercase alpha or '_'
              help: a name with other characters than letters, digits and `_` is written `['name']`
            warning[invalid-overlay]: the action neither updates nor removes anything
              6:4 `target`
            error[missing-field]: the action has no `target`
              7:4 `update`
            error[unsupported-construct]: unsupported construct `copy` in the action
              8:17 `copy` known to the format, but not to this compiler
            warning[unknown-field]: the action has an unknown field `upsert`
              9:29 `upsert` ignored
            error[wrong-type]: `remove` of the action must be a boolean, not a string
              10:25 `'yes'` expected a boolean
            error[wrong-type]: the action must be an object, not a number
              11:3 `5` expected an object
        "#]],
    );
}

#[test]
fn the_head_is_checked() {
    let check = |text: &str, expected: &Expect| {
        let fixture = Fixture::new(text);
        let mut diagnostics = Diagnostics::default();
        let overlay = super::read(&fixture.node, &fixture.sources, &mut diagnostics);
        let head = format!("{}\n", overlay.map_or("failed".into(), |it| format!("{:?}", it.title)));
        expected.assert_eq(&(head + &fixture.render(&diagnostics)));
    };
    check(
        "{overlay: 2.0.0, info: {title: T}, actions: {}}",
        &expect![[r#"
        failed
        error[unsupported-version]: unsupported overlay version `2.0.0`
          1:11 `2.0.0`
          help: supported are 1.0.0 and 1.1.0
        error[missing-field]: `info` of the overlay has no `version`
          1:25 `title`
        error[wrong-type]: `actions` of the overlay must be an array, not an object
          1:45 `{}` expected an array
    "#]],
    );
    check(
        "{}",
        &expect![[r#"
        failed
        error[missing-field]: the overlay has no `overlay`
          1:1 `{}`
        error[missing-field]: the overlay has no `info`
          1:1 `{}`
        error[missing-field]: the overlay has no `actions`
          1:1 `{}`
    "#]],
    );
    check(
        "{overlay: 1.1.0, info: {title: T, version: 1, x-a: 1}, extends: a.yaml, actions: []}",
        &expect![[r#"
            Some("T")
        "#]],
    );
}

#[test]
fn merged_values_keep_their_places() {
    let mut fixture = Fixture::new("{a: {kept: 1, replaced: 2}}");
    let overlay = fixture.and(
        "overlay.yaml",
        "overlay: 1.0.0\ninfo: {title: T, version: 1}\nactions:\n- target: $.a\n  update: {replaced: 3, added: 4}\n",
    );
    let mut diagnostics = Diagnostics::default();
    let overlay =
        super::read(&overlay, &fixture.sources, &mut diagnostics).expect("a sound overlay");
    let mut node = fixture.node.clone();
    super::apply(&mut node, &overlay, &mut diagnostics);
    let members = node.get("a").and_then(|it| it.as_object()).expect("an object");
    let places = members.iter().map(|(name, it)| {
        let file = fixture.sources.path(it.value.span.file);
        format!("{name}: {} of {file}\n", fixture.sources.text(it.value.span))
    });
    expect![[r#"
        kept: 1 of test.yaml
        replaced: 3 of overlay.yaml
        added: 4 of overlay.yaml
    "#]]
    .assert_eq(&places.collect::<String>());
}

/// Plain paths are followed without the JSONPath crate, so the two must agree on what a plain path
/// is.
#[test]
fn plain_paths_mean_what_the_crate_says() {
    let document =
        Fixture::new("{a: {b: [10, [20]], \"it's\": 1, 'x-y': 2, é: 3, _1: 4, '/p/{q}': 5}}");
    let value = document.node.to_value();
    for text in [
        "$",
        "$.a",
        "$['a']",
        "$[\"a\"].b[0]",
        "$.a.b[1][0]",
        "$.a['x-y']",
        "$.a.é",
        "$.a._1",
        "$.a['/p/{q}']",
        "$.a.b[01]",
        "$.a.b[-1]",
        "$.a[\"it's\"]",
        "$.a['it\\'s']",
        "$.1a",
        "$.",
        "$.a.",
        "$a",
        "a",
        "",
        "$.a[b]",
        "$.a['b'",
        "$.a.b[0",
        "$[ 'a' ]",
        "$.a.x-y",
        "$.a['']",
        "$.a.b[9]",
        "$.a.b.c",
    ] {
        let crate_says = serde_json_path::JsonPath::parse(text)
            .map(|query| super::path::search(&query, &value))
            .map_err(|_| ());
        let we_say = match super::path::Path::parse(text) {
            Ok(super::path::Path::Singular(location)) => {
                let mut node = document.node.clone();
                let exists = super::path::locate_mut(&mut node, &location).is_some();
                Ok(exists.then_some(location).into_iter().collect())
            }
            Ok(super::path::Path::Query(query)) => Ok(super::path::search(&query, &value)),
            Err(_) => Err(()),
        };
        assert_eq!(crate_says, we_say, "{text}");
    }
}
