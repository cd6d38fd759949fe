//! The Agent Skill of a capability (agentskills.io), compiled in.

/// A skill: the instructions that an agent reads before it calls anything.
#[derive(Debug)]
pub struct Skill {
    /// The name, which is also the folder's: `[a-z0-9-]{1,64}`.
    pub name: &'static str,
    /// What it is and when it is of use. Together with the name this is all of the front matter.
    pub description: &'static str,
    /// The first part of it: what it is, without when it is of use.
    pub summary: &'static str,
    /// The files, `SKILL.md` first.
    pub files: &'static [File],
}

/// A file of a skill, in Markdown.
#[derive(Debug)]
pub struct File {
    /// Its path in the folder of the skill, such as `references/list.md`.
    pub path: &'static str,
    /// What it holds.
    pub text: &'static str,
    /// The tools that it describes, of the operations that have some.
    pub tools: &'static [&'static str],
}
