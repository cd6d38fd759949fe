//! The renditions of a schema agree: the runtime validator over constant tables, the published JSON Schema,
//! and the Rust types.
//!
//! Instances are made from the published schema and spoilt at random, driven by proptest. The seed is fixed
//! unless `PROPTEST_RNG_SEED` is set. A run makes 10,000 instances, shared out among the schemas, unless
//! `PROPTEST_CASES` says another number.

mod convert;
mod differences;
mod documents;
mod errors;
mod flat;
mod found;
mod instance;
mod losses;
mod oracle;
mod places;
mod round_trips;
mod run;
mod shrink;
mod spoil;
mod verdicts;
