//! `codegen --check`: drift is found, shown and never repaired.

mod common;

use common::{Run, Workspace};

const CHECK: [&str; 3] = ["codegen", "--check", "--quiet"];
const HELP: &str = "help: run `cargo xtask codegen` and commit the result";

/// A check that must find drift, and must change nothing.
#[track_caller]
fn drift(workspace: &Workspace) -> Run {
    let before = workspace.snapshot("generated");
    let run = workspace.run(&CHECK).expect_code(1).expect_line(HELP);
    assert_eq!(workspace.snapshot("generated"), before);
    run
}

#[test]
fn what_was_generated_is_up_to_date() {
    let workspace = Workspace::generated();
    let run = workspace.run(&CHECK).expect_code(0);
    assert_eq!(run.stdout, "");
    run.expect_text("up to date: 2 capabilities, 3 operations, ");
}

#[test]
fn nothing_generated_is_all_missing_and_no_folder_is_made() {
    let workspace = Workspace::new();
    drift(&workspace).expect_line("missing: generated/src/lib.rs");
    assert!(!workspace.path("generated").exists());
}

#[test]
fn a_missing_file_is_named() {
    let workspace = Workspace::generated();
    std::fs::remove_file(workspace.path("generated/src/support/json.rs")).expect("no file");
    let run = drift(&workspace).expect_line("missing: generated/src/support/json.rs");
    run.expect_line("error: 1 file of `generated` is out of date");
}

#[test]
fn a_file_whose_template_changed_is_stale() {
    let workspace = Workspace::generated();
    workspace.write("templates/support/json.rs", "//! Other JSON.\n");
    drift(&workspace)
        .expect_line("stale: generated/src/support/json.rs")
        .expect_line("--- generated/src/support/json.rs")
        .expect_line("+++ generated/src/support/json.rs as generated")
        .expect_line("-//! JSON.")
        .expect_line("+//! Other JSON.");
}

#[test]
fn a_file_edited_by_hand_is_stale() {
    let workspace = Workspace::generated();
    let path = "generated/src/shop_user/client.rs";
    let edited = workspace.read(path) + "// A remark.\n";
    workspace.write(path, &edited);
    drift(&workspace)
        .expect_line("stale: generated/src/shop_user/client.rs")
        .expect_line("-// A remark.");
}

#[test]
fn line_endings_count_but_fill_no_diff() {
    let workspace = Workspace::generated();
    let path = "generated/src/support/json.rs";
    workspace.write(path, &workspace.read(path).replace('\n', "\r\n"));
    let run = drift(&workspace);
    assert!(!run.stderr.contains("@@"), "{}", run.stderr);
    run.expect_line("stale: generated/src/support/json.rs (only its line endings differ)");
}

#[test]
fn a_file_that_is_no_longer_generated_is_orphaned() {
    let workspace = Workspace::generated();
    workspace.write("generated/src/shop_cart/client.rs", "");
    workspace.write("generated/notes.md", "");
    drift(&workspace)
        .expect_line("orphaned: generated/notes.md")
        .expect_line("orphaned: generated/src/shop_cart/client.rs")
        .expect_line("error: 2 files of `generated` are out of date");
}

#[test]
fn what_cargo_and_git_keep_there_is_no_drift() {
    let workspace = Workspace::generated();
    workspace.write("generated/Cargo.lock", "");
    workspace.write("generated/target/debug/x", "");
    workspace.write("generated/.gitignore", "");
    workspace.write("generated/src/.cache/x", "");
    workspace.run(&CHECK).expect_code(0);
    workspace.write("generated/src/target/x", "");
    drift(&workspace).expect_line("orphaned: generated/src/target/x");
}

#[test]
#[cfg(unix)]
fn a_link_is_not_the_file_it_leads_to() {
    let workspace = Workspace::generated();
    let path = workspace.path("generated/src/support");
    std::fs::rename(&path, workspace.path("elsewhere")).expect("a rename");
    std::os::unix::fs::symlink(workspace.path("elsewhere"), &path).expect("a link");
    drift(&workspace)
        .expect_line("missing: generated/src/support/json.rs")
        .expect_line("orphaned: generated/src/support");
}

#[test]
fn the_diff_ends_after_a_hundred_lines() {
    let workspace = Workspace::generated();
    let lines = |word: &str| -> String { (0..90).map(|it| format!("// {word} {it}\n")).collect() };
    workspace.write("generated/src/support/json.rs", &lines("present"));
    workspace.write("templates/support/json.rs", &lines("wanted"));
    let run = drift(&workspace);
    let diff = run.stderr.lines().filter(|it| it.starts_with(['+', '-', '@', ' ']));
    assert_eq!(diff.count(), 100, "{}", run.stderr);
    // Three lines of heading, 90 out, 90 and the notice with its blank line in.
    run.expect_line("... 85 lines of the diff left out");
}

#[test]
fn the_command_that_repairs_carries_the_options() {
    let workspace = Workspace::generated();
    std::fs::rename(workspace.path("generated"), workspace.path("the out")).expect("a rename");
    std::fs::remove_file(workspace.path("the out/src/lib.rs")).expect("no file");
    let arguments = ["--capability", "shop-user", "--specs", "specs", "--out", "the out"];
    let run = workspace.run(&[&CHECK[..], &arguments].concat());
    run.expect_code(1).expect_line("missing: the out/src/lib.rs").expect_line(
        "help: run `cargo xtask codegen --capability shop-user --specs specs --out 'the out'` \
         and commit the result",
    );
}

#[test]
fn programs_are_told_file_by_file() {
    let workspace = Workspace::generated();
    workspace.write("generated/a, b.md", "");
    let check = |format| workspace.run(&["codegen", "--check", "-q", "--message-format", format]);
    let json = check("json").expect_code(1);
    let value: serde_json::Value = serde_json::from_str(&json.stdout).expect("one JSON object");
    assert_eq!(value["code"], "drift");
    assert_eq!(value["file"], "generated/a, b.md");
    assert_eq!(value["message"], "`generated/a, b.md` is orphaned");
    let github = check("github").expect_code(1);
    let expected = "::error file=generated/a%2C b.md,title=drift::`generated/a, b.md` is orphaned\
                    %0Ahelp: run `cargo xtask codegen` and commit the result\n";
    assert_eq!(github.stdout, expected);
}

#[test]
fn a_check_that_cannot_be_made_is_no_drift() {
    let workspace = Workspace::generated();
    workspace.write("specs/order.yaml", "naftiko: [");
    workspace.run(&CHECK).expect_code(2).expect_text("nothing was checked: 1 error");
    let run = workspace.run(&["codegen", "--check", "--specs", "nowhere"]);
    run.expect_code(2).expect_text("error: cannot open the specs folder `nowhere`: ");
}
