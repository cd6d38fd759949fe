//! Relative references between files.

/// The path that `reference` means in the file `base_file`, both relative to the root.
///
/// `None` where it would leave the root, is absolute, has a scheme, holds a backslash or a control
/// character, or names no file. An empty reference is the file itself. The caller has cut off any
/// `#fragment`.
pub fn normalise_path(base_file: &str, reference: &str) -> Option<String> {
    if reference.starts_with('/') || has_scheme(reference) {
        return None;
    }
    if reference.contains(|it: char| it == '\\' || it.is_control()) {
        return None;
    }
    let folder = base_file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let base = if reference.is_empty() { base_file } else { folder };
    let mut parts = Vec::new();
    for part in base.split('/').chain(reference.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let names_folder = reference.ends_with('/') || matches!(last(reference), "." | "..");
    (!parts.is_empty() && !names_folder).then(|| parts.join("/"))
}

fn last(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or_default()
}

/// Whether a reference begins like `https:` or `C:`.
fn has_scheme(reference: &str) -> bool {
    let Some((scheme, _)) = reference.split_once(':') else {
        return false;
    };
    scheme.starts_with(|it: char| it.is_ascii_alphabetic())
        && scheme.bytes().all(|it| it.is_ascii_alphanumeric() || b"+-.".contains(&it))
}

#[cfg(test)]
mod tests {
    use super::normalise_path;

    #[test]
    fn resolves_against_the_folder_of_the_referring_file() {
        let cases = [
            ("a/b.yaml", "c.yaml", Some("a/c.yaml")),
            ("a/b.yaml", "./c.yaml", Some("a/c.yaml")),
            ("a/b.yaml", "../c.yaml", Some("c.yaml")),
            ("a/b.yaml", "x//y/../c.yaml", Some("a/x/c.yaml")),
            ("a/b.yaml", "", Some("a/b.yaml")),
            ("", "a/b.yaml", Some("a/b.yaml")),
            ("b.yaml", "a:b/c.yaml", None),
            ("b.yaml", "a/b:c.yaml", Some("a/b:c.yaml")),
            ("a/b.yaml", "../../c.yaml", None),
            ("a/b.yaml", "x/../../../a/c.yaml", None),
            ("a/b.yaml", "/c.yaml", None),
            ("a/b.yaml", "//host/c.yaml", None),
            ("a/b.yaml", "https://host/c.yaml", None),
            ("a/b.yaml", "C:/c.yaml", None),
            ("a/b.yaml", "..\\c.yaml", None),
            ("a/b.yaml", "c\0.yaml", None),
            ("a/b.yaml", "c/", None),
            ("a/b.yaml", "c/..", None),
            ("", "", None),
        ];
        for (base, reference, expected) in cases {
            let found = normalise_path(base, reference);
            assert_eq!(found.as_deref(), expected, "`{reference}` in `{base}`");
        }
    }
}
