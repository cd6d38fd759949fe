//! Fills templates from environment variables.
//!
//! In: text in which `${NAME}` or `{{NAME}}` stands for a variable, and `${NAME:-text}` for one that may be
//! missing. Out: the text, or the names of the variables that are missing. Reads no variable but those named.

/// Where the value of a variable comes from.
pub(super) type Lookup = dyn Fn(&str) -> Option<String> + Send + Sync;

enum Piece<'t> {
    Text(&'t str),
    /// The name, and what stands in for a variable that is missing.
    Variable(&'t str, Option<&'t str>),
}

/// Reads a variable of the process.
pub(super) fn process(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Fills a template; the error names every variable that is missing or empty.
pub(super) fn fill(template: &str, lookup: &Lookup) -> Result<String, Vec<String>> {
    let mut filled = String::new();
    let mut missing = Vec::new();
    for piece in pieces(template) {
        match piece {
            Piece::Text(text) => filled.push_str(text),
            Piece::Variable(name, default) => {
                let value = lookup(name).filter(|value| !value.trim().is_empty());
                match value.as_deref().or(default) {
                    Some(value) => filled.push_str(value),
                    None => missing.push(name.to_owned()),
                }
            }
        }
    }
    if missing.is_empty() { Ok(filled) } else { Err(missing) }
}

/// The variables named in a template.
pub(super) fn variables(template: &str) -> Vec<String> {
    let names = pieces(template).into_iter().filter_map(|piece| match piece {
        Piece::Text(_) => None,
        Piece::Variable(name, _) => Some(name.to_owned()),
    });
    names.collect()
}

fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((before, name, after)) = next_variable(rest) {
        pieces.push(Piece::Text(before));
        pieces.push(match name.split_once(":-") {
            Some((name, default)) => Piece::Variable(name.trim(), Some(default)),
            None => Piece::Variable(name, None),
        });
        rest = after;
    }
    pieces.push(Piece::Text(rest));
    pieces
}

/// The text before the next variable, its name, and the text after it.
fn next_variable(text: &str) -> Option<(&str, &str, &str)> {
    let dollar = split(text, "${", "}");
    let braces = split(text, "{{", "}}");
    match (dollar, braces) {
        (Some(dollar), Some(braces)) if braces.0.len() < dollar.0.len() => Some(braces),
        (Some(dollar), _) => Some(dollar),
        (None, braces) => braces,
    }
}

fn split<'t>(text: &'t str, open: &str, close: &str) -> Option<(&'t str, &'t str, &'t str)> {
    let (before, rest) = text.split_once(open)?;
    let (name, after) = rest.split_once(close)?;
    Some((before, name.trim(), after))
}
