//! Ranks tools by the words of a query (Okapi BM25).
//!
//! A tool is the words of its name, title, tags, description and arguments; a word of the name weighs
//! more than one of the description. A word of the query also finds words that mean the same to an API
//! (`delete` finds `remove`) and words that begin with it, both for less.

use std::collections::{BTreeMap, BTreeSet};

use rmcp::model::Tool as Definition;

use crate::support::mcp::text::words;
use crate::support::operation::Tool;

/// How soon a repeated word counts no more, and how far a long text is held against it: the usual values.
const SATURATION: f64 = 1.2;
const LENGTH: f64 = 0.75;

/// What a word is worth that only means the same, or only begins like one of the query.
const RELATED: f64 = 0.5;

/// No shorter word finds those that begin with it.
const MIN_PREFIX: usize = 3;

/// How alike a proposed word is at least, 0 to 1 (Jaro-Winkler).
const MIN_LIKENESS: f64 = 0.75;

/// So many words are proposed.
const MAX_NEAR: usize = 5;

/// How much a word weighs by where it stands.
const NAME: u32 = 4;
const TITLE: u32 = 2;
const ELSEWHERE: u32 = 1;

/// Words that tell nothing.
const IDLE: [&str; 24] = [
    "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "for", "from", "how", "i", "in",
    "is", "it", "me", "of", "on", "the", "to", "want", "with",
];

/// Words that mean the same to an API.
const SAME: [&[&str]; 6] = [
    &["create", "add", "new", "insert", "make"],
    &["delete", "remove", "destroy", "drop", "erase"],
    &["update", "edit", "change", "modify", "set", "patch"],
    &["get", "show", "read", "view", "fetch", "find"],
    &["list", "all", "search", "browse"],
    &["start", "run", "launch", "deploy"],
];

/// The words of all tools.
pub(super) struct Index {
    /// How often each tool has a word, by word; tools by their position.
    postings: BTreeMap<String, Vec<(usize, u32)>>,
    lengths: Vec<u32>,
    average: f64,
}

impl Index {
    pub(super) fn new<'a>(tools: impl Iterator<Item = (&'a Tool, &'a Definition)>) -> Self {
        let mut postings: BTreeMap<String, Vec<(usize, u32)>> = BTreeMap::new();
        let mut lengths = Vec::new();
        for (at, (tool, definition)) in tools.enumerate() {
            let counts = counts(tool, definition);
            lengths.push(counts.values().sum());
            for (word, count) in counts {
                postings.entry(word).or_default().push((at, count));
            }
        }
        let total: f64 = lengths.iter().copied().map(f64::from).sum();
        let average = (total / lengths.len().max(1) as f64).max(1.0);
        Self { postings, lengths, average }
    }

    /// The positions of the tools that have words of a query, the best first.
    pub(super) fn search(&self, query: &str) -> Vec<usize> {
        let mut scores: BTreeMap<usize, f64> = BTreeMap::new();
        for word in terms(query).into_iter().collect::<BTreeSet<_>>() {
            for (found, worth) in self.found(&word) {
                for &(at, count) in self.postings.get(found).into_iter().flatten() {
                    *scores.entry(at).or_default() += worth * self.score(found, at, count);
                }
            }
        }
        let mut ranked: Vec<(usize, f64)> = scores.into_iter().collect();
        // The order of declaration decides between equals, since the sort is stable.
        ranked.sort_by(|one, other| other.1.total_cmp(&one.1));
        ranked.into_iter().map(|(at, _)| at).collect()
    }

    /// Words like those of a query that found nothing.
    pub(super) fn near(&self, query: &str) -> Vec<&str> {
        let asked = terms(query);
        let likeness =
            |word: &str| asked.iter().map(|it| strsim::jaro_winkler(it, word)).fold(0.0, f64::max);
        let mut ranked: Vec<(f64, &str)> =
            self.postings.keys().map(|it| (likeness(it), it.as_str())).collect();
        ranked.retain(|(likeness, _)| *likeness >= MIN_LIKENESS);
        ranked.sort_by(|one, other| other.0.total_cmp(&one.0));
        ranked.into_iter().take(MAX_NEAR).map(|(_, word)| word).collect()
    }

    /// The words that a word of a query finds, with what they are worth.
    fn found<'a>(&'a self, word: &'a str) -> Vec<(&'a str, f64)> {
        let mut found = vec![(word, 1.0)];
        let same = SAME.iter().filter(|group| group.contains(&word)).flat_map(|group| *group);
        found.extend(same.filter(|it| **it != word).map(|it| (*it, RELATED)));
        if word.len() >= MIN_PREFIX {
            let from = self
                .postings
                .range::<str, _>((std::ops::Bound::Excluded(word), std::ops::Bound::Unbounded));
            let longer = from.map(|(it, _)| it.as_str()).take_while(|it| it.starts_with(word));
            found.extend(longer.map(|it| (it, RELATED)));
        }
        found
    }

    fn score(&self, word: &str, at: usize, count: u32) -> f64 {
        let tools = self.lengths.len() as f64;
        let having = self.postings.get(word).map_or(0, Vec::len) as f64;
        let rarity = (1.0 + (tools - having + 0.5) / (having + 0.5)).ln();
        let length = f64::from(self.lengths.get(at).copied().unwrap_or_default()) / self.average;
        let count = f64::from(count);
        rarity * count * (SATURATION + 1.0)
            / (count + SATURATION * (1.0 - LENGTH + LENGTH * length))
    }
}

/// How much of each word a tool has.
fn counts(tool: &Tool, definition: &Definition) -> BTreeMap<String, u32> {
    let title = definition.title.as_deref().unwrap_or_default();
    let description = definition.description.as_deref().unwrap_or_default();
    let mut texts = vec![(tool.name, NAME), (title, TITLE), (description, ELSEWHERE)];
    texts.extend(tool.tags.iter().map(|it| (*it, TITLE)));
    texts.extend(tool.arguments.iter().map(|it| (it.name, ELSEWHERE)));
    let mut counts = BTreeMap::new();
    for (text, weight) in texts {
        for term in terms(text) {
            *counts.entry(term).or_default() += weight;
        }
    }
    counts
}

/// The words of a text that tell something, in the singular.
fn terms(text: &str) -> Vec<String> {
    words(text).into_iter().filter(|it| !IDLE.contains(&it.as_str())).map(singular).collect()
}

/// A plural of English in the singular, roughly, and alike for both sides.
fn singular(word: String) -> String {
    if let Some(stem) = word.strip_suffix("ies").filter(|it| it.len() > 1) {
        return format!("{stem}y");
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => word,
    }
}
