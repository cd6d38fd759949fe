//! What the types of the generated crate allow, and what they forbid.

mod calls;
mod served;

/// Only cases that fail: those are checked, while a single one that passes would have everything built once more.
#[test]
fn mistakes_do_not_compile() {
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}
