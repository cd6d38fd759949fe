//! Where every value of a document stands, without the values.
//!
//! Written by the walks that know positions (`yaml`, `json`), read by `zip`.

use std::borrow::Cow;

use crate::diagnostic::{FileId, Span};

/// The places of a document, each object and array before what it holds, keys before their values.
#[derive(Debug, Default)]
pub(super) struct Layout<'text> {
    /// The places.
    pub spots: Vec<Spot>,
    /// For YAML, what the event parser read at each place; empty for JSON, whose two walks cannot
    /// disagree.
    pub texts: Vec<Cow<'text, str>>,
}

/// The place of one key or value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    /// What stands there.
    pub kind: Kind,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
    /// The index of the place after this one and all it holds.
    pub next: u32,
}

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Any key, or a value that holds no others.
    Scalar,
    /// An array.
    Array,
    /// An object.
    Object,
    /// A YAML alias of the place of that index, which comes before it and is no alias.
    Alias(u32),
}

impl Spot {
    /// The place as others see it.
    pub fn span(self, file: FileId) -> Span {
        Span { file, start: self.start, end: self.end }
    }
}

impl Layout<'_> {
    /// Adds a place; that of an array or object must be closed.
    pub fn push(&mut self, kind: Kind, start: u32, end: u32) -> usize {
        let index = self.spots.len();
        self.spots.push(Spot { kind, start, end, next: offset(index + 1) });
        index
    }

    /// Says where an array or object ends, once all it holds is added.
    pub fn close(&mut self, index: usize, end: u32) {
        let next = offset(self.spots.len());
        if let Some(spot) = self.spots.get_mut(index) {
            spot.end = end.max(spot.start);
            spot.next = next;
        }
    }
}

/// A count that fits, since no file of more than 4 GiB is read.
pub(super) fn offset(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
