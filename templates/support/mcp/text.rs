//! Cutting text, and the words in it.

/// The start of a text, at most so many bytes of it.
pub(super) fn cut(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let end = (0..=most).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    &text[..end]
}

/// The words of a name, in lower case: `SSHKey2` and `ssh_key-2` are `ssh`, `key`, `2`.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut characters = name.chars().peekable();
    let mut before = ' ';
    while let Some(it) = characters.next() {
        let starts = it.is_uppercase()
            && (before.is_lowercase()
                || before.is_ascii_digit()
                || (before.is_uppercase()
                    && characters.peek().is_some_and(|it| it.is_lowercase())));
        let turns = it.is_ascii_digit() && !before.is_ascii_digit() && word != "base";
        if (starts || turns || !it.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if it.is_alphanumeric() {
            word.extend(it.to_lowercase());
        }
        before = it;
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}
