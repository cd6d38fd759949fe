//! Values and their places.

use std::cell::Cell;
use std::collections::BTreeMap;

use expect_test::{Expect, expect};

use super::{dump, read};
use crate::diagnostic::{Diagnostics, Failed, FileId, Files};
use crate::source::{Limits, LoadError, Loader, SourceMap};

fn check(path: &str, bytes: &[u8], expected: &Expect) {
    let (map, result, report) = read(path, bytes, Limits::default());
    let shown = result.map_or(report, |node| dump(&map, &node));
    expected.assert_eq(&shown);
}

#[test]
fn yaml_scalars_and_collections() {
    let text = "\
id: 608e0851
200: ok   # a status
true: 'quo''ted'
empty:
nothing: ~
hex: 0x1F
zero: 0777
float: 1.50
date: 2024-01-01T00:00:00Z
no: no
multi: one
  two
block: |
  \"first\" # kept

  second

flow: {a: [1, \"b\"], c: , \"d\"}
list:
- x: 1
  y: 2
-
- - nested
last: é
";
    check(
        "a.yaml",
        text.as_bytes(),
        &expect![[r#"
            object at 1:1 "id: 608e0851\n200: ok   # a status\ntrue: 'quo''ted'\nempty:\nnothing: ~\nhex: 0x1F\nzero: 0777\nfloat: 1.50\ndate: 2024-01-01T00:00:00Z\nno: no\nmulti: one\n  two\nblock: |\n  \"first\" # kept\n\n  second\n\nflow: {a: [1, \"b\"], c: , \"d\"}\nlist:\n- x: 1\n  y: 2\n-\n- - nested\nlast: é"
              id "id" = "608e0851" at 1:5 "608e0851"
              200 "200" = "ok" at 2:6 "ok"
              true "true" = "quo'ted" at 3:7 "'quo''ted'"
              empty "empty" = null at 4:6 ""
              nothing "nothing" = null at 5:10 "~"
              hex "hex" = 31 at 6:6 "0x1F"
              zero "zero" = "0777" at 7:7 "0777"
              float "float" = 1.5 at 8:8 "1.50"
              date "date" = "2024-01-01T00:00:00Z" at 9:7 "2024-01-01T00:00:00Z"
              no "no" = "no" at 10:5 "no"
              multi "multi" = "one two" at 11:8 "one\n  two"
              block "block" = "\"first\" # kept\n\nsecond\n" at 14:3 "\"first\" # kept\n\n  second"
              flow "flow" = object at 18:7 "{a: [1, \"b\"], c: , \"d\"}"
                a "a" = array at 18:11 "[1, \"b\"]"
                  - 1 at 18:12 "1"
                  - "b" at 18:15 "\"b\""
                c "c" = null at 18:22 ""
                d "\"d\"" = null at 18:29 ""
              list "list" = array at 20:3 "x: 1\n  y: 2\n-\n- - nested"
                - object at 20:3 "x: 1\n  y: 2"
                  x "x" = 1 at 20:6 "1"
                  y "y" = 2 at 21:6 "2"
                - null at 22:2 ""
                - array at 23:3 "- nested"
                  - "nested" at 23:5 "nested"
              last "last" = "é" at 24:7 "é"
        "#]],
    );
}

#[test]
fn yaml_line_ends_and_a_byte_order_mark() {
    let text = "\u{FEFF}é: 1\r\nb: |\r\n  x\r\n  y\r\nc: \"d\\\r\n  e\"\r\n";
    check(
        "a.yml",
        text.as_bytes(),
        &expect![[r#"
        object at 1:1 "é: 1\r\nb: |\r\n  x\r\n  y\r\nc: \"d\\\r\n  e\""
          é "é" = 1 at 1:4 "1"
          b "b" = "x\ny\n" at 3:3 "x\r\n  y"
          c "c" = "de" at 5:4 "\"d\\\r\n  e\""
    "#]],
    );
}

#[test]
fn yaml_aliases_and_core_tags() {
    let text = "\
a: &one # a comment & more
  b: &two !!str 200
  c: [*two]
d: *one
e: !!int \"3\"
f: &empty
g: *empty
";
    check(
        "a.yaml",
        text.as_bytes(),
        &expect![[r#"
        object at 1:1 "a: &one # a comment & more\n  b: &two !!str 200\n  c: [*two]\nd: *one\ne: !!int \"3\"\nf: &empty\ng: *empty"
          a "a" = object at 2:3 "b: &two !!str 200\n  c: [*two]"
            b "b" = "200" at 2:17 "200"
            c "c" = array at 3:6 "[*two]"
              - "200" at 3:7 "*two"
          d "d" = object at 4:4 "*one"
            b "b" = "200" at 2:17 "200"
            c "c" = array at 3:6 "[*two]"
              - "200" at 3:7 "*two"
          e "e" = 3 at 5:10 "\"3\""
          f "f" = null at 6:10 ""
          g "g" = null at 7:4 "*empty"
    "#]],
    );
}

#[test]
fn json_with_surrogates_and_large_numbers() {
    let text = r#"
{"\ud83d\ude00 é": ["\\\"", "a\u00e9\ud83d\ude00", -1, 1.5e3, true, null, {}, []],
 "big": [18446744073709551615, -9223372036854775808, 18446744073709551616,
   340282366920938463463374607431768211456]}
"#;
    check(
        "a.json",
        text.as_bytes(),
        &expect![[r#"
        object at 2:1 "{\"\\ud83d\\ude00 é\": [\"\\\\\\\"\", \"a\\u00e9\\ud83d\\ude00\", -1, 1.5e3, true, null, {}, []],\n \"big\": [18446744073709551615, -9223372036854775808, 18446744073709551616,\n   340282366920938463463374607431768211456]}"
          😀 é "\"\\ud83d\\ude00 é\"" = array at 2:20 "[\"\\\\\\\"\", \"a\\u00e9\\ud83d\\ude00\", -1, 1.5e3, true, null, {}, []]"
            - "\\\"" at 2:21 "\"\\\\\\\"\""
            - "aé😀" at 2:29 "\"a\\u00e9\\ud83d\\ude00\""
            - -1 at 2:52 "-1"
            - 1500.0 at 2:56 "1.5e3"
            - true at 2:63 "true"
            - null at 2:69 "null"
            - object at 2:75 "{}"
            - array at 2:79 "[]"
          big "\"big\"" = array at 3:9 "[18446744073709551615, -9223372036854775808, 18446744073709551616,\n   340282366920938463463374607431768211456]"
            - 18446744073709551615 at 3:10 "18446744073709551615"
            - -9223372036854775808 at 3:32 "-9223372036854775808"
            - 1.8446744073709552e+19 at 3:54 "18446744073709551616"
            - 3.402823669209385e+38 at 4:4 "340282366920938463463374607431768211456"
    "#]],
    );
}

#[test]
fn large_numbers_in_yaml() {
    let text = "[18446744073709551615, -9223372036854775809, 340282366920938463463374607431768211456, 1e999]";
    check(
        "a.yaml",
        format!("x: {text}").as_bytes(),
        &expect![[r#"
        object at 1:1 "x: [18446744073709551615, -9223372036854775809, 340282366920938463463374607431768211456, 1e999]"
          x "x" = array at 1:4 "[18446744073709551615, -9223372036854775809, 340282366920938463463374607431768211456, 1e999]"
            - 18446744073709551615 at 1:5 "18446744073709551615"
            - -9.223372036854776e+18 at 1:27 "-9223372036854775809"
            - 3.402823669209385e+38 at 1:49 "340282366920938463463374607431768211456"
            - "1e999" at 1:90 "1e999"
    "#]],
    );
}

#[test]
fn json_in_a_file_of_another_name_and_yaml_that_begins_like_it() {
    check(
        "a.yaml",
        b" {\"a\": [1]}",
        &expect![[r#"
        object at 1:2 "{\"a\": [1]}"
          a "\"a\"" = array at 1:8 "[1]"
            - 1 at 1:9 "1"
    "#]],
    );
    check(
        "a.yaml",
        b"{a: [1] # yaml\n ,'b' : \"d\" # e\n, f: &g [] # h\n}  # i\n",
        &expect![[r#"
            object at 1:1 "{a: [1] # yaml\n ,'b' : \"d\" # e\n, f: &g [] # h\n}"
              a "a" = array at 1:5 "[1]"
                - 1 at 1:6 "1"
              b "'b'" = "d" at 2:9 "\"d\""
              f "f" = array at 3:9 "[]"
        "#]],
    );
}

/// A loader that counts.
struct Counting(BTreeMap<String, Vec<u8>>, Cell<usize>);

impl Loader for Counting {
    fn load(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        self.1.set(self.1.get() + 1);
        self.0.load(path)
    }
}

#[test]
fn a_file_is_loaded_once_and_reported_once() {
    let file = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
    let files = BTreeMap::from([file("a/b.yaml", "x: 1"), file("bad.yaml", "x: [")]);
    let loader = Counting(files, Cell::new(0));
    let mut diagnostics = Diagnostics::default();
    let mut map = SourceMap::new(Limits::default()).shown_below("specs/");
    let first = map.read(&loader, "a/b.yaml", None, &mut diagnostics);
    assert!(first.is_ok());
    assert_eq!(map.read(&loader, "./a/../a/b.yaml", None, &mut diagnostics), first);
    assert_eq!(map.read(&loader, "bad.yaml", None, &mut diagnostics), Err(Failed));
    assert_eq!(map.read(&loader, "bad.yaml", None, &mut diagnostics), Err(Failed));
    assert_eq!((loader.1.get(), diagnostics.as_slice().len()), (2, 1));
    assert_eq!(map.path(FileId(0)), "a/b.yaml");
    assert_eq!(Files::path(&map, FileId(0)), "specs/a/b.yaml");
}
