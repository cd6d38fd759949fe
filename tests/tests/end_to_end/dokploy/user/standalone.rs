//! The generated crate, taken out of this workspace, and its example.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use generated::dokploy_user::types::MemberWithUser;
use generated::support::json::from_value;
use serde_json::json;
use tokio::process::Command;

use crate::crates;
use crate::dokploy::fake::{self, Edition};
use crate::dokploy::fixtures::{Caller, member_with_user};
use crate::harness::CANARY;

#[test]
fn a_copy_of_the_crate_compiles_by_itself() {
    let folder = crates::folder("standalone");
    copy(&crates::workspace().join("generated"), &folder.join("generated"));
    crates::check(&folder, &["generated"]);
}

#[tokio::test]
async fn the_example_runs() {
    let fake = fake::start(Edition::SelfHosted).await;
    let mut run = Command::new(env!("CARGO_BIN_EXE_dokploy_user_example"));
    run.env("DOKPLOY_URL", fake.url())
        .env("DOKPLOY_API_KEY", Caller::Owner.key())
        .env("NO_PROXY", "127.0.0.1")
        .stdin(Stdio::null())
        .kill_on_drop(true);
    let output = run.output().await.expect("the example runs");
    let (stdout, stderr) = (text(output.stdout), text(output.stderr));
    assert_eq!((output.status.code(), &*stderr), (Some(0), ""));

    let members =
        [("u-olga", "Olga", "owner"), ("u-anna", "Anna", "admin"), ("u-max", "Max", "member")];
    let members = members.map(|(id, name, role)| member_with_user(id, name, role));
    let members: Vec<MemberWithUser> = from_value(json!(members)).expect("members");
    assert_eq!(stdout, format!("{members:#?}\n"));
    assert!(stdout.contains("[redacted]") && !stdout.contains(CANARY));
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("text")
}

/// Makes a folder the copy of another. What is the same already keeps its time, and what is not in the original goes.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    let original: BTreeSet<PathBuf> = entries(from);
    for entry in entries(to).difference(&original) {
        let path = to.join(entry);
        let gone = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        gone.expect("a file that can be removed");
    }
    for entry in original {
        let (from, to) = (from.join(&entry), to.join(&entry));
        if from.is_dir() {
            copy(&from, &to);
        } else if fs::read(&from).ok() != fs::read(&to).ok() {
            fs::copy(&from, &to).expect("a copy");
        }
    }
}

fn entries(folder: &Path) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries.map(|it| PathBuf::from(it.expect("an entry").file_name())).collect()
}
