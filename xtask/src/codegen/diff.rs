//! The difference between a file and what it should be, as a unified diff of limited length.

use std::time::{Duration, Instant};

use similar::TextDiff;

use super::plan::{Difference, Present};
use crate::folder::Folder;
use crate::terminal::{count, harmless};

/// How many lines are shown of all files together.
const LINES: usize = 100;

/// How long is spent on finding small differences; after that, they are found coarse.
const PATIENCE: Duration = Duration::from_secs(2);

/// The diffs of all files, cut off at [`LINES`] with a note of how much is missing.
pub fn diffs(out: &Folder, differences: &[Difference<'_>]) -> String {
    let deadline = Instant::now() + PATIENCE;
    let mut shown = String::new();
    let mut lines = 0;
    for it in differences {
        let Present::File(present) = &it.present else {
            continue;
        };
        if only_line_endings(it) {
            continue;
        }
        for line in diff(&out.show(&it.path), present, it.text, deadline).lines() {
            lines += 1;
            if lines <= LINES {
                shown += &format!("{}\n", harmless(line));
            }
        }
    }
    if lines > LINES {
        let left = count(lines - LINES, "line");
        shown += &format!("... {left} of the diff left out\n");
    }
    shown
}

/// Whether a file differs in its line endings alone, which a diff would not show.
pub fn only_line_endings(difference: &Difference<'_>) -> bool {
    let unix = |text: &str| text.replace("\r\n", "\n");
    match &difference.present {
        Present::File(bytes) => unix(&String::from_utf8_lossy(bytes)) == unix(difference.text),
        _ => false,
    }
}

fn diff(shown: &str, present: &[u8], text: &str, deadline: Instant) -> String {
    let present = String::from_utf8_lossy(present);
    TextDiff::configure()
        .deadline(deadline)
        .diff_lines(present.as_ref(), text)
        .unified_diff()
        .header(shown, &format!("{shown} as generated"))
        .to_string()
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::*;

    fn stale<'c>(path: &str, present: &str, text: &'c str) -> Difference<'c> {
        let path = Path::new(path).to_owned();
        let present = Present::File(present.as_bytes().to_vec());
        Difference { path, text, present }
    }

    fn out() -> Folder {
        let (path, shown) = (PathBuf::from("/nowhere"), "out".to_owned());
        Folder { path, shown }
    }

    #[test]
    fn a_change_is_shown_with_its_surroundings() {
        let found = diffs(&out(), &[stale("a/b.rs", "1\n2\n", "1\n\u{1b}\n")]);
        let expected = "--- out/a/b.rs\n+++ out/a/b.rs as generated\n@@ -1,2 +1,2 @@\n \
                        1\n-2\n+\\u{1b}\n";
        assert_eq!(found, expected);
    }

    #[test]
    fn no_more_than_a_hundred_lines_are_shown_of_all_files_together() {
        let text: String = (0..70).map(|it| format!("{it}\n")).collect();
        let found = diffs(&out(), &[stale("a", "", &text), stale("b", "", &text)]);
        assert_eq!(found.lines().count(), 101);
        // Three lines of heading for each file.
        let note = "... 46 lines of the diff left out";
        assert_eq!(found.lines().last(), Some(note));
    }

    #[test]
    fn line_endings_are_no_reason_for_a_diff() {
        let list = [stale("a", "1\r\n2\r\n", "1\n2\n")];
        assert!(only_line_endings(&list[0]));
        assert_eq!(diffs(&out(), &list), "");
    }
}
