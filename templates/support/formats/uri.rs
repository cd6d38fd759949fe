//! RFC 3986: URIs and relative references.

use super::address;

/// With a scheme.
pub(super) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    is_scheme(scheme) && is_rest(rest)
}

/// With or without a scheme.
pub(super) fn is_reference(text: &str) -> bool {
    if is_uri(text) {
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
    if !are_allowed(fragment, b":@/?") || !are_allowed(query, b":@/?") {
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
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let fits = match byte {
            b'%' => {
                let mut hexadecimal = || bytes.next().is_some_and(|it| it.is_ascii_hexdigit());
                hexadecimal() && hexadecimal()
            }
            _ => {
                byte.is_ascii_alphanumeric()
                    || b"-._~!$&'()*+,;=".contains(&byte)
                    || more.contains(&byte)
            }
        };
        if !fits {
            return false;
        }
    }
    true
}
