//! Which files a run may judge.
//!
//! Input: what was compiled. Output: whether a path belongs to a capability of the catalog that was
//! not compiled, whose files are left alone. Everything else is this run's business.

use std::path::{Path, PathBuf};

use generator::compile::{Compilation, skill_name};

/// The places of the capabilities that were not compiled.
#[derive(Debug)]
pub struct Scope {
    others: Vec<PathBuf>,
}

impl Scope {
    /// The scope of what was compiled.
    pub fn of(compilation: &Compilation) -> Self {
        let compiled = |name: &&String| {
            let capabilities = &compilation.capabilities;
            capabilities.iter().any(|it| it.name == **name)
        };
        let others = compilation.catalog.iter().filter(|it| !compiled(it));
        let mut others: Vec<PathBuf> = others.flat_map(|name| places(name)).collect();
        if !others.is_empty() {
            // What is about all capabilities at once cannot be made from some of them.
            others.push("deploy".into());
        }
        Self { others }
    }

    /// Whether a path belongs to a capability that was not compiled.
    pub fn leaves_alone(&self, path: &Path) -> bool {
        self.others.iter().any(|it| path.starts_with(it))
    }
}

/// Where the files of one capability are: folders, and single files.
fn places(name: &str) -> [PathBuf; 4] {
    let module = name.replace('-', "_");
    [
        ["src", &module].iter().collect(),
        ["examples", &format!("{module}.rs")].iter().collect(),
        ["openapi", &format!("{name}.yaml")].iter().collect(),
        ["skills", &skill_name(name)].iter().collect(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_files_of_others_are_left_alone() {
        let others = places("dokploy-user").to_vec();
        let scope = Scope { others };
        for path in [
            "src/dokploy_user/client.rs",
            "src/dokploy_user",
            "examples/dokploy_user.rs",
            "openapi/dokploy-user.yaml",
            "skills/dokploy-user/SKILL.md",
        ] {
            assert!(scope.leaves_alone(Path::new(path)), "{path}");
        }
        for path in [
            "src/dokploy_user.rs",
            "src/dokploy_users/client.rs",
            "src/dokploy-user/client.rs",
            "examples/dokploy_user.rs.bak",
            "src/lib.rs",
            "dokploy_user/client.rs",
        ] {
            assert!(!scope.leaves_alone(Path::new(path)), "{path}");
        }
    }
}
