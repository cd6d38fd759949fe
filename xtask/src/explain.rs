//! `cargo xtask explain`: what a code means, why it matters and what to do.

use generator::diagnostic::Code;

use crate::cli::ExplainArgs;
use crate::codegen::DRIFT;
use crate::exit::Verdict;
use crate::problem::Problem;
use crate::terminal;

/// The width of a line of prose.
const WIDTH: usize = 80;

/// Runs the command.
pub fn run(args: &ExplainArgs) -> Result<Verdict, Problem> {
    let Some(wanted) = &args.code else {
        terminal::print(&all())?;
        return Ok(Verdict::Good);
    };
    let Some((name, explanation)) = codes().find(|(name, _)| name == wanted) else {
        terminal::say(&unknown(wanted));
        return Ok(Verdict::Bad);
    };
    terminal::print(&format!("{name}\n\n{}", wrapped(explanation)))?;
    Ok(Verdict::Good)
}

/// Every code with its explanation: those of the compiler, and the one of `codegen --check`.
fn codes() -> impl Iterator<Item = (&'static str, &'static str)> {
    let own = Code::ALL.iter().map(|it| (it.as_str(), it.explain()));
    own.chain([DRIFT])
}

/// One line for each code: its name and the first sentence about it.
fn all() -> String {
    let width = codes().map(|(name, _)| name.len()).max().unwrap_or(0);
    codes()
        .map(|(name, explanation)| {
            let first = explanation.split(". ").next().unwrap_or_default();
            format!("{name:width$}  {}.\n", first.trim_end_matches('.'))
        })
        .collect()
}

fn unknown(wanted: &str) -> String {
    let names: Vec<&str> = codes().map(|(name, _)| name).collect();
    let help = match similar::get_close_matches(wanted, &names, 1, 0.6).first() {
        Some(closest) => format!("did you mean `{closest}`?"),
        None => "`cargo xtask explain --list` lists them all".to_owned(),
    };
    let wanted = terminal::harmless(wanted);
    format!("error: there is no code `{wanted}`\nhelp: {help}")
}

/// Prose in lines that fit a terminal.
fn wrapped(text: &str) -> String {
    let mut out = String::new();
    let mut column = 0;
    for word in text.split_whitespace() {
        let width = word.chars().count();
        if column > 0 && column + 1 + width > WIDTH {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out += word;
        column += width;
    }
    out + "\n"
}

#[cfg(test)]
mod tests {
    use super::{unknown, wrapped};

    #[test]
    fn the_closest_code_is_suggested() {
        let expected = "error: there is no code `file-not-fuond`\n\
                        help: did you mean `file-not-found`?";
        assert_eq!(unknown("file-not-fuond"), expected);
        assert!(unknown("zzz").ends_with("`cargo xtask explain --list` lists them all"));
    }

    #[test]
    fn prose_is_wrapped_between_words() {
        let word = "x".repeat(30);
        let text = format!("{word} {word} {word}");
        assert_eq!(wrapped(&text), format!("{word} {word}\n{word}\n"));
    }
}
