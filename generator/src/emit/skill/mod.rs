//! The Agent Skill of a capability (agentskills.io): what an agent should know before it calls anything.
//!
//! Input: the IR, with types for the identifiers. Output: a [`Skill`], texts for the templates in `templates/skill`,
//! and the module `skill.rs`, by which the program serves the same files over MCP. Everything follows from the
//! documents: what they do not say, such as a workflow that only people know, is not made up.

mod call;
mod entry;
mod flows;
mod notation;
mod page;
mod placeholder;
mod table;
mod text;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ir::Capability;
use crate::names::skill_name;

use super::{Subject, environment};
use entry::{Effect, Entry};
use text::{cell, code, code_cell, inline, scalar, shortened, some_of, yaml};

pub use page::Page;
pub use table::emit as table;

/// A description is at most so long (agentskills.io).
const DESCRIPTION: usize = 1024;

/// Up to here every operation has a line in `SKILL.md`, which should have fewer than 500; above, every tag has.
const LISTED: usize = 250;

/// So many operations share a page where they do not have their own.
const PER_PAGE: usize = 40;

/// A file may have at most so many pages: hosts need not take skills of more than 512 files (SEP-2640).
const PAGES: usize = 400;

/// Above so many tools a server offers a search in place of the list.
const SEARCHED: usize = 100;

/// What the templates are given.
#[derive(Debug, Serialize)]
pub struct Skill {
    /// The name, which is also the folder's.
    pub name: String,
    /// The name as YAML.
    pub yaml_name: String,
    /// The description as YAML.
    pub yaml_description: String,
    /// The description.
    #[serde(skip)]
    pub description: String,
    /// Its first part: what it is.
    #[serde(skip)]
    pub summary: String,
    /// The title.
    pub title: String,
    /// What it is.
    pub about: String,
    /// The ways to call it.
    pub reach: Vec<String>,
    /// Whether there are tools.
    pub has_tools: bool,
    /// Whether something may be lost by a call.
    pub destroys: bool,
    /// Whether some calls change something.
    pub changes: bool,
    /// The operations, where they are few.
    pub groups: Vec<Group>,
    /// The pages that share operations, where they are many.
    pub topics: Vec<Topic>,
    /// What one call gives that another needs.
    pub flows: Vec<String>,
    /// The pages below `references/`.
    #[serde(skip)]
    pub pages: Vec<Page>,
}

/// Operations of one effect.
#[derive(Debug, Serialize)]
pub struct Group {
    /// The heading.
    pub heading: &'static str,
    /// The operations.
    pub rows: Vec<Row>,
}

/// An operation in a table.
#[derive(Debug, Serialize)]
pub struct Row {
    /// What it is called, with a link to its page.
    pub call: String,
    /// What it does.
    pub does: String,
    /// The arguments it needs.
    pub needs: String,
    /// Whether it may be repeated; empty for what only reads.
    pub again: &'static str,
}

/// A page that several operations share.
#[derive(Debug, Serialize)]
pub struct Topic {
    /// The tag, with a link to the page.
    pub page: String,
    /// How many operations read.
    pub reads: usize,
    /// How many change something.
    pub changes: usize,
    /// How many may lose something.
    pub destroys: usize,
}

/// The skill of a capability.
pub fn skill(subject: Subject<'_>) -> Skill {
    let capability = subject.capability;
    let entries = entry::entries(subject);
    let is_large = entries.len() > LISTED;
    let (pages, topics) =
        if is_large { shared_pages(subject, &entries) } else { own_pages(subject, &entries) };
    let mut flows = flows::identifiers(subject, &entries);
    flows.extend(flows::pages(&entries));
    let summary = summary(capability);
    let description = description(&summary, &entries);
    let has = |effect| entries.iter().any(|it| it.effect == effect);
    Skill {
        yaml_name: yaml_name(&capability.name),
        name: skill_name(&capability.name),
        yaml_description: yaml(&description),
        description,
        summary,
        title: inline(&capability.title),
        about: text::block(&capability.description),
        reach: reach(capability),
        has_tools: capability.mcp.as_ref().is_some_and(|it| !it.tools.is_empty()),
        destroys: has(Effect::Destroy),
        changes: has(Effect::Change) || has(Effect::Destroy),
        groups: if is_large { Vec::new() } else { groups(subject, &entries) },
        topics,
        flows,
        pages,
    }
}

/// A name that no reader of YAML takes for something else.
fn yaml_name(name: &str) -> String {
    let name = skill_name(name);
    let is_word = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(&&*name);
    if is_word { yaml(&name) } else { name }
}

/// What it is.
fn summary(capability: &Capability) -> String {
    let told = [&capability.description, &capability.title].map(|it| scalar(it));
    let what = told.iter().find(|it| !it.is_empty()).cloned();
    let mut what = shortened(&what.unwrap_or_else(|| capability.name.clone()), DESCRIPTION / 2);
    if !what.ends_with(['.', '!', '?', '…']) {
        what.push('.');
    }
    what
}

