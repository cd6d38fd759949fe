//! `codegen --capability`: one capability is generated and the others are left alone.

mod common;

use common::Workspace;

const USER: [&str; 3] = ["codegen", "--capability", "shop-user"];

#[test]
fn files_of_other_capabilities_are_left_alone() {
    let workspace = Workspace::generated();
    workspace.write("generated/src/shop_order/client.rs", "edited");
    workspace.write("generated/src/shop_order/more.rs", "");
    workspace.write("generated/skills/shop-order/SKILL.md", "");
    workspace.write("generated/src/shop_user/client.rs", "edited");
    workspace.write("generated/src/shop_user/more.rs", "");
    let check = [&USER[..], &["--check"]].concat();
    let run = workspace.run(&check).expect_code(1);
    assert!(!run.stderr.contains("shop_order/"), "{}", run.stderr);
    run.expect_line("stale: generated/src/shop_user/client.rs")
        .expect_line("orphaned: generated/src/shop_user/more.rs");
    workspace.run(&USER).expect_code(0).expect_text("generated: 1 capability, 2 operations, ");
    workspace.run(&check).expect_code(0);
    assert_eq!(workspace.read("generated/src/shop_order/client.rs"), "edited");
    assert!(workspace.path("generated/src/shop_order/more.rs").exists());
    assert!(workspace.path("generated/skills/shop-order/SKILL.md").exists());
    assert!(!workspace.path("generated/src/shop_user/more.rs").exists());
}

#[test]
fn shared_files_and_files_of_no_capability_are_in_scope() {
    let workspace = Workspace::generated();
    workspace.write("generated/src/lib.rs", "edited");
    workspace.write("generated/src/shop_cart/client.rs", "");
    workspace.run(&USER).expect_code(0).expect_text("(1 written, 1 removed)");
    assert!(!workspace.path("generated/src/shop_cart").exists());
    workspace.run(&["codegen", "--check"]).expect_code(0);
}

#[test]
fn a_capability_may_be_named_again_and_beside_others() {
    let workspace = Workspace::new();
    let names = ["--capability", "shop-user", "--capability", "shop-order"];
    workspace.run(&[&USER[..], &names].concat()).expect_code(0);
    workspace.run(&["codegen", "--check"]).expect_code(0);
}

#[test]
fn an_unknown_capability_is_an_error() {
    let workspace = Workspace::new();
    let run = workspace.run(&["codegen", "--capability", "shop"]).expect_code(1);
    run.expect_text("error[unknown-capability]").expect_text("shop-order, shop-user");
    assert!(!workspace.path("generated").exists());
    workspace.run(&["codegen", "--check", "--capability", "shop"]).expect_code(2);
}
