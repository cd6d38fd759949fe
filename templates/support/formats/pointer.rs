//! RFC 6901: JSON pointers; and pointers that begin at a value rather than at the whole.

/// RFC 6901, section 3.
pub(super) fn is_pointer(text: &str) -> bool {
    let escapes = || text.split('~').skip(1).all(|it| it.starts_with(['0', '1']));
    (text.is_empty() || text.starts_with('/')) && escapes()
}

/// draft-bhutton-relative-json-pointer-00, section 3: levels to go up, items to move by, then a pointer or
/// `#`.
pub(super) fn is_relative(text: &str) -> bool {
    let Some(rest) = after_number(text, false) else { return false };
    let rest = match rest.strip_prefix(['+', '-']) {
        Some(moved) => match after_number(moved, true) {
            Some(rest) => rest,
            None => return false,
        },
        None => rest,
    };
    rest == "#" || is_pointer(rest)
}

/// What follows a number without leading zeros.
fn after_number(text: &str, is_positive: bool) -> Option<&str> {
    let end = text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let is_plain = number == "0" && !is_positive || !number.starts_with('0');
    (!number.is_empty() && is_plain).then_some(rest)
}
