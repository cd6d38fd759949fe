//! How a server treats its tools: which it shows, and what it asks before it acts.

use super::SetupError;
use super::policy::Policy;
use crate::support::operation::Capability;

/// How a server treats its tools. The default shows all of them.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub(super) read_only: bool,
    pub(super) allow: Vec<String>,
    pub(super) deny: Vec<String>,
    /// Whether every pattern is known to match a tool.
    pub(super) checked: bool,
}

impl Options {
    /// The default.
    pub fn new() -> Self {
        Self::default()
    }

    /// Shows only tools that change nothing (`readOnlyHint`).
    #[must_use]
    pub fn read_only(mut self, read_only: bool) -> Self {
        self.read_only = read_only;
        self
    }

    /// Shows only tools that match one of these patterns; without any, all are shown.
    ///
    /// A pattern is a name in which `*` stands for any text and `?` for one character, or `tag:` and
    /// such a name of a tag.
    #[must_use]
    pub fn allow(mut self, patterns: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.allow.extend(patterns.into_iter().map(Into::into));
        self.checked = false;
        self
    }

    /// Hides tools that match one of these patterns, whatever allows them.
    #[must_use]
    pub fn deny(mut self, patterns: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.deny.extend(patterns.into_iter().map(Into::into));
        self.checked = false;
        self
    }

    /// Checks the patterns against the tools of these capabilities together, for servers that each
    /// serve some of them. A server checks options that were not checked against its own tools.
    ///
    /// # Errors
    /// Names the first pattern that matches no tool: a slip of the pen would show what is to be hidden.
    pub fn checked_against(
        mut self,
        capabilities: &[&'static Capability],
    ) -> Result<Self, SetupError> {
        Policy::new(&self).check(capabilities)?;
        self.checked = true;
        Ok(self)
    }
}
