//! The types of all operations of the provider's own document.

use expect_test::expect;

use super::reasons::{Place, counts, places};
use super::shaped;

const DOCUMENT: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus/dokploy/openapi.yml");

#[test]
fn no_value_of_the_providers_document_has_a_shape() {
    let Ok(document) = std::fs::read(DOCUMENT) else {
        assert!(std::env::var_os("CI_REQUIRE_CORPUS").is_none(), "there is no {DOCUMENT}");
        eprintln!("SKIPPED: there is no {DOCUMENT}");
        return;
    };
    let (capability, shapes) = shaped(document);
    let places = places(&capability, &shapes);
    let faults: Vec<&Place> = places.iter().filter(|it| it.has_shape).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    let figures = format!(
        "operations: {}\ntypes: {}\n{}",
        capability.operations.len(),
        shapes.types.len(),
        counts(&places)
    );
    expect![[r#"
        operations: 526
        types: 453
        Unsaid: 7
        Opaque: 526
    "#]]
    .assert_eq(&figures);
}
