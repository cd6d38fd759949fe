//! Keeps two runs on one folder apart.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::folder::Folder;
use crate::problem::Problem;
use crate::terminal;

/// What a run does with the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// It compares: others may do so at the same time.
    Read,
    /// It writes: alone.
    Write,
}

/// Held while a run uses the folder.
#[derive(Debug)]
pub struct Lock {
    /// Unlocked when it is closed; absent where there is no folder to read.
    _file: Option<File>,
    /// The folders made for it, the innermost first.
    created: Vec<PathBuf>,
}

impl Lock {
    /// Waits for other runs; a folder that is to be written is created.
    pub fn acquire(out: &Folder, access: Access) -> Result<Self, Problem> {
        let attempt = || format!("open the output folder `{}`", out.shown);
        let created = match access {
            Access::Read => Vec::new(),
            Access::Write => create(&out.path).map_err(|it| Problem::io(attempt(), &it))?,
        };
        let file = match open(&out.path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound && access == Access::Read => {
                let _file = None;
                return Ok(Self { _file, created });
            }
            Err(error) => return Err(Problem::io(attempt(), &error)),
        };
        let locked = lock(&file, access, &out.shown);
        locked.map_err(|it| Problem::io(format!("lock `{}`", out.shown), &it))?;
        let _file = Some(file);
        Ok(Self { _file, created })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        for folder in &self.created {
            // Those that have been filled stay.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Creates a folder and names those that were missing, the innermost first.
fn create(path: &Path) -> io::Result<Vec<PathBuf>> {
    let named = path.ancestors().filter(|it| !it.as_os_str().is_empty());
    let missing = named.take_while(|it| !it.exists()).map(Path::to_owned);
    let missing = missing.collect();
    fs::create_dir_all(path)?;
    Ok(missing)
}

/// On Unix the folder itself is locked, and no file left behind.
#[cfg(unix)]
fn open(folder: &Path) -> io::Result<File> {
    let file = File::open(folder)?;
    if file.metadata()?.is_dir() { Ok(file) } else { Err(ErrorKind::NotADirectory.into()) }
}

#[cfg(not(unix))]
fn open(folder: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    options.open(folder.join(".codegen.lock"))
}

fn lock(file: &File, access: Access, shown: &str) -> io::Result<()> {
    let tried = match access {
        Access::Read => file.try_lock_shared(),
        Access::Write => file.try_lock(),
    };
    match tried {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => {
            terminal::say(&format!("waiting for another run on `{shown}` ..."));
            match access {
                Access::Read => file.lock_shared(),
                Access::Write => file.lock(),
            }
        }
        // Some network file systems have no locks; that must not forbid all work.
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => Ok(()),
        Err(TryLockError::Error(error)) => Err(error),
    }
}
