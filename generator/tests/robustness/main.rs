//! Whatever the documents hold, the compiler comes to an end: with findings, or with files that are Rust.

mod determinism;
mod documents;
mod files;
mod harness;
mod mutations;
mod names;
mod sizes;
mod sound;
