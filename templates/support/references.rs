//! The headers of an answer that refer to something: `Location`, `Content-Location` and `Link` (RFC 8288).

use http::header::{CONTENT_LOCATION, LINK, LOCATION};
use http::{HeaderMap, HeaderValue};

/// Writes every reference anew; what `translate` has nothing for is taken away.
pub(super) fn rewrite(headers: &mut HeaderMap, translate: impl Fn(&str) -> Option<String>) {
    for name in [LOCATION, CONTENT_LOCATION] {
        let Some(value) = headers.remove(&name) else { continue };
        let value = value.to_str().ok().and_then(|it| translate(it.trim()));
        if let Some(value) = value.and_then(|it| HeaderValue::try_from(it).ok()) {
            headers.insert(name, value);
        }
    }
    let lines: Vec<HeaderValue> = headers.get_all(LINK).iter().cloned().collect();
    headers.remove(LINK);
    for line in &lines {
        let links = line.to_str().map_or_else(|_| Vec::new(), |it| links(it, &translate));
        if let (false, Ok(line)) = (links.is_empty(), HeaderValue::try_from(links.join(", "))) {
            headers.append(LINK, line);
        }
    }
}

/// `<target>; rel=next, <target>; rel=prev`, each of them.
fn links(line: &str, translate: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut links = Vec::new();
    let mut rest = line;
    while let Some((target, after)) = rest.split_once('<').and_then(|it| it.1.split_once('>')) {
        let (parameters, after) = split_link(after);
        // What a link is about may be named in full, too.
        let has_context = parameters.to_ascii_lowercase().contains("anchor");
        if let (Some(target), false) = (translate(target.trim()), has_context) {
            links.push(format!("<{target}>{}", parameters.trim_end()));
        }
        rest = after;
    }
    links
}

/// The parameters of a link, and what follows its comma. A quoted comma parts nothing.
pub(super) fn split_link(text: &str) -> (&str, &str) {
    let mut quoted = false;
    let mut escaped = false;
    for (at, it) in text.char_indices() {
        match it {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ',' if !quoted => return (&text[..at], &text[at + 1..]),
            _ => {}
        }
    }
    (text, "")
}
