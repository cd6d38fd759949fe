//! Which operation a request turned out to call, for whoever watches requests from the outside.

use std::sync::{Arc, OnceLock};

use http::Extensions;

use super::operation::{Capability, Operation};

/// A slip in the extensions of a request, on which a surface notes what the request calls.
///
/// Whoever counts or logs requests puts one in, keeps a clone and reads it afterwards. It stays empty
/// where a request is refused before its operation is known.
#[derive(Clone, Debug, Default)]
pub struct Called(Arc<OnceLock<(&'static Capability, &'static Operation)>>);

impl Called {
    /// What the request calls, as far as it is known by now.
    pub fn get(&self) -> Option<(&'static Capability, &'static Operation)> {
        self.0.get().copied()
    }

    /// Notes it on the slip of a request, where there is one; the first note counts.
    pub(super) fn note(
        extensions: &Extensions,
        capability: &'static Capability,
        operation: &'static Operation,
    ) {
        if let Some(slip) = extensions.get::<Self>() {
            let _ = slip.0.set((capability, operation));
        }
    }
}
