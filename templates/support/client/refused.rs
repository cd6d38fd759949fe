//! Why a request could not be built.

/// An input that cannot be sent.
#[derive(Debug)]
pub(super) struct Refused {
    /// The name of a parameter, or `body`.
    pub(super) input: String,
    /// What is wrong with it.
    pub(super) message: String,
}

impl Refused {
    pub(super) fn new(input: impl Into<String>, message: impl Into<String>) -> Self {
        Self { input: input.into(), message: message.into() }
    }
}
