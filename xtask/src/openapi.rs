//! The OpenAPI documents of the command line, which stand in for a catalog.
//!
//! Input: paths of files, wherever they are. Output: one entry a document, and which files may be read for them:
//! those in the folder of a document, and the overlays.

use std::fs;
use std::path::{Path, PathBuf};

use generator::document::catalog::{Entry, GroupBy, Named};
use generator::document::module_name::{self, Taken};

use crate::cli::{Grouping, OpenapiArgs};
use crate::folder::{Folder, show};
use crate::problem::Problem;

/// The documents.
#[derive(Debug)]
pub struct Documents {
    /// The folder that all paths are relative to.
    pub root: Folder,
    /// What may be read: folders and files, without symbolic links.
    pub readable: Vec<PathBuf>,
    /// The files that the user named.
    pub files: Vec<PathBuf>,
    /// One entry a document.
    pub entries: Vec<Entry>,
}

/// A file that the user named.
struct Given<'a> {
    path: &'a Path,
    /// Its folder, without symbolic links.
    folder: PathBuf,
    name: &'a str,
}

impl Documents {
    /// The documents that the user named; `None` where the catalog is meant.
    pub fn of(args: &OpenapiArgs) -> Result<Option<Self>, Problem> {
        if args.files.is_empty() {
            return Ok(None);
        }
        refuse_several(args)?;
        let files = given(&args.files)?;
        let overlays = given(&args.overlays)?;
        let all = || files.iter().chain(&overlays);
        let root = common(all().map(|it| it.folder.as_path()))?;
        let mut readable: Vec<PathBuf> = files.iter().map(|it| it.folder.clone()).collect();
        readable.extend(all().filter_map(|it| fs::canonicalize(it.path).ok()));
        let overlays = overlays.iter().map(|it| relative(it, &root));
        let overlays: Vec<Named> = overlays.collect::<Result<_, _>>()?;
        let names = names(args, &files)?;
        let entry = |(file, name): (&Given<'_>, String)| {
            Ok(Entry {
                name: Named::unplaced(name),
                capability: None,
                capability_overlays: Vec::new(),
                openapi: relative(file, &root)?,
                overlays: overlays.clone(),
                group_by: match args.group_by {
                    Some(Grouping::Tag) => GroupBy::Tag,
                    Some(Grouping::Document) | None => GroupBy::Document,
                },
            })
        };
        let entries = files.iter().zip(names).map(entry).collect::<Result<_, Problem>>()?;
        let root = Folder { shown: shown(&root, &files), path: root };
        Ok(Some(Self { root, readable, files: args.files.clone(), entries }))
    }

    /// The folder of the crate below `target/`, where the user names none.
    pub fn out(&self) -> String {
        let names: Vec<&str> = self.entries.iter().map(|it| it.name.value.as_str()).collect();
        format!("target/openapi/{}", module_name::sound(&names.join(" ")))
    }
}

fn refuse_several(args: &OpenapiArgs) -> Result<(), Problem> {
    let single = [("--name", args.module.is_some()), ("--overlay", !args.overlays.is_empty())];
    match single.iter().find(|it| it.1 && args.files.len() > 1) {
        Some((option, _)) => {
            let message = format!("`{option}` is for one document, and there are several");
            Err(Problem::new(message).help("run the command once for each of them"))
        }
        None => Ok(()),
    }
}

fn given(paths: &[PathBuf]) -> Result<Vec<Given<'_>>, Problem> {
    paths.iter().map(|it| given_one(it)).collect()
}

fn given_one(path: &Path) -> Result<Given<'_>, Problem> {
    let name = path.file_name().and_then(|it| it.to_str());
    let name = name
        .ok_or_else(|| Problem::new(format!("`{}` does not name a file in UTF-8", show(path))))?;
    let parent = path.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = fs::canonicalize(parent.unwrap_or(Path::new(".")))
        .map_err(|it| Problem::io(format!("open the folder of `{}`", show(path)), &it))?;
    Ok(Given { path, folder, name })
}

/// The folder that holds all others, directly or not.
fn common<'p>(mut folders: impl Iterator<Item = &'p Path>) -> Result<PathBuf, Problem> {
    let mut common = folders.next().unwrap_or(Path::new("")).to_owned();
    for folder in folders {
        while !folder.starts_with(&common) {
            if !common.pop() {
                return Err(Problem::new("the files have no folder in common"));
            }
        }
    }
    Ok(common)
}

/// The path of a file, relative to the root, with `/` between its parts.
fn relative(file: &Given<'_>, root: &Path) -> Result<Named, Problem> {
    let folder = file.folder.strip_prefix(root).unwrap_or(&file.folder);
    let parts: Option<Vec<&str>> = folder.iter().map(|it| it.to_str()).collect();
    let Some(mut parts) = parts else {
        return Err(Problem::new(format!("the path of `{}` is not UTF-8", show(file.path))));
    };
    parts.push(file.name);
    // The point keeps a name such as `a:b.yaml` from being read as a URL.
    Ok(Named::unplaced(format!("./{}", parts.join("/"))))
}

/// The root in the words of the user, where all files are in one folder; else where it is.
fn shown(root: &Path, files: &[Given<'_>]) -> String {
    let first = files.first().and_then(|it| it.path.parent()).unwrap_or(Path::new(""));
    if files.iter().all(|it| it.folder == *root) {
        return show(first);
    }
    let here = std::env::current_dir().and_then(fs::canonicalize).unwrap_or_default();
    show(root.strip_prefix(&here).unwrap_or(root))
}

fn names(args: &OpenapiArgs, files: &[Given<'_>]) -> Result<Vec<String>, Problem> {
    if let Some(name) = &args.module {
        return match module_name::problem(name) {
            None => Ok(vec![name.clone()]),
            Some(problem) => {
                let message = format!("`{name}` cannot name a module: {problem}");
                Err(Problem::new(message).help("give a `--name` such as `petstore`"))
            }
        };
    }
    let mut taken = Taken::default();
    let stem = |name: &'_ str| {
        let known = [".json", ".yaml", ".yml"];
        let stem = known.iter().find_map(|it| name.strip_suffix(it));
        module_name::sound(stem.unwrap_or(name))
    };
    Ok(files.iter().map(|it| taken.free(stem(it.name))).collect())
}
