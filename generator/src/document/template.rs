//! Path templates, as capabilities and OpenAPI descriptions share them.

/// A path template with every parameter made alike, since `/a/{x}` and `/a/{y}` match the same requests.
///
/// A brace that nothing closes is text.
pub fn shape(path: &str) -> String {
    let mut pieces = path.split('{');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once('}') {
            Some((_, after)) => {
                out.push_str("{}");
                out.push_str(after);
            }
            None => {
                out.push('{');
                out.push_str(piece);
            }
        }
    }
    out
}

/// The names of the parameters in a path template.
pub fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|it| it.split_once('}')).map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::{names, shape};

    #[test]
    fn parameters_are_what_stands_between_a_brace_and_the_next_that_closes_it() {
        let cases = [
            ("/a", "/a", &[][..]),
            ("/a/{x}/b{y}.z", "/a/{}/b{}.z", &["x", "y"]),
            ("/a/{}", "/a/{}", &[""]),
            ("/a/{x", "/a/{x", &[]),
            ("/a/{x/{y}", "/a/{x/{}", &["y"]),
            ("/a/x}/{y}", "/a/x}/{}", &["y"]),
            ("", "", &[]),
        ];
        for (path, expected, expected_names) in cases {
            assert_eq!(shape(path), expected, "the shape of `{path}`");
            assert_eq!(names(path).collect::<Vec<_>>(), expected_names, "the names in `{path}`");
        }
    }
}
