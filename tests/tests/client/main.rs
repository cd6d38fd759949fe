//! The HTTP client against an upstream API.

mod answers;
mod bodies;
mod building;
mod callers;
mod credentials;
mod declared;
mod failures;
mod faults;
mod forms;
mod pages;
mod requests;
mod retries;
mod servers;
mod service;
mod styles;
mod tables;
mod tokens;
mod transport;
mod upstream;
