//! The commands that only show something.

mod common;

use common::{Run, Workspace};
use serde_json::Value;

#[test]
fn capabilities_are_listed_in_the_order_of_the_catalog() {
    let workspace = Workspace::new();
    let run = workspace.run(&["list"]).expect_code(0);
    let expected = "\
NAME        TITLE                 OPERATIONS  ROUTES  TOOLS  PORTS                DOCUMENTS
shop-order  The orders of a shop           1       1      1  rest 8080, mcp 9090  order.yaml, shop.yaml
shop-user   The users of a shop            2       2      2  rest 8080, mcp 9090  user.yaml, shop.yaml
";
    assert_eq!(run.stdout, expected);
    assert_eq!(run.stderr, "");
    let run = workspace.run(&["list", "--json"]).expect_code(0);
    let value: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(value[1]["name"], "shop-user");
    assert_eq!(value[1]["operations"], 2);
    assert_eq!(value[1]["documents"]["openapi"], "shop.yaml");
}

#[test]
fn the_ir_is_shown_to_people() {
    let workspace = Workspace::new();
    let run = workspace.run(&["ir", "shop-user"]).expect_code(0);
    let expected = "\
shop-user: The users of a shop
  base URL   https://shop.test/api
  variables  SHOP_KEY
  scheme     authentication: key in header x-key, from ${SHOP_KEY}
  schemas    4

operation user-one: GET /user.one
  summary    Reads a user
  200        application/json: array of string
  security   authentication

operation user-add: POST /user.add
  summary    Adds a user
  body       application/json: {name}
  200        no body
  security   authentication

rest user-rest on 127.0.0.1 port 8080: 2 routes
  GET /v1/user.one -> user-one
  POST /v1/user.add -> user-add

mcp user-mcp on 127.0.0.1 port 9090: 2 tools
  user-one() -> user-one  [read-only, not destructive, idempotent, open world]
  user-add(name) -> user-add  [writes, not destructive, not idempotent, open world]
";
    assert_eq!(run.stdout, expected);
}

#[test]
fn the_ir_as_json_is_the_same_each_time() {
    let workspace = Workspace::new();
    let run = || workspace.run(&["ir", "shop-order", "--json"]).expect_code(0).stdout;
    let text = run();
    assert_eq!(text, run());
    let value: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(value["operations"][0]["name"], "order-one");
    assert_eq!(value["operations"][0]["method"], "GET");
    assert!(value["schemas"].is_array());
}

#[test]
fn wrong_inputs_are_told_and_nothing_is_shown() {
    let workspace = Workspace::new();
    let run = workspace.run(&["ir", "shop"]).expect_code(1);
    assert_eq!(run.stdout, "");
    run.expect_text("error[unknown-capability]");
    workspace.write("specs/order.yaml", "naftiko: [");
    workspace.run(&["list"]).expect_code(1).expect_text("error[invalid-yaml]");
    workspace.run(&["list", "--specs", "nowhere"]).expect_code(2);
}

#[test]
#[cfg(unix)]
fn a_link_out_of_the_specs_is_not_followed() {
    let workspace = Workspace::new();
    std::fs::rename(workspace.path("specs/shop.yaml"), workspace.path("shop.yaml"))
        .expect("a rename");
    std::os::unix::fs::symlink("../shop.yaml", workspace.path("specs/shop.yaml")).expect("a link");
    let run = workspace.run(&["list"]).expect_code(1);
    run.expect_text("cannot read `specs/shop.yaml`: it leads out of the specs folder");
}

#[test]
fn codes_are_explained() {
    let workspace = Workspace::new();
    let run = workspace.run(&["explain", "file-not-found"]).expect_code(0);
    assert!(run.stdout.starts_with("file-not-found\n\nA file "), "{}", run.stdout);
    assert!(run.stdout.lines().all(|it| it.len() <= 80));
    workspace.run(&["explain", "drift"]).expect_code(0);
    let run = workspace.run(&["explain", "file-not-fuond"]).expect_code(1);
    run.expect_line("help: did you mean `file-not-found`?");
    let run = workspace.run(&["explain", "--list"]).expect_code(0);
    let codes = generator::diagnostic::Code::ALL.len();
    assert_eq!(run.stdout.lines().count(), codes + 1);
}

#[test]
fn wrong_usage_is_told_apart_from_wrong_inputs() {
    let workspace = Workspace::new();
    for arguments in [&[][..], &["nonsense"], &["explain"], &["codegen", "--format"]] {
        workspace.run(arguments).expect_code(2);
    }
    let run = workspace.run(&["codegen", "--help"]).expect_code(0);
    assert!(run.stdout.contains("Usage: cargo xtask codegen [OPTIONS]"), "{}", run.stdout);
}

#[test]
fn a_reader_that_has_gone_is_no_failure() {
    let workspace = Workspace::new();
    let commands = [
        &["explain", "--list"][..],
        &["ir", "shop-user", "--json"],
        &["list"],
        &["codegen", "--message-format", "json"],
        &["--help"],
    ];
    for arguments in commands {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut command = workspace.command(arguments);
        let child = command.stdout(writer).stderr(std::process::Stdio::piped()).spawn();
        let output = child.expect("a run").wait_with_output().expect("an end");
        let run = Run::from(output).expect_code(0);
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    }
}
