//! `--openapi`: OpenAPI documents of which no capability speaks.

mod common;

use common::{Run, Workspace};

const DOCUMENT: &str = "
openapi: 3.1.0
info: {title: Orders, version: '1'}
servers: [{url: https://orders.test/v1}]
paths:
  /orders:
    get: {operationId: list, tags: [orders], responses: {'200': {description: They., content: {application/json: {schema: {$ref: 'common/list.yaml'}}}}}}
  /health:
    get: {operationId: health, responses: {'200': {description: Well.}}}
";

const FILE: &str = "docs/My API v2.1.yaml";

fn workspace() -> Workspace {
    let workspace = Workspace::new();
    workspace.write(FILE, DOCUMENT);
    workspace.write("docs/common/list.yaml", "{type: array, items: {type: string}}\n");
    workspace
}

fn codegen(workspace: &Workspace, more: &[&str]) -> Run {
    workspace.run(&[&["codegen", "--openapi", FILE], more].concat())
}

#[test]
fn a_crate_of_its_own_is_generated() {
    let workspace = workspace();
    codegen(&workspace, &[])
        .expect_code(0)
        .expect_text("generated: 1 capability, 2 operations, ")
        .expect_line("the crate is in `target/openapi/my-api-v2-1`");
    let out = "target/openapi/my-api-v2-1";
    assert_eq!(workspace.read(&format!("{out}/src/lib.rs")), "pub mod my_api_v2_1;\n");
    // The committed crate holds what the catalog lists, and nothing else.
    assert!(!workspace.path("generated").exists());
    codegen(&workspace, &["--check"]).expect_code(0).expect_text("up to date: 1 capability, ");
    workspace.write(&format!("{out}/src/lib.rs"), "edited");
    codegen(&workspace, &["--check"]).expect_code(1).expect_line(
        "help: run `cargo xtask codegen --openapi 'docs/My API v2.1.yaml'` and commit the result",
    );
}

#[test]
fn a_module_may_be_named_and_operations_grouped() {
    let workspace = workspace();
    let more = ["--name", "shop", "--group-by", "tag", "--out", "out", "--package", "orders"];
    let run = codegen(&workspace, &more).expect_code(0);
    assert!(!run.stderr.contains("the crate is in"), "{}", run.stderr);
    assert_eq!(workspace.read("out/src/lib.rs"), "pub mod shop_orders;\npub mod shop;\n");
    workspace.write("out/src/lib.rs", "edited");
    codegen(&workspace, &[&more[..], &["--check"]].concat()).expect_code(1).expect_line(
        "help: run `cargo xtask codegen --openapi 'docs/My API v2.1.yaml' --name shop --group-by tag \
         --out out --package orders` and commit the result",
    );
}

#[test]
fn several_documents_make_one_crate() {
    let workspace = workspace();
    workspace.write(
        "other/my-api-v2-1.json",
        "{\"openapi\": \"3.0.3\", \"paths\": {\"/a\": {\"get\": {\"responses\": {}}}}}",
    );
    codegen(&workspace, &["--openapi", "other/my-api-v2-1.json"])
        .expect_code(0)
        .expect_line("the crate is in `target/openapi/my-api-v2-1-my-api-v2-1-2`");
}

#[test]
fn references_stay_in_the_folder_of_a_document() {
    let workspace = workspace();
    workspace.write("docs/secret.yaml", "{type: string}\n");
    workspace.write("docs/deep/api.yaml", &DOCUMENT.replace("common/list.yaml", "../secret.yaml"));
    let alone = workspace.run(&["codegen", "--openapi", "docs/deep/api.yaml"]).expect_code(0);
    alone.expect_text("warning[path-outside-root]: `../secret.yaml` leads out of");
    // Another document widens the common folder, but not what may be read.
    workspace.write("docs/other/api.yaml", DOCUMENT.replace("common/list.yaml", "#/info").trim());
    let both = ["codegen", "--openapi", "docs/deep/api.yaml", "--openapi", "docs/other/api.yaml"];
    workspace
        .run(&both)
        .expect_code(0)
        .expect_text("cannot read `docs/secret.yaml`: it leads out of the folder of the document");
}

#[test]
fn overlays_are_applied() {
    let workspace = workspace();
    let overlay = "overlay: 1.0.0\ninfo: {title: O, version: '1'}\nactions: [{target: \"$.paths['/health']\", remove: true}]\n";
    workspace.write("elsewhere/overlay.yaml", overlay);
    codegen(&workspace, &["--overlay", "elsewhere/overlay.yaml"])
        .expect_code(0)
        .expect_text("generated: 1 capability, 1 operation, ");
}

#[test]
fn the_ir_of_a_document_is_shown() {
    let workspace = workspace();
    let run = workspace.run(&["ir", "--openapi", FILE, "--group-by", "tag"]).expect_code(0);
    assert!(run.stdout.starts_with("my-api-v2-1-orders: Orders: orders\n"), "{}", run.stdout);
    assert!(run.stdout.contains("\nmy-api-v2-1: Orders\n"), "{}", run.stdout);
    let json = workspace.run(&["ir", "--openapi", FILE, "--json"]).expect_code(0);
    let ir: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(ir["base_url"], "${MY_API_V2_1_URL:-https://orders.test/v1}");
}

#[test]
fn warnings_are_refused_where_that_is_asked() {
    let workspace = workspace();
    codegen(&workspace, &["--strict"]).expect_code(0);
    workspace.write(FILE, &DOCUMENT.replace("servers: [{url: https://orders.test/v1}]\n", ""));
    codegen(&workspace, &["--strict"]).expect_code(1).expect_text("error[no-server-url]");
    let json = codegen(&workspace, &["--message-format", "json"]).expect_code(0);
    assert!(
        json.stdout.contains(r#""code":"no-server-url","severity":"warning""#),
        "{}",
        json.stdout
    );
}

#[test]
fn what_does_not_go_together_is_refused() {
    let workspace = workspace();
    for more in [
        &["--capability", "shop-user"][..],
        &["--specs", "specs"],
        &["--openapi", "docs/common/list.yaml", "--name", "shop"],
        &["--name", "Not A Name"],
        &["--out", "docs"],
    ] {
        codegen(&workspace, more).expect_code(2);
    }
    workspace.run(&["codegen", "--group-by", "tag"]).expect_code(2);
    workspace.run(&["ir"]).expect_code(2);
    workspace.run(&["codegen", "--openapi", "nowhere/a.yaml"]).expect_code(2);
    let missing = workspace.run(&["codegen", "--openapi", "docs/none.yaml"]).expect_code(1);
    missing.expect_line("error[file-not-found]: there is no file `docs/none.yaml`");
    assert!(!workspace.path("target").exists());
}
