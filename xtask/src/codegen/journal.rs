//! Changes to the disk that can be taken back.
//!
//! Every step that succeeds is noted; [`Journal::undo`] takes the steps back, the last one first.
//! Files are only ever renamed, so what comes back is what was there, modification times included.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The steps so far.
#[derive(Debug, Default)]
pub struct Journal {
    steps: Vec<Step>,
}

#[derive(Debug)]
enum Step {
    Renamed { from: PathBuf, to: PathBuf },
    Created(PathBuf),
    Removed(PathBuf),
}

impl Journal {
    /// Renames a file, or a link.
    pub fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)?;
        let (from, to) = (from.to_owned(), to.to_owned());
        self.steps.push(Step::Renamed { from, to });
        Ok(())
    }

    /// Puts a file in the place of another, which is kept aside. Where the file system knows hard
    /// links, the place is never empty.
    pub fn replace(&mut self, from: &Path, to: &Path, aside: &Path) -> io::Result<()> {
        fs::hard_link(to, aside).or_else(|_| fs::rename(to, aside))?;
        self.steps.push(Step::Renamed { from: to.to_owned(), to: aside.to_owned() });
        self.rename(from, to)
    }

    /// Creates a folder and those above it, where they are missing.
    pub fn create_folders(&mut self, path: &Path) -> io::Result<()> {
        match fs::create_dir(path) {
            Ok(()) => {
                self.steps.push(Step::Created(path.to_owned()));
                Ok(())
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let Some(parent) = path.parent() else {
                    return Err(error);
                };
                self.create_folders(parent)?;
                self.create_folders(path)
            }
            Err(_) if path.is_dir() => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Removes an empty folder.
    pub fn remove_folder(&mut self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)?;
        self.steps.push(Step::Removed(path.to_owned()));
        Ok(())
    }

    /// Takes every step back, as far as that is possible; the first failure is returned.
    pub fn undo(self) -> io::Result<()> {
        let mut first = Ok(());
        for step in self.steps.into_iter().rev() {
            let undone = match &step {
                Step::Renamed { from, to } => fs::rename(to, from),
                Step::Created(path) => fs::remove_dir(path),
                Step::Removed(path) => fs::create_dir(path),
            };
            first = first.and(undone);
        }
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undo_restores_files_and_folders() {
        let temp = tempfile::tempdir().expect("a folder");
        let at = |path: &str| temp.path().join(path);
        fs::create_dir(at("empty")).expect("a folder");
        fs::write(at("old"), "old").expect("a file");
        fs::write(at("new"), "new").expect("a file");
        fs::write(at("kept"), "kept").expect("a file");
        let mut journal = Journal::default();
        journal.rename(&at("old"), &at("aside")).expect("a rename");
        journal.replace(&at("new"), &at("kept"), &at("kept aside")).expect("a replacement");
        journal.remove_folder(&at("empty")).expect("no folder");
        journal.create_folders(&at("a/b")).expect("folders");
        journal.create_folders(&at("a")).expect("a folder there");
        journal.rename(&at("kept"), &at("a/b/c")).expect("a rename");
        journal.undo().expect("all undone");
        for name in ["old", "new", "kept"] {
            assert_eq!(fs::read_to_string(at(name)).expect("a file"), name);
        }
        assert!(at("empty").is_dir() && !at("a").exists() && !at("aside").exists());
    }
}
