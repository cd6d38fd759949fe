//! The renditions of a schema agree: the runtime validator over constant tables, the published JSON Schema,
//! and the Rust types.
//!
//! Instances are made from the published schema and spoilt at random, driven by proptest. The seed is fixed
//! unless `PROPTEST_RNG_SEED` is set; `PROPTEST_CASES` says how many instances each schema gets.

mod convert;
mod differences;
mod documents;
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
