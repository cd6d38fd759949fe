//! RFC 3986: URIs and relative references. RFC 3987: the same with letters of all scripts.

use super::address;

/// With a scheme.
pub(super) fn is_uri(text: &str) -> bool {
    text.is_ascii() && is_iri(text)
}

/// With or without a scheme.
pub(super) fn is_reference(text: &str) -> bool {
    text.is_ascii() && is_iri_reference(text)
}

/// With a scheme, and letters of any script.
pub(super) fn is_iri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    is_scheme(scheme) && is_rest(rest)
}

/// With or without a scheme, and letters of any script.
pub(super) fn is_iri_reference(text: &str) -> bool {
    if is_iri(text) {
        return true;
    }
    // A colon in the first segment would make it a scheme.
    let first = text.split(['/', '?', '#']).next().unwrap_or_default();
    !first.contains(':') && is_rest(text)
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|it: char| it.is_ascii_alphabetic())
        && text.bytes().all(|it| it.is_ascii_alphanumeric() || b"+-.".contains(&it))
}

/// What follows the scheme: `hier-part [ "?" query ] [ "#" fragment ]`.
fn is_rest(text: &str) -> bool {
    let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (text, query) = text.split_once('?').unwrap_or((text, ""));
    // Only a query may hold characters of private use.
    let public: String = query.chars().filter(|it| !is_private(*it)).collect();
    if !are_allowed(fragment, b":@/?") || !are_allowed(&public, b":@/?") {
        return false;
    }
    let Some(rest) = text.strip_prefix("//") else { return are_allowed(text, b":@/") };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    is_authority(authority) && are_allowed(path, b":@/")
}

fn is_authority(text: &str) -> bool {
    let (user, rest) = text.rsplit_once('@').unwrap_or(("", text));
    // The colons of an IPv6 address are within brackets.
    let port = rest.rfind(':').filter(|at| *at > rest.rfind(']').unwrap_or(0));
    let (host, port) = match port {
        Some(at) => (&rest[..at], &rest[at + 1..]),
        None => (rest, ""),
    };
    let literal = host.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let host_fits = match literal {
        Some(literal) => address::is_ipv6(literal) || is_future_address(literal),
        None => are_allowed(host, b""),
    };
    are_allowed(user, b":") && host_fits && port.bytes().all(|it| it.is_ascii_digit())
}

/// `IPvFuture`
fn is_future_address(text: &str) -> bool {
    let Some((version, address)) = text.strip_prefix(['v', 'V']).and_then(|it| it.split_once('.'))
    else {
        return false;
    };
    !version.is_empty()
        && version.bytes().all(|it| it.is_ascii_hexdigit())
        && !address.is_empty()
        && !address.contains('%')
        && are_allowed(address, b":")
}

/// Unreserved characters, `sub-delims`, percent-encoded bytes and a few more.
fn are_allowed(text: &str, more: &[u8]) -> bool {
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        let fits = match u8::try_from(character).ok().filter(u8::is_ascii) {
            Some(b'%') => {
                let mut hexadecimal = || characters.next().is_some_and(|it| it.is_ascii_hexdigit());
                hexadecimal() && hexadecimal()
            }
            Some(byte) => {
                byte.is_ascii_alphanumeric()
                    || b"-._~!$&'()*+,;=".contains(&byte)
                    || more.contains(&byte)
            }
            None => is_letter_of_any_script(character),
        };
        if !fits {
            return false;
        }
    }
    true
}

/// `ucschar`
fn is_letter_of_any_script(character: char) -> bool {
    match u32::from(character) {
        0xA0..=0xD7FF | 0xF900..=0xFDCF | 0xFDF0..=0xFFEF => true,
        // The last two of each plane are no characters.
        code @ (0x1_0000..=0xD_FFFF | 0xE_1000..=0xE_FFFF) => code & 0xFFFF < 0xFFFE,
        _ => false,
    }
}

/// `iprivate`
fn is_private(character: char) -> bool {
    matches!(u32::from(character), 0xE000..=0xF8FF | 0xF_0000..=0xF_FFFD | 0x10_0000..=0x10_FFFD)
}
