//! `tests/fixture` is what the generator makes of `tests/specs`.
