//! The Agent Skills of the capabilities, by the Skills extension of MCP (SEP-2640).
//!
//! A skill's files are resources, `skill://<name>/SKILL.md` and below. `skills/list` and `skills/get` tell each
//! with the digest of its bytes, `resources/directory/read` what stands in a folder. Clients that know nothing
//! of the extension see resources like others. All of it is constant, so everyone may keep it. Of tools that the server
//! hides, nothing is told (`shown`).

mod shown;

use std::sync::OnceLock;

use rmcp::ErrorData;
use rmcp::model::{
    DIRECTORY_MIME_TYPE, ReadResourceResult, Resource, ResourceContents, ResourceTemplate, Skill,
    SkillFrontmatter, SkillResource, SkillResources,
};

use crate::support::skill::Skill as Compiled;

use shown::Shown;
pub(super) use shown::Tools;

/// The file that every skill has.
const MAIN: &str = "SKILL.md";

/// The media type of all files.
const MARKDOWN: &str = "text/markdown";

/// The skills of a server.
pub(super) struct Skills {
    skills: Vec<Shown>,
    /// Their entries, made when first asked for: the digests take a while.
    entries: OnceLock<Vec<Skill>>,
}

impl Skills {
    /// The skills to serve, with the tools of their capabilities; none of whose tools all are hidden.
    pub(super) fn new(skills: Vec<(&'static Compiled, Tools<'_>)>) -> Self {
        let any = |tools: &Tools<'_>| tools.hidden.is_empty() || !tools.shown.is_empty();
        let skills = skills.iter().filter(|(_, tools)| any(tools));
        let skills = skills.map(|(skill, tools)| Shown::new(skill, tools)).collect();
        Self { skills, entries: OnceLock::new() }
    }

    /// Whether there is none, so that the extension is not declared.
    pub(super) fn is_empty(&self) -> bool {
        self.skills.is_empty()
    }

    /// `skills/list`
    pub(super) fn entries(&self) -> &[Skill] {
        self.entries.get_or_init(|| self.skills.iter().map(entry).collect())
    }

    /// `skills/get`
    pub(super) fn entry(&self, uri: &str) -> Result<Skill, ErrorData> {
        let found = self.entries().iter().find(|it| it.uri == uri);
        found.cloned().ok_or_else(|| {
            let message = format!("no skill is served at {uri}; `skills/list` names all");
            ErrorData::invalid_params(message, None)
        })
    }

    /// `resources/list`: where each skill begins. It leads to its other files.
    pub(super) fn resources(&self) -> Vec<Resource> {
        let main = |it: &Shown| file(it, MAIN).map(|text| resource(it, MAIN, text));
        self.skills.iter().filter_map(main).collect()
    }

    /// `resources/templates/list`
    pub(super) fn templates() -> Vec<ResourceTemplate> {
        let template = ResourceTemplate::new("skill://{skill}/{+path}", "skill")
            .with_title("File of a skill")
            .with_description("A file of a skill, such as `SKILL.md`, which names the others.")
            .with_mime_type(MARKDOWN);
        vec![template]
    }

    /// `resources/read`; `None` where there is no such file.
    pub(super) fn read(&self, uri: &str) -> Option<ReadResourceResult> {
        let (skill, path) = self.place(uri)?;
        let text = file(skill, path)?;
        let contents = ResourceContents::text(text, uri).with_mime_type(MARKDOWN);
        Some(ReadResourceResult::new(vec![contents]))
    }

    /// `resources/directory/read`: what stands directly in a folder.
    pub(super) fn folder(&self, uri: &str) -> Result<Vec<Resource>, ErrorData> {
        let found = self.place(uri).map(|(skill, folder)| below(skill, folder));
        found.filter(|it| !it.is_empty()).ok_or_else(|| {
            ErrorData::invalid_params(format!("{uri} is not a directory resource"), None)
        })
    }

    /// The skill and the path in it that a URI names.
    fn place<'u>(&self, uri: &'u str) -> Option<(&Shown, &'u str)> {
        let rest = uri.strip_prefix("skill://")?;
        let (name, path) = rest.split_once('/').unwrap_or((rest, ""));
        let skill = self.skills.iter().find(|it| it.name == name)?;
        Some((skill, path))
    }
}

fn file<'s>(skill: &'s Shown, path: &str) -> Option<&'s str> {
    skill.files.iter().find(|it| it.0 == path).map(|it| it.1.as_ref())
}

fn uri(skill: &Shown, path: &str) -> String {
    format!("skill://{}/{path}", skill.name)
}

fn entry(skill: &Shown) -> Skill {
    let files = skill.files.iter();
    let files =
        files.map(|(path, text)| SkillResource::from_bytes(uri(skill, path), text.as_bytes()));
    let front = SkillFrontmatter::new(skill.name, skill.description.as_ref());
    Skill::new(uri(skill, MAIN), front, SkillResources::Files(files.collect()))
}

/// The main file is known by the name of its skill, any other by its own.
fn resource(skill: &Shown, path: &str, text: &str) -> Resource {
    let size = text.len() as u64;
    let uri = uri(skill, path);
    let resource = if path == MAIN {
        Resource::new(uri, skill.name).with_description(skill.description.as_ref())
    } else {
        Resource::new(uri, path.rsplit('/').next().unwrap_or(path))
    };
    resource.with_mime_type(MARKDOWN).with_size(size)
}

/// The files and folders directly below a folder of a skill.
fn below(skill: &Shown, folder: &str) -> Vec<Resource> {
    let mut found: Vec<Resource> = Vec::new();
    for (path, text) in &skill.files {
        let rest = match folder {
            "" => Some(*path),
            _ => path.strip_prefix(folder).and_then(|it| it.strip_prefix('/')),
        };
        match rest.map(|it| it.split_once('/')) {
            None => {}
            Some(None) => found.push(resource(skill, path, text)),
            Some(Some((name, _))) => {
                let path =
                    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
                let inner = uri(skill, &path);
                if !found.iter().any(|it| it.uri == inner) {
                    found.push(Resource::new(inner, name).with_mime_type(DIRECTORY_MIME_TYPE));
                }
            }
        }
    }
    found
}
