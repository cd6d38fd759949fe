//! Rules about what was lowered: across the operations of a capability, and across capabilities.
//!
//! Input: the IR of the capabilities that have one. Output: diagnostics, all of them warnings: the output is
//! right, but serving it may need a choice, or something in it is doubtful.

mod operations;
mod ports;

use crate::diagnostic::Diagnostics;
use crate::ir::Capability;

/// Applies every rule.
pub fn check(capabilities: &[Capability], diagnostics: &mut Diagnostics) {
    for capability in capabilities {
        operations::check(capability, diagnostics);
    }
    ports::check(capabilities, diagnostics);
}
