//! The places of a YAML document, and the guards that need no values.
//!
//! Input: text. Output: its [`Layout`], or diagnostics. Refuses what JSON cannot express and what
//! would exhaust memory; expands nothing.

use std::borrow::Cow;
use std::collections::BTreeSet;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError};

use super::decode::Characters;
use super::json::too_deep;
use super::layout::{Kind, Layout, offset};
use super::load::Limits;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failed, FileId, Span};

mod alias;
mod findings;
mod properties;

use alias::{Anchor, Budget};
use properties::Properties;

/// Walks a YAML text that is not blank.
///
/// # Errors
/// Reports everything found wrong, up to the first thing that ends the walk.
pub(super) fn layout<'text>(
    text: &'text str,
    file: FileId,
    limits: &Limits,
    diagnostics: &mut Diagnostics,
) -> Result<Layout<'text>, Failed> {
    let mut walk = Walk::new(text, file, limits);
    if let Err(last) = walk.run() {
        walk.findings.push(*last);
    }
    if walk.findings.is_empty() {
        return Ok(walk.layout);
    }
    walk.findings.into_iter().for_each(|it| diagnostics.push(it));
    Err(Failed)
}

/// A finding that ends the walk.
type Stop = Box<Diagnostic>;

struct Walk<'text> {
    text: &'text str,
    characters: Characters<'text>,
    file: FileId,
    depth: usize,
    layout: Layout<'text>,
    /// The arrays and objects around the next event.
    open: Vec<Open>,
    budget: Budget,
    /// The anchors so far.
    names: BTreeSet<&'text str>,
    /// Where the last key or value ended that is no block collection.
    end: u32,
    documents: usize,
    findings: Vec<Diagnostic>,
}

/// An array or object whose end is not yet seen.
struct Open {
    /// Its place in the layout.
    spot: usize,
    /// Its anchor, 0 for none.
    anchor: usize,
    /// For an object, whether the next event is a key.
    key_next: Option<bool>,
    /// The values before it, aliases expanded.
    before: u64,
    /// The most levels below it.
    height: usize,
}

/// What YAML puts before a value, and where both stand.
#[derive(Clone, Copy)]
struct Place {
    span: Span,
    anchor: usize,
    tagged: bool,
}

impl<'text> Walk<'text> {
    fn new(text: &'text str, file: FileId, limits: &Limits) -> Self {
        Self {
            text,
            characters: Characters::new(text),
            file,
            depth: limits.depth.min(Limits::DEEPEST),
            layout: Layout::default(),
            open: Vec::new(),
            budget: Budget::new(limits.expanded),
            names: BTreeSet::new(),
            end: 0,
            documents: 0,
            findings: Vec::new(),
        }
    }

    fn run(&mut self) -> Result<(), Stop> {
        let mut parser = Parser::new_from_str(self.text);
        while let Some(next) = parser.next_event() {
            let (event, span) = next.map_err(|error| self.malformed(&error))?;
            self.event(event, self.span(span.start, span.end))?;
        }
        self.finish()
    }

    fn malformed(&self, error: &ScanError) -> Stop {
        let at = self.span(*error.marker(), *error.marker());
        // The scanner runs ahead of the events and has a limit of its own.
        if error.info().contains("recursion limit") {
            return Box::new(too_deep(at, self.depth));
        }
        let message = format!("not well-formed YAML: {}", error.info());
        Box::new(Diagnostic::error(Code::InvalidYaml, at, message))
    }

    fn finish(&mut self) -> Result<(), Stop> {
        // A lone scalar without a character is what `---` and comments amount to.
        let empty = match self.layout.spots[..] {
            [] => true,
            [only] => only.kind == Kind::Scalar && only.start == only.end,
            _ => false,
        };
        if empty {
            let span = Span { file: self.file, start: 0, end: 0 };
            let message = "the file holds no value";
            return Err(Box::new(Diagnostic::error(Code::EmptyDocument, span, message)));
        }
        self.budget.check(self.layout.spots.len()).map_err(Box::new)
    }

