//! The files of an Agent Skill, from its texts and two templates.

use minijinja::Environment;
use minijinja::value::Serde;

use crate::diagnostic::{Diagnostics, Failed};
use crate::emit::Skill;
use crate::files::{Files, Templates};

use super::{environment, text_of, unrendered};

/// The template of `SKILL.md`.
const SKILL: &str = "skill/SKILL.md.j2";

/// The template of a page below `references/`.
const PAGE: &str = "skill/page.md.j2";

/// Both templates, parsed.
pub struct SkillTemplates<'t>(Environment<'t>);

impl<'t> SkillTemplates<'t> {
    /// Looks them up and parses them; what is wrong is reported.
    pub fn find(templates: &'t Templates, diagnostics: &mut Diagnostics) -> Result<Self, Failed> {
        let texts = [SKILL, PAGE].map(|path| (path, text_of(templates, path, diagnostics)));
        let mut parsed = environment().map_err(|error| {
            diagnostics.push(unrendered(SKILL, &error));
            Failed
        })?;
        for (path, text) in texts {
            parsed.add_template(path, text?).map_err(|error| {
                diagnostics.push(unrendered(path, &error));
                Failed
            })?;
        }
        Ok(Self(parsed))
    }

    /// The files of a skill, by path in the crate.
    pub fn files(&self, skill: &Skill, diagnostics: &mut Diagnostics) -> Files {
        let folder = format!("skills/{}", skill.name);
        let mut files = Files::new();
        let mut add =
            |path: &str, template: &str, rendered: Result<String, minijinja::Error>| match rendered
            {
                Ok(text) => drop(files.insert(format!("{folder}/{path}"), text)),
                Err(error) => diagnostics.push(unrendered(template, &error)),
            };
        let of = |name| self.0.get_template(name);
        add("SKILL.md", SKILL, of(SKILL).and_then(|it| it.render(Serde(skill))));
        for page in &skill.pages {
            add(&page.path, PAGE, of(PAGE).and_then(|it| it.render(Serde(page))));
        }
        files
    }
}
