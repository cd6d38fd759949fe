//! Which tools and resources a server shows. What it does not show it does not know: a call of it is a call of an
//! unknown tool.
//!
//! Enters: the [`Options`], and tools with their definitions. Leaves: whether a tool is shown. It is if
//! a pattern allows it or none is given, if no pattern denies it, and, where only reading is wanted, if it
//! says that it changes nothing. A resource changes nothing; it is also hidden where a tool that calls the same
//! operation is denied, since what must not be called must not be read either.

use regex::Regex;
use rmcp::model::Tool as Definition;

use super::{Options, SetupError};
use crate::support::operation::{Capability, Mcp, Resource, Tool};

/// So many names are proposed for a pattern that matches none.
const MAX_NEAR: usize = 3;

/// How alike a proposed name is at least, 0 to 1 (Jaro-Winkler).
const MIN_LIKENESS: f64 = 0.7;

/// What a pattern for tags begins with.
const TAG: &str = "tag:";

/// The patterns of the options, ready to be matched.
pub(super) struct Policy {
    read_only: bool,
    allow: Vec<Pattern>,
    deny: Vec<Pattern>,
}

impl Policy {
    pub(super) fn new(options: &Options) -> Self {
        let patterns = |texts: &[String]| texts.iter().map(|it| Pattern::new(it)).collect();
        Self {
            read_only: options.read_only,
            allow: patterns(&options.allow),
            deny: patterns(&options.deny),
        }
    }

    /// Whether a tool is shown.
    pub(super) fn shows(&self, tool: &Tool, definition: &Definition) -> bool {
        let any = |patterns: &[Pattern]| any(patterns, &Named::from(tool));
        (!self.read_only || is_read_only(definition))
            && (self.allow.is_empty() || any(&self.allow))
            && !any(&self.deny)
    }

    /// Whether a resource of a surface is shown.
    pub(super) fn shows_resource(&self, resource: &Resource, surface: &Mcp) -> bool {
        let named = Named::from(resource);
        let operation = resource.call.operation;
        let mut callers =
            surface.tools.iter().filter(|it| std::ptr::eq(it.call.operation, operation));
        (self.allow.is_empty() || any(&self.allow, &named))
            && !any(&self.deny, &named)
            && !callers.any(|tool| any(&self.deny, &Named::from(tool)))
    }

    /// Demands that every pattern matches a tool or a resource.
    pub(super) fn check(&self, capabilities: &[&'static Capability]) -> Result<(), SetupError> {
        let all: Vec<Named> =
            capabilities.iter().filter_map(|it| it.mcp.as_ref()).flat_map(named).collect();
        let mut patterns = self.allow.iter().chain(&self.deny);
        match patterns.find(|pattern| !all.iter().any(|it| pattern.matches(it))) {
            Some(it) => {
                Err(SetupError::Pattern { pattern: it.text.clone(), near: near(&it.text, &all) })
            }
            None => Ok(()),
        }
    }
}

/// What a pattern can match: a tool or a resource.
struct Named {
    name: &'static str,
    tags: &'static [&'static str],
}

impl From<&Tool> for Named {
    fn from(tool: &Tool) -> Self {
        Self { name: tool.name, tags: tool.tags }
    }
}

impl From<&Resource> for Named {
    fn from(resource: &Resource) -> Self {
        Self { name: resource.name, tags: resource.tags }
    }
}

fn named(surface: &Mcp) -> impl Iterator<Item = Named> {
    surface.tools.iter().map(Named::from).chain(surface.resources.iter().map(Named::from))
}

fn any(patterns: &[Pattern], named: &Named) -> bool {
    patterns.iter().any(|it| it.matches(named))
}

/// Whether a tool says that it changes nothing.
pub(super) fn is_read_only(definition: &Definition) -> bool {
    definition.annotations.as_ref().and_then(|it| it.read_only_hint) == Some(true)
}

/// A name in which `*` stands for any text and `?` for one character, of a tool, of a resource or of a tag.
struct Pattern {
    text: String,
    is_tag: bool,
    /// None where it is too large to be compiled, which no name is.
    regex: Option<Regex>,
}

impl Pattern {
    fn new(text: &str) -> Self {
        let name = text.strip_prefix(TAG);
        let escaped = regex::escape(name.unwrap_or(text));
        let regex = escaped.replace(r"\*", ".*").replace(r"\?", ".");
        let regex = Regex::new(&format!("^(?s:{regex})$")).ok();
        Self { text: text.to_owned(), is_tag: name.is_some(), regex }
    }

    fn matches(&self, named: &Named) -> bool {
        let fits = |name: &str| self.regex.as_ref().is_some_and(|it| it.is_match(name));
        if self.is_tag { named.tags.iter().any(|it| fits(it)) } else { fits(named.name) }
    }
}

/// The names most like a pattern, the likest first.
fn near(pattern: &str, all: &[Named]) -> Vec<String> {
    let (prefix, word) = pattern.strip_prefix(TAG).map_or(("", pattern), |it| (TAG, it));
    let mut names: Vec<&str> = if prefix.is_empty() {
        all.iter().map(|it| it.name).collect()
    } else {
        all.iter().flat_map(|it| it.tags).copied().collect()
    };
    names.sort_unstable();
    names.dedup();
    let word = word.replace(['*', '?'], "").to_lowercase();
    let likeness = |name: &str| strsim::jaro_winkler(&word, &name.to_lowercase());
    let mut ranked: Vec<(f64, &str)> = names.into_iter().map(|it| (likeness(it), it)).collect();
    ranked.retain(|(likeness, _)| *likeness >= MIN_LIKENESS);
    ranked.sort_by(|one, other| other.0.total_cmp(&one.0));
    ranked.truncate(MAX_NEAR);
    ranked.into_iter().map(|(_, name)| format!("{prefix}{name}")).collect()
}
