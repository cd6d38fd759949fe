//! The rendered text of each form.

use expect_test::{Expect, expect};

use super::{Files, Format, render};
use crate::diagnostic::{Code, Diagnostic, FileId, Location, Span};

/// A file in memory, of which `location` is the plain definition.
struct Texts(Vec<(&'static str, String)>);

impl Files for Texts {
    fn path(&self, file: FileId) -> &str {
        self.0[file.0 as usize].0
    }

    fn text(&self, file: FileId) -> &str {
        &self.0[file.0 as usize].1
    }

    fn location(&self, span: Span) -> Location {
        let before = &self.text(span.file)[..span.start as usize];
        let line = before.split('\n').count();
        let column = before.rsplit('\n').next().map_or(0, |it| it.chars().count()) + 1;
        Location { line: line as u32, column: column as u32 }
    }
}

impl Texts {
    /// The place of a text that occurs once.
    fn at(&self, file: u32, needle: &str) -> Span {
        let text = &self.0[file as usize].1;
        let start = text.find(needle).expect("the needle occurs");
        Span { file: FileId(file), start: start as u32, end: (start + needle.len()) as u32 }
    }
}

fn texts() -> Texts {
    let capability = "capability:\n  exposes:\n    - type: rest\n      call: dokploy.user-al\n      \
                      hints: {destructive: false}\n    - call: x\n    - call: y\n  consumes:\n    \
                      - name: é, ok\n";
    let wide = format!("[{}{{\"ключ\": 1, \"ключ\": 2}}]", "\"filler\", ".repeat(80));
    Texts(vec![("specs/a.yaml", capability.to_owned()), ("specs/b:1,2.json", wide)])
}

fn check(diagnostics: &[Diagnostic], format: Format, expected: &Expect) {
    expected.assert_eq(&render(diagnostics, &texts(), format));
}

const PLAIN: Format = Format::Human { color: false };

fn unresolved() -> Diagnostic {
    let texts = texts();
    Diagnostic::error(
        Code::UnresolvedCall,
        texts.at(0, "dokploy.user-al"),
        "`dokploy` has no operation `user-al`",
    )
    .label("no such operation")
    .also(texts.at(0, "name: é"), "the namespace")
    .help("did you mean `user-all`?")
}

fn warnings() -> Vec<Diagnostic> {
    let texts = texts();
    let warn = |span, message: &str| Diagnostic::warning(Code::UnknownField, span, message);
    vec![
        warn(texts.at(0, "type: rest"), "first"),
        Diagnostic::error(Code::UnknownField, texts.at(0, "hints"), "an error is never folded"),
        warn(texts.at(0, "call: x"), "second"),
        warn(texts.at(0, "call: y"), "third"),
        warn(texts.at(1, "[\"filler"), "in another file"),
        Diagnostic::warning(Code::UnusedBind, texts.at(0, "call: y"), "of another code"),
        warn(texts.at(0, "- call: y"), "fourth, in the line of the third"),
    ]
}

fn wide() -> Diagnostic {
    let texts = texts();
    let (first, second) = (texts.at(1, "\"ключ\": 1"), texts.at(1, "\"ключ\": 2"));
    Diagnostic::error(Code::DuplicateKey, second, "the key `ключ` is used twice in one object")
        .label("used again here")
        .also(first, "first used here")
}

#[test]
fn an_error_with_two_places_and_help() {
    check(
        &[unresolved()],
        PLAIN,
        &expect![[r#"
        error[unresolved-call]: `dokploy` has no operation `user-al`
         --> specs/a.yaml:4:13
          |
        4 |       call: dokploy.user-al
          |             ^^^^^^^^^^^^^^^ no such operation
        ...
        9 |     - name: é, ok
          |       ------- the namespace
          |
          = help: did you mean `user-all`?

    "#]],
    );
}

#[test]
fn warnings_of_one_code_in_one_file_are_folded() {
    check(
        &warnings(),
        PLAIN,
        &expect![[r#"
        warning[unknown-field]: first
         --> specs/a.yaml:3:7
          |
        3 |     - type: rest
          |       ^^^^^^^^^^
          |
          = note: and 3 more like it in this file, at lines 6, 7

        error[unknown-field]: an error is never folded
         --> specs/a.yaml:5:7
          |
        5 |       hints: {destructive: false}
          |       ^^^^^

        warning[unknown-field]: in another file
         --> specs/b:1,2.json:1:1
          |
        1 | ["filler", "filler", "filler", "filler", "filler", "filler", "filler", "filler", "filler", "filler", "filler", "filler", "filler", "f...
          | ^^^^^^^^

        warning[unused-bind]: of another code
         --> specs/a.yaml:7:7
          |
        7 |     - call: y
          |       ^^^^^^^

    "#]],
    );
}

#[test]
fn a_wide_line_is_cut_and_a_long_span_narrowed() {
    let whole = Span { file: FileId(0), start: 0, end: texts().0[0].1.len() as u32 };
    let mapping = Diagnostic::error(Code::MissingField, whole, "no `info`").label("in this object");
    check(
        &[wide(), mapping],
        PLAIN,
        &expect![[r#"
        error[duplicate-key]: the key `ключ` is used twice in one object
         --> specs/b:1,2.json:1:814
          |
        1 | ...filler", "filler", "filler", "filler", "filler", "filler", "filler", "filler", "filler", "filler", {"ключ": 1, "ключ": 2}]
          |                                                                                                        ---------  ^^^^^^^^^ used again here
          |                                                                                                        |
          |                                                                                                        first used here

        error[missing-field]: no `info`
         --> specs/a.yaml:1:1
          |
        1 | capability:
          | ^^^^^^^^^^^ in this object

    "#]],
    );
}

#[test]
fn no_place_an_empty_place_and_hostile_text() {
    let end = texts().0[0].1.len() as u32;
    let at_end = Span { file: FileId(0), start: end, end };
    let diagnostics = [
        Diagnostic::global(Code::FileNotFound, "there is no file `x`").help("\u{1b}[31mred"),
        Diagnostic::error(Code::InvalidYaml, at_end, "ends too soon\u{1b}[31m"),
    ];
    check(
        &diagnostics,
        PLAIN,
        &expect![[r#"
        error[file-not-found]: there is no file `x`
         |
         = help: ␛[31mred

        error[invalid-yaml]: ends too soon␛[31m
          --> specs/a.yaml:10:1
           |
        10 |
           | ^

    "#]],
    );
}

#[test]
fn colours() {
    let text = render(&[unresolved()], &texts(), Format::Human { color: true });
    expect![[r#"
        ␛[1m␛[91merror[unresolved-call]␛[0m␛[1m: `dokploy` has no operation `user-al`␛[0m
         ␛[1m␛[94m--> ␛[0mspecs/a.yaml:4:13
          ␛[1m␛[94m|␛[0m
        ␛[1m␛[94m4␛[0m ␛[1m␛[94m|␛[0m       call: dokploy.user-al
          ␛[1m␛[94m|␛[0m             ␛[1m␛[91m^^^^^^^^^^^^^^^␛[0m ␛[1m␛[91mno such operation␛[0m
        ␛[1m␛[94m...␛[0m
        ␛[1m␛[94m9␛[0m ␛[1m␛[94m|␛[0m     - name: é, ok
          ␛[1m␛[94m|␛[0m       ␛[1m␛[94m-------␛[0m ␛[1m␛[94mthe namespace␛[0m
          ␛[1m␛[94m|␛[0m
          ␛[1m␛[94m= ␛[0m␛[1mhelp␛[0m: did you mean `user-all`?

    "#]]
    .assert_eq(&text.replace('\u{1b}', "␛"));
}

#[test]
fn json_lines() {
    let global = Diagnostic::global(Code::FileNotFound, "there is no file `x`");
    check(
        &[unresolved(), wide(), global],
        Format::Json,
        &expect![[r#"
        {"code":"unresolved-call","severity":"error","message":"`dokploy` has no operation `user-al`","file":"specs/a.yaml","line":4,"column":13,"endLine":4,"endColumn":28,"labels":[{"file":"specs/a.yaml","line":4,"column":13,"text":"no such operation"},{"file":"specs/a.yaml","line":9,"column":7,"text":"the namespace"}],"help":["did you mean `user-all`?"]}
        {"code":"duplicate-key","severity":"error","message":"the key `ключ` is used twice in one object","file":"specs/b:1,2.json","line":1,"column":814,"endLine":1,"endColumn":823,"labels":[{"file":"specs/b:1,2.json","line":1,"column":814,"text":"used again here"},{"file":"specs/b:1,2.json","line":1,"column":803,"text":"first used here"}],"help":[]}
        {"code":"file-not-found","severity":"error","message":"there is no file `x`","file":null,"line":null,"column":null,"endLine":null,"endColumn":null,"labels":[],"help":[]}
    "#]],
    );
}

#[test]
fn github_commands() {
    let mut odd = wide();
    odd.message = "100% wrong:\r\na, b".to_owned();
    let global = Diagnostic::global(Code::FileNotFound, "there is no file `x`");
    let warning = warnings().remove(0);
    check(
        &[unresolved(), odd, warning, global],
        Format::Github,
        &expect![[r#"
        ::error file=specs/a.yaml,line=4,col=13,title=unresolved-call::`dokploy` has no operation `user-al`%0Ahelp: did you mean `user-all`?
        ::error file=specs/b%3A1%2C2.json,line=1,col=814,title=duplicate-key::100%25 wrong:%0D%0Aa, b
        ::warning file=specs/a.yaml,line=3,col=7,title=unknown-field::first
        ::error title=file-not-found::there is no file `x`
    "#]],
    );
}
