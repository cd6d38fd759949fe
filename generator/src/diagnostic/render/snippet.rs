//! Labels become excerpts of their files.
//!
//! Input: labels. Output: elements for `annotate-snippets`. Hands that crate only the lines it will
//! show, cut to a width, because it reads all it is handed and documents can be one line of megabytes.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Element, Snippet};

use super::Files;
use crate::diagnostic::{Label, Location};

/// Labels of one file at most so many lines apart share an excerpt.
const NEAR: u32 = 40;

/// How many bytes of a line are kept on either side of what is pointed at.
const MARGIN: usize = 100;

/// The most bytes of a line that is shown whole.
const WIDE: usize = 400;

/// What stands for the rest of a line that was cut.
const CUT: &str = "...";

/// A label, narrowed to its first line.
struct Pointer<'a> {
    label: &'a Label,
    primary: bool,
    at: Location,
    /// The line, as bytes of the file.
    line: Range<usize>,
    /// What is pointed at, as bytes of the file.
    span: Range<usize>,
}

/// The excerpts of a diagnostic.
#[derive(Default)]
pub(super) struct Excerpts<'a> {
    /// The excerpts themselves, that of the first label first.
    pub elements: Vec<Element<'a>>,
    /// Places that will be printed wrong and what they must be, since `annotate-snippets` counts
    /// columns in the excerpt, whose lines may be cut.
    pub corrections: Vec<(String, String)>,
}

/// The excerpts that show labels.
pub(super) fn excerpts<'a>(labels: &'a [Label], files: &'a dyn Files) -> Excerpts<'a> {
    let mut clusters: Vec<Vec<Pointer<'_>>> = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        let pointer = pointer(label, index == 0, files);
        let near =
            clusters.iter_mut().find(|it| it.first().is_some_and(|it| is_near(it, &pointer)));
        match near {
            Some(cluster) => cluster.push(pointer),
            None => clusters.push(vec![pointer]),
        }
    }
    let mut excerpts = Excerpts::default();
    for cluster in clusters {
        excerpts.add(cluster, files);
    }
    excerpts
}

fn pointer<'a>(label: &'a Label, primary: bool, files: &dyn Files) -> Pointer<'a> {
    let text = files.text(label.span.file);
    let start = floor(text, label.span.start as usize);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let line_end = line_start + text[line_start..line_end].trim_end_matches('\r').len();
    let end = floor(text, label.span.end as usize).clamp(start, line_end.max(start));
    let at = files.location(label.span);
    Pointer { label, primary, at, line: line_start..line_end.max(start), span: start..end }
}

fn floor(text: &str, byte: usize) -> usize {
    let byte = byte.min(text.len());
    (0..=byte).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Whether two places fit into one excerpt; in one line, whether they fit into one window of it.
fn is_near(one: &Pointer<'_>, other: &Pointer<'_>) -> bool {
    one.label.span.file == other.label.span.file
        && match one.at.line.abs_diff(other.at.line) {
            0 => one.span.start.abs_diff(other.span.start) <= MARGIN,
            lines => lines <= NEAR,
        }
}

impl<'a> Excerpts<'a> {
    /// Adds the lines of places that are near each other.
    fn add(&mut self, mut pointers: Vec<Pointer<'a>>, files: &'a dyn Files) {
        pointers.sort_by_key(|it| (it.at.line, it.span.start));
        let (Some(first), Some(last)) = (pointers.first(), pointers.last()) else {
            return;
        };
        let printed = pointers.iter().find(|it| it.primary).unwrap_or(first);
        let file = first.label.span.file;
        let (text, path) = (files.text(file), files.path(file));
        let mut source = String::new();
        let mut annotations = Vec::new();
        let mut start = first.line.start;
        for line in text[start..last.line.end].split('\n') {
            let range = start..start + line.trim_end_matches('\r').len();
            let here: Vec<_> = pointers.iter().filter(|it| it.line.start == start).collect();
            let cut = add_line(&mut source, &mut annotations, text, range, &here);
            if here.iter().any(|it| std::ptr::eq(*it, printed)) {
                self.corrections.extend(correction(printed, path, text, &cut));
            }
            start += line.len() + 1;
        }
        let snippet = Snippet::source(source).line_start(first.at.line as usize).path(path);
        self.elements.push(snippet.annotations(annotations).into());
    }
}

/// Adds a line to an excerpt, or of a wide one what is around the places in it; returns the bytes it
/// left out in front.
fn add_line<'a>(
    source: &mut String,
    annotations: &mut Vec<Annotation<'a>>,
    text: &str,
    line: Range<usize>,
    pointers: &[&Pointer<'a>],
) -> Range<usize> {
    let window = window(text, line.clone(), pointers);
    let cut = line.start..window.start;
    if !cut.is_empty() {
        *source += CUT;
    }
    let base = source.len();
    *source += &text[window.clone()];
    if window.end < line.end {
        *source += CUT;
    }
    source.push('\n');
    for pointer in pointers {
        let within = |byte: usize| base + byte.clamp(window.start, window.end) - window.start;
        let span = within(pointer.span.start)..within(pointer.span.end);
        annotations.push(annotation(pointer, span));
    }
    cut
}

/// The place that will be printed for a pointer in a line whose front was cut, and the right one, each
/// with the line break that keeps one from being found at the front of another.
fn correction(
    pointer: &Pointer<'_>,
    path: &str,
    text: &str,
    cut: &Range<usize>,
) -> Option<(String, String)> {
    if cut.is_empty() {
        return None;
    }
    let missing = text[cut.clone()].chars().count();
    let Location { line, column } = pointer.at;
    let wrong = (column as usize + CUT.len()).saturating_sub(missing);
    Some((format!("{path}:{line}:{wrong}\n"), format!("{path}:{line}:{column}\n")))
}

/// What is shown of a line: all of it, or where it is wide, what is around the first place.
fn window(text: &str, line: Range<usize>, pointers: &[&Pointer<'_>]) -> Range<usize> {
    if line.len() <= WIDE {
        return line;
    }
    let first = pointers.iter().map(|it| it.span.start).min().unwrap_or(line.start);
    let start = floor(text, first.saturating_sub(MARGIN)).max(line.start);
    let end = floor(text, first.saturating_add(2 * MARGIN)).min(line.end);
    start..end.max(start)
}

fn annotation<'a>(pointer: &Pointer<'a>, span: Range<usize>) -> Annotation<'a> {
    let kind = if pointer.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
    let text = &*pointer.label.text;
    kind.span(span).label((!text.is_empty()).then_some(text))
}
