//! A result holds so much text and no more, since all of it goes into the context of a model.
//!
//! Enters: what an answer holds, and what must remain true of it. Leaves: as much of it as is allowed,
//! with a note that says what was cut. JSON stays JSON: lists lose items at their end, all beyond the
//! same number; where that is not enough or not allowed, long texts lose their end. Other text loses its
//! end. Bytes have a limit of their own.

use std::fmt::{self, Write};

use serde_json::{Map, Number, Value};

use super::media::Body;
use super::text::{cut, words};
use crate::support::operation::Argument;
use crate::support::validate::escape;

/// No text within JSON is cut to less than this, in bytes.
const LEAST_TEXT: usize = 64;

/// So many places are named in a note.
const MAX_PLACES: usize = 5;

/// Words in the names of arguments that ask for less.
const LESS: [&str; 24] = [
    "after", "before", "count", "cursor", "fields", "filter", "filters", "first", "last", "limit",
    "lines", "offset", "page", "per", "q", "query", "search", "select", "since", "size", "skip",
    "tail", "take", "until",
];

/// What became of a body.
pub(super) enum Limited {
    /// It is as it was.
    Whole,
    /// It was cut, as the note says.
    Cut(String),
    /// It is too large, and cut as text: what must be true of it no longer is.
    Broken(String),
}

/// Cuts a body to at most so many bytes of text; `holds` says whether a shorter value will do.
pub(super) fn limit(
    arguments: &[Argument],
    body: &mut Body,
    most: usize,
    holds: &dyn Fn(&Value) -> bool,
) -> Limited {
    match body {
        Body::Json(value) => {
            let size = measure(value, usize::MAX, usize::MAX);
            if size <= most {
                return Limited::Whole;
            }
            if let Some((shorter, places)) = shorten(value, most, holds) {
                *value = shorter;
                return Limited::Cut(format!(
                    "Cut to fit: {}.{}",
                    told(&places),
                    advice(arguments)
                ));
            }
            let text = value.to_string();
            let note = cut_text(&text, most, body);
            Limited::Broken(format!("{note}{}", advice(arguments)))
        }
        Body::Text(text) if text.len() > most => {
            let text = std::mem::take(text);
            let note = cut_text(&text, most, body);
            let note = format!("{note}{}", advice(arguments));
            let Body::Text(shorter) = body else { return Limited::Cut(note) };
            match holds(&Value::String(shorter.clone())) {
                true => Limited::Cut(note),
                false => Limited::Broken(note),
            }
        }
        Body::Parts(parts) => limit_parts(arguments, parts, most),
        _ => Limited::Whole,
    }
}

/// Each part may have the same share.
fn limit_parts(arguments: &[Argument], parts: &mut [Body], most: usize) -> Limited {
    let share = most / parts.len().max(1);
    let note = |(at, part): (usize, &mut Body)| match limit(arguments, part, share, &|_| true) {
        Limited::Whole => None,
        Limited::Cut(note) | Limited::Broken(note) => Some(format!("Part {}: {note}", at + 1)),
    };
    let notes: Vec<String> = parts.iter_mut().enumerate().filter_map(note).collect();
    if notes.is_empty() { Limited::Whole } else { Limited::Cut(notes.join(" ")) }
}

fn cut_text(text: &str, most: usize, body: &mut Body) -> String {
    let start = cut(text, most);
    // Half a line says little; all of a text without lines is one line.
    let line = start.rfind('\n').filter(|end| *end > most / 2);
    let start = &start[..line.unwrap_or(start.len())];
    *body = Body::Text(start.to_owned());
    format!("Cut to fit: these are the first {} of {} bytes.", start.len(), text.len())
}

/// A place that was cut: its pointer, what is shown of it, out of how much, and of what.
type Place = (String, usize, usize, &'static str);

fn told(places: &[Place]) -> String {
    let told = places.iter().take(MAX_PLACES).map(|(pointer, shown, all, unit)| {
        let place = if pointer.is_empty() { "the answer" } else { pointer };
        format!("{place} shows the first {shown} of {all} {unit}")
    });
    let mut told = told.collect::<Vec<_>>().join("; ");
    if places.len() > MAX_PLACES {
        told.push_str(&format!("; and {} places more", places.len() - MAX_PLACES));
    }
    told
}

/// How to ask for less, where there are arguments for that.
fn advice(arguments: &[Argument]) -> String {
    let asks_less = |name: &&str| words(name).iter().any(|it| LESS.contains(&it.as_str()));
    let names: Vec<&str> = arguments.iter().map(|it| it.name).filter(asks_less).collect();
    if names.is_empty() {
        return String::new();
    }
    format!(" Ask for less with `{}`.", names.join("`, `"))
}

/// The most of a value that is small enough and still holds.
fn shorten(
    value: &Value,
    most: usize,
    holds: impl Fn(&Value) -> bool,
) -> Option<(Value, Vec<Place>)> {
    let longest = longest(value);
    let by_items = greatest(1, longest, |items| measure(value, items, usize::MAX) <= most)
        .map(|items| (items, usize::MAX));
    let texts = |items: usize| {
        let fits = |bytes| measure(value, items, bytes) <= most;
        greatest(LEAST_TEXT, most, fits).map(|bytes| (items, bytes))
    };
    let attempts = [by_items, texts(usize::MAX), texts(10), texts(1)];
    attempts.into_iter().flatten().find_map(|(items, bytes)| {
        let mut places = Vec::new();
        let shorter = shortened(value, items, bytes, "", &mut places);
        holds(&shorter).then_some((shorter, places))
    })
}

/// The greatest number of a range that fits, where all below one that fits do too.
fn greatest(least: usize, most: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
    if least > most || !fits(least) {
        return None;
    }
    let (mut low, mut high) = (least, most);
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if fits(middle) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    Some(low)
}

/// The number of items in the longest list.
fn longest(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.len().max(items.iter().map(longest).max().unwrap_or(0)),
        Value::Object(members) => members.values().map(longest).max().unwrap_or(0),
        _ => 0,
    }
}

