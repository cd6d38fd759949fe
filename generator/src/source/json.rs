//! The places of a JSON document.
//!
//! Input: text that `serde_json` has accepted. Output: its [`Layout`]. Does not validate.

use crate::diagnostic::{Code, Diagnostic, FileId, Span};

use super::layout::{Kind, Layout, offset};

/// Walks a valid JSON text.
///
/// # Errors
/// Returns the diagnostic where it is nested more than `depth` deep.
pub(super) fn layout(
    text: &str,
    file: FileId,
    depth: usize,
) -> Result<Layout<'static>, Box<Diagnostic>> {
    let bytes = text.as_bytes();
    let mut layout = Layout::default();
    let mut open = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let end = match byte {
            b'{' | b'[' if open.len() >= depth => {
                let span = Span { file, start: offset(at), end: offset(at + 1) };
                return Err(Box::new(too_deep(span, depth)));
            }
            b'{' => {
                open.push(layout.push(Kind::Object, offset(at), 0));
                at + 1
            }
            b'[' => {
                open.push(layout.push(Kind::Array, offset(at), 0));
                at + 1
            }
            b'}' | b']' => {
                if let Some(index) = open.pop() {
                    layout.close(index, offset(at + 1));
                }
                at + 1
            }
            b' ' | b'\t' | b'\n' | b'\r' | b',' | b':' => at + 1,
            b'"' => scalar(&mut layout, at, string_end(bytes, at + 1)),
            _ => scalar(&mut layout, at, word_end(bytes, at + 1)),
        };
        at = end;
    }
    Ok(layout)
}

/// What is said of a document nested too deeply.
pub(super) fn too_deep(span: Span, depth: usize) -> Diagnostic {
    Diagnostic::error(Code::NestedTooDeeply, span, format!("nested more than {depth} deep"))
        .label("one level too many begins here")
}

fn scalar(layout: &mut Layout<'_>, start: usize, end: usize) -> usize {
    layout.push(Kind::Scalar, offset(start), offset(end));
    end
}

/// The byte after the closing quote of a string whose inside begins at `at`.
fn string_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            // Whatever is escaped, its first byte is not the closing quote.
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The byte after a number, `true`, `false` or `null`.
fn word_end(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|it| it.is_ascii_alphanumeric() || b"+-.".contains(it)) {
        at += 1;
    }
    at
}
