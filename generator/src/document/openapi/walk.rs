//! The references that stand in a part of a document.
//!
//! Input: a node that is an object of OpenAPI or a schema. Output: its references, as they are written.
//! What is data (examples, defaults, enumerated values, extensions) holds none, whatever it looks like, and
//! a member that an author named `example` or `$ref` is not the keyword of that name.

use crate::source::{Data, Node};

/// A reference as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Written<'n> {
    /// The value of a `$ref`.
    Reference(&'n Node),
    /// A value of a discriminator's `mapping`, which may also be a bare name.
    Mapping(&'n Node),
}

/// Members that hold data or texts, and parts that nothing is generated from unless they are referred to.
const NOT_FOLLOWED: &[&str] = &[
    "$defs",
    "callbacks",
    "components",
    "const",
    "default",
    "definitions",
    "enum",
    "example",
    "examples",
    "externalDocs",
    "info",
    "links",
    "required",
    "security",
    "servers",
    "tags",
    "webhooks",
];

/// Members whose own members are named by the author.
const MAPS: &[&str] = &[
    "content",
    "dependencies",
    "dependentSchemas",
    "encoding",
    "headers",
    "paths",
    "patternProperties",
    "properties",
    "responses",
];

/// The references in an object of OpenAPI or in a schema.
pub fn references(node: &Node) -> Vec<Written<'_>> {
    let mut found = Vec::new();
    object(node, &mut found);
    found
}

/// Whether anything in a document may refer to another file or to an anchor.
///
/// A quick look that errs on the side of yes.
pub fn leads_elsewhere(node: &Node) -> bool {
    match &node.data {
        Data::Array(items) => items.iter().any(leads_elsewhere),
        Data::Object(members) => members.iter().any(|(name, member)| match name.as_str() {
            "$ref" => member.value.as_str().is_some_and(is_elsewhere),
            "mapping" => {
                let values = member.value.as_object().into_iter().flatten();
                values
                    .filter_map(|(_, it)| it.value.as_str())
                    .any(|it| it.contains(['.', '#', '/']))
            }
            _ => leads_elsewhere(&member.value),
        }),
        _ => false,
    }
}

fn is_elsewhere(reference: &str) -> bool {
    reference != "#" && !reference.starts_with("#/")
}

fn object<'n>(node: &'n Node, found: &mut Vec<Written<'n>>) {
    let Some(members) = node.as_object() else { return };
    for (name, member) in members {
        let value = &member.value;
        match name.as_str() {
            "$ref" => found.push(Written::Reference(value)),
            "discriminator" => {
                let mapping = value.get("mapping").and_then(Node::as_object);
                let values = mapping.into_iter().flatten().map(|(_, it)| &it.value);
                found.extend(values.map(Written::Mapping));
            }
            name if NOT_FOLLOWED.contains(&name) || name.starts_with("x-") => {}
            name if MAPS.contains(&name) => {
                let members = value.as_object().into_iter().flatten();
                members.for_each(|(_, it)| object(&it.value, found));
            }
            _ => match &value.data {
                Data::Array(items) => items.iter().for_each(|it| object(it, found)),
                _ => object(value, found),
            },
        }
    }
}

/// The places of the anchors in a file: each name with the pointer of the schema that bears it.
pub fn anchors(node: &Node) -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect_anchors(node, &mut String::new(), &mut found);
    found
}

fn collect_anchors(node: &Node, pointer: &mut String, found: &mut Vec<(String, String)>) {
    let length = pointer.len();
    match &node.data {
        Data::Object(members) => {
            let anchors = ["$anchor", "$dynamicAnchor"].into_iter().filter_map(|it| node.get(it));
            let names = anchors.filter_map(Node::as_str);
            found.extend(names.map(|name| (name.to_owned(), pointer.clone())));
            let is_data =
                |name: &str| ["const", "default", "enum", "example", "examples"].contains(&name);
            for (name, member) in members.iter().filter(|(name, _)| !is_data(name)) {
                *pointer = crate::source::push_token(pointer, name);
                collect_anchors(&member.value, pointer, found);
                pointer.truncate(length);
            }
        }
        Data::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                *pointer += &format!("/{at}");
                collect_anchors(item, pointer, found);
                pointer.truncate(length);
            }
        }
        _ => {}
    }
}
