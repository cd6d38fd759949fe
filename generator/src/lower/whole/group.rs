//! Which operations of a document make up one module.
//!
//! Input: the operations. Output: groups, in the order in which the document first has one of each. By tag, an
//! operation with several stands under its first, and one without stands under the document's own name.

use indexmap::IndexMap;

use crate::diagnostic::Span;
use crate::document::catalog::GroupBy;
use crate::document::module_name::{Taken, words};
use crate::source::Node;

use super::{Context, Member, head};

/// The operations of one module.
pub struct Group<'a> {
    /// The name of the module.
    pub name: String,
    pub title: String,
    pub description: String,
    /// Where the document says what it is about.
    pub at: Span,
    pub members: Vec<Member<'a>>,
}

/// Groups the operations of a document that is called `name`.
pub fn groups<'a>(
    cx: &Context<'_>,
    name: &str,
    group_by: GroupBy,
    modules: &mut Taken,
    members: Vec<Member<'a>>,
) -> Vec<Group<'a>> {
    let mut by_tag: IndexMap<Option<String>, Vec<Member<'a>>> = IndexMap::new();
    for member in members {
        let tag = match group_by {
            GroupBy::Document => None,
            GroupBy::Tag => first_tag(&member),
        };
        by_tag.entry(tag).or_default().push(member);
    }
    // The document's own name is never numbered for the sake of a tag's.
    if by_tag.contains_key(&None) {
        modules.insert(name);
    }
    let group = |(tag, members): (Option<String>, _)| match tag {
        None => whole(cx, name, members),
        Some(tag) => tagged(cx, name, &tag, modules, members),
    };
    by_tag.into_iter().map(group).collect()
}

fn first_tag(member: &Member<'_>) -> Option<String> {
    let tags = &member.found.operation.tags;
    tags.iter().map(|it| it.trim().to_owned()).find(|it| !it.is_empty())
}

fn whole<'a>(cx: &Context<'_>, name: &str, members: Vec<Member<'a>>) -> Group<'a> {
    Group {
        name: name.to_owned(),
        title: title(cx).unwrap_or_else(|| name.to_owned()),
        description: text(cx.openapi.root.pointer("/info/description")),
        at: head(cx.openapi.root.get("info").unwrap_or(&cx.openapi.root)),
        members,
    }
}

fn tagged<'a>(
    cx: &Context<'_>,
    name: &str,
    tag: &str,
    modules: &mut Taken,
    members: Vec<Member<'a>>,
) -> Group<'a> {
    let own = match words(tag) {
        // A tag without a letter that a name may have.
        words if words.is_empty() => "tag".to_owned(),
        words => words,
    };
    let declared = cx.openapi.root.get("tags").and_then(Node::as_array).unwrap_or_default();
    let declared = declared.iter().find(|it| it.get("name").and_then(Node::as_str) == Some(tag));
    Group {
        name: modules.free(format!("{name}-{own}")),
        title: title(cx).map_or_else(|| tag.to_owned(), |title| format!("{title}: {tag}")),
        description: text(declared.and_then(|it| it.get("description"))),
        at: members.first().map_or(cx.openapi.root.span, |it| it.at),
        members,
    }
}

fn title(cx: &Context<'_>) -> Option<String> {
    Some(text(cx.openapi.root.pointer("/info/title"))).filter(|it| !it.is_empty())
}

fn text(node: Option<&Node>) -> String {
    node.and_then(Node::as_str).unwrap_or_default().trim().to_owned()
}
