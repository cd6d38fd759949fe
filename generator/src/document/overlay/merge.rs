//! How an update is merged into what its target selects.
//!
//! Objects are merged member by member, arrays are joined, and everything else is replaced. What
//! comes from the overlay keeps its place in the overlay's file.

use serde_json::Value;

use crate::source::{Data, Node};

/// Merges an update into a node.
pub(super) fn merge(target: &mut Node, update: &Node) {
    match (&mut target.data, &update.data) {
        (Data::Object(members), Data::Object(changes)) => {
            for (name, change) in changes {
                match members.get_mut(name) {
                    Some(member) => merge(&mut member.value, &change.value),
                    None => {
                        members.insert(name.clone(), change.clone());
                    }
                }
            }
        }
        (Data::Array(items), Data::Array(more)) => items.extend_from_slice(more),
        _ => *target = update.clone(),
    }
}

/// Brings a mirror up to date after the same update was merged into the node it mirrors.
///
/// Only what the update touched is visited, so the cost is that of the update, not of the document.
pub(super) fn sync(mirror: &mut Value, node: &Node, update: &Node) {
    match (mirror, &node.data, &update.data) {
        (Value::Object(mirror), Data::Object(members), Data::Object(changes)) => {
            for (name, change) in changes {
                let Some(member) = members.get(name) else {
                    continue;
                };
                match mirror.get_mut(name) {
                    Some(value) => sync(value, &member.value, &change.value),
                    None => {
                        mirror.insert(name.clone(), member.value.to_value());
                    }
                }
            }
        }
        (mirror, ..) => *mirror = node.to_value(),
    }
}
