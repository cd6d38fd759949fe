//! Names for what is generated: each is a module, a Cargo feature and part of paths.
//!
//! Input: what a catalog calls an entry, or any text such as a file's name or a tag. Output: what is wrong with it,
//! or a sound name made of it.

use std::collections::BTreeSet;

/// Names the generated crate needs for itself: its features and its modules, and crates that its
/// root must reach.
const RESERVED: &[&str] =
    &["client", "server", "mcp", "serve", "default", "support", "bin", "std", "core", "alloc"];

/// What is added to a text of which no name can be made as it stands.
const FALLBACK: &str = "api";

/// Longer names make paths that some systems refuse.
const LONGEST: usize = 64;

/// What forbids a name, if anything does.
pub fn problem(name: &str) -> Option<&'static str> {
    let mut bytes = name.bytes();
    let well_formed = bytes.next().is_some_and(|it| it.is_ascii_lowercase())
        && bytes.all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-');
    let module = module(name);
    if !well_formed {
        Some("a name is lower-case letters, digits and `-`, and starts with a letter")
    } else if RESERVED.contains(&module.as_str()) {
        Some("the generated crate needs this name for itself")
    // `gen` became a keyword in edition 2024, which syn does not know of.
    } else if syn::parse_str::<syn::Ident>(&module).is_err() || module == "gen" {
        Some("this is a keyword of Rust, so it cannot name a module")
    } else {
        None
    }
}

/// A name as a Rust module.
pub fn module(name: &str) -> String {
    name.replace('-', "_")
}

/// The words of a text that a name can hold, such as `my-api-v2-1` of `My API v2.1`; may be empty.
pub fn words(text: &str) -> String {
    let lower = text.chars().map(|it| it.to_ascii_lowercase());
    let plain = lower.map(|it| if it.is_ascii_alphanumeric() { it } else { ' ' });
    let mut words = plain.collect::<String>().split_whitespace().collect::<Vec<_>>().join("-");
    words.truncate(LONGEST);
    words.trim_end_matches('-').to_owned()
}

/// A name made of a text, whatever the text.
pub fn sound(text: &str) -> String {
    let words = words(text);
    if words.is_empty() {
        return FALLBACK.to_owned();
    }
    match problem(&words) {
        None => words,
        Some(_) if words.starts_with(|it: char| it.is_ascii_digit()) => {
            format!("{FALLBACK}-{words}")
        }
        Some(_) => format!("{words}-{FALLBACK}"),
    }
}

/// Names that are taken, compared as modules.
#[derive(Clone, Debug, Default)]
pub struct Taken(BTreeSet<String>);

impl Taken {
    /// Takes a name; `false` where it is taken already.
    pub fn insert(&mut self, name: &str) -> bool {
        self.0.insert(module(name))
    }

    /// Takes a name, or the first free one that numbers it.
    pub fn free(&mut self, name: String) -> String {
        if self.insert(&name) {
            return name;
        }
        let mut number = 2;
        loop {
            let numbered = format!("{name}-{number}");
            if self.insert(&numbered) {
                return numbered;
            }
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sound_name_is_made_of_any_text() {
        let cases = [
            ("petstore", "petstore"),
            ("My API v2.1", "my-api-v2-1"),
            ("petstore.openapi", "petstore-openapi"),
            ("  __x--y__ ", "x-y"),
            ("2fa", "api-2fa"),
            ("client", "client-api"),
            ("match", "match-api"),
            ("gen", "gen-api"),
            ("größe", "gr-e"),
            ("用户", "api"),
            ("", "api"),
            ("\u{202e}../..\\", "api"),
        ];
        for (text, expected) in cases {
            let name = sound(text);
            assert_eq!(name, expected, "{text}");
            assert_eq!(problem(&name), None, "{text}");
        }
        let long = sound(&"a ".repeat(500));
        assert!(problem(&long).is_none() && long.len() <= LONGEST, "{long}");
    }

    #[test]
    fn names_that_are_one_module_are_numbered() {
        let mut taken = Taken::default();
        let names = ["a-b", "a-b", "a-b-2", "a-b"].map(|it| taken.free(it.to_owned()));
        assert_eq!(names, ["a-b", "a-b-2", "a-b-2-2", "a-b-3"]);
    }
}
