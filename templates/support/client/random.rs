//! Random numbers, for what an attacker must not guess and for what must not happen all at once.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

/// A number that nobody can know beforehand: the keys of the hasher are random.
pub(in crate::support) fn number() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// A fraction, 0 to 1.
pub(super) fn fraction() -> f64 {
    number() as f64 / u64::MAX as f64
}
