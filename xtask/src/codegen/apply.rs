//! Makes the folder as it should be: all changes or none.
//!
//! Input: a [`Plan`]. Output: the changed folder. New files are written to a hidden staging folder
//! beside their places, old ones are moved into it, and only renames stand between; where one fails,
//! those before it are taken back. A run that is killed is repaired by the next one.

use std::fs;
use std::io;
use std::path::Path;

use tempfile::TempDir;

use super::journal::Journal;
use super::plan::{Difference, Plan, Present};
use crate::folder::Folder;
use crate::problem::Problem;

/// How the name of a staging folder begins. Hidden, so that it is not taken for an orphan.
const STAGING: &str = ".codegen-";

/// Removes what killed runs left behind. The lock must be held.
pub fn sweep(out: &Folder) {
    let Ok(entries) = fs::read_dir(&out.path) else {
        return;
    };
    for entry in entries.flatten() {
        let is_staging = entry.file_name().to_string_lossy().starts_with(STAGING);
        if is_staging && entry.file_type().is_ok_and(|it| it.is_dir()) {
            // It is hidden and harmless: where it cannot be removed, it stays.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Makes the changes.
pub fn apply(out: &Folder, plan: &Plan<'_>) -> Result<(), Problem> {
    if plan.is_empty() {
        return Ok(());
    }
    let staging = stage(out, plan)?;
    let mut change = Change { out, staging: staging.path(), journal: Journal::default() };
    let changed = change.run(plan);
    let journal = change.journal;
    let Err(problem) = changed else {
        // What is left in it is hidden, and swept by the next run.
        let _ = staging.close();
        return Ok(());
    };
    match journal.undo() {
        Ok(()) => Err(problem.help("no file was changed")),
        Err(error) => {
            let kept = staging.keep();
            let help = format!(
                "not all could be restored ({error}); old files are in `{}`",
                kept.display()
            );
            Err(problem.help(help))
        }
    }
}

/// Writes the new files where they can be renamed from, by their number in the plan.
fn stage(out: &Folder, plan: &Plan<'_>) -> Result<TempDir, Problem> {
    let attempt = || format!("write to `{}`", out.shown);
    let staging = tempfile::Builder::new()
        .prefix(STAGING)
        .tempdir_in(&out.path)
        .map_err(|it| Problem::io(attempt(), &it))?;
    for (number, it) in plan.written.iter().enumerate() {
        let path = staging.path().join(format!("new{number}"));
        fs::write(path, it.text).map_err(|it| Problem::io(attempt(), &it))?;
    }
    Ok(staging)
}

/// A change under way.
#[derive(Debug)]
struct Change<'a> {
    out: &'a Folder,
    staging: &'a Path,
    journal: Journal,
}

impl Change<'_> {
    fn run(&mut self, plan: &Plan<'_>) -> Result<(), Problem> {
        // Orphans first: one of them may stand where a folder is needed, or a file.
        for (number, path) in plan.orphaned.iter().enumerate() {
            let aside = self.staging.join(format!("orphan{number}"));
            let moved = self.journal.rename(&self.out.path.join(path), &aside);
            let attempt = || format!("remove `{}`", self.out.show(path));
            moved.map_err(|it| Problem::io(attempt(), &it))?;
            self.remove_emptied(path);
        }
        for (number, it) in plan.written.iter().enumerate() {
            let attempt = || format!("write `{}`", self.out.show(&it.path));
            let placed = self.place(number, it);
            placed.map_err(|it| Problem::io(attempt(), &it))?;
        }
        Ok(())
    }

    /// Removes the folders that are empty now that a file has gone.
    fn remove_emptied(&mut self, path: &Path) {
        let folders = path.ancestors().skip(1);
        for folder in folders.filter(|it| !it.as_os_str().is_empty()) {
            // One that is not empty stays, and with it all above.
            let removed = self.journal.remove_folder(&self.out.path.join(folder));
            if removed.is_err() {
                return;
            }
        }
    }

    fn place(&mut self, number: usize, it: &Difference<'_>) -> io::Result<()> {
        let from = self.staging.join(format!("new{number}"));
        let aside = self.staging.join(format!("old{number}"));
        let to = self.out.path.join(&it.path);
        match it.present {
            Present::File(_) => return self.journal.replace(&from, &to, &aside),
            Present::Other => self.journal.rename(&to, &aside)?,
            Present::Missing => self.make_room(&to)?,
        }
        self.journal.rename(&from, &to)
    }

    fn make_room(&mut self, to: &Path) -> io::Result<()> {
        if let Some(folder) = to.parent() {
            self.journal.create_folders(folder)?;
        }
        // An empty folder may stand in the way; one that is not empty is refused.
        if fs::symlink_metadata(to).is_ok_and(|it| it.is_dir()) {
            self.journal.remove_folder(to)?;
        }
        Ok(())
    }
}
