//! The bearer tokens that callers must show (RFC 6750).
//!
//! Enters: the text of an environment variable. Leaves: a verdict on the headers of a request. A token
//! is never shown, not even in part.

use http::HeaderMap;
use http::header::AUTHORIZATION;
use secrecy::{ExposeSecret, SecretString};
use subtle::{Choice, ConstantTimeEq};

/// The fewest characters that a token may have.
const LEAST: usize = 16;

/// The tokens, any of which admits a caller.
#[derive(Debug)]
pub(super) struct Tokens(Vec<SecretString>);

/// What is wrong with what a caller showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Denied {
    /// No token.
    Missing,
    /// A token that is not among them, or no token at all in that header.
    Wrong,
}

impl Tokens {
    /// Reads tokens that are parted by commas or lines.
    ///
    /// # Errors
    /// Says what is wrong, naming a token by its number.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let parts = text.split([',', '\n', '\r']).map(str::trim).filter(|it| !it.is_empty());
        let mut tokens = Vec::new();
        for (index, token) in parts.enumerate() {
            let problem = if !token.bytes().all(is_of_token) {
                "has characters that a bearer token cannot have (RFC 6750, section 2.1)".to_owned()
            } else if token.len() < LEAST {
                format!("has fewer than {LEAST} characters")
            } else {
                tokens.push(SecretString::from(token));
                continue;
            };
            return Err(format!("token {} of it {problem}", index + 1));
        }
        if tokens.is_empty() { Err("holds no token".to_owned()) } else { Ok(Self(tokens)) }
    }

    /// Whether the headers show one of the tokens.
    pub(super) fn admit(&self, headers: &HeaderMap) -> Result<(), Denied> {
        let mut shown = headers.get_all(AUTHORIZATION).iter();
        let Some(value) = shown.next() else {
            return Err(Denied::Missing);
        };
        let token = bearer(value.as_bytes()).filter(|_| shown.next().is_none());
        let token = token.ok_or(Denied::Wrong)?;
        // Each is compared in full, so that the time tells nothing about any but its length.
        let found = self
            .0
            .iter()
            .fold(Choice::from(0), |found, it| found | it.expose_secret().as_bytes().ct_eq(token));
        if bool::from(found) { Ok(()) } else { Err(Denied::Wrong) }
    }
}

/// The token after `Bearer`, which may be written in any case (RFC 9110, section 11.1).
fn bearer(value: &[u8]) -> Option<&[u8]> {
    let (scheme, token) = value.split_at_checked("Bearer ".len())?;
    scheme.eq_ignore_ascii_case(b"Bearer ").then(|| token.trim_ascii())
}

fn is_of_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "abcdefghijklmnop";
    const OTHER: &str = "ponmlkjihgfedcba=";

    fn verdict(tokens: &str, shown: &[&str]) -> Result<(), Denied> {
        let mut headers = HeaderMap::new();
        for value in shown {
            headers.append(AUTHORIZATION, value.parse().expect("a header value"));
        }
        Tokens::read(tokens).expect("tokens").admit(&headers)
    }

    #[test]
    fn any_of_the_tokens_admits() {
        let text = format!(" {ONE}\n\n{OTHER},");
        for token in [ONE, OTHER] {
            assert_eq!(verdict(&text, &[&format!("Bearer {token}")]), Ok(()));
            assert_eq!(verdict(&text, &[&format!("bearer  {token} ")]), Ok(()));
        }
        assert_eq!(verdict(&text, &[]), Err(Denied::Missing));
        let long = format!("Bearer {ONE}q");
        for wrong in ["", "Bearer", "Bearer ", "Basic abcdefghijklmnop", ONE, &long] {
            assert_eq!(verdict(&text, &[wrong]), Err(Denied::Wrong), "{wrong}");
        }
        let right = format!("Bearer {ONE}");
        assert_eq!(verdict(&text, &[&right, &right]), Err(Denied::Wrong));
    }

    #[test]
    fn what_is_wrong_with_a_token_is_said_without_it() {
        let problem = |text: &str| Tokens::read(text).expect_err("no tokens");
        assert_eq!(problem(" \n,"), "holds no token");
        assert_eq!(problem(&format!("{ONE},short")), "token 2 of it has fewer than 16 characters");
        assert_eq!(
            problem("correct horse battery staple"),
            "token 1 of it has characters that a bearer token cannot have (RFC 6750, section 2.1)"
        );
        assert!(!format!("{:?}", Tokens::read(ONE)).contains(ONE));
    }
}
