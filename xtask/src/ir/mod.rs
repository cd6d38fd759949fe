//! `cargo xtask ir`: what the compiler understood of one capability, or of an OpenAPI document.
//!
//! Input: the specs folder and a name, or the documents. Output: the IR for people, or as JSON.

mod human;
mod types;

use generator::compile::{Lowered, Options};

use crate::cli::{IrArgs, MessageFormat};
use crate::exit::Verdict;
use crate::folder::{self, Folder};
use crate::openapi::Documents;
use crate::problem::Problem;
use crate::session::Session;
use crate::terminal;

/// Runs the command.
pub fn run(args: &IrArgs) -> Result<Verdict, Problem> {
    let only = args.capability.iter().cloned().collect();
    let (mut session, documents) = match Documents::of(&args.openapi)? {
        Some(documents) => (Session::of(&documents), documents.entries),
        None => {
            let specs = Folder::given_or(args.specs.specs.as_deref(), &folder::root(), "specs");
            (Session::open(&specs)?, Vec::new())
        }
    };
    let options = Options { only, documents, ..Options::default() };
    let lowered = session.lower(&options);
    session.report(MessageFormat::Human, false)?;
    let Ok(Lowered { capabilities, .. }) = lowered else {
        return Ok(Verdict::Bad);
    };
    for capability in &capabilities {
        let text = if args.json {
            serde_json::to_string_pretty(capability)
                .map_err(|it| Problem::new(format!("cannot write JSON: {it}")))?
                + "\n"
        } else {
            human::show(capability)
        };
        terminal::print(&text)?;
    }
    Ok(Verdict::Good)
}
