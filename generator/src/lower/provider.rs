//! What the OpenAPI document says of itself: who provides the API, and what its tags mean.
//!
//! What is malformed is left out: nothing but the published description of a surface tells it on.

use serde_json::{Map, Value};

use crate::ir::{Provider, Tag};
use crate::source::Node;

use super::Context;

/// Lowers the parts of `info` and `tags` that a description of the exposed surface repeats.
pub(super) fn lower_provider(cx: &Context<'_>) -> Provider {
    let root = &cx.openapi.root;
    let info = root.get("info");
    let contact = texts(info.and_then(|it| it.get("contact")), &["name", "url", "email"]);
    let license = license(info.and_then(|it| it.get("license")));
    let tags = root.get("tags").and_then(Node::as_array).unwrap_or_default();
    Provider {
        title: info.and_then(|it| text(it, "title")),
        version: info.and_then(|it| text(it, "version")),
        contact: Some(contact).filter(|it| !it.is_empty()),
        license,
        tags: tags.iter().filter_map(tag).collect(),
    }
}

fn tag(node: &Node) -> Option<Tag> {
    Some(Tag { name: text(node, "name")?, description: text(node, "description") })
}

/// A licence has a name; an SPDX identifier and a URL exclude each other (OpenAPI 3.1, "License Object").
fn license(node: Option<&Node>) -> Option<Map<String, Value>> {
    let mut license = texts(node, &["name", "identifier", "url"]);
    if license.contains_key("identifier") {
        license.shift_remove("url");
    }
    license.contains_key("name").then_some(license)
}

/// The members of these names that are what they are to be.
fn texts(node: Option<&Node>, names: &[&str]) -> Map<String, Value> {
    let Some(node) = node else { return Map::new() };
    let member = |name: &&str| {
        let text = text(node, name).filter(|it| fits(name, it))?;
        Some(((*name).to_owned(), text.into()))
    };
    names.iter().filter_map(member).collect()
}

fn fits(name: &str, text: &str) -> bool {
    let plain = !text.contains(char::is_whitespace);
    match name {
        "url" => plain && ["https://", "http://"].iter().any(|it| text.starts_with(it)),
        "email" => {
            plain && text.split_once('@').is_some_and(|(a, b)| !a.is_empty() && b.contains('.'))
        }
        _ => true,
    }
}

fn text(node: &Node, name: &str) -> Option<String> {
    let text = node.get(name)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