/// What it is, and when it is of use.
fn description(what: &str, entries: &[Entry<'_>]) -> String {
    let uses: Vec<String> = entries.iter().map(|it| scalar(&it.headline())).collect();
    if uses.is_empty() {
        return what.to_owned();
    }
    // As many as fit; each is at least a word for the reader to find it by.
    let fits = |count: &usize| {
        let used = some_of(&uses, *count).chars().count();
        what.chars().count() + used + " Use it to: .".len() <= DESCRIPTION
    };
    let count = (1..=uses.len()).rev().find(fits);
    let uses: Vec<String> = match count {
        Some(_) => uses,
        None => vec![shortened(&uses[0], DESCRIPTION / 4)],
    };
    format!("{what} Use it to: {}.", some_of(&uses, count.unwrap_or(1)).trim_end_matches('.'))
}

fn reach(capability: &Capability) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(mcp) = capability.mcp.as_ref().filter(|it| !it.tools.is_empty()) {
        let name = code(&mcp.namespace);
        lines.push(format!("**MCP**: call the tools of the server {name} by the names below."));
        if mcp.tools.len() > SEARCHED {
            lines.push(
                "A server with this many tools may list only `search_tools`, `describe_tool` and `call_tool`: \
                 call the tools named here through `call_tool`."
                    .to_owned(),
            );
        }
    }
    if let Some(rest) = capability.rest.as_ref().filter(|it| !it.routes.is_empty()) {
        let host = std::net::SocketAddr::new(rest.address, rest.port);
        lines.push(format!(
            "**REST**: `http://{host}` unless you are told another address. The page of an operation tells its \
             route; arguments go into the path, the query or the JSON body, as the page says."
        ));
    }
    let serve = format!("capability serve {}", capability.name);
    lines.push(format!(
        "**Neither is running?** `{serve}` serves what there is, and `{serve} --stdio` MCP on stdin and stdout."
    ));
    let variables = environment::all(capability);
    if !variables.is_empty() {
        lines.push(format!(
            "The program takes address and credentials from its environment: {}. Never ask for their values, \
             and never put one into an argument.",
            variables.join(", ")
        ));
    }
    lines
}

fn groups(subject: Subject<'_>, entries: &[Entry<'_>]) -> Vec<Group> {
    let headings = [
        (Effect::Read, "Read"),
        (Effect::Change, "Change"),
        (Effect::Destroy, "Delete or overwrite: ask first"),
    ];
    let group = |(effect, heading)| Group {
        heading,
        rows: rows(subject, entries.iter().filter(|it| it.effect == effect), true),
    };
    headings.map(group).into_iter().filter(|it| !it.rows.is_empty()).collect()
}

fn rows<'e, 'a: 'e>(
    subject: Subject<'a>,
    entries: impl Iterator<Item = &'e Entry<'a>>,
    is_linked: bool,
) -> Vec<Row> {
    let row = |entry: &Entry<'a>| {
        let call = code_cell(&entry.call());
        let deprecated = if entry.operation.deprecated { " (deprecated)" } else { "" };
        Row {
            call: if is_linked {
                format!("[{call}](references/{}.md)", page::file_name(subject, entry.id))
            } else {
                call
            },
            does: format!("{}{deprecated}", cell(&shortened(&entry.headline(), 160))),
            needs: some_of(&page::needed(subject, entry), 5),
            again: if entry.may_repeat() { "yes" } else { "no" },
        }
    };
    entries.map(row).collect()
}

/// The tools by which operations are described.
fn described<'e, 'a: 'e>(entries: impl IntoIterator<Item = &'e Entry<'a>>) -> Vec<String> {
    entries.into_iter().filter_map(|it| Some(it.tools.first()?.name.clone())).collect()
}

/// A page for each operation.
fn own_pages(subject: Subject<'_>, entries: &[Entry<'_>]) -> (Vec<Page>, Vec<Topic>) {
    let page = |entry: &Entry<'_>| Page {
        path: format!("references/{}.md", page::file_name(subject, entry.id)),
        tools: described([entry]),
        topic: None,
        rows: Vec::new(),
        operations: vec![page::operation(subject, entry)],
    };
    (entries.iter().map(page).collect(), Vec::new())
}

/// Pages for the operations of a tag each; a tag of very many has several.
fn shared_pages<'a>(subject: Subject<'a>, entries: &[Entry<'a>]) -> (Vec<Page>, Vec<Topic>) {
    let most = PER_PAGE.max(entries.len().div_ceil(PAGES / 2));
    let mut tags: Vec<(&str, Vec<&Entry<'a>>)> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in entries {
        let tag = entry.operation.tags.first().map_or("other", String::as_str);
        // With very many tags the rest share pages too.
        let tag = if places.contains_key(tag) || tags.len() < PAGES / 2 { tag } else { "other" };
        let at = *places.entry(tag).or_insert(tags.len());
        if at == tags.len() {
            tags.push((tag, Vec::new()));
        }
        tags[at].1.push(entry);
    }
    let parts = tags.iter().flat_map(|(tag, all)| all.chunks(most).map(move |it| (*tag, it)));
    let mut taken = page::FileNames::default();
    parts.map(|(tag, part)| shared_page(subject, taken.take(tag), tag, part)).unzip()
}

fn shared_page<'a>(
    subject: Subject<'a>,
    file: String,
    tag: &str,
    entries: &[&Entry<'a>],
) -> (Page, Topic) {
    let path = format!("references/{file}.md");
    let count = |effect| entries.iter().filter(|it| it.effect == effect).count();
    let topic = Topic {
        page: format!("[{}]({path})", cell(tag)),
        reads: count(Effect::Read),
        changes: count(Effect::Change),
        destroys: count(Effect::Destroy),
    };
    let page = Page {
        tools: described(entries.iter().copied()),
        topic: Some(inline(tag)),
        rows: rows(subject, entries.iter().copied(), false),
        operations: entries.iter().map(|it| page::operation(subject, it)).collect(),
        path,
    };
    (page, topic)
}
