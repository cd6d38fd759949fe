//! The real files.

use std::collections::BTreeMap;

use expect_test::expect;

use crate::diagnostic::Diagnostics;
use crate::document::capability::read;
use crate::document::testing::Fixture;

const FOLDER: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus/dokploy/capabilities");

/// The texts by file name; nothing where the corpus is not beside the repository.
fn corpus() -> BTreeMap<String, String> {
    let Ok(folder) = std::fs::read_dir(FOLDER) else {
        eprintln!("SKIPPED: there is no {FOLDER}");
        return BTreeMap::new();
    };
    let files = folder.map(|file| {
        let file = file.expect("a readable folder");
        let text = std::fs::read_to_string(file.path()).expect("a readable file");
        (file.file_name().to_string_lossy().into_owned(), text)
    });
    files.collect()
}

#[test]
fn every_file_is_read_without_errors() {
    let files = corpus();
    if files.is_empty() {
        return;
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut out = String::new();
    for (name, text) in files {
        let fixture = Fixture::new(&text);
        let mut diagnostics = Diagnostics::default();
        let capability = read(&fixture.node, &fixture.sources, &mut diagnostics)
            .unwrap_or_else(|_| panic!("{name}:\n{}", fixture.render(&diagnostics)));
        for it in diagnostics.as_slice() {
            // What is in backquotes names the place; the rest is the kind.
            let kind: Vec<&str> = it.message.split('`').step_by(2).collect();
            *counts.entry(format!("{}: {}", it.code.as_str(), kind.join("_"))).or_default() += 1;
        }
        let operations: usize = capability.consumes.iter().map(|it| it.operations.len()).sum();
        let routes: usize = capability.rest.iter().map(|it| it.routes.len()).sum();
        let tools: usize = capability.mcp.iter().map(|it| it.tools.len()).sum();
        out += &format!("{name}: {operations} operations, {routes} routes, {tools} tools\n");
    }
    for (kind, count) in counts {
        out += &format!("{count} x {kind}\n");
    }
    expect![[r#"
        dokploy-ai.yaml: 12 operations, 12 routes, 12 tools
        dokploy-application.yaml: 31 operations, 31 routes, 31 tools
        dokploy-backup.yaml: 12 operations, 12 routes, 12 tools
        dokploy-docker.yaml: 12 operations, 12 routes, 12 tools
        dokploy-notification.yaml: 41 operations, 41 routes, 41 tools
        dokploy-organization.yaml: 11 operations, 11 routes, 11 tools
        dokploy-patch.yaml: 12 operations, 12 routes, 12 tools
        dokploy-postgres.yaml: 16 operations, 16 routes, 16 tools
        dokploy-project.yaml: 9 operations, 9 routes, 9 tools
        dokploy-server.yaml: 17 operations, 17 routes, 17 tools
        dokploy-settings.yaml: 51 operations, 51 routes, 51 tools
        dokploy-sso.yaml: 10 operations, 10 routes, 10 tools
        dokploy-stripe.yaml: 8 operations, 8 routes, 8 tools
        dokploy-swarm.yaml: 4 operations, 4 routes, 4 tools
        dokploy-user.yaml: 23 operations, 23 routes, 23 tools
        dokploy-whitelabeling.yaml: 4 operations, 4 routes, 4 tools
        35 x doubtful-destructive-hint: the tool _ says it destroys nothing, but its name says _
        819 x identity-mapping-form: _ is no JSONPath
        16 x schema-violation: the schema knows no _ of a REST adapter
        163 x schema-violation: the schema knows no _, _, _ of the parameter _
        546 x schema-violation: the schema wants _ of an output of type _
        16 x schema-violation: the schema wants a _ that is _, a host and a plain path
        273 x uninformative-description: the description of the exposed operation _ is only its name
        273 x uninformative-description: the description of the operation _ is only its name
        273 x uninformative-description: the description of the tool _ is only its name
    "#]]
    .assert_eq(&out);
}
