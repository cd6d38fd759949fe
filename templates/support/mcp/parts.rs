//! The parts of an answer that is `multipart/mixed` or another kind of multipart (RFC 2046, section 5.1).
//!
//! Read here, since the readers of forms lose what stands in a part without headers.

use bytes::Bytes;

/// What a part is where it does not say so (RFC 2046, section 5.1).
const TEXT: &str = "text/plain";

/// The media type and the content of each part, or nothing where the body is malformed.
pub(super) fn read(content_type: &str, body: &Bytes) -> Option<Vec<(String, Bytes)>> {
    let boundary = boundary(content_type)?;
    let delimiter = format!("\r\n--{boundary}");
    // The first delimiter may stand at the very start, without the line break before it.
    let first = delimiter.trim_start();
    let mut at = if body.starts_with(first.as_bytes()) {
        first.len()
    } else {
        find(body, delimiter.as_bytes())? + delimiter.len()
    };
    let mut parts = Vec::new();
    while !body[at..].starts_with(b"--") {
        // White space may follow the delimiter.
        let start = at + find(&body[at..], b"\r\n")?;
        let end = start + find(&body[start..], delimiter.as_bytes())?;
        parts.push(part(&body.slice(start..end))?);
        at = end + delimiter.len();
    }
    Some(parts)
}

/// A part from the line break after its delimiter on: headers, an empty line, content.
fn part(text: &Bytes) -> Option<(String, Bytes)> {
    let head = find(text, b"\r\n\r\n")?;
    let headers = std::str::from_utf8(&text[..head]).ok()?;
    let mut headers = headers.split("\r\n").filter_map(|line| line.split_once(':'));
    let media_type = headers.find(|(name, _)| name.trim().eq_ignore_ascii_case("content-type"));
    let media_type = media_type.map_or(TEXT, |(_, value)| value.trim());
    Some((media_type.to_owned(), text.slice(head + 4..)))
}

/// The `boundary` of a content type, which may be quoted.
fn boundary(content_type: &str) -> Option<&str> {
    let mut parameters = content_type.split(';').skip(1).filter_map(|it| it.split_once('='));
    let (_, value) = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("boundary"))?;
    let value = value.trim().trim_matches('"');
    (!value.is_empty()).then_some(value)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|it| it == wanted)
}
