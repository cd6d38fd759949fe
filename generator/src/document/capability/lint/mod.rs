//! Rules about a capability file that need nothing but the file.
//!
//! Input: a [`Capability`]. Output: diagnostics. Names that must be unique are errors; the rest are
//! doubts, which never change what is generated.

mod names;
mod texts;
mod tools;
mod unique;

use crate::document::reader::Reader;

use super::Capability;

pub(crate) use tools::destructive_verb;

/// Applies every rule.
pub(super) fn check(cx: &mut Reader<'_>, capability: &Capability) {
    unique::check(cx, capability);
    names::check(cx, capability);
    texts::check(cx, capability);
    tools::check(cx, capability);
}
