//! The committed crate `generated`, end to end: every operation of every capability against a fake of its provider,
//! through the client, the REST server and the MCP server.
//!
//! `harness` plays the scenes of any capability on every surface. A folder per provider holds its fake, and one per
//! capability what is called and what must come of it.

#[path = "../crates/mod.rs"]
mod crates;
mod dokploy;
mod harness;
mod nodeum;
