//! A skill as far as it is shown: without the tools that a server hides.
//!
//! Enters: the files as the compiler wrote them, and the tools that are hidden. Leaves: the same files without the pages,
//! rows, links and sentences that tell of those tools. Where nothing is hidden, nothing is read or copied.

use std::borrow::Cow;

use rmcp::model::Tool as Definition;

use crate::support::skill::Skill;

/// A description is at most so long (agentskills.io).
const DESCRIPTION: usize = 1024;

/// What a server has of the tools of a skill's capability.
pub(crate) struct Tools<'t> {
    /// What it hides, by name.
    pub(crate) hidden: Vec<&'static str>,
    /// What it shows.
    pub(crate) shown: Vec<&'t Definition>,
}

/// A skill, as far as it is shown.
pub(crate) struct Shown {
    pub(crate) name: &'static str,
    pub(crate) description: Cow<'static, str>,
    /// Path and text, the main file first.
    pub(crate) files: Vec<(&'static str, Cow<'static, str>)>,
}

impl Shown {
    /// What is left of a skill.
    pub(crate) fn new(skill: &'static Skill, tools: &Tools<'_>) -> Self {
        let Tools { hidden, .. } = tools;
        if hidden.is_empty() {
            let files = skill.files.iter().map(|it| (it.path, it.text.into())).collect();
            return Self { name: skill.name, description: skill.description.into(), files };
        }
        let is_left =
            |names: &[&str]| names.is_empty() || names.iter().any(|it| !hidden.contains(it));
        let left = skill.files.iter().filter(|it| is_left(it.tools));
        let gone: Vec<&str> =
            skill.files.iter().filter(|it| !is_left(it.tools)).map(|it| it.path).collect();
        let description = description(skill, &tools.shown);
        let files = left.map(|it| {
            let text = without(it.text, hidden, &gone);
            let text = match it.path {
                super::MAIN => counted(&told_anew(&text, &description), skill, &tools.shown),
                _ => text,
            };
            (it.path, text.into())
        });
        Self { name: skill.name, files: files.collect(), description: description.into() }
    }
}

/// What the skill is, and as many titles of tools as fit.
fn description(skill: &Skill, shown: &[&Definition]) -> String {
    let mut told = skill.summary.to_owned();
    for (at, tool) in shown.iter().enumerate() {
        let title = tool.title.as_deref().unwrap_or(&tool.name);
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let before = if at == 0 { " Use it to: " } else { ", " };
        if told.chars().count() + before.len() + title.chars().count() >= DESCRIPTION {
            break;
        }
        told = told + before + title.trim_end_matches('.');
    }
    if told.len() > skill.summary.len() { told + "." } else { told }
}

/// The main file with another description in its front matter.
fn told_anew(text: &str, description: &str) -> String {
    let key = "\ndescription: ";
    let Some((before, after)) = text.split_once(key) else { return text.to_owned() };
    let rest = after.find('\n').map_or("", |end| &after[end..]);
    // A string of JSON is one of YAML.
    format!("{before}{key}{}{rest}", serde_json::Value::from(description))
}

/// The main file with what is left counted, where a row tells how many operations a page has: those that read, change
/// and may destroy.
fn counted(text: &str, skill: &Skill, shown: &[&Definition]) -> String {
    let count = |line: &str| {
        let (topic, numbers) = line.strip_suffix(" |")?.split_once(") | ")?;
        let is_count = numbers.split(" | ").all(|it| it.parse::<usize>().is_ok());
        let path = topic.rsplit("](").next()?;
        let page = skill.files.iter().find(|it| is_count && it.path == path)?;
        let mut counts = [0; 3];
        for tool in shown.iter().filter(|it| page.tools.contains(&it.name.as_ref())) {
            counts[effect(tool)] += 1;
        }
        Some(format!("{topic}) | {} |", counts.map(|it| it.to_string()).join(" | ")))
    };
    let lines = text.lines().map(|it| count(it).unwrap_or_else(|| it.to_owned()));
    lines.map(|it| it + "\n").collect()
}

