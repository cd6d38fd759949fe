//! Serves any capability compiled in: `capability serve NAME`, `capability list`.

use std::process::ExitCode;

fn main() -> ExitCode {
    generated::support::serve::main(generated::CAPABILITIES)
}
