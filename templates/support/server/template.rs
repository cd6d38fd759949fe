//! Path templates, such as `/pets/{petId}:sell`, matched against paths as they come on the wire.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// The values captured, by name, still percent-encoded.
pub(super) type Captures = Vec<(&'static str, String)>;

/// A path template.
#[derive(Debug)]
pub(super) struct Template {
    segments: Vec<Segment>,
}

#[derive(Debug)]
enum Segment {
    /// Text, decoded.
    Text(String),
    /// At least one capture.
    Pieces(Vec<Piece>),
}

#[derive(Debug)]
enum Piece {
    /// Text as it stands in a path.
    Text(String),
    Capture(&'static str),
}

impl Template {
    pub(super) fn new(path: &'static str) -> Self {
        let path = path.strip_prefix('/').unwrap_or(path);
        Self { segments: path.split('/').map(segment).collect() }
    }

    /// The path by which the router groups templates: those that may match the same paths share it,
    /// and nothing in it has a meaning to the router but what we put there.
    pub(super) fn group(&self) -> String {
        let shape = |(index, segment): (usize, &Segment)| match segment {
            Segment::Text(text) if text.bytes().all(is_plain) => format!("/{text}"),
            _ => format!("/{{p{index}}}"),
        };
        self.segments.iter().enumerate().map(shape).collect()
    }

    /// A key that sorts text before captures, segment by segment.
    pub(super) fn rank(&self) -> Vec<(u8, usize)> {
        let rank = |segment: &Segment| match segment {
            Segment::Text(_) => (0, 0),
            Segment::Pieces(pieces) => match pieces.as_slice() {
                [Piece::Capture(_)] => (2, 0),
                // The more text, the more specific.
                pieces => (1, usize::MAX - pieces.iter().map(Piece::length).sum::<usize>()),
            },
        };
        self.segments.iter().map(rank).collect()
    }

    /// What the template captures of a path, if it matches. A capture is never empty.
    pub(super) fn matches(&self, path: &str) -> Option<Captures> {
        let path = path.strip_prefix('/').unwrap_or(path);
        let mut captures = Vec::new();
        let mut given = path.split('/');
        for segment in &self.segments {
            let given = given.next()?;
            match segment {
                Segment::Text(text) if decoded(given) == *text => {}
                Segment::Text(_) => return None,
                Segment::Pieces(pieces) => match_pieces(pieces, given, &mut captures)?,
            }
        }
        given.next().is_none().then_some(captures)
    }
}

impl Piece {
    fn length(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Capture(_) => 0,
        }
    }
}

fn segment(text: &'static str) -> Segment {
    let mut pieces = Vec::new();
    let mut rest = text;
    // A brace that is not closed is text.
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, it)| Some((before, it.split_once('}')?)))
    {
        push_text(&mut pieces, before);
        pieces.push(Piece::Capture(name));
        rest = after;
    }
    if pieces.is_empty() {
        return Segment::Text(decoded(text));
    }
    push_text(&mut pieces, rest);
    Segment::Pieces(pieces)
}

fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    const ESCAPED: &AsciiSet =
        &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'^').add(b'`').add(b'{').add(b'}');
    if !text.is_empty() {
        pieces.push(Piece::Text(utf8_percent_encode(text, ESCAPED).to_string()));
    }
}

/// A capture ends where the text after it begins, as early as the rest still matches.
fn match_pieces(pieces: &[Piece], given: &str, captures: &mut Captures) -> Option<()> {
    match pieces {
        [] => given.is_empty().then_some(()),
        [Piece::Text(text), rest @ ..] => {
            match_pieces(rest, given.strip_prefix(text.as_str())?, captures)
        }
        [Piece::Capture(name), rest @ ..] => {
            let known = captures.len();
            let shortest = given.chars().next()?.len_utf8();
            // Without text to look for, a capture takes all there is.
            let from = if rest.is_empty() { given.len() } else { shortest };
            (from..=given.len()).filter(|end| given.is_char_boundary(*end)).find_map(|end| {
                captures.truncate(known);
                captures.push((name, given[..end].to_owned()));
                match_pieces(rest, &given[end..], captures)
            })
        }
    }
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
