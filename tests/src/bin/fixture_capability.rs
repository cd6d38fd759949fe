//! The program that serves the capabilities of `tests/specs`, for the tests that start it.

use std::process::ExitCode;

fn main() -> ExitCode {
    fixture::support::serve::main(fixture::CAPABILITIES)
}