    fn event(&mut self, event: Event<'text>, span: Span) -> Result<(), Stop> {
        let place = |anchor, tagged| Place { span, anchor, tagged };
        match event {
            Event::DocumentStart(_) => self.document(span)?,
            Event::Scalar(text, style, anchor, tag) => {
                self.scalar(text, style, place(anchor, tag.is_some()));
            }
            Event::SequenceStart(anchor, tag) => {
                self.begin(Kind::Array, place(anchor, tag.is_some()))?;
            }
            Event::MappingStart(anchor, tag) => {
                self.begin(Kind::Object, place(anchor, tag.is_some()))?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.finish_collection(span),
            Event::Alias(anchor) => self.alias(anchor, span)?,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        Ok(())
    }

    fn document(&mut self, span: Span) -> Result<(), Stop> {
        self.documents += 1;
        if self.documents == 1 {
            return Ok(());
        }
        Err(Box::new(findings::second_document(span)))
    }

    fn scalar(&mut self, text: Cow<'text, str>, style: ScalarStyle, place: Place) {
        let span = self.properties(place);
        let span = self.narrowed(span, style, text.is_empty());
        let plain = style == ScalarStyle::Plain;
        let is_key = self.take_turn();
        if is_key && plain && !place.tagged && text == "<<" {
            self.findings.push(findings::merge_key(span));
        }
        let spot = self.add(Kind::Scalar, span, text);
        self.budget.count(1);
        self.budget.define(place.anchor, Anchor { spot, size: 1, height: 0 });
        self.end = span.end;
    }

    fn begin(&mut self, kind: Kind, place: Place) -> Result<(), Stop> {
        let span = self.properties(place);
        if self.take_turn() {
            let what = if kind == Kind::Array { "a list" } else { "a mapping" };
            self.findings.push(findings::key(span, what));
        }
        if self.open.len() >= self.depth {
            return Err(Box::new(too_deep(span, self.depth)));
        }
        let spot = self.add(kind, span, Cow::Borrowed(""));
        let key_next = (kind == Kind::Object).then_some(true);
        let before = self.budget.counted();
        self.budget.count(1);
        self.open.push(Open { spot, anchor: place.anchor, key_next, before, height: 0 });
        self.end = self.end.max(span.end);
        Ok(())
    }

    fn finish_collection(&mut self, span: Span) {
        // Only the end of a flow collection is written; the parser counts a comment after it in.
        if self.slice(span).starts_with([']', '}']) {
            self.end = self.end.max(span.start + 1);
        }
        let Some(done) = self.open.pop() else { return };
        self.layout.close(done.spot, self.end);
        let height = done.height + 1;
        if let Some(around) = self.open.last_mut() {
            around.height = around.height.max(height);
        }
        let size = self.budget.counted().saturating_sub(done.before);
        self.budget.define(done.anchor, Anchor { spot: done.spot, size, height });
    }

    fn alias(&mut self, id: usize, span: Span) -> Result<(), Stop> {
        if self.take_turn() {
            self.findings.push(findings::key(span, "an alias"));
        }
        let Some(anchor) = self.budget.anchor(id) else {
            return Err(Box::new(findings::endless_alias(span)));
        };
        if self.open.len() + anchor.height > self.depth {
            let finding = too_deep(span, self.depth).label("this alias stands for the rest");
            return Err(Box::new(finding));
        }
        if let Some(around) = self.open.last_mut() {
            around.height = around.height.max(anchor.height);
        }
        self.add(Kind::Alias(offset(anchor.spot)), span, Cow::Borrowed(""));
        self.budget.expand(anchor.size, span);
        self.end = span.end;
        Ok(())
    }

    /// Whether the event at hand is a key.
    fn take_turn(&mut self) -> bool {
        let turn = self.open.last_mut().and_then(|it| it.key_next.as_mut());
        turn.is_some_and(|key_next| std::mem::replace(key_next, !*key_next))
    }

    fn add(&mut self, kind: Kind, span: Span, text: Cow<'text, str>) -> usize {
        self.layout.texts.push(text);
        self.layout.push(kind, span.start, span.end)
    }

    /// Checks what stands before a value, and leaves the place of the value alone.
    fn properties(&mut self, place: Place) -> Span {
        let span = place.span;
        if place.anchor == 0 && !place.tagged {
            return span;
        }
        let found = Properties::read(self.slice(span));
        let within = |(start, end): (usize, usize)| Span {
            start: span.start + offset(start),
            end: span.start + offset(end),
            ..span
        };
        if let Some(tag) = found.tag
            && !properties::is_core_tag(self.slice(within(tag)))
        {
            self.findings.push(findings::tag(within(tag), self.slice(within(tag))));
        }
        if let Some(anchor) = found.anchor
            && !self.names.insert(self.slice(within(anchor)))
        {
            let name = self.slice(within(anchor));
            self.findings.push(findings::anchor(within(anchor), name));
        }
        Span { start: (span.start + offset(found.len)).min(span.end), ..span }
    }

    /// A scalar without the blanks and comments that the parser counts in.
    fn narrowed(&self, span: Span, style: ScalarStyle, empty: bool) -> Span {
        let text = self.slice(span);
        let len = match style {
            ScalarStyle::Plain if empty => 0,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => properties::quoted_len(text),
            _ => text.trim_end_matches([' ', '\t', '\r', '\n']).len(),
        };
        let end = span.start + offset(len);
        Span { end, ..span }
    }

    fn slice(&self, span: Span) -> &'text str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    fn span(&self, start: Marker, end: Marker) -> Span {
        let start = self.characters.byte(start.index());
        let end = self.characters.byte(end.index()).max(start);
        Span { file: self.file, start, end }
    }
}
