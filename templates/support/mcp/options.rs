//! How a server treats its tools: which it shows, and what it asks before it acts.

use super::policy::Policy;
use super::{Discover, SetupError};
use crate::support::operation::Capability;
use crate::support::secret::Secret;

/// The most text of a result, in bytes, unless chosen otherwise.
pub(crate) const MAX_RESULT: usize = 100_000;

/// How a server treats its tools.
///
/// The default shows all tools, asks before one acts that may destroy, hides what is secret in results,
/// cuts results to 100,000 bytes, and offers more than 100 tools for search in place of a list.
#[derive(Clone, Debug)]
pub struct Options {
    pub(super) read_only: bool,
    pub(super) allow: Vec<String>,
    pub(super) deny: Vec<String>,
    pub(super) yes_destructive: bool,
    pub(super) confirm_key: Option<Secret>,
    pub(super) sessions: bool,
    pub(super) show_secrets: bool,
    pub(super) max_result: usize,
    pub(super) discover: Discover,
    /// Whether every pattern is known to match a tool.
    pub(super) checked: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            read_only: false,
            allow: Vec::new(),
            deny: Vec::new(),
            yes_destructive: false,
            confirm_key: None,
            sessions: true,
            show_secrets: false,
            max_result: MAX_RESULT,
            discover: Discover::default(),
            checked: false,
        }
    }
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

    /// Lets tools that may delete or overwrite data act without asking.
    #[must_use]
    pub fn yes_destructive(mut self, yes: bool) -> Self {
        self.yes_destructive = yes;
        self
    }

    /// The key that signs confirmations, at least 32 bytes of it, where several processes answer the same
    /// clients. Without one, each process makes its own.
    #[must_use]
    pub fn confirm_key(mut self, key: impl Into<Secret>) -> Self {
        self.confirm_key = Some(key.into());
        self
    }

    /// Whether clients of 2025-11-25 and earlier that can be asked get a session over HTTP, without which
    /// they cannot be asked. A session is known to one process only.
    #[must_use]
    pub fn sessions(mut self, sessions: bool) -> Self {
        self.sessions = sessions;
        self
    }

    /// Leaves secrets in results.
    #[must_use]
    pub fn show_secrets(mut self, show: bool) -> Self {
        self.show_secrets = show;
        self
    }

    /// The most text of a result, in bytes.
    #[must_use]
    pub fn max_result(mut self, bytes: usize) -> Self {
        self.max_result = bytes;
        self
    }

    /// Whether tools are offered for search in place of a list.
    #[must_use]
    pub fn discover(mut self, discover: Discover) -> Self {
        self.discover = discover;
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
