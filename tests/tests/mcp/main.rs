//! MCP over HTTP and stdio, and the program that serves capabilities.

mod cancel;
mod common;
mod config;
mod confirm;
mod conformance;
mod discover;
mod filters;
mod http;
mod limits;
mod person;
mod process;
mod prompts;
mod redaction;
mod resources;
mod results;
mod sample;
mod secrets;
mod serve;
mod several;
mod skills;
mod stdio;
mod strict;

#[path = "../property/flat.rs"]
mod flat;
#[path = "../property/instance.rs"]
mod instance;
