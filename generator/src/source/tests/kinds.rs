//! What is said of keys and values that JSON does not have.

use expect_test::expect;

use super::check_refused as check;

#[test]
fn keys() {
    let text = b"a: 1\nb: {x: 1, x: 2}\n'a': 2\na: 3\n";
    check(
        "a.yaml",
        text,
        &expect![[r#"
        error[duplicate-key]: the key `x` is used twice in one object
         --> a.yaml:2:11
          |
        2 | b: {x: 1, x: 2}
          |     -     ^ used again here
          |     |
          |     first used here
          |
          = help: remove or rename one of them

        error[duplicate-key]: the key `a` is used twice in one object
         --> a.yaml:3:1
          |
        1 | a: 1
          | - first used here
        2 | b: {x: 1, x: 2}
        3 | 'a': 2
          | ^^^ used again here
          |
          = help: remove or rename one of them

        error[duplicate-key]: the key `a` is used twice in one object
         --> a.yaml:4:1
          |
        1 | a: 1
          | - first used here
        ...
        4 | a: 3
          | ^ used again here
          |
          = help: remove or rename one of them

    "#]],
    );
    check(
        "a.json",
        b"{\"a\": 1,\n \"\\u0061\": 2}",
        &expect![[r#"
        error[duplicate-key]: the key `a` is used twice in one object
         --> a.json:2:2
          |
        1 | {"a": 1,
          |  --- first used here
        2 |  "\u0061": 2}
          |  ^^^^^^^^ used again here
          |
          = help: remove or rename one of them

    "#]],
    );
    let text = b"? [1, 2]\n: a\n? {b: c}\n: d\ne: &f g\n*f : h\n<<: *f\n";
    check(
        "a.yaml",
        text,
        &expect![[r#"
            error[unsupported-key]: a key that is a list
             --> a.yaml:1:3
              |
            1 | ? [1, 2]
              |   ^ JSON has only strings as keys
              |
              = help: write a plain key, and put a value that begins with `{`, `[` or `*` in quotes

            error[unsupported-key]: a key that is a mapping
             --> a.yaml:3:3
              |
            3 | ? {b: c}
              |   ^ JSON has only strings as keys
              |
              = help: write a plain key, and put a value that begins with `{`, `[` or `*` in quotes

            error[unsupported-key]: a key that is an alias
             --> a.yaml:6:1
              |
            6 | *f : h
              | ^^ JSON has only strings as keys
              |
              = help: write a plain key, and put a value that begins with `{`, `[` or `*` in quotes

            error[unsupported-key]: the merge key `<<` is not supported
             --> a.yaml:7:1
              |
            7 | <<: *f
              | ^^ YAML 1.2 has no merge keys, so parsers differ
              |
              = help: write the merged members out, or use `$ref` or `allOf` in a schema
              = help: quote it, as `"<<"`, where a member of that name is meant

        "#]],
    );
}

#[test]
fn what_json_lacks() {
    let text = b"a: .inf\nb: &b -.INF\nc: [.nan, *b]\nd: '.nan'\ne: !!float '.inf'\n";
    check(
        "a.yaml",
        text,
        &expect![[r#"
        error[unsupported-number]: JSON has no infinity and no `nan`
         --> a.yaml:1:4
          |
        1 | a: .inf
          |    ^^^^ not a number in JSON
          |
          = help: quote it where a string is meant, or leave the field out

        error[unsupported-number]: JSON has no infinity and no `nan`
         --> a.yaml:2:7
          |
        2 | b: &b -.INF
          |       ^^^^^ not a number in JSON
          |
          = help: quote it where a string is meant, or leave the field out

        error[unsupported-number]: JSON has no infinity and no `nan`
         --> a.yaml:3:5
          |
        3 | c: [.nan, *b]
          |     ^^^^ not a number in JSON
          |
          = help: quote it where a string is meant, or leave the field out

        error[unsupported-number]: JSON has no infinity and no `nan`
         --> a.yaml:5:12
          |
        5 | e: !!float '.inf'
          |            ^^^^^^ not a number in JSON
          |
          = help: quote it where a string is meant, or leave the field out

    "#]],
    );
    let text = b"a: !include b.yaml\nc: !!binary aGk=\nd: &x ! e\nf: &x 1\ng: !<tag:x,1:y> [z]\n";
    check(
        "a.yaml",
        text,
        &expect![[r#"
        error[unsupported-tag]: the YAML tag `!include` is not supported
         --> a.yaml:1:4
          |
        1 | a: !include b.yaml
          |    ^^^^^^^^
          |
          = help: write the value itself, without a tag

        error[unsupported-tag]: the YAML tag `!!binary` is not supported
         --> a.yaml:2:4
          |
        2 | c: !!binary aGk=
          |    ^^^^^^^^
          |
          = help: write the value itself, without a tag

        error[unsupported-tag]: the YAML tag `!` is not supported
         --> a.yaml:3:7
          |
        3 | d: &x ! e
          |       ^
          |
          = help: write the value itself, without a tag

        error[duplicate-anchor]: the anchor `x` is defined twice
         --> a.yaml:4:5
          |
        4 | f: &x 1
          |     ^ defined again here
          |
          = help: give each anchor its own name

        error[unsupported-tag]: the YAML tag `!<tag:x,1:y>` is not supported
         --> a.yaml:5:4
          |
        5 | g: !<tag:x,1:y> [z]
          |    ^^^^^^^^^^^^
          |
          = help: write the value itself, without a tag

    "#]],
    );
}
