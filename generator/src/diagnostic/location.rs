//! Places as people count them.

/// A place in a file, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The line; only `\n` ends one.
    pub line: u32,
    /// The column, in characters.
    pub column: u32,
}
