//! Output follows from the contents of the specs folder and from nothing else.

use std::cell::RefCell;

use generator::compile::{Files, Options, compile};
use generator::diagnostic::Diagnostics;
use generator::source::{Limits, LoadError, Loader, SourceMap};

use crate::harness::{Folder, TEMPLATES, files_below, workspace};

/// Hands over files from whatever order they are kept in; notes what was asked.
struct Shuffled {
    files: Vec<(String, Vec<u8>)>,
    asked: RefCell<Vec<String>>,
}

impl Loader for Shuffled {
    fn load(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        self.asked.borrow_mut().push(path.to_owned());
        let found = self.files.iter().find(|(it, _)| it == path);
        found.map(|(_, bytes)| bytes.clone()).ok_or(LoadError::NotFound)
    }
}

fn specs() -> Folder {
    files_below(&workspace().join("specs"))
}

fn compiled(loader: &dyn Loader, shown: &str) -> Files {
    let mut sources = SourceMap::new(Limits::default()).shown_below(shown);
    let mut diagnostics = Diagnostics::default();
    let options = Options::default();
    let result = compile(loader, &TEMPLATES, &options, &mut sources, &mut diagnostics);
    result.expect("the specs of the project compile").files
}

#[test]
fn files_in_another_order_and_below_another_folder() {
    let folder = specs();
    let mut files: Vec<_> = folder.clone().into_iter().collect();
    files.reverse();
    files.insert(0, ("unrelated.yaml".to_owned(), b"a: 1".to_vec()));
    let shuffled = Shuffled { files, asked: RefCell::default() };
    let first = compiled(&folder, "specs");
    assert!(first == compiled(&shuffled, "/somewhere/else"), "the files differ");
    assert!(first == compiled(&folder, "specs"), "the files differ from run to run");
}

#[test]
fn each_file_is_read_once() {
    let shuffled = Shuffled { files: specs().into_iter().collect(), asked: RefCell::default() };
    compiled(&shuffled, "specs");
    let asked = shuffled.asked.into_inner();
    let mut distinct = asked.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!(asked.len(), distinct.len(), "{asked:?}");
}

#[test]
fn line_ends_make_no_difference() {
    let folder = specs();
    let windows = folder.iter().map(|(path, bytes)| {
        let text = String::from_utf8(bytes.clone()).expect("text");
        (path.clone(), text.replace('\n', "\r\n").into_bytes())
    });
    let windows: Folder = windows.collect();
    assert!(compiled(&folder, "specs") == compiled(&windows, "specs"), "the files differ");
}
