//! The program as it runs in production: where it listens, what it withstands, how it stops.

mod access;
mod deploy;
mod limits;
#[cfg(target_os = "linux")]
mod memory;
mod ports;
#[path = "../mcp/process.rs"]
mod process;
mod program;
mod shutdown;
mod upstream;
mod watching;
mod wire;
