//! The committed crate `generated`, end to end: every operation of the capability `dokploy-user` against a
//! fake Dokploy, through the client, the REST server and the MCP server.
//!
//! `cases` says what is called and what must come of it; `surface` has one way to call for each way there
//! is; `scenes` plays the one on the other.

mod cases;
mod fake;
mod fixtures;
mod keys;
mod process;
mod provider;
mod scenes;
mod standalone;
mod surface;
mod tools;
