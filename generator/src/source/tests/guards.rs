//! What is said of documents that are refused.

use std::collections::BTreeMap;

use expect_test::{Expect, expect};

use super::{check_refused as check, read};
use crate::diagnostic::{Diagnostics, Format, render};
use crate::source::{Limits, LoadError, Loader, SourceMap};

#[test]
fn encodings() {
    check(
        "a.yaml",
        b"a: 1\nb\xC3\xA9: x\xFFy\nc: \xFE\n",
        &expect![[r#"
        error[not-utf8]: the byte 0xFF is not UTF-8
         --> a.yaml:2:6
          |
        2 | bé: x�y
          |      ^ shown as `�`
          |
          = help: save the file as UTF-8

    "#]],
    );
    check(
        "a.yaml",
        b"\xFF\xFEa\0:\0",
        &expect![[r#"
        error[not-utf8]: `a.yaml` is UTF-16, not UTF-8
         |
         = help: convert it with `iconv -f UTF-16 -t UTF-8 a.yaml`

    "#]],
    );
    check(
        "a.json",
        b"\0{\0}",
        &expect![[r#"
        error[not-utf8]: `a.json` is UTF-16, not UTF-8
         |
         = help: convert it with `iconv -f UTF-16 -t UTF-8 a.json`

    "#]],
    );
}

#[test]
fn documents() {
    check(
        "a.yaml",
        b" \n\n",
        &expect![[r#"
        error[empty-document]: the file is empty
         --> a.yaml:1:1
          |
        1 |  
          | ^

    "#]],
    );
    check(
        "a.yaml",
        b"# only a comment\n",
        &expect![[r#"
        error[empty-document]: the file holds no value
         --> a.yaml:1:1
          |
        1 | # only a comment
          | ^

    "#]],
    );
    check(
        "a.yaml",
        b"---\n...\n",
        &expect![[r#"
        error[empty-document]: the file holds no value
         --> a.yaml:1:1
          |
        1 | ---
          | ^

    "#]],
    );
    check(
        "a.json",
        b"",
        &expect![[r#"
        error[empty-document]: the file is empty
         --> a.json:1:1
          |
        1 |
          | ^

    "#]],
    );
    check(
        "a.yaml",
        b"a: 1\n---\nb: 2\n",
        &expect![[r#"
        error[several-documents]: the file holds more than one YAML document
         --> a.yaml:2:1
          |
        2 | ---
          | ^^^ a second document begins here
          |
          = help: keep one document in each file

    "#]],
    );
}

#[test]
fn syntax() {
    check(
        "a.yaml",
        b"a:\n  b: c: d\n",
        &expect![[r#"
        error[invalid-yaml]: not well-formed YAML: mapping values are not allowed in this context
         --> a.yaml:2:7
          |
        2 |   b: c: d
          |       ^

    "#]],
    );
    check(
        "a.yaml",
        b"a: \"\xC3\xA9\n",
        &expect![[r#"
        error[invalid-yaml]: not well-formed YAML: while scanning a quoted scalar, found unexpected end of stream
         --> a.yaml:1:4
          |
        1 | a: "é
          |    ^

    "#]],
    );
    check(
        "a.yaml",
        b"a: *b\n",
        &expect![[r#"
        error[invalid-yaml]: not well-formed YAML: while parsing node, found unknown anchor
         --> a.yaml:1:4
          |
        1 | a: *b
          |    ^

    "#]],
    );
    check(
        "a.yaml",
        b"a: !!int x\n",
        &expect![[r#"
        error[invalid-yaml]: not well-formed YAML: a: invalid value: string "x", expected an integer
         --> a.yaml:1:4
          |
        1 | a: !!int x
          |    ^

    "#]],
    );
    check(
        "a.json",
        b"{\"a\": 1,\n \"b\": [1,]}\n",
        &expect![[r#"
        error[invalid-json]: not well-formed JSON: expected value
         --> a.json:2:10
          |
        2 |  "b": [1,]}
          |          ^

    "#]],
    );
    check(
        "a.json",
        b"{\"a\":\n \"\\ud800\"}\n",
        &expect![[r#"
        error[invalid-json]: not well-formed JSON: unexpected end of hex escape
         --> a.json:2:9
          |
        2 |  "\ud800"}
          |         ^

    "#]],
    );
    check(
        "a.json",
        b"{\"a\": 1",
        &expect![[r#"
        error[invalid-json]: not well-formed JSON: EOF while parsing an object
         --> a.json:1:7
          |
        1 | {"a": 1
          |       ^

    "#]],
    );
}

#[test]
fn what_parsers_read_differently() {
    // A next-line character ends a line in YAML 1.1 but not in 1.2.
    check(
        "a.yaml",
        "a: \"b \u{85} c\"\n".as_bytes(),
        &expect![[r#"
            error[invalid-yaml]: YAML parsers disagree on what this says
             --> a.yaml:1:4
              |
            1 | a: "b  c"
              |    ^^^^^^^ read differently by two parsers
              |
              = help: put it in double quotes, with unusual characters escaped, as in `"\u0085"`

        "#]],
    );
}

#[test]
fn depth() {
    let nested = |open: &str, close: &str, depth| open.repeat(depth) + &close.repeat(depth);
    let reads = |path: &str, text: String| read(path, text.as_bytes(), Limits::default()).1.is_ok();
    assert!(reads("a.json", nested("[", "]", Limits::DEEPEST)));
    assert!(reads("a.yaml", nested("[ ", "]", Limits::DEEPEST)));
    assert!(!reads("a.json", nested("[", "]", Limits::DEEPEST + 1)));
    assert!(!reads("a.yaml", nested("[ ", "]", Limits::DEEPEST + 1)));
    let report = read("a.yaml", "[".repeat(1 << 20).as_bytes(), Limits::default()).2;
    assert!(report.starts_with("error[nested-too-deeply]"), "{report}");
    assert!(!reads("a.json", "[".repeat(1 << 20)));
    let limits = Limits { depth: 3, ..Limits::default() };
    let check = |path: &str, text: &str, expected: Expect| {
        expected.assert_eq(&read(path, text.as_bytes(), limits).2);
    };
    check(
        "a.json",
        "{\"a\": [{\"b\": []}]}",
        expect![[r#"
        error[nested-too-deeply]: nested more than 3 deep
         --> a.json:1:14
          |
        1 | {"a": [{"b": []}]}
          |              ^ one level too many begins here

    "#]],
    );
    check(
        "a.yaml",
        "a:\n- b:\n  - c\n",
        expect![[r#"
        error[nested-too-deeply]: nested more than 3 deep
         --> a.yaml:3:5
          |
        3 |   - c
          |     ^ one level too many begins here

    "#]],
    );
    check(
        "a.yaml",
        "a: &a [[1]]\nb: [*a]\n",
        expect![[r#"
        error[nested-too-deeply]: nested more than 3 deep
         --> a.yaml:2:5
          |
        2 | b: [*a]
          |     ^^ this alias stands for the rest

    "#]],
    );
}

#[test]
fn aliases() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..60 {
        let before = format!("*a{}", level - 1);
        text += &format!("a{level}: &a{level} [{}]\n", vec![before; 9].join(", "));
    }
    check(
        "a.yaml",
        text.as_bytes(),
        &expect![[r#"
        error[too-many-aliases]: the aliases make 661 values into 18446744073709551615, more than the 66100 allowed
          --> a.yaml:21:12
           |
        21 | a20: &a20 [*a19, *a19, *a19, *a19, *a19, *a19, *a19, *a19, *a19]
           |            ^^^^ this one stands for 13677373641439044901
           |
           = help: use `$ref` in place of aliases of aliases

    "#]],
    );
    check(
        "a.yaml",
        b"a: &a\n  b: [*a]\n",
        &expect![[r#"
        error[invalid-yaml]: an alias stands inside the value it stands for
         --> a.yaml:2:7
          |
        2 |   b: [*a]
          |       ^^ the value would never end
          |
          = help: use `$ref` for a schema that holds itself

    "#]],
    );
    // Few aliases of a large value are no attack.
    let text = format!("a: &a [{}]\nb: [*a, *a, *a, *a]\n", "x, ".repeat(1000));
    assert!(read("a.yaml", text.as_bytes(), Limits::default()).1.is_ok());
}

/// A loader that has nothing.
struct Refusing(LoadError);

impl Loader for Refusing {
    fn load(&self, _: &str) -> Result<Vec<u8>, LoadError> {
        Err(self.0.clone())
    }
}

#[test]
fn files() {
    let mut map = SourceMap::new(Limits { bytes: 10, ..Limits::default() }).shown_below("specs");
    let mut diagnostics = Diagnostics::default();
    let large = BTreeMap::from([
        ("asks".to_owned(), b"x: y.yaml".to_vec()),
        ("large".to_owned(), vec![b'x'; 11]),
    ]);
    let asks = map.read(&large, "asks", None, &mut diagnostics);
    let span = asks.ok().and_then(|it| it.get("x").map(|it| it.span));
    let too_large = LoadError::TooLarge { size: 12, limit: 11 };
    let other = LoadError::Other("permission denied".to_owned());
    let reads: [(&dyn Loader, &str); 5] = [
        (&large, "large"),
        (&large, "no/such.yaml"),
        (&Refusing(too_large), "x"),
        (&Refusing(other), "x"),
        (&large, "../asks"),
    ];
    for (loader, path) in reads {
        assert!(map.read(loader, path, None, &mut diagnostics).is_err());
    }
    assert!(map.read(&large, "y.yaml", span, &mut diagnostics).is_err());
    let report = render(diagnostics.as_slice(), &map, Format::Human { color: false });
    expect![[r#"
        error[file-too-large]: `specs/large` has 11 bytes, more than the 10 allowed

        error[file-not-found]: there is no file `specs/no/such.yaml`

        error[file-too-large]: `specs/x` has 12 bytes, more than the 11 allowed

        error[file-unreadable]: cannot read `specs/x`: permission denied

        error[path-outside-root]: the path `../asks` is not a path inside the specs folder
         |
         = help: use a path relative to the specs folder, with `/` between its parts

        error[file-not-found]: there is no file `specs/y.yaml`
         --> specs/asks:1:4
          |
        1 | x: y.yaml
          |    ^^^^^^ named here

    "#]]
    .assert_eq(&report);
}
