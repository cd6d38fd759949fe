//! Wire names become identifiers: the rules of case, of keywords and of characters.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};

/// Words of Rust that cannot be written as raw identifiers either.
const NEVER_RAW: &[&str] = &["self", "Self", "super", "crate", "_"];

/// A name for a module.
pub fn module_name(text: &str) -> String {
    text.replace('-', "_")
}

/// The name of a capability's Agent Skill, which allows less: at most 64 characters, and hyphens only between words.
///
/// Where that changes the name, a number made of all of it keeps it apart from others.
pub fn skill_name(name: &str) -> String {
    const LONGEST: usize = 64;
    let words: Vec<&str> = name.split('-').filter(|it| !it.is_empty()).collect();
    let joined = words.join("-");
    if joined == name && name.len() <= LONGEST {
        return joined;
    }
    // FNV-1a, which is the same everywhere and always.
    let hash = name
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let kept: String = joined.chars().take(LONGEST - 9).collect();
    format!("{}-{hash:08x}", kept.trim_end_matches('-'))
}

/// A name for a method, a field or an argument.
pub fn value_name(text: &str) -> String {
    leading_letter(&spoken(text).to_snake_case(), "value", "_")
}

/// A name for a type or a variant.
pub fn type_name(text: &str) -> String {
    leading_letter(&spoken(text).to_upper_camel_case(), "Value", "N")
}

/// A name for a constant.
pub fn constant_name(text: &str) -> String {
    leading_letter(&spoken(text).to_shouty_snake_case(), "VALUE", "N")
}

/// The identifier of a name; keywords are written raw, or with an underscore where that is not allowed.
pub fn ident(name: &str) -> Ident {
    if NEVER_RAW.contains(&name) {
        return Ident::new(&format!("{name}_"), Span::call_site());
    }
    match syn::parse_str::<Ident>(name) {
        Ok(ident) => ident,
        Err(_) => Ident::new_raw(name, Span::call_site()),
    }
}

/// Names handed out in one scope.
#[derive(Debug, Default)]
pub struct Scope {
    taken: BTreeSet<String>,
    /// The next number for each name.
    numbers: BTreeMap<String, usize>,
}

impl Scope {
    /// A scope in which these names mean something already.
    pub fn reserving(names: &[&str]) -> Self {
        Self { taken: names.iter().map(|it| (*it).to_owned()).collect(), ..Self::default() }
    }

    /// Takes a name, or the first free one that numbers it.
    pub fn take(&mut self, name: String, separator: &str) -> String {
        let mut free = name.clone();
        // Thousands of values may have one name: the numbers given out are not tried again.
        let number = self.numbers.entry(name.clone()).or_insert(2);
        while !self.taken.insert(free.clone()) {
            free = format!("{name}{separator}{number}");
            *number += 1;
        }
        free
    }

    /// Takes the first of these names that is free, or numbers the last one.
    pub fn first_free(&mut self, names: &[&str], separator: &str) -> String {
        let free = names.iter().find(|it| !self.has(it)).or(names.last()).copied();
        self.take(free.unwrap_or_default().to_owned(), separator)
    }

    /// Whether a name means something here.
    pub fn has(&self, name: &str) -> bool {
        self.taken.contains(name)
    }
}

/// Characters that no identifier holds become words or gaps.
fn spoken(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let is_symbol = !text.chars().any(char::is_alphanumeric);
    for (at, c) in text.char_indices() {
        match c {
            '+' => out.push_str(" plus "),
            '-' if at == 0 => out.push_str(" minus "),
            c if is_symbol => out.push_str(symbol(c)),
            c if c.is_alphanumeric() && unicode_ident::is_xid_continue(c) => out.push(c),
            _ => out.push(' '),
        }
    }
    out
}

/// What a symbol that stands alone is called.
fn symbol(symbol: char) -> &'static str {
    match symbol {
        '<' => " less ",
        '>' => " greater ",
        '=' => " equal ",
        '!' => " not ",
        '~' => " like ",
        '*' => " star ",
        '/' => " slash ",
        '%' => " percent ",
        '&' => " and ",
        '|' => " or ",
        '^' => " caret ",
        '.' => " dot ",
        ',' => " comma ",
        ':' => " colon ",
        ';' => " semicolon ",
        '?' => " question ",
        '$' => " dollar ",
        '@' => " at ",
        '#' => " hash ",
        '_' => " underscore ",
        '\'' => " quote ",
        '"' => " double quote ",
        _ => " ",
    }
}

fn leading_letter(name: &str, empty: &str, prefix: &str) -> String {
    match name.chars().next() {
        None => empty.to_owned(),
        Some(first) if unicode_ident::is_xid_start(first) || first == '_' => name.to_owned(),
        Some(_) => format!("{prefix}{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skill_is_named_as_its_format_allows() {
        assert_eq!(skill_name("dokploy-user"), "dokploy-user");
        assert_eq!(skill_name("a--b-"), "a-b-e1bad11f");
        assert_ne!(skill_name("a-b--"), skill_name("a--b-"));
        let long = skill_name(&"ab-".repeat(40));
        assert!(long.len() <= 64 && !long.contains("--"), "{long}");
    }

    #[test]
    fn names_follow_rust() {
        let cases = [
            ("userId", "user_id", "UserId", "USER_ID"),
            ("error.BAD_REQUEST", "error_bad_request", "ErrorBadRequest", "ERROR_BAD_REQUEST"),
            ("2fa", "_2fa", "N2fa", "N2FA"),
            ("+1", "plus_1", "Plus1", "PLUS_1"),
            ("-1", "minus_1", "Minus1", "MINUS_1"),
            ("", "value", "Value", "VALUE"),
            ("/", "slash", "Slash", "SLASH"),
            ("<=", "less_equal", "LessEqual", "LESS_EQUAL"),
            ("§", "value", "Value", "VALUE"),
            ("größe", "größe", "Größe", "GRÖSSE"),
            ("x-api-key", "x_api_key", "XApiKey", "X_API_KEY"),
        ];
        for (wire, value, ty, constant) in cases {
            assert_eq!(
                (value_name(wire), type_name(wire), constant_name(wire)),
                (value.into(), ty.into(), constant.into())
            );
        }
    }

    #[test]
    fn keywords_stay_recognisable() {
        let names = ["type", "self", "Self", "crate", "super", "async", "name", "_"];
        let idents: Vec<String> = names.iter().map(|it| ident(it).to_string()).collect();
        assert_eq!(
            idents,
            ["r#type", "self_", "Self_", "crate_", "super_", "r#async", "name", "__"]
        );
    }
}
