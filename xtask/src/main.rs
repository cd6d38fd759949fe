//! The project's commands, `cargo xtask ...`: the only code that reads and writes the disk.
//!
//! Input: the command line, `specs/` and `templates/`. Output: `generated/`, or text. What is to be
//! generated is decided by the library `generator` alone.

mod bench;
mod cli;
mod codegen;
mod exit;
mod explain;
mod folder;
mod ir;
mod list;
mod openapi;
mod problem;
mod progress;
mod session;
mod specs;
mod templates;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};

fn main() -> ExitCode {
    let ended = match &Cli::parse().command {
        Command::Codegen(args) => codegen::run(args),
        Command::List(args) => list::run(args),
        Command::Ir(args) => ir::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Bench(args) => bench::run(args),
    };
    exit::code(ended)
}
