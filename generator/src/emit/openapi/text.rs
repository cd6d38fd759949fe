//! Texts and names of the document.

use std::collections::BTreeSet;

use serde_json::Value;

/// Names of which no two are alike.
#[derive(Debug, Default)]
pub struct Distinct(BTreeSet<String>);

impl Distinct {
    /// The name, or the first of `name-2`, `name-3` that is free.
    pub fn take(&mut self, name: &str) -> String {
        let mut free = name.to_owned();
        let mut number = 2;
        while !self.0.insert(free.clone()) {
            free = format!("{name}-{number}");
            number += 1;
        }
        free
    }
}

/// A name as an `operationId`, which tools make identifiers and links of.
pub fn identifier(name: &str) -> String {
    let fit = |it: char| if it.is_ascii_alphanumeric() || "-._~".contains(it) { it } else { '-' };
    name.chars().map(fit).collect()
}

/// The first sentence of a text, if it is short enough for a line.
pub fn headline(text: &str) -> Option<String> {
    const LONGEST: usize = 120;
    let line = text.trim().lines().next()?.trim();
    let sentence = line.split_once(". ").map_or(line, |(first, _)| first);
    let sentence = sentence.trim_end_matches('.').trim();
    (!sentence.is_empty() && sentence.chars().count() <= LONGEST).then(|| sentence.to_owned())
}

/// The names of the parameters in a path template, in order.
pub fn names(path: &str) -> Vec<&str> {
    let inner = path.split('{').skip(1).filter_map(|it| it.split_once('}'));
    inner.map(|(name, _)| name).collect()
}

/// A path template without the names of its parameters.
pub fn shape(path: &str) -> String {
    let mut pieces = path.split('{');
    let mut shape = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once('}') {
            Some((_, after)) => {
                shape.push_str("{}");
                shape.push_str(after);
            }
            None => {
                shape.push('{');
                shape.push_str(piece);
            }
        }
    }
    shape
}

/// Takes from the texts, which viewers show as Markdown, what a browser could run.
pub fn disarm(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match (name.as_str(), member) {
                    ("example" | "examples" | "enum" | "const", _) => {}
                    ("description" | "title" | "summary", Value::String(text)) => {
                        *text = disarmed(text);
                    }
                    (_, member) => disarm(member),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(disarm),
        _ => {}
    }
}

fn disarmed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let name = tag.get(..7).unwrap_or_default();
        out.push_str(if name.eq_ignore_ascii_case("<script") { "&lt;" } else { "<" });
        rest = &tag[1..];
    }
    out.push_str(rest);
    out.replace("eval(", "eval&#40;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_is_one_short_sentence() {
        let cases = [
            ("Lists all. And more.", Some("Lists all")),
            ("Lists v1.2 things.\n\nAt length.", Some("Lists v1.2 things")),
            ("  ", None),
        ];
        for (text, expected) in cases {
            assert_eq!(headline(text).as_deref(), expected, "{text}");
        }
        assert_eq!(headline(&"x".repeat(121)), None);
    }

    #[test]
    fn a_text_runs_nothing() {
        let mut value = serde_json::json!({
            "description": "a < b <SCRIPT>eval(1)</script>",
            "example": { "description": "<script>" },
        });
        disarm(&mut value);
        let expected = serde_json::json!({
            "description": "a < b &lt;SCRIPT>eval&#40;1)</script>",
            "example": { "description": "<script>" },
        });
        assert_eq!(value, expected);
    }
}
