//! Reads the templates.
//!
//! Input: the folder `templates/`. Output: its files by path. Hidden files, which editors and
//! operating systems leave behind, are no templates unless they end in `.j2`.

use std::fs;
use std::path::Path;

use generator::compile::Templates;

use crate::folder::Folder;
use crate::problem::Problem;

/// Reads all templates.
pub fn read(folder: &Folder) -> Result<Templates, Problem> {
    let mut templates = Templates::new();
    read_folder(folder, "", &mut templates)?;
    Ok(templates)
}

fn read_folder(folder: &Folder, below: &str, templates: &mut Templates) -> Result<(), Problem> {
    let path = folder.path.join(below);
    let attempt = || format!("read the templates in `{}`", folder.show(Path::new(below)));
    for entry in fs::read_dir(&path).map_err(|it| Problem::io(attempt(), &it))? {
        let entry = entry.map_err(|it| Problem::io(attempt(), &it))?;
        let kind = entry.file_type().map_err(|it| Problem::io(attempt(), &it))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let relative = format!("{below}{name}");
        if kind.is_dir() {
            read_folder(folder, &format!("{relative}/"), templates)?;
        } else if !name.starts_with('.') || name.ends_with(".j2") {
            let text = fs::read_to_string(entry.path()).map_err(|it| {
                let shown = folder.show(Path::new(&relative));
                Problem::io(format!("read the template `{shown}`"), &it)
            })?;
            templates.insert(relative, text);
        }
    }
    Ok(())
}
