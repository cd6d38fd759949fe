//! Examples of how the program is run: they name the variables of every capability.

use minijinja::context;

use crate::diagnostic::Diagnostics;
use crate::files::{Files, Templates};
use crate::ir::Capability;

use super::{environment, unrendered};

/// The folder of the files in the crate, and of their templates.
const FOLDER: &str = "deploy";

/// The files, by path in the crate; a template that fails is reported.
pub fn deploy(
    capabilities: &[Capability],
    templates: &Templates,
    diagnostics: &mut Diagnostics,
) -> Files {
    let mut variables: Vec<String> = Vec::new();
    for variable in capabilities.iter().flat_map(|it| &it.variables) {
        if !variables.contains(&variable.name) {
            variables.push(variable.name.clone());
        }
    }
    let seen = context! { variables };
    let mut files = Files::new();
    for (path, text) in templates {
        let below = path.strip_prefix(FOLDER).and_then(|it| it.strip_prefix('/'));
        let Some(name) = below.and_then(|it| it.strip_suffix(".j2")) else { continue };
        let rendered = environment().and_then(|it| it.render_str(text, &seen));
        match rendered {
            Ok(text) => drop(files.insert(format!("{FOLDER}/{name}"), text)),
            Err(error) => diagnostics.push(unrendered(path, &error)),
        }
    }
    files
}
