//! The program as it runs in production: where it listens, what it withstands, how it stops.

mod ports;
#[path = "../mcp/process.rs"]
mod process;
