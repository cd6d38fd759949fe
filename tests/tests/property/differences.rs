//! Where the `jsonschema` crate decides otherwise than the standard, and why.

/// Strings of a format of which the crate says something else than the standard.
pub struct Difference {
    /// The format.
    pub format: &'static str,
    /// Which strings.
    pub concerns: fn(&str) -> bool,
    /// Whether the standard has them be of the format.
    pub fits: bool,
}

/// Every difference.
pub const DIFFERENCES: &[Difference] = &[];
