//! How files are asked for, and how much of them is borne.

use std::collections::BTreeMap;

/// Reads a file of the specs folder.
pub trait Loader {
    /// The bytes of a file. `path` is relative to the root, `/`-separated and normalised, and never
    /// leaves the root.
    ///
    /// # Errors
    /// Returns a [`LoadError`] where the file cannot be handed over.
    fn load(&self, path: &str) -> Result<Vec<u8>, LoadError>;
}

/// Why a [`Loader`] handed over no bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// There is no such file.
    NotFound,
    /// The loader would not read so large a file.
    TooLarge {
        /// The size in bytes.
        size: u64,
        /// The most bytes the loader reads.
        limit: u64,
    },
    /// Anything else, in the words of the operating system.
    Other(String),
}

/// A folder in memory: paths to bytes.
impl Loader for BTreeMap<String, Vec<u8>> {
    fn load(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        self.get(path).cloned().ok_or(LoadError::NotFound)
    }
}

/// How much a document may ask of the compiler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes of a file; 64 MiB by default.
    pub bytes: usize,
    /// The most arrays and objects one inside the other. [`Limits::DEEPEST`] by default and at most.
    pub depth: usize,
    /// The most values a YAML document with aliases may stand for once they are expanded; a million
    /// by default. However small the document, they may not multiply it by more than a hundred.
    pub expanded: usize,
}

impl Limits {
    /// The deepest nesting that can be allowed: what `serde_json` reads without a larger stack.
    pub const DEEPEST: usize = 127;
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 64 << 20, depth: Self::DEEPEST, expanded: 1_000_000 }
    }
}