/// How long the JSON of a value is, in bytes, with lists and texts cut to so much.
fn measure(value: &Value, items: usize, bytes: usize) -> usize {
    match value {
        Value::Null | Value::Bool(true) => 4,
        Value::Bool(false) => 5,
        Value::Number(number) => written(number),
        Value::String(text) => {
            let start = cut(text, bytes);
            quoted(start) + if start.len() < text.len() { '…'.len_utf8() } else { 0 }
        }
        Value::Array(list) => {
            let shown = list.len().min(items);
            let inner: usize = list.iter().take(items).map(|it| measure(it, items, bytes)).sum();
            2 + shown.saturating_sub(1) + inner
        }
        Value::Object(members) => {
            let member =
                |(name, it): (&String, &Value)| quoted(name) + 1 + measure(it, items, bytes);
            2 + members.len().saturating_sub(1) + members.iter().map(member).sum::<usize>()
        }
    }
}

/// How long a number is in JSON.
fn written(number: &Number) -> usize {
    struct Length(usize);
    impl Write for Length {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0 += text.len();
            Ok(())
        }
    }
    let mut length = Length(0);
    // Counting never fails.
    let _ = write!(length, "{number}");
    length.0
}

/// How long a text is in JSON.
fn quoted(text: &str) -> usize {
    let byte = |it: u8| match it {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' | 0x08 | 0x0c => 2,
        0..0x20 => 6,
        _ => 1,
    };
    2 + text.bytes().map(byte).sum::<usize>()
}

fn shortened(
    value: &Value,
    items: usize,
    bytes: usize,
    pointer: &str,
    places: &mut Vec<Place>,
) -> Value {
    match value {
        Value::String(text) if text.len() > bytes => {
            let start = cut(text, bytes);
            places.push((pointer.to_owned(), start.len(), text.len(), "bytes"));
            Value::String(format!("{start}…"))
        }
        Value::Array(list) => {
            if list.len() > items {
                places.push((pointer.to_owned(), items, list.len(), "items"));
            }
            let kept = list.iter().take(items).enumerate();
            let mut item =
                |(at, it)| shortened(it, items, bytes, &format!("{pointer}/{at}"), places);
            kept.map(&mut item).collect()
        }
        Value::Object(members) => {
            let mut kept = Map::new();
            for (name, it) in members {
                let pointer = format!("{pointer}/{}", escape(name));
                kept.insert(name.clone(), shortened(it, items, bytes, &pointer, places));
            }
            Value::Object(kept)
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_measured_as_it_is_written() {
        let value = json!({
            "a\"b": [null, true, false, -1.5e300, 12], "c": "ä\n\u{1}\u{7f}\\", "d": {}, "e": []
        });
        assert_eq!(measure(&value, usize::MAX, usize::MAX), value.to_string().len());
        let mut places = Vec::new();
        let short = shortened(&value, 2, 3, "", &mut places);
        assert_eq!(measure(&value, 2, 3), short.to_string().len());
    }

    #[test]
    fn lists_are_cut_before_texts() {
        let value = json!({ "data": (0..100).collect::<Vec<_>>(), "log": "x".repeat(40) });
        let (short, places) = shorten(&value, 100, |_| true).expect("it fits");
        assert!(short.to_string().len() <= 100, "{short}");
        assert_eq!(short["log"], value["log"]);
        assert_eq!(places[0].0, "/data");
        let (short, places) =
            shorten(&value, 200, |it| it["data"].as_array().is_some_and(|it| it.len() == 100))
                .map_or((Value::Null, Vec::new()), |it| it);
        // Two hundred bytes do not hold a hundred numbers, whatever becomes of the text.
        assert_eq!((short, places.len()), (Value::Null, 0));
    }

    #[test]
    fn texts_are_cut_where_lists_are_not_to_blame() {
        let value = json!({ "log": "ä".repeat(500), "tags": ["a", "b"] });
        let (short, places) = shorten(&value, 300, |_| true).expect("it fits");
        assert!(short.to_string().len() <= 300, "{short}");
        assert_eq!(short["tags"], json!(["a", "b"]));
        assert!(short["log"].as_str().is_some_and(|it| it.ends_with("ä…")), "{short}");
        assert_eq!((places[0].0.as_str(), places[0].2), ("/log", 1000));
        assert!(shorten(&json!({ "a": 1, "b": [1, 2] }), 5, |_| true).is_none());
    }
}
