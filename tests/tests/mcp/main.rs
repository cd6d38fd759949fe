//! MCP over HTTP and stdio, and the program that serves capabilities.

mod cancel;
mod common;
mod config;
mod conformance;
mod filters;
mod http;
mod process;
mod results;
mod sample;
mod serve;
mod several;
mod skills;
mod stdio;
