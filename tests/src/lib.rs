//! What the tests of this workspace share.

pub mod canary;
pub mod tools;
