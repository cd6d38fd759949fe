//! Capabilities as they are found, and everything that can be wrong with one.

mod corpus;
mod forms;
mod lints;
mod problems;
mod show;

use crate::diagnostic::Diagnostics;
use crate::document::testing::Fixture;

use super::{Capability, read};

/// Reads a capability and renders what was found wrong with it.
fn read_text(text: &str) -> (Option<Capability>, String) {
    let fixture = Fixture::new(text);
    let mut diagnostics = Diagnostics::default();
    let capability = read(&fixture.node, &fixture.sources, &mut diagnostics).ok();
    (capability, fixture.render(&diagnostics))
}

/// A sound file around the body of `capability`.
fn file(body: &str) -> String {
    let info = "info: {label: L, description: D, tags: [t]}";
    format!("naftiko: 1.0.0-alpha2\n{info}\ncapability:\n{}\n", body.trim_matches('\n'))
}
