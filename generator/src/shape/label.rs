//! What the alternatives of a union are called, and the property that tells them without being declared to.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::ir::{Schemas, Type};

use super::joint::Joint;
use super::merge::{Merged, merge, merge_all};
use super::union::Alternative;

/// A name for each alternative: its title, the value of its tag, the property that only it demands, or its type.
pub fn labels(schemas: &Schemas, list: &[Alternative]) -> Vec<String> {
    let merged: Vec<Merged> = list.iter().map(|it| merge(schemas, it.0)).collect();
    let tags = implicit_tags(schemas, list);
    let label = |at: usize| {
        title(schemas, &list[at])
            .or_else(|| tags.as_ref().and_then(|(_, tags)| tags[at].first().cloned()))
            .or_else(|| demanded_alone(&merged, at))
            .unwrap_or_else(|| kind(&merged[at]).to_owned())
    };
    (0..list.len()).map(label).collect()
}

fn title(schemas: &Schemas, (id, _): &Alternative) -> Option<String> {
    let target = schemas.get(schemas.resolve(*id));
    target.component.clone().or_else(|| target.title.clone()).filter(|it| is_short(it))
}

/// A title may be a sentence, which is no name.
fn is_short(title: &str) -> bool {
    title.split_whitespace().count() <= 4 && title.chars().any(char::is_alphanumeric)
}

/// A property that this alternative requires, or else declares, and no other does.
fn demanded_alone(merged: &[Merged], at: usize) -> Option<String> {
    let others = || merged.iter().enumerate().filter(|(other, _)| *other != at).map(|it| it.1);
    let alone = |name: &&String| {
        !others().any(|it| it.properties.contains_key(*name) || it.required.contains(name))
    };
    let own = &merged[at];
    let named = |name: &&String| !name.is_empty();
    own.required
        .iter()
        .find(|it| alone(it) && named(it))
        .or_else(|| own.properties.keys().find(|it| alone(it) && named(it)))
        .cloned()
}

fn kind(merged: &Merged) -> &'static str {
    let types: Vec<Type> = merged.types.iter().copied().filter(|it| *it != Type::Null).collect();
    match types.as_slice() {
        [only] => only.as_str(),
        [] if !merged.properties.is_empty() => "object",
        [] if !merged.items.is_empty() => "array",
        _ => "other",
    }
}

/// The property that every alternative requires, with constants that no two of them share.
pub fn implicit_tags(
    schemas: &Schemas,
    list: &[Alternative],
) -> Option<(String, Vec<Vec<String>>)> {
    let merged: Vec<Merged> = list.iter().map(|it| merge_all(schemas, &it.1)).collect();
    let first = merged.first()?;
    first.required.iter().find_map(|name| {
        let tags: Option<Vec<Vec<String>>> =
            merged.iter().map(|it| constants(schemas, it, name)).collect();
        let tags = tags?;
        let mut met = BTreeSet::new();
        tags.iter().flatten().all(|it| met.insert(it)).then(|| (name.clone(), tags.clone()))
    })
}

/// The strings that a required property can be, where they are listed.
fn constants(schemas: &Schemas, merged: &Merged, name: &str) -> Option<Vec<String>> {
    if !merged.required.iter().any(|it| it == name) {
        return None;
    }
    let joint = Joint::all(schemas, merged.properties.get(name)?);
    let values = merge_all(schemas, &joint).values?;
    let strings: Option<Vec<String>> =
        values.iter().map(|it: &Value| it.as_str().map(str::to_owned)).collect();
    strings.filter(|it| !it.is_empty())
}
