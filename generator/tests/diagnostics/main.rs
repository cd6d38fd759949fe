//! What the compiler tells its user, as the whole text that is printed.
//!
//! Every test starts from a folder without a flaw and changes one thing in it.

mod bad_input;
mod beside;
mod catalog;
mod folder;
mod keywords;
mod pagination;
mod real_inputs;
mod references;
mod rules;
mod servers;
mod stages;
mod whole;
