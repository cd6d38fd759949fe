//! `codegen`: all files are written or none, and nothing foreign is touched.

mod common;

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::Duration;

use common::{Run, Workspace};

const CODEGEN: [&str; 1] = ["codegen"];

#[test]
fn a_change_is_written_and_all_else_keeps_its_time() {
    let workspace = Workspace::generated();
    let before = workspace.snapshot("generated");
    std::thread::sleep(Duration::from_millis(20));
    workspace.write("templates/support/json.rs", "//! Other JSON.\n");
    workspace.write("generated/src/old/deep/x.rs", "");
    let run = workspace.run(&["codegen", "--verbose"]).expect_code(0);
    let files = before.len();
    run.expect_line("written: generated/src/support/json.rs")
        .expect_line("removed: generated/src/old/deep/x.rs")
        .expect_text(&format!("3 operations, {files} files (1 written, 1 removed), "));
    let mut after = workspace.snapshot("generated");
    let changed = "src/support/json.rs";
    assert!(after[changed].0.ends_with(b"//! Other JSON.\n"));
    assert!(after[changed].1 > before[changed].1);
    after.insert(changed.to_owned(), before[changed].clone());
    assert_eq!(after, before);
    assert!(!workspace.path("generated/src/old").exists());
    workspace.run(&CODEGEN).expect_code(0).expect_text("(0 written, 0 removed)");
}

#[test]
fn bad_inputs_change_nothing() {
    let workspace = Workspace::generated();
    workspace.write("generated/src/old.rs", "");
    let before = workspace.snapshot("generated");
    workspace.write("templates/support/json.rs", "//! Other JSON.\n");
    workspace.write("specs/order.yaml", "naftiko: [");
    let run = workspace.run(&CODEGEN).expect_code(1);
    run.expect_text("error[invalid-yaml]").expect_text("nothing was written: 1 error, ");
    assert_eq!(workspace.snapshot("generated"), before);
    workspace.run(&["codegen", "--out", "a/b"]).expect_code(1);
    assert!(!workspace.path("a").exists());
}

#[test]
fn warnings_are_errors_where_strict_and_silent_where_quiet() {
    let workspace = Workspace::new();
    workspace.run(&["codegen", "--strict"]).expect_code(1);
    assert!(!workspace.path("generated").exists());
    let quiet = workspace.run(&["codegen", "--quiet"]).expect_code(0);
    assert!(quiet.stderr.starts_with("generated: "), "{}", quiet.stderr);
    let json = workspace.run(&["codegen", "--message-format", "json"]);
    for line in json.expect_code(0).stdout.lines() {
        let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert_eq!(value["severity"], "warning");
    }
}

#[test]
fn a_failure_takes_every_change_back() {
    let workspace = Workspace::generated();
    let manifest = workspace.read("generated/Cargo.toml") + "# edited\n";
    workspace.write("generated/Cargo.toml", &manifest);
    workspace.write("generated/src/lib.rs", "edited");
    workspace.write("generated/src/a/orphan.rs", "");
    fs::remove_dir_all(workspace.path("generated/src/shop_user")).expect("no folder");
    // A folder that is not empty stands where a file should go, late in the order of paths.
    fs::remove_file(workspace.path("generated/src/support/mod.rs")).expect("no file");
    workspace.write("generated/src/support/mod.rs/.keep", "");
    let before = workspace.snapshot("generated");
    let run = workspace.run(&CODEGEN).expect_code(2);
    run.expect_text("error: cannot write `generated/src/support/mod.rs`: ")
        .expect_line("help: no file was changed");
    assert_eq!(workspace.snapshot("generated"), before);
    assert!(!workspace.path("generated/src/shop_user").exists());
    let folders = fs::read_dir(workspace.path("generated")).expect("a folder");
    let names = folders.map(|it| it.expect("an entry").file_name());
    assert!(names.into_iter().all(|it| !it.to_string_lossy().starts_with(".codegen")));
}

#[test]
fn what_stands_in_the_way_and_is_not_hidden_goes() {
    let workspace = Workspace::generated();
    let expected = workspace.files("generated");
    fs::remove_file(workspace.path("generated/src/support/mod.rs")).expect("no file");
    workspace.write("generated/src/support/mod.rs/x.rs", "");
    fs::remove_file(workspace.path("generated/src/support/json.rs")).expect("no file");
    fs::create_dir(workspace.path("generated/src/support/json.rs")).expect("a folder");
    fs::remove_dir_all(workspace.path("generated/src/shop_user")).expect("no folder");
    workspace.write("generated/src/shop_user", "a file");
    workspace.run(&CODEGEN).expect_code(0);
    assert_eq!(workspace.files("generated"), expected);
    workspace.run(&["codegen", "--check"]).expect_code(0);
}

