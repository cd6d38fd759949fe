//! The REST server: routing, parameters, bodies, mapping, answers and failures.

mod bodies;
mod common;
mod failures;
mod faults;
mod located;
mod mapping;
mod pets;
mod round_trip;
mod routing;
mod streams;
mod styles;
