//! What a JSON value must be: rules and formats.

mod formats;
mod rules;
