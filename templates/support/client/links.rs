//! `Link` headers (RFC 8288), as far as they lead to a next page.

use reqwest::Url;

use crate::support::references::split_link;

/// The target of the first link whose relation is `next`.
pub(super) fn next(header: &str) -> Option<String> {
    let mut rest = header;
    while let Some((_, after)) = rest.split_once('<') {
        let (target, after) = after.split_once('>')?;
        let (parameters, after) = split_link(after);
        if is_next(parameters) {
            return Some(target.trim().to_owned());
        }
        rest = after;
    }
    None
}

/// A URL that is relative to another, if both are of one origin: a credential goes nowhere else.
pub(super) fn same_origin(base: &Url, target: &str) -> Option<Url> {
    let url = base.join(target).ok()?;
    let is_plain = url.username().is_empty() && url.password().is_none();
    (is_plain && url.origin() == base.origin()).then_some(url)
}

/// Whether one of the relations is `next`: `rel=next`, `rel="prev next"`.
fn is_next(parameters: &str) -> bool {
    let relations = parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("rel").then(|| value.trim().trim_matches('"'))
    });
    relations.is_some_and(|it| it.split_whitespace().any(|it| it.eq_ignore_ascii_case("next")))
}
