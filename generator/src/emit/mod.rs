//! The IR becomes tokens: one module of the generated crate per concern.
//!
//! Input: a [`Subject`], the IR with its shapes and names. Output: [`CapabilityCode`]. Computed Rust is quoted;
//! JSON is serialised. Emitters do not know documents, and do not know each other beyond the small vocabulary
//! of `docs`, `environment`, `samples`, `schema` and `type_use`.

mod client;
mod declared;
mod docs;
mod environment;
mod errors;
mod example;
mod further;
mod openapi;
mod operations;
mod samples;
mod schema;
mod schemas;
mod server;
mod skill;
mod tools;
mod type_use;
mod types;

use proc_macro2::TokenStream;

use crate::diagnostic::Diagnostics;
use crate::ir::Capability;
use crate::names::Names;
use crate::shape::Shapes;

pub use docs::{BLANK_LINE, comment_line};
pub use skill::Skill;

/// What is emitted: one capability with everything decided.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The IR.
    pub capability: &'a Capability,
    /// The type of everything.
    pub shapes: &'a Shapes,
    /// The name of everything.
    pub names: &'a Names,
}

/// The code of one capability.
#[derive(Debug)]
pub struct CapabilityCode {
    /// The Rust files below the capability's module, by name.
    pub modules: Vec<(&'static str, TokenStream)>,
    /// The definitions of the tools, as JSON text.
    pub definitions: String,
    /// What an agent is told.
    pub skill: Skill,
    /// The OpenAPI document of the exposed REST surface, as JSON text, where there is one.
    pub openapi: Option<String>,
    /// A program that uses the client.
    pub example: TokenStream,
}

/// Emits one capability, for a crate of this name; what cannot be said in full is reported.
pub fn emit(krate: &str, subject: Subject<'_>, diagnostics: &mut Diagnostics) -> CapabilityCode {
    let skill = skill::skill(subject);
    CapabilityCode {
        modules: vec![
            ("client.rs", client::emit(subject)),
            ("errors.rs", declared::emit(subject)),
            ("operations.rs", operations::emit(subject)),
            ("schemas.rs", schemas::emit(subject)),
            ("server.rs", server::emit(subject)),
            ("skill.rs", skill::table(subject, &skill)),
            ("tools.rs", tools::emit(subject)),
            ("types.rs", types::emit(subject)),
        ],
        definitions: tools::definitions(subject, diagnostics),
        skill,
        openapi: openapi::document(subject),
        example: example::emit(krate, subject),
    }
}
