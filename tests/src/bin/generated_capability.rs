//! The program that serves the capabilities of `specs`, for the tests that start it.

use std::process::ExitCode;

fn main() -> ExitCode {
    generated::support::serve::main(generated::CAPABILITIES)
}
