//! `capability mcp-config`, and the configurations that README.md and docs/mcp-clients.md show.

use std::path::Path;
use std::process::{Command, Output};

use expect_test::expect;
use serde_json::Value;

const BINARY: &str = env!("CARGO_BIN_EXE_generated_capability");

fn config(arguments: &[&str]) -> Output {
    let command = &mut Command::new(BINARY);
    command.arg("mcp-config").args(arguments).env_clear().output().expect("the program runs")
}

/// What is printed, with a path that is the same everywhere.
fn printed(arguments: &[&str]) -> String {
    let output = config(arguments);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{stderr}");
    assert!(stderr.starts_with("for "), "{stderr}");
    let text = String::from_utf8(output.stdout).unwrap();
    let json: Value = serde_json::from_str(&text).expect("JSON");
    if !arguments.iter().any(|it| it.starts_with("--http")) {
        assert!(json.to_string().contains(BINARY), "no path of the program: {text}");
    }
    text.replace(BINARY, "/path/to/capability")
}

/// A comment `<!-- mcp-config ARGUMENTS -->` tells what the block of JSON below it is.
#[test]
fn documents_show_what_the_program_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut shown = 0;
    for file in ["README.md", "docs/mcp-clients.md"] {
        let text = std::fs::read_to_string(root.join(file)).unwrap();
        for part in text.split("<!-- mcp-config ").skip(1) {
            let (arguments, rest) = part.split_once(" -->").expect("the end of a comment");
            let block =
                rest.split("```json\n").nth(1).and_then(|it| it.split("```").next()).unwrap();
            let arguments: Vec<&str> = arguments.split(' ').collect();
            let printed = printed(&arguments);
            assert_eq!(
                block, printed,
                "{file}: {arguments:?} prints something else now:\n{printed}"
            );
            shown += 1;
        }
    }
    assert!(shown > 5, "{shown} configurations");
}

#[test]
fn the_first_of_several_credentials_is_taken() {
    expect![[r#"
        {
          "mcpServers": {
            "nodeum-users": {
              "command": "/path/to/capability",
              "args": [
                "serve",
                "nodeum-users",
                "--stdio",
                "--read-only"
              ],
              "env": {
                "NODEUM_URL": "${env:NODEUM_URL}",
                "NODEUM_USERNAME": "${env:NODEUM_USERNAME}",
                "NODEUM_PASSWORD": "${env:NODEUM_PASSWORD}"
              }
            }
          }
        }
    "#]]
    .assert_eq(&printed(&["nodeum-users", "--client", "cursor", "--", "--read-only"]));
}

#[test]
fn what_cannot_be_configured_is_said_so() {
    let mut told = String::new();
    for arguments in
        [&["--stdio"][..], &["dokploy"], &["dokploy-user", "--client", "claude-desktop", "--http"]]
    {
        let output = config(arguments);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
        told += &String::from_utf8(output.stderr).unwrap();
    }
    expect![[r#"
        error: name a capability, or serve all with --all; known are `dokploy-user`, `dokploy-organization`, `nodeum-users`
        error: no capability `dokploy`; known are `dokploy-user`, `dokploy-organization`, `nodeum-users`
        error: Claude Desktop's file is for servers that it starts itself; leave out --http, or add the URL as a custom connector in its settings
    "#]]
    .assert_eq(&told);
}
