//! Text leaves the program here.
//!
//! Results go to standard output, words to the user to standard error. Neither `println!` nor
//! `eprintln!` is used elsewhere, because they panic where the reader has gone, as in `... | head`.

use std::io::{self, ErrorKind, IsTerminal, Write};

use crate::problem::Problem;

/// Writes a result to standard output; nothing happens where nobody reads it any more.
pub fn print(text: &str) -> Result<(), Problem> {
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Problem::io("write to standard output", &error))
        }
        _ => Ok(()),
    }
}

/// Tells the user something, on a line of its own.
pub fn say(text: &str) {
    say_lines(&format!("{text}\n"));
}

/// Tells the user lines that end in line breaks already.
pub fn say_lines(text: &str) {
    // There is nowhere left to report that standard error cannot be written.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Whether to colour what the user is told (<https://no-color.org>).
pub fn color() -> bool {
    let forbidden = std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty());
    !forbidden && io::stderr().is_terminal()
}

/// `1 file`, `2 files`; the plural of `capability` is known too.
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        return format!("1 {noun}");
    }
    match noun.strip_suffix('y') {
        Some(stem) => format!("{number} {stem}ies"),
        None => format!("{number} {noun}s"),
    }
}

/// Text from a file or a path, on one line and unable to command the terminal.
pub fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() && character != '\t' {
            out.extend(character.escape_default());
        } else {
            out.push(character);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{count, harmless};

    #[test]
    fn nouns_follow_their_number() {
        let counts = [count(0, "file"), count(1, "capability"), count(2, "capability")];
        assert_eq!(counts, ["0 files", "1 capability", "2 capabilities"]);
    }

    #[test]
    fn escape_sequences_are_shown_and_not_obeyed() {
        assert_eq!(harmless("a\tb\u{1b}[2Jc\r"), "a\tb\\u{1b}[2Jc\\r");
    }
}
