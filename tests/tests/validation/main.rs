//! What a JSON value must be: rules and formats.

mod extra;
mod formats;
mod rules;
mod sides;
mod types;
