//! What differs between the folder and the files it should hold.
//!
//! Input: the compiled files and the folder. Output: a [`Plan`], of which `apply` makes changes and
//! `report` a list. Files are compared byte by byte, line endings included.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use generator::compile::Files;

use super::scan::{Found, MANIFEST, scan};
use super::scope::Scope;
use crate::folder::Folder;
use crate::problem::Problem;

/// The differences; paths are relative to the folder.
#[derive(Debug)]
pub struct Plan<'c> {
    /// The files that are missing or stale: the manifest, then the others in the order of paths.
    pub written: Vec<Difference<'c>>,
    /// What is there and should not be, in the order of paths.
    pub orphaned: Vec<PathBuf>,
}

/// A file that is not as it should be.
#[derive(Debug)]
pub struct Difference<'c> {
    /// Where it is.
    pub path: PathBuf,
    /// What it should hold.
    pub text: &'c str,
    /// What is there.
    pub present: Present,
}

/// What is in the place of a file that is not as it should be.
#[derive(Debug)]
pub enum Present {
    /// Nothing.
    Missing,
    /// A file that holds these bytes.
    File(Vec<u8>),
    /// A link or a device.
    Other,
}

impl Plan<'_> {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.written.is_empty() && self.orphaned.is_empty()
    }
}

/// Compares the folder with the files it should hold, as far as they are in scope.
pub fn compare<'c>(out: &Folder, files: &'c Files, scope: &Scope) -> Result<Plan<'c>, Problem> {
    let expected: BTreeMap<PathBuf, &str> =
        files.iter().map(|(path, text)| (path.split('/').collect(), text.as_str())).collect();
    let mut found = scan(out, &expected)?;
    let mut written = Vec::new();
    for (path, text) in expected {
        let present = match found.remove(&path) {
            None => Present::Missing,
            Some(Found::Other) => Present::Other,
            Some(Found::File) => Present::File(read(out, &path)?),
        };
        if !matches!(&present, Present::File(bytes) if bytes == text.as_bytes()) {
            written.push(Difference { path, text, present });
        }
    }
    // A run that is killed must leave a folder that the next run knows for its own.
    written.sort_by_key(|it| it.path != Path::new(MANIFEST));
    let orphaned = found.into_keys().filter(|it| !scope.leaves_alone(it));
    let orphaned = orphaned.collect();
    Ok(Plan { written, orphaned })
}

fn read(out: &Folder, path: &Path) -> Result<Vec<u8>, Problem> {
    let attempt = || format!("read `{}`", out.show(path));
    fs::read(out.path.join(path)).map_err(|it| Problem::io(attempt(), &it))
}
