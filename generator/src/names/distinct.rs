//! Names of members that differ on the wire and would not in Rust: `userId` beside `user_id`.
//!
//! The member whose wire name is the identifier keeps it, else the first; the others say how they are written:
//! `user_id_camel`. So a member's name depends on no order as long as none of the same spelling is added.

use std::collections::BTreeMap;

/// The names of members, by their wire names. Two may still be equal, and are then numbered.
pub fn distinct(wires: &[&str], convert: fn(&str) -> String, separator: &str) -> Vec<String> {
    let mut names: Vec<String> = wires.iter().map(|it| convert(it)).collect();
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let converted = names.clone();
    for (at, name) in converted.iter().enumerate() {
        groups.entry(name).or_default().push(at);
    }
    for (name, members) in groups.into_iter().filter(|it| it.1.len() > 1) {
        let keeper = members.iter().find(|it| wires[**it] == name).unwrap_or(&members[0]);
        for at in members.iter().filter(|it| *it != keeper) {
            names[*at] = convert(&format!("{name}{separator} {}", style(wires[*at])));
        }
    }
    names
}

/// How a name is written.
fn style(wire: &str) -> &'static str {
    let letters = || wire.chars().filter(|it| it.is_alphabetic());
    let has = |it: char| wire.contains(it);
    match letters().next() {
        None => "",
        _ if letters().all(char::is_uppercase) => "upper",
        _ if has('-') => "kebab",
        _ if has('_') => "snake",
        _ if has('.') => "dotted",
        _ if has(' ') => "spaced",
        _ if letters().all(char::is_lowercase) => "lower",
        Some(first) if first.is_uppercase() => "pascal",
        _ => "camel",
    }
}

#[cfg(test)]
mod tests {
    use super::super::ident::{type_name, value_name};
    use super::distinct;

    #[test]
    fn the_exact_name_stays_and_the_others_tell_their_style() {
        let fields = ["userId", "user_id", "user-id", "USER_ID", "name"];
        assert_eq!(
            distinct(&fields, value_name, "_"),
            ["user_id_camel", "user_id", "user_id_kebab", "user_id_upper", "name"]
        );
        let values = ["asc", "ASC", "Asc", "desc"];
        assert_eq!(distinct(&values, type_name, ""), ["AscLower", "AscUpper", "Asc", "Desc"]);
    }

    #[test]
    fn without_an_exact_name_the_first_stays() {
        assert_eq!(
            distinct(&["createdAt", "created.at"], value_name, "_"),
            ["created_at", "created_at_dotted"]
        );
        assert_eq!(distinct(&["yes", "YES"], type_name, ""), ["Yes", "YesUpper"]);
    }
}
