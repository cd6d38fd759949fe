//! A text that a pattern matches.

use regress::Regex;

/// The shortest candidate that a pattern (ECMA-262) and its length fit; `None` where none does.
///
/// Patterns of identifiers, versions, slugs, colours, times and the like are told by trial; whoever writes another one gives
/// an example in the document.
pub fn example(pattern: &str, least: usize, most: usize) -> Option<String> {
    const SEEDS: [&str; 31] = [
        "a",
        "A",
        "1",
        "0",
        "ab",
        "a1",
        "aB1",
        "A1",
        "name",
        "name-1",
        "name_1",
        "Name",
        "NAME",
        "NAME_1",
        "1.0.0",
        "v1.0.0",
        "1.5",
        "-1",
        "#aabbcc",
        "12:00",
        "12:00:00",
        "2026-01-31",
        "2026-01-31T12:00:00Z",
        "0 0 * * *",
        "/path",
        "a.b",
        "a/b",
        "user@example.com",
        "https://example.com/",
        "host.example.com",
        "192.0.2.1",
    ];
    let regex = Regex::with_flags(pattern, "u").or_else(|_| Regex::new(pattern)).ok()?;
    let fits = |text: &String| {
        (least..=most).contains(&text.chars().count()) && regex.find(text).is_some()
    };
    let literal = literal(pattern);
    let seeds = SEEDS.iter().map(|it| (*it).to_owned()).chain(uuid_like());
    let prefixed = SEEDS.iter().map(|it| format!("{literal}{it}"));
    let repeated = ["a", "A", "1", "0", "aB1-", "Aa1!"].into_iter();
    let repeated =
        repeated.flat_map(|it| LENGTHS.map(|length| it.chars().cycle().take(length).collect()));
    let exact = std::iter::once(literal.clone());
    exact
        .chain(seeds)
        .chain(prefixed)
        .chain(repeated)
        .filter(|it: &String| !it.is_empty())
        .find(fits)
}

/// The lengths that identifiers of a fixed length have.
const LENGTHS: [usize; 16] = [2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 21, 24, 32, 40, 64];

fn uuid_like() -> impl Iterator<Item = String> {
    ["123e4567-e89b-42d3-a456-426614174000", "01arz3ndektsv4rrffq69g5fav"]
        .into_iter()
        .map(str::to_owned)
}

/// The text with which a pattern begins, as far as it stands for itself.
fn literal(pattern: &str) -> String {
    let text = pattern.strip_prefix('^').unwrap_or(pattern);
    let is_plain = |it: &char| it.is_ascii_alphanumeric() || "_-/:@# ".contains(*it);
    let plain: String = text.chars().take_while(is_plain).collect();
    // What is repeated or optional is left to the candidates.
    let after = text[plain.len()..].chars().next();
    match after {
        Some('*' | '?' | '{' | '|') => String::new(),
        _ => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::example;

    #[test]
    fn common_patterns_have_an_example() {
        let cases = [
            ("^[a-z][a-z0-9-]*$", 0, 64, "a"),
            ("^[A-Za-z0-9_-]+$", 3, 32, "aB1"),
            (r"^\d{4}-\d{2}-\d{2}$", 0, 64, "2026-01-31"),
            ("^[0-9a-f]{24}$", 0, 64, "aaaaaaaaaaaaaaaaaaaaaaaa"),
            ("^key_[a-z]+$", 0, 64, "key_a"),
            ("^(?=.*[A-Z])(?=.*\\d).{8,}$", 0, 12, "aB1-aB1-"),
            ("^production$", 0, 64, "production"),
        ];
        for (pattern, least, most, expected) in cases {
            assert_eq!(example(pattern, least, most).as_deref(), Some(expected), "{pattern}");
        }
        assert_eq!(example("^é{3}ß$", 0, 64), None);
        assert_eq!(example("(", 0, 64), None);
    }
}
