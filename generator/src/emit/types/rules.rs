//! The rules of a value in a line of its documentation.

use serde_json::{Number, Value};

use crate::ir::{Schema, SchemaId, Schemas};

/// An example longer than this explains less than it hides.
const LONGEST_EXAMPLE: usize = 60;

/// Formats that the type shows.
const SHOWN: &[&str] = &["binary", "double", "float", "int32", "int64", "password"];

/// What a value must be beyond its type, such as `1 to 64 characters, format "email".`; none where nothing is said.
pub fn rules(schemas: &Schemas, id: SchemaId) -> Option<String> {
    let parts: Vec<&Schema> = schemas.parts(id).iter().map(|it| schemas.get(*it)).collect();
    let mut all: Vec<String> = Vec::new();
    for part in &parts {
        let (string, array, object) = (&part.string, &part.array, &part.object);
        all.extend(count(string.min_length, string.max_length, "character"));
        let format = string.format.as_ref().filter(|it| !SHOWN.contains(&it.as_str()));
        all.extend(format.map(|it| format!("format {}", code(it))));
        all.extend(string.pattern.as_ref().map(|it| format!("pattern {}", code(it))));
        all.extend(bounds(part));
        all.extend(count(array.min_items, array.max_items, "item"));
        all.extend(array.unique.then(|| "no item twice".to_owned()));
        all.extend(count(object.min_properties, object.max_properties, "member"));
    }
    all.dedup();
    let secret = parts.iter().any(|it| it.secret);
    all.extend(parts.iter().rev().find_map(|it| example(it)).filter(|_| !secret));
    let line = all.join(", ");
    let first = line.chars().next()?;
    Some(format!("{}{}.", first.to_uppercase(), &line[first.len_utf8()..]))
}

fn count(least: Option<u64>, most: Option<u64>, noun: &str) -> Option<String> {
    let noun = |count: u64| if count == 1 { noun.to_owned() } else { format!("{noun}s") };
    match (least.filter(|it| *it > 0), most) {
        (Some(least), Some(most)) if least == most => {
            Some(format!("exactly {most} {}", noun(most)))
        }
        (Some(least), Some(most)) => Some(format!("{least} to {most} {}", noun(most))),
        (Some(least), None) => Some(format!("at least {least} {}", noun(least))),
        (None, Some(most)) => Some(format!("at most {most} {}", noun(most))),
        (None, None) => None,
    }
}

fn bounds(schema: &Schema) -> Vec<String> {
    let rules = &schema.number;
    let rule = |words: &str, it: &Option<Number>| it.as_ref().map(|it| format!("{words} {it}"));
    let least = [rule("at least", &rules.minimum), rule("above", &rules.exclusive_minimum)];
    let most = [rule("at most", &rules.maximum), rule("below", &rules.exclusive_maximum)];
    let multiple = rule("a multiple of", &rules.multiple_of);
    least.into_iter().chain(most).flatten().chain(multiple).collect()
}

fn example(schema: &Schema) -> Option<String> {
    let text = match schema.examples.first()? {
        Value::String(text) if !text.is_empty() => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let is_short = text.chars().count() <= LONGEST_EXAMPLE && !text.contains('\n');
    is_short.then(|| format!("such as {}", code(&text)))
}

/// Text as code, whatever it holds.
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

#[cfg(test)]
mod tests {
    use super::{code, count};

    #[test]
    fn counts_read_as_people_say_them() {
        let said = [
            (Some(1), None),
            (Some(2), Some(2)),
            (None, Some(1)),
            (Some(0), Some(9)),
            (Some(1), Some(3)),
        ];
        let said: Vec<_> =
            said.into_iter().filter_map(|(least, most)| count(least, most, "item")).collect();
        assert_eq!(
            said,
            [
                "at least 1 item",
                "exactly 2 items",
                "at most 1 item",
                "at most 9 items",
                "1 to 3 items"
            ]
        );
        assert_eq!(count(Some(0), None, "item"), None);
    }

    #[test]
    fn patterns_may_hold_backticks() {
        assert_eq!((code("^a$"), code("`")), ("`^a$`".to_owned(), "`` ` ``".to_owned()));
    }
}
