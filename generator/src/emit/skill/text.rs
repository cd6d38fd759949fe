//! Texts of documents become Markdown and YAML in which they cannot break out of their place.
//!
//! OpenAPI descriptions are CommonMark, so code spans and emphasis stay. HTML and images do not: the reader of a
//! skill is a model, and neither tells it anything that the text does not.

use crate::emit::comment_line;

/// One line of Markdown.
pub fn inline(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    escaped(&clean(&words.join(" ")))
}

/// One line of Markdown in a cell of a table.
pub fn cell(text: &str) -> String {
    inline(text).replace('|', "\\|")
}

/// Paragraphs of Markdown: lines, lists and code blocks stay as they are.
pub fn block(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut fence: Option<&str> = None;
    for line in text.trim().lines() {
        let line = clean(line.trim_end());
        let start = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|it| start.starts_with(it));
        if let Some(open) = fence {
            fence = fence.filter(|_| mark != Some(open));
            out.push(line);
        } else if mark.is_some() {
            fence = mark;
            out.push(line);
        } else if !line.is_empty() || out.last().is_some_and(|it| !it.is_empty()) {
            out.push(plain_line(&line));
        }
    }
    out.extend(fence.map(str::to_owned));
    out.join("\n")
}

/// A line that is no heading, no rule and no table, which belong to the page around it.
fn plain_line(line: &str) -> String {
    let start = line.trim_start();
    let is_rule =
        start.len() > 1 && start.chars().all(|it| matches!(it, '-' | '=' | '*' | '_' | ' '));
    if is_rule || start.starts_with('#') || start.starts_with('|') {
        let indent = &line[..line.len() - start.len()];
        return format!("{indent}\\{}", escaped(start));
    }
    escaped(line)
}

/// A code span.
pub fn code(text: &str) -> String {
    let text = clean(text);
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// A code span in a cell of a table.
pub fn code_cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// A text that the front matter of a skill can hold, on one line.
///
/// It holds no `---`: readers are about that look for the end of the front matter within it.
pub fn scalar(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut text = clean(&words.join(" "));
    while text.contains("---") {
        text = text.replace("---", "--");
    }
    text
}

/// A scalar of YAML that every reader takes for a string.
pub fn yaml(scalar: &str) -> String {
    serde_json::Value::String(scalar.to_owned()).to_string()
}

/// At most so many characters, cut between words.
pub fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most.saturating_sub(1)).collect();
    let end = cut.rfind(' ').filter(|at| *at > cut.len() / 2).unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([' ', ',', ';', ':', '.']))
}

/// The first sentence of a text.
pub fn first_sentence(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    match text.find(". ") {
        Some(end) => text[..=end].to_owned(),
        None => text,
    }
}

/// Things in a sentence, of which at most so many are named.
pub fn some_of(things: &[String], most: usize) -> String {
    let shown = things.iter().take(most).cloned().collect::<Vec<_>>().join(", ");
    match things.len().saturating_sub(most) {
        0 => shown,
        rest => format!("{shown} and {rest} more"),
    }
}

/// Without control characters, and without what no YAML may hold.
fn clean(text: &str) -> String {
    let printable = |it: &char| !matches!(it, '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}');
    comment_line(text).chars().filter(printable).collect()
}

/// Text in which HTML and images are shown, not meant; code spans stay as they are.
fn escaped(line: &str) -> String {
    // A backtick without a partner would swallow what follows.
    let spans = line.matches('`').count().is_multiple_of(2);
    let part = |(at, text): (usize, &str)| {
        if spans && at % 2 == 1 {
            return text.to_owned();
        }
        text.replace('<', "\\<").replace("![", "!\\[")
    };
    let parts: Vec<String> = line.split('`').enumerate().map(part).collect();
    parts.join(if spans { "`" } else { "\\`" })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn nothing_breaks_out_of_a_cell() {
        let text = "a | `b|c` <b>x</b>\n\n`<T>` ![i](u) \u{202e}\u{7}#";
        expect![[r##"a \| `b\|c` \<b>x\</b> `<T>` !\[i](u)   #"##]].assert_eq(&cell(text));
        expect![[r"one \` and \<a>"]].assert_eq(&inline("one ` and <a>"));
        expect![[r"`` a`b\|c ``"]].assert_eq(&code_cell("a`b|c"));
    }

    #[test]
    fn paragraphs_keep_their_lists_and_code() {
        let text = "# Title\n\n\n- one\n- two <x>\n---\n| a |\n```\n# <kept>\n";
        expect![[r#"
            \# Title

            - one
            - two \<x>
            \---
            \| a |
            ```
            # <kept>
            ```"#]]
        .assert_eq(&block(text));
    }

    #[test]
    fn a_scalar_ends_no_front_matter() {
        expect![[r#""a: \"b\" -- c {d} #e""#]]
            .assert_eq(&yaml(&scalar("a: \"b\" ------\nc {d} #e")));
    }

    #[test]
    fn texts_are_cut_between_words() {
        assert_eq!(shortened("one two, three", 11), "one two…");
        assert_eq!(shortened("one", 3), "one");
        assert_eq!(shortened("onetwothree", 5), "onet…");
        assert_eq!(first_sentence("Lists it.  All\nof it."), "Lists it.");
        assert_eq!(some_of(&["a".to_owned(), "b".to_owned()], 1), "a and 1 more");
    }
}
