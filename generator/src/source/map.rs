//! The files read so far, their text, and the way from bytes to a [`Node`].

use std::collections::BTreeMap;
use std::sync::Arc;

use super::decode::{Decoded, Lines, decode};
use super::layout::offset;
use super::load::{Limits, LoadError, Loader};
use super::node::Node;
use super::normalise_path;
use super::parse::parse;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failed, FileId, Files, Location, Span};

/// The files of one run. Each is read once, however many ask for it.
#[derive(Debug, Default)]
pub struct SourceMap {
    limits: Limits,
    /// What paths are shown below; empty, or a folder with its final `/`.
    folder: String,
    files: Vec<SourceFile>,
    by_path: BTreeMap<String, FileId>,
}

#[derive(Debug)]
struct SourceFile {
    path: String,
    shown: String,
    text: String,
    lines: Lines,
    /// `None` where the file was refused, which has been reported.
    node: Option<Arc<Node>>,
}

impl SourceMap {
    /// An empty map.
    pub fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Shows paths below a folder, such as the one the user named, in diagnostics.
    #[must_use]
    pub fn shown_below(mut self, folder: &str) -> Self {
        let folder = folder.trim_end_matches('/');
        self.folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        self
    }

    /// Loads, guards and parses one YAML or JSON document. A file read before is not loaded again.
    ///
    /// `path` is relative to the root. `asked_by` is the place that names it, if any.
    ///
    /// # Errors
    /// Reports why the document cannot be used; for a file refused before, that is not repeated.
    pub fn read(
        &mut self,
        loader: &dyn Loader,
        path: &str,
        asked_by: Option<Span>,
        diagnostics: &mut Diagnostics,
    ) -> Result<Arc<Node>, Failed> {
        let Some(path) = normalise_path("", path) else {
            diagnostics.push(outside(path, asked_by));
            return Err(Failed);
        };
        if let Some(file) = self.by_path.get(&path).and_then(|id| self.file(*id)) {
            return file.node.clone().ok_or(Failed);
        }
        let loaded = loader.load(&path).and_then(|bytes| self.check_size(bytes));
        let bytes = loaded.map_err(|error| {
            diagnostics.push(not_loaded(&format!("{}{path}", self.folder), error, asked_by));
            Failed
        })?;
        self.add(path, bytes, asked_by, diagnostics)
    }

    /// The path of a file, relative to the root.
    pub fn path(&self, file: FileId) -> &str {
        self.file(file).map_or("", |it| &it.path)
    }

    /// The text of a span as it is written, such as `0x1F` where the value is 31.
    pub fn text(&self, span: Span) -> &str {
        let text = self.file(span.file).map_or("", |it| &it.text);
        text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// Where a span begins.
    pub fn location(&self, span: Span) -> Location {
        let start = Location { line: 1, column: 1 };
        self.file(span.file).map_or(start, |it| it.lines.location(&it.text, span))
    }

    fn file(&self, file: FileId) -> Option<&SourceFile> {
        self.files.get(file.0 as usize)
    }

    fn check_size(&self, bytes: Vec<u8>) -> Result<Vec<u8>, LoadError> {
        // Places are counted in 32 bits.
        let limit = self.limits.bytes.min(u32::MAX as usize - 1);
        if bytes.len() <= limit {
            return Ok(bytes);
        }
        Err(LoadError::TooLarge { size: bytes.len() as u64, limit: limit as u64 })
    }

    fn add(
        &mut self,
        path: String,
        bytes: Vec<u8>,
        asked_by: Option<Span>,
        diagnostics: &mut Diagnostics,
    ) -> Result<Arc<Node>, Failed> {
        let id = FileId(offset(self.files.len()));
        let shown = format!("{}{path}", self.folder);
        let (text, refusal) = match decode(bytes) {
            Decoded::Text(text) => (text, None),
            Decoded::Bad { shown, at, byte } => (shown, Some(not_utf8(id, at, byte))),
            Decoded::Utf16 => (String::new(), Some(utf16(&shown, asked_by))),
        };
        let node = match refusal {
            Some(refusal) => {
                diagnostics.push(refusal);
                None
            }
            None => parse(&path, &text, id, &self.limits, diagnostics).ok().map(Arc::new),
        };
        let lines = Lines::new(&text);
        self.by_path.insert(path.clone(), id);
        self.files.push(SourceFile { path, shown, text, lines, node: node.clone() });
        node.ok_or(Failed)
    }
}

impl Files for SourceMap {
    fn path(&self, file: FileId) -> &str {
        self.file(file).map_or("", |it| &it.shown)
    }

    fn text(&self, file: FileId) -> &str {
        self.file(file).map_or("", |it| &it.text)
    }

    fn location(&self, span: Span) -> Location {
        self.location(span)
    }
}

/// An error at the place that names a file, where there is one.
fn asked(code: Code, asked_by: Option<Span>, message: String) -> Diagnostic {
    match asked_by {
        Some(span) => Diagnostic::error(code, span, message).label("named here"),
        None => Diagnostic::global(code, message),
    }
}

fn outside(path: &str, asked_by: Option<Span>) -> Diagnostic {
    let message = format!("the path `{path}` is not a path inside the specs folder");
    asked(Code::PathOutsideRoot, asked_by, message)
        .help("use a path relative to the specs folder, with `/` between its parts")
}

fn not_loaded(path: &str, error: LoadError, asked_by: Option<Span>) -> Diagnostic {
    match error {
        LoadError::NotFound => {
            asked(Code::FileNotFound, asked_by, format!("there is no file `{path}`"))
        }
        LoadError::TooLarge { size, limit } => {
            let message = format!("`{path}` has {size} bytes, more than the {limit} allowed");
            asked(Code::FileTooLarge, asked_by, message)
        }
        LoadError::Other(reason) => {
            asked(Code::FileUnreadable, asked_by, format!("cannot read `{path}`: {reason}"))
        }
    }
}

fn utf16(path: &str, asked_by: Option<Span>) -> Diagnostic {
    asked(Code::NotUtf8, asked_by, format!("`{path}` is UTF-16, not UTF-8"))
        .help(format!("convert it with `iconv -f UTF-16 -t UTF-8 {path}`"))
}

fn not_utf8(file: FileId, at: usize, byte: u8) -> Diagnostic {
    let span = Span { file, start: offset(at), end: offset(at + '\u{FFFD}'.len_utf8()) };
    Diagnostic::error(Code::NotUtf8, span, format!("the byte 0x{byte:02X} is not UTF-8"))
        .label("shown as `\u{FFFD}`")
        .help("save the file as UTF-8")
}