/// What a tool does by its hints: 0 reads, 1 changes, 2 may destroy.
fn effect(tool: &Definition) -> usize {
    let hints = tool.annotations.as_ref();
    match hints.map(|it| (it.read_only_hint, it.destructive_hint)) {
        Some((Some(true), _)) => 0,
        Some((_, Some(false))) => 1,
        _ => 2,
    }
}

/// A text without what it says of hidden tools, and without links to pages that are gone.
fn without(text: &str, hidden: &[&str], gone: &[&str]) -> String {
    let names: Vec<String> = hidden.iter().map(|it| format!("`{it}`")).collect();
    let links: Vec<String> = gone.iter().map(|it| format!("]({it})")).collect();
    let tells = |text: &str, of: &[String]| of.iter().any(|it| text.contains(it.as_str()));
    let mut lines: Vec<(Cow<'_, str>, bool)> = Vec::new();
    let (mut is_code, mut is_skipped, mut is_operation) = (false, false, false);
    for line in text.lines() {
        is_code ^= line.starts_with("```");
        if !is_code && line.starts_with("# `") {
            let call = line.split(": ").next().unwrap_or(line);
            (is_operation, is_skipped) = (true, tells(call, &names));
        }
        if is_skipped {
            continue;
        }
        // Within an operation a name in backticks is mostly that of an argument.
        if is_code || (is_operation && !line.starts_with("- Tool: ")) {
            lines.push((line.into(), is_code));
            continue;
        }
        let cell = line.strip_prefix("| ").and_then(|it| it.split(" | ").next());
        let is_row = cell.is_some_and(|it| tells(it, &names) || tells(it, &links));
        let left = if tells(line, &names) { fewer(line, &names) } else { Some(line.into()) };
        lines.extend(left.filter(|_| !is_row).map(|it| (it, false)));
    }
    let mut text = tidy(lines).join("\n");
    text.push('\n');
    text
}

/// A sentence without hidden tools; `None` where nothing is left of it.
fn fewer<'l>(line: &'l str, names: &[String]) -> Option<Cow<'l, str>> {
    let tells = |text: &str| names.iter().any(|it| text.contains(it.as_str()));
    // Where an identifier comes from: `id` (for `a`, `b`): take `x` of `c`, or `y` of `d`.
    if let Some((takers, sources)) = line.split_once("): take ") {
        let (start, takers) = takers.split_once("(for ")?;
        let takers: Vec<&str> = takers.split(", ").filter(|it| !tells(it)).collect();
        let sources = sources.trim_end_matches('.').split(", or ").filter(|it| !tells(it));
        let (takers, sources) = (takers.join(", "), sources.collect::<Vec<_>>().join(", or "));
        let is_left = !takers.is_empty() && !sources.is_empty();
        return is_left.then(|| format!("{start}(for {takers}): take {sources}.").into());
    }
    let (what, list) = line.split_once(": ")?;
    let left: Vec<&str> = list.split(", ").filter(|it| !tells(it)).collect();
    let is_left = !tells(what) && !left.is_empty();
    is_left.then(|| format!("{what}: {}", left.join(", ")).into())
}

/// The lines without tables that have no row, and without headings under which nothing stands.
fn tidy(mut lines: Vec<(Cow<'_, str>, bool)>) -> Vec<String> {
    let level = |line: &str| line.bytes().take_while(|it| *it == b'#').count();
    for at in (0..lines.len()).rev() {
        let (line, is_code) = &lines[at];
        if *is_code {
            continue;
        }
        let next = (at + 1..lines.len()).find(|it| !lines[*it].0.is_empty());
        let next_line = next.map_or("", |it| lines[it].0.as_ref());
        let is_table = line.starts_with('|') && next_line.starts_with("|-");
        let row = lines.get(at + 2).is_some_and(|it| it.0.starts_with('|'));
        if is_table && !row {
            lines.drain(at..at + 2);
        } else if level(line) > 1
            && (next.is_none() || (1..=level(line)).contains(&level(next_line)))
        {
            lines.drain(at..next.unwrap_or(lines.len()));
        }
    }
    let mut out: Vec<String> = Vec::new();
    for (line, _) in lines {
        // Where something went, there is one blank line and not two.
        if !(line.is_empty() && out.last().is_some_and(String::is_empty)) {
            out.push(line.into_owned());
        }
    }
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    out
}