#[test]
#[cfg(unix)]
fn links_are_replaced_and_never_followed() {
    let workspace = Workspace::generated();
    let path = workspace.path("generated/src/support");
    fs::rename(&path, workspace.path("elsewhere")).expect("a rename");
    std::os::unix::fs::symlink(workspace.path("elsewhere"), &path).expect("a link");
    workspace.write("elsewhere/json.rs", "mine");
    let lib = workspace.path("generated/src/lib.rs");
    fs::remove_file(&lib).expect("no file");
    std::os::unix::fs::symlink(workspace.path("elsewhere/json.rs"), &lib).expect("a link");
    workspace.run(&CODEGEN).expect_code(0);
    workspace.run(&["codegen", "--check"]).expect_code(0);
    assert_eq!(workspace.read("elsewhere/json.rs"), "mine");
    assert_eq!(workspace.files("elsewhere"), ["json.rs", "mod.rs"]);
}

#[test]
fn a_foreign_folder_is_refused() {
    let workspace = Workspace::new();
    workspace.write("mine/Cargo.toml", "[package]\nname = \"mine\"\n");
    workspace.write("mine/src/lib.rs", "");
    for arguments in [&["codegen", "--out", "mine"][..], &["codegen", "--check", "--out", "mine"]] {
        let run = workspace.run(arguments).expect_code(2);
        run.expect_text("error: the folder `mine` is not empty and was not generated");
    }
    assert_eq!(workspace.files("mine"), ["Cargo.toml", "src/lib.rs"]);
    // A folder with nothing but what is never touched is as good as an empty one.
    workspace.write("new/.git/config", "");
    workspace.run(&["codegen", "--out", "new"]).expect_code(0);
}

#[test]
fn a_folder_around_the_inputs_is_refused() {
    let workspace = Workspace::generated();
    workspace.write("Cargo.toml", &workspace.read("generated/Cargo.toml"));
    let before = workspace.files(".");
    let run = workspace.run(&["codegen", "--out", "."]).expect_code(2);
    run.expect_text("error: the output folder `.` contains the inputs in `specs`");
    assert_eq!(workspace.files("."), before);
}

#[test]
fn a_crate_that_would_not_be_known_again_is_not_written() {
    let workspace = Workspace::new();
    workspace.write("templates/crate/Cargo.toml.j2", "[package]\n");
    let run = workspace.run(&CODEGEN).expect_code(2);
    run.expect_text("the first line of the generated `Cargo.toml` does not say");
    assert!(!workspace.path("generated").exists());
}

#[test]
fn what_a_killed_run_left_is_removed() {
    let workspace = Workspace::generated();
    workspace.write("generated/.codegen-a1b2c3/new0", "");
    workspace.run(&CODEGEN).expect_code(0);
    assert!(!workspace.path("generated/.codegen-a1b2c3").exists());
}

#[test]
fn runs_at_the_same_time_do_not_mix() {
    let workspace = Workspace::new();
    let spawn = |_| {
        let mut command = workspace.command(&CODEGEN);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("a run")
    };
    let children: Vec<_> = (0..6).map(spawn).collect();
    for child in children {
        Run::from(child.wait_with_output().expect("an end")).expect_code(0);
    }
    workspace.run(&["codegen", "--check"]).expect_code(0);
    assert!(workspace.files("generated").iter().all(|it| !it.starts_with('.')));
}

#[test]
#[cfg(unix)]
fn a_run_waits_for_another_one() {
    let workspace = Workspace::generated();
    let other = fs::File::open(workspace.path("generated")).expect("a folder");
    other.lock().expect("a lock");
    let mut command = workspace.command(&["codegen", "--quiet"]);
    let mut child = command.stderr(Stdio::piped()).spawn().expect("a run");
    let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    let line = lines.next().expect("a line").expect("a line");
    assert_eq!(line, "waiting for another run on `generated` ...");
    other.unlock().expect("no lock");
    assert!(child.wait().expect("an end").success());
}

#[test]
fn the_output_does_not_depend_on_place_time_zone_or_language() {
    let texts = |workspace: &Workspace| -> Vec<_> {
        let files = workspace.snapshot("generated").into_iter();
        files.map(|(path, (bytes, _))| (path, bytes)).collect()
    };
    let (here, there) = (Workspace::generated(), Workspace::new());
    fs::create_dir(there.path("somewhere")).expect("a folder");
    let mut command = there.command(&["codegen", "--specs", "../specs", "--out", "../generated"]);
    command.current_dir(there.path("somewhere"));
    command.env("TZ", "Pacific/Kiritimati").env("LANG", "tr_TR.UTF-8").env("LC_ALL", "C");
    Run::from(command).expect_code(0);
    assert_eq!(texts(&here), texts(&there));
}
