//! `cargo xtask ir`: what the compiler understood of one capability.
//!
//! Input: the specs folder and a name. Output: the IR for people, or as JSON.

mod human;
mod types;

use generator::compile::{Lowered, Options};

use crate::cli::{IrArgs, MessageFormat};
use crate::exit::Verdict;
use crate::folder::{self, Folder};
use crate::problem::Problem;
use crate::session::Session;
use crate::terminal;

/// Runs the command.
pub fn run(args: &IrArgs) -> Result<Verdict, Problem> {
    let specs = Folder::given_or(args.specs.specs.as_deref(), &folder::root(), "specs");
    let mut session = Session::open(&specs)?;
    let options = Options { only: vec![args.name.clone()], ..Options::default() };
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
