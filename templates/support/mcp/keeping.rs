//! How long clients may keep what they are told, and who may (SEP-2549).
//!
//! Lists and skills change only with a new build, and are the same for everyone. What is read from the API may change
//! at any time and may depend on who reads it. A capability can say otherwise; of several, the strictest counts.

use rmcp::model::CacheScope;

use crate::support::operation::Mcp;

/// How long a client may keep a list, in milliseconds.
const LIST_TTL_MS: u64 = 300_000;

/// What the capabilities of a server declare.
#[derive(Default)]
pub(super) struct Keeping {
    ttl_ms: Option<u64>,
    shared: Option<bool>,
}

impl Keeping {
    /// Adds what a surface declares.
    pub(super) fn add(&mut self, surface: &Mcp) {
        let ttls = self.ttl_ms.into_iter().chain(surface.ttl_ms);
        self.ttl_ms = ttls.min();
        let shared = self.shared.into_iter().chain(surface.shared);
        self.shared = shared.min();
    }

    /// Of what is the same until there is a new build.
    pub(super) fn of_lists(&self) -> (u64, CacheScope) {
        (self.ttl_ms.unwrap_or(LIST_TTL_MS), scope(self.shared.unwrap_or(true)))
    }

    /// Of what the API answers.
    pub(super) fn of_answers(&self) -> (u64, CacheScope) {
        (self.ttl_ms.unwrap_or(0), scope(self.shared.unwrap_or(false)))
    }
}

fn scope(shared: bool) -> CacheScope {
    if shared { CacheScope::Public } else { CacheScope::Private }
}
