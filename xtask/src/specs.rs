//! The specs folder, or the documents of the command line, as the generator's [`Loader`].
//!
//! Input: paths relative to the folder. Output: bytes. Nothing outside the folder is read, whatever
//! symbolic links say, and never more than the limit and one byte. Of the documents of the command line,
//! those files are read, and what is in their folders.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::PathBuf;

use generator::source::{LoadError, Loader};

use crate::folder::Folder;
use crate::openapi::Documents;
use crate::problem::Problem;

/// The specs folder.
#[derive(Debug)]
pub struct Specs {
    root: PathBuf,
    /// What may be read: without symbolic links, so that what they lead to can be compared with it.
    readable: Vec<PathBuf>,
    /// Why anything else is not.
    outside: &'static str,
    limit: u64,
}

impl Specs {
    /// Opens the folder; no file in it is read beyond `limit` bytes.
    pub fn open(folder: &Folder, limit: usize) -> Result<Self, Problem> {
        let attempt = format!("open the specs folder `{}`", folder.shown);
        let root = fs::canonicalize(&folder.path).map_err(|it| Problem::io(&attempt, &it))?;
        if !root.is_dir() {
            return Err(Problem::io(&attempt, &ErrorKind::NotADirectory.into()));
        }
        let readable = vec![root.clone()];
        Ok(Self {
            root,
            readable,
            outside: "it leads out of the specs folder",
            limit: limit as u64,
        })
    }

    /// The documents of the command line.
    pub fn of(documents: &Documents, limit: usize) -> Self {
        Self {
            root: documents.root.path.clone(),
            readable: documents.readable.clone(),
            outside: "it leads out of the folder of the document",
            limit: limit as u64,
        }
    }

    fn find(&self, path: &str) -> Result<PathBuf, LoadError> {
        let found = fs::canonicalize(self.root.join(path)).map_err(|it| load_error(&it))?;
        if self.readable.iter().any(|it| found.starts_with(it)) {
            Ok(found)
        } else {
            Err(other(self.outside))
        }
    }
}

impl Loader for Specs {
    fn load(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        let found = self.find(path)?;
        let metadata = fs::metadata(&found).map_err(|it| load_error(&it))?;
        // To open a pipe could wait for ever.
        if !metadata.is_file() {
            return Err(other(if metadata.is_dir() {
                "it is a folder"
            } else {
                "it is not a regular file"
            }));
        }
        let file = File::open(&found).map_err(|it| load_error(&it))?;
        let mut bytes = Vec::new();
        file.take(self.limit + 1).read_to_end(&mut bytes).map_err(|it| load_error(&it))?;
        let read = bytes.len() as u64;
        if read > self.limit {
            return Err(LoadError::TooLarge { size: metadata.len().max(read), limit: self.limit });
        }
        Ok(bytes)
    }
}

fn load_error(error: &io::Error) -> LoadError {
    match error.kind() {
        // `a.yaml/b.yaml` where `a.yaml` is a file.
        ErrorKind::NotFound | ErrorKind::NotADirectory => LoadError::NotFound,
        _ => LoadError::Other(error.to_string()),
    }
}

fn other(reason: &str) -> LoadError {
    LoadError::Other(reason.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn specs(folder: &tempfile::TempDir) -> Specs {
        let path = folder.path().join("specs");
        fs::create_dir_all(&path).expect("a folder");
        let shown = "specs".to_owned();
        Specs::open(&Folder { path, shown }, 4).expect("an open folder")
    }

    #[test]
    fn a_file_is_read_up_to_the_limit() {
        let folder = tempfile::tempdir().expect("a folder");
        let specs = specs(&folder);
        fs::write(specs.root.join("a"), "1234").expect("a file");
        fs::write(specs.root.join("b"), "12345").expect("a file");
        assert_eq!(specs.load("a"), Ok(b"1234".to_vec()));
        assert_eq!(specs.load("b"), Err(LoadError::TooLarge { size: 5, limit: 4 }));
        assert_eq!(specs.load("c"), Err(LoadError::NotFound));
        assert_eq!(specs.load("a/c"), Err(LoadError::NotFound));
        assert_eq!(specs.load("."), Err(other("it is a folder")));
    }

    #[test]
    #[cfg(unix)]
    fn links_may_not_lead_out() {
        let folder = tempfile::tempdir().expect("a folder");
        let specs = specs(&folder);
        fs::write(folder.path().join("secret"), "x").expect("a file");
        fs::write(specs.root.join("a"), "1").expect("a file");
        std::os::unix::fs::symlink("../secret", specs.root.join("out")).expect("a link");
        std::os::unix::fs::symlink("..", specs.root.join("up")).expect("a link");
        std::os::unix::fs::symlink("a", specs.root.join("in")).expect("a link");
        let refused = Err(other("it leads out of the specs folder"));
        assert_eq!(specs.load("out"), refused);
        assert_eq!(specs.load("up/secret"), refused);
        assert_eq!(specs.load("../secret"), refused);
        assert_eq!(specs.load("in"), Ok(b"1".to_vec()));
    }
}
