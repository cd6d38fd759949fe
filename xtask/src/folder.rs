//! The folders that commands work on: where they are, and how they are shown.

use std::path::{Component, Path, PathBuf};

use crate::terminal::harmless;

/// A folder, and the words in which the user knows it.
#[derive(Clone, Debug)]
pub struct Folder {
    /// Where it is.
    pub path: PathBuf,
    /// How it is shown: as the user gave it, or relative to the workspace.
    pub shown: String,
}

impl Folder {
    /// The folder the user gave, relative to the current one; else a folder of the workspace.
    pub fn given_or(given: Option<&Path>, root: &Path, name: &str) -> Self {
        match given {
            Some(path) => Self { path: path.to_owned(), shown: show(path) },
            None => Self { path: root.join(name), shown: name.to_owned() },
        }
    }

    /// How a path in this folder is shown.
    pub fn show(&self, relative: &Path) -> String {
        format!("{}/{}", self.shown.trim_end_matches('/'), show(relative))
    }
}

/// The root of the workspace, whatever the current directory.
pub fn root() -> PathBuf {
    // Cargo names the package it runs, which may have been moved since it was compiled. A test of
    // another package that runs this program passes that package's folder on, which is of no use.
    let running = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let package = running
        .filter(|it| it.ends_with("xtask"))
        .unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    package.parent().map_or(package.clone(), Path::to_owned)
}

/// A path with `/` between its parts on every system.
pub fn show(path: &Path) -> String {
    let mut out = String::new();
    for part in path.components() {
        let text = part.as_os_str().to_string_lossy();
        match part {
            Component::RootDir => out.push('/'),
            _ if out.is_empty() || out.ends_with('/') => out += &harmless(&text),
            _ => out += &format!("/{}", harmless(&text)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_as_given_or_below_the_workspace() {
        let shown = |given: Option<&str>| {
            let folder =
                Folder::given_or(given.map(Path::new), Path::new("/root/of/all"), "generated");
            folder.show(Path::new("src/lib.rs"))
        };
        assert_eq!(shown(None), "generated/src/lib.rs");
        assert_eq!(shown(Some("../out/")), "../out/src/lib.rs");
        assert_eq!(shown(Some("/tmp/out")), "/tmp/out/src/lib.rs");
        assert_eq!(shown(Some("/")), "/src/lib.rs");
        assert_eq!(shown(Some(".")), "./src/lib.rs");
    }
}
