//! The targets of actions.
//!
//! Input: a JSONPath. Output: the places it selects, as [`Location`]s. Most targets name one place
//! (`$.paths['/a'].get`); those are split here and followed on the [`Node`] itself. The others need
//! a `serde_json::Value`, which the caller keeps.

use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

use crate::source::{Data, Node};

/// A step into a value. Indices sort as numbers, which removal relies on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// To a member of an object.
    Name(String),
    /// To an item of an array.
    Index(usize),
}

/// The steps from the root to one value.
pub(super) type Location = Vec<Step>;

/// A target.
#[derive(Clone, Debug)]
pub(super) enum Path {
    /// It can only name one place.
    Singular(Location),
    /// It has to be searched for.
    Query(JsonPath),
}

impl Path {
    /// Reads a JSONPath; the error says what is wrong with it.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if let Some(location) = singular(text) {
            return Ok(Self::Singular(location));
        }
        JsonPath::parse(text).map(Self::Query).map_err(|error| error.to_string())
    }
}

/// Every place that a query selects, in document order, each once.
pub(super) fn search(query: &JsonPath, mirror: &Value) -> Vec<Location> {
    let mut found: Vec<Location> = Vec::new();
    for node in query.query_located(mirror).iter() {
        let location = node.location().iter().map(|step| match step {
            PathElement::Name(name) => Step::Name((*name).to_owned()),
            PathElement::Index(index) => Step::Index(*index),
        });
        found.push(location.collect());
    }
    // `$['a','a']` selects `a` twice, but a change is made once.
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|location| seen.insert(location.clone()));
    found
}

/// The node at a location.
pub(super) fn locate_mut<'n>(root: &'n mut Node, location: &[Step]) -> Option<&'n mut Node> {
    location.iter().try_fold(root, |node, step| match (&mut node.data, step) {
        (Data::Object(members), Step::Name(name)) => members.get_mut(name).map(|it| &mut it.value),
        (Data::Array(items), Step::Index(index)) => items.get_mut(*index),
        _ => None,
    })
}

/// The value at a location.
pub(super) fn locate_value_mut<'v>(
    root: &'v mut Value,
    location: &[Step],
) -> Option<&'v mut Value> {
    location.iter().try_fold(root, |value, step| match step {
        Step::Name(name) => value.as_object_mut()?.get_mut(name),
        Step::Index(index) => value.as_array_mut()?.get_mut(*index),
    })
}

/// Splits the plain subset of JSONPath (`$.a['b'].c[0]`, no escapes, no spaces); anything else is
/// left to the crate.
fn singular(text: &str) -> Option<Location> {
    let mut rest = text.strip_prefix('$')?;
    let mut location = Location::new();
    while !rest.is_empty() {
        let (step, after) = match rest.strip_prefix('.') {
            Some(name) => shorthand(name)?,
            None => bracketed(rest.strip_prefix('[')?)?,
        };
        location.push(step);
        rest = after;
    }
    Some(location)
}

fn shorthand(text: &str) -> Option<(Step, &str)> {
    let is_name = |c: char| c == '_' || c.is_ascii_alphanumeric() || !c.is_ascii();
    let end = text.find(|c| !is_name(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let starts_well = name.chars().next().is_some_and(|c| !c.is_ascii_digit());
    starts_well.then(|| (Step::Name(name.to_owned()), rest))
}

fn bracketed(text: &str) -> Option<(Step, &str)> {
    for quote in ['\'', '"'] {
        if let Some(quoted) = text.strip_prefix(quote) {
            let (name, rest) = quoted.split_once(quote)?;
            let plain = !name.contains('\\') && !name.contains(char::is_control);
            return plain.then_some((Step::Name(name.to_owned()), rest.strip_prefix(']')?));
        }
    }
    let (digits, rest) = text.split_once(']')?;
    let canonical =
        digits.bytes().all(|it| it.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    let index = digits.parse().ok().filter(|_| canonical)?;
    Some((Step::Index(index), rest))
}
