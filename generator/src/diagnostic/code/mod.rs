//! The rules of the compiler, each by a stable name.
//!
//! To add one, add a row to `table.rs`: the variant, its kebab-case name, and what
//! `cargo xtask explain` says of it, which is what it means, why it matters and what to do.

/// Declares [`Code`] from rows of `Variant = "kebab-name": "explanation";`.
macro_rules! codes {
    ($($variant:ident = $name:literal: $explanation:literal;)*) => {
        /// A rule of the compiler; its documentation is what `cargo xtask explain` says of it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $explanation] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The kebab-case name, as printed.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// What the code means, why it matters and what to do.
            pub const fn explain(self) -> &'static str {
                match self {
                    $(Self::$variant => $explanation,)*
                }
            }
        }
    };
}

mod table;

use std::fmt;

pub use table::Code;

impl Code {
    /// The code of a kebab-case name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn every_name_is_kebab_case_unique_and_found_again() {
        for &code in Code::ALL {
            let name = code.as_str();
            let kebab = name.split('-').all(|word| {
                !word.is_empty()
                    && word.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
            });
            assert!(kebab, "`{name}` is not kebab-case");
            assert_eq!(Code::parse(name), Some(code), "`{name}` names two codes");
        }
        assert_eq!(Code::parse("no-such-code"), None);
    }

    #[test]
    fn every_variant_is_its_name_in_pascal_case() {
        for &code in Code::ALL {
            let pascal: String = code.as_str().split('-').map(capitalised).collect();
            assert_eq!(pascal, format!("{code:?}"));
        }
    }

    #[test]
    fn every_explanation_is_prose() {
        for &code in Code::ALL {
            let text = code.explain();
            let prose = text.ends_with('.') && text.len() > 80 && !text.contains("  ");
            assert!(prose, "the explanation of `{code}` is no paragraph: {text}");
        }
    }

    fn capitalised(word: &str) -> String {
        let mut letters = word.chars();
        let first = letters.next().map(|it| it.to_ascii_uppercase());
        first.into_iter().chain(letters).collect()
    }
}
