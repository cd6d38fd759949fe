//! What may stand before a YAML value: an anchor and a tag.

/// The anchor and the tag before a value, as ranges of bytes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Properties {
    /// The name of the anchor, without `&`.
    pub anchor: Option<(usize, usize)>,
    /// The tag, with its `!`.
    pub tag: Option<(usize, usize)>,
    /// Where the value begins.
    pub len: usize,
}

impl Properties {
    /// Reads the properties at the beginning of a text that has some.
    pub fn read(text: &str) -> Self {
        let mut found = Self::default();
        let mut at = 0;
        loop {
            at += blank_len(&text[at..]);
            let rest = &text[at..];
            let end = at + token_len(rest);
            match rest.chars().next() {
                Some('&') if found.anchor.is_none() => found.anchor = Some((at + 1, end)),
                Some('!') if found.tag.is_none() => found.tag = Some((at, end)),
                _ => break,
            }
            at = end;
        }
        found.len = at;
        found
    }
}

/// The length of the quoted scalar at the beginning of a text.
pub(super) fn quoted_len(text: &str) -> usize {
    let double = text.starts_with('"');
    let mut rest = text.bytes().enumerate().skip(1).peekable();
    while let Some((at, byte)) = rest.next() {
        let escape = match (double, byte) {
            (true, b'\\') => true,
            (true, b'"') => return at + 1,
            (false, b'\'') if rest.peek().is_none_or(|(_, next)| *next != b'\'') => return at + 1,
            (false, b'\'') => true,
            _ => false,
        };
        if escape {
            rest.next();
        }
    }
    text.len()
}

/// Whether a tag only names a kind that JSON has.
pub(super) fn is_core_tag(tag: &str) -> bool {
    let verbatim = tag.strip_prefix("!<tag:yaml.org,2002:").and_then(|it| it.strip_suffix('>'));
    let kind = verbatim.or_else(|| tag.strip_prefix("!!"));
    matches!(kind, Some("str" | "int" | "float" | "bool" | "null" | "seq" | "map"))
}

/// The length of the blanks, line ends and comments before anything else.
fn blank_len(text: &str) -> usize {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        let Some(comment) = rest.strip_prefix('#') else {
            break;
        };
        rest = comment.find('\n').map_or("", |end| &comment[end..]);
    }
    text.len() - rest.len()
}

/// The length of an anchor or tag.
fn token_len(text: &str) -> usize {
    if text.starts_with("!<") {
        return text.find('>').map_or(text.len(), |end| end + 1);
    }
    let ends = |it: char| it.is_ascii_whitespace() || ",[]{}".contains(it);
    text.find(ends).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::{Properties, is_core_tag, quoted_len};

    fn read(text: &str) -> (Option<&str>, Option<&str>, &str) {
        let found = Properties::read(text);
        let part = |range: Option<(usize, usize)>| range.map(|(start, end)| &text[start..end]);
        (part(found.anchor), part(found.tag), &text[found.len..])
    }

    #[test]
    fn parts_properties_from_the_value() {
        assert_eq!(read("&x 5"), (Some("x"), None, "5"));
        assert_eq!(read("!!str &x &y"), (Some("x"), Some("!!str"), "&y"));
        assert_eq!(read("&x # c & d\n  !foo\n  b: 1"), (Some("x"), Some("!foo"), "b: 1"));
        assert_eq!(read("!<tag:x,2002:[a]> [1]"), (None, Some("!<tag:x,2002:[a]>"), "[1]"));
        assert_eq!(read("&x"), (Some("x"), None, ""));
        assert_eq!(read("&é#[1]"), (Some("é#"), None, "[1]"));
        assert_eq!(read("! 3"), (None, Some("!"), "3"));
    }

    #[test]
    fn a_quoted_scalar_ends_before_a_comment() {
        let quoted = |text: &'static str| &text[..quoted_len(text)];
        assert_eq!(quoted(r##""a\"#\\" # b" "##), r##""a\"#\\""##);
        assert_eq!(quoted("'it''s' # it's"), "'it''s'");
        assert_eq!(quoted("\"é"), "\"é");
        assert_eq!(quoted(""), "");
    }

    #[test]
    fn only_kinds_of_json_are_core_tags() {
        assert!(is_core_tag("!!str") && is_core_tag("!<tag:yaml.org,2002:map>"));
        assert!(!is_core_tag("!!binary") && !is_core_tag("!str") && !is_core_tag("!"));
    }
}
