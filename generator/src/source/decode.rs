//! Bytes become text, and text knows its lines and characters.

use crate::diagnostic::{Location, Span};

use super::layout::offset;

/// What bytes turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Decoded {
    /// UTF-8, without its byte order mark.
    Text(String),
    /// Bytes that are not UTF-8: the text as far as it can be shown, and the first bad byte.
    Bad {
        /// The text, with U+FFFD for what is not UTF-8.
        shown: String,
        /// Where in it the first U+FFFD stands.
        at: usize,
        /// The byte itself.
        byte: u8,
    },
    /// UTF-16, by its byte order mark or by its zero bytes.
    Utf16,
}

/// Decodes bytes, skipping a UTF-8 byte order mark.
pub(super) fn decode(bytes: Vec<u8>) -> Decoded {
    let bytes = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => rest.to_vec(),
        None => bytes,
    };
    // The first character of a document is ASCII, so in UTF-16 one of its bytes is zero.
    if let [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, 1..=255, ..] | [1..=255, 0, ..] = bytes[..] {
        return Decoded::Utf16;
    }
    String::from_utf8(bytes).map_or_else(
        |error| {
            let at = error.utf8_error().valid_up_to();
            let byte = error.as_bytes().get(at).copied().unwrap_or_default();
            let shown = String::from_utf8_lossy(error.as_bytes()).into_owned();
            Decoded::Bad { shown, at, byte }
        },
        Decoded::Text,
    )
}

/// The byte at which each line begins.
#[derive(Clone, Debug)]
pub(super) struct Lines(Vec<u32>);

impl Lines {
    /// Finds the lines of a text.
    pub fn new(text: &str) -> Self {
        let after = |(at, _)| offset(at + 1);
        Self(std::iter::once(0).chain(text.match_indices('\n').map(after)).collect())
    }

    /// Where a span of the text begins.
    pub fn location(&self, text: &str, span: Span) -> Location {
        let line = self.0.partition_point(|start| *start <= span.start);
        let start = self.start_of(line);
        let before = text.as_bytes().get(start..span.start as usize).unwrap_or_default();
        // Every character has one byte that does not continue another.
        let characters = before.iter().filter(|byte| *byte & 0xC0 != 0x80).count();
        Location { line: offset(line), column: offset(characters + 1) }
    }

    /// The byte at which a line, counted from 1, begins.
    pub fn start_of(&self, line: usize) -> usize {
        self.0.get(line.saturating_sub(1)).map_or(usize::MAX, |start| *start as usize)
    }
}

/// Turns counts of characters into counts of bytes.
pub(super) struct Characters<'text> {
    text: &'text str,
    /// The byte of every [`STEP`]th character; empty where all are ASCII.
    every: Vec<u32>,
}

const STEP: usize = 64;

impl<'text> Characters<'text> {
    /// Measures a text.
    pub fn new(text: &'text str) -> Self {
        let every = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().step_by(STEP).map(|(at, _)| offset(at)).collect()
        };
        Self { text, every }
    }

    /// The byte at which a character, counted from 0, begins; the end of the text where there are
    /// fewer.
    pub fn byte(&self, character: usize) -> u32 {
        if self.every.is_empty() {
            return offset(character.min(self.text.len()));
        }
        let base = self.every.get(character / STEP).map(|it| *it as usize);
        let rest = base.and_then(|base| self.text.get(base..));
        let within = rest.and_then(|rest| rest.char_indices().nth(character % STEP));
        offset(base.zip(within).map_or(self.text.len(), |(base, (at, _))| base + at))
    }
}
