//! Addresses: where a value stands in a document or in one of the files that it refers to.
//!
//! The address of a value of the document itself is its JSON pointer (RFC 6901). That of a value of another
//! file is the file's path, `#` and the pointer within it; a `#` or `%` of the path is percent-encoded. In
//! either, a further reference token is appended as to a pointer.

/// The address of a value by the path of its file, empty for the document itself, and its pointer.
pub fn join(file: &str, pointer: &str) -> String {
    if file.is_empty() {
        return pointer.to_owned();
    }
    format!("{}#{pointer}", file.replace('%', "%25").replace('#', "%23"))
}

/// The path of the file, empty for the document itself, and the pointer.
pub fn split(address: &str) -> (String, &str) {
    match address.split_once('#') {
        Some((file, pointer)) if !address.starts_with('/') => {
            (file.replace("%23", "#").replace("%25", "%"), pointer)
        }
        _ => (String::new(), address),
    }
}

/// The name under which a schema of another document is known, where it stands at a place for named ones:
/// the last token of its pointer, or the stem of a file that is a schema as a whole.
pub fn schema_name(address: &str) -> Option<String> {
    let (file, pointer) = split(address);
    let unescaped = |token: &str| token.replace("~1", "/").replace("~0", "~");
    let Some((above, token)) = pointer.rsplit_once('/') else {
        return (!file.is_empty()).then(|| stem(&file)).filter(|it| !it.is_empty());
    };
    let is_named = match above.rsplit('/').next() {
        _ if file.is_empty() => above == "/components/schemas",
        // A file may be a map of schemas.
        Some("") => above.is_empty(),
        Some(holder) => ["schemas", "$defs", "definitions"].contains(&holder),
        None => false,
    };
    is_named.then(|| unescaped(token))
}

/// The name of a file without its folder and its extensions.
fn stem(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or_default();
    let known = [".json", ".yaml", ".yml"];
    let name = known.iter().find_map(|it| name.strip_suffix(it)).unwrap_or(name);
    name.strip_suffix(".schema").unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{join, schema_name, split};

    #[test]
    fn an_address_is_the_file_and_the_pointer() {
        for (file, pointer, address) in [
            ("", "", ""),
            ("", "/a/b#c", "/a/b#c"),
            ("a/b.yaml", "", "a/b.yaml#"),
            ("a/b.yaml", "/c~1d/#", "a/b.yaml#/c~1d/#"),
            ("50%#.json", "/a", "50%25%23.json#/a"),
            ("%23.json", "/a", "%2523.json#/a"),
        ] {
            assert_eq!(join(file, pointer), address);
            assert_eq!(split(address), (file.to_owned(), pointer), "{address}");
        }
    }

    #[test]
    fn a_schema_is_named_where_names_stand() {
        for (address, expected) in [
            ("/components/schemas/User", Some("User")),
            ("/components/schemas/a~1b", Some("a/b")),
            ("/components/schemas/User/properties/id", None),
            ("/definitions/User", None),
            ("", None),
            ("user.yaml#", Some("user")),
            ("common/user.schema.json#", Some("user")),
            ("common.yaml#/User", Some("User")),
            ("common.yaml#/components/schemas/User", Some("User")),
            ("common.yaml#/$defs/User", Some("User")),
            ("common.yaml#/definitions/User", Some("User")),
            ("common.yaml#/User/properties/id", None),
        ] {
            assert_eq!(schema_name(address).as_deref(), expected, "{address}");
        }
    }
}
