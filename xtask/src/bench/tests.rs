//! What generated code costs at run time: runs a benchmark of the tests, optimised, in a process of its own.

use std::process::Command;

use crate::exit::Verdict;
use crate::folder;
use crate::problem::Problem;

/// Runs a benchmark, which prints its figures.
pub fn run(name: &str) -> Result<Verdict, Problem> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["bench", "--quiet", "--package", "tests", "--bench", name]);
    let status = command.current_dir(folder::root()).status();
    let status = status.map_err(|it| Problem::io("start `cargo bench`", &it))?;
    if status.success() { Ok(Verdict::Good) } else { Err(Problem::new("the benchmark failed")) }
}
