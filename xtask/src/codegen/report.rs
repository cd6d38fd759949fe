//! What is said of the differences between the folder and what it should be.
//!
//! People read the list, the diff and the command on standard error. Programs read, in the form they
//! asked for, one line for each file on standard output.

use std::path::Path;

use serde_json::json;

use super::diff::{diffs, only_line_endings};
use super::plan::{Plan, Present};
use crate::cli::{CodegenArgs, Grouping, MessageFormat};
use crate::folder::Folder;
use crate::problem::Problem;
use crate::terminal::{self, count};

/// The code of every difference, and what `cargo xtask explain` says of it.
pub const DRIFT: (&str, &str) = (
    "drift",
    "The committed crate is not what the specs and the templates yield: a file is missing, is stale \
     (which includes edits by hand) or is orphaned. Users of the crate would get code that nobody \
     can generate again. Run `cargo xtask codegen` and commit the result; to change the code, change \
     the specs or the templates.",
);

/// A file that is not as it should be, in words.
#[derive(Debug)]
struct Finding {
    kind: &'static str,
    file: String,
    note: &'static str,
}

impl Finding {
    fn message(&self) -> String {
        format!("`{}` is {}{}", self.file, self.kind, self.note)
    }
}

/// Reports drift.
pub fn drift(args: &CodegenArgs, out: &Folder, plan: &Plan<'_>) -> Result<(), Problem> {
    let list = findings(out, plan);
    let help = format!("run `{}` and commit the result", repair(args));
    match args.message_format {
        MessageFormat::Human => {}
        MessageFormat::Json => terminal::print(&lines(&list, |it| json_line(it, &help)))?,
        MessageFormat::Github => terminal::print(&lines(&list, |it| github_line(it, &help)))?,
    }
    let mut text = lines(&list, |it| format!("{}: {}{}", it.kind, it.file, it.note));
    let diffs = diffs(out, &plan.written);
    if !diffs.is_empty() {
        text += &format!("\n{diffs}");
    }
    let verb = if list.len() == 1 { "is" } else { "are" };
    let files = count(list.len(), "file");
    let headline = format!("error: {files} of `{}` {verb} out of date", out.shown);
    terminal::say_lines(&format!("{text}\n{headline}\nhelp: {help}\n"));
    Ok(())
}

/// The changes that were made, a line each.
pub fn written(out: &Folder, plan: &Plan<'_>) -> String {
    let line = |verb: &str, path: &Path| format!("{verb}: {}\n", out.show(path));
    let written = plan.written.iter().map(|it| line("written", &it.path));
    let removed = plan.orphaned.iter().map(|path| line("removed", path));
    written.chain(removed).collect()
}

fn findings(out: &Folder, plan: &Plan<'_>) -> Vec<Finding> {
    let finding = |kind, path: &Path, note| {
        let file = out.show(path);
        Finding { kind, file, note }
    };
    let written = plan.written.iter().map(|it| match &it.present {
        Present::Missing => finding("missing", &it.path, ""),
        Present::Other => finding("stale", &it.path, " (not a regular file)"),
        Present::File(_) if only_line_endings(it) => {
            finding("stale", &it.path, " (only its line endings differ)")
        }
        Present::File(_) => finding("stale", &it.path, ""),
    });
    let orphaned = plan.orphaned.iter().map(|it| finding("orphaned", it, ""));
    written.chain(orphaned).collect()
}

fn lines(list: &[Finding], line: impl Fn(&Finding) -> String) -> String {
    list.iter().map(|it| line(it) + "\n").collect()
}

/// The form of the generator's own findings, which have places within files.
fn json_line(it: &Finding, help: &str) -> String {
    json!({
        "code": DRIFT.0,
        "severity": "error",
        "message": it.message(),
        "file": it.file,
        "line": null,
        "column": null,
        "endLine": null,
        "endColumn": null,
        "labels": [],
        "help": [help],
    })
    .to_string()
}

fn github_line(it: &Finding, help: &str) -> String {
    let file = github_data(&it.file).replace(':', "%3A").replace(',', "%2C");
    let message = github_data(&format!("{}\nhelp: {help}", it.message()));
    format!("::error file={file},title={}::{message}", DRIFT.0)
}

/// Escapes what would end a workflow command.
fn github_data(text: &str) -> String {
    let text = text.replace('%', "%25");
    text.replace('\r', "%0D").replace('\n', "%0A")
}

/// The command that removes the differences.
fn repair(args: &CodegenArgs) -> String {
    let mut words = vec!["cargo xtask codegen".to_owned()];
    for name in &args.capabilities {
        words.push(format!("--capability {}", quoted(name)));
    }
    if let Some(specs) = &args.specs.specs {
        words.push(format!("--specs {}", quoted(&specs.to_string_lossy())));
    }
    let openapi = &args.openapi;
    let path = |option: &str, path: &Path| format!("{option} {}", quoted(&path.to_string_lossy()));
    words.extend(openapi.files.iter().map(|it| path("--openapi", it)));
    words.extend(openapi.module.iter().map(|it| format!("--name {}", quoted(it))));
    if openapi.group_by == Some(Grouping::Tag) {
        words.push("--group-by tag".to_owned());
    }
    words.extend(openapi.overlays.iter().map(|it| path("--overlay", it)));
    if let Some(out) = &args.out {
        words.push(format!("--out {}", quoted(&out.to_string_lossy())));
    }
    if args.package != "generated" {
        words.push(format!("--package {}", args.package));
    }
    words.join(" ")
}

/// A word that a POSIX shell reads as it is.
fn quoted(word: &str) -> String {
    let plain = |it: char| it.is_alphanumeric() || "/._-+=:,@%".contains(it);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn words_are_quoted_where_a_shell_needs_it() {
        let cases = [
            ("specs/a-b.c", "specs/a-b.c"),
            ("a b", "'a b'"),
            ("it's", r"'it'\''s'"),
            ("$x", "'$x'"),
            ("~", "'~'"),
            ("", "''"),
        ];
        for (word, expected) in cases {
            assert_eq!(quoted(word), expected);
        }
    }
}
