//! Secrets in text, known by their shape: keys in PEM, tokens of known issuers, credentials in headers
//! and URLs, and what is assigned to a name that says so (`DB_PASSWORD=...`, `"token": "..."`).

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{HIDDEN, HIDDEN_IN_URL, names};

/// A private key, also one that was cut.
const PEM: &str =
    r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?s:.*?)(?:-----END [A-Z0-9 ]*-----|\z)";

/// What issuers of tokens begin them with.
const TOKENS: &str = concat!(
    r"\b(?:",
    r"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)+",
    r"|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{20,}",
    r"|(?:AKIA|ASIA)[A-Z0-9]{16}\b|AIza[A-Za-z0-9_-]{35}",
    r"|xox[abeoprs]-[A-Za-z0-9-]{10,}|(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9]{20,}",
    r"|npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{16,}|hf_[A-Za-z0-9]{30,}|do[opr]_v1_[a-f0-9]{64}",
    r"|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|AGE-SECRET-KEY-1[A-Z0-9]{58}",
    r")",
);

/// Tokens whose beginning is a word too; they hold a digit.
const WORDY: &str = r"\bsk-[A-Za-z0-9_-]{20,}";

/// Credentials as the header `Authorization` has them; they hold a digit or end in `=`.
const SCHEMES: &str = r"(?i)\b(bearer|basic)([ \t]+)([A-Za-z0-9._~+/-]{8,}=*)";

/// The password of a URL, and the path of a web hook that anyone may call who knows it.
const URLS: &str = concat!(
    r#"\b([A-Za-z][A-Za-z0-9+.-]*://[^\s/?#@:"'<>]*:)([^\s@/?#"'<>]+)@"#,
    r"|(https://hooks\.slack\.com/(?:services|workflows|triggers)/|https://(?:\w+\.)?discord(?:app)?\.com/api/webhooks/)([\w/-]+)",
);

/// `NAME=value`, `name: value`, `"name": "value"`. A value is a quoted text, or what stands up to a blank.
const ASSIGNMENTS: &str = concat!(
    r#"([A-Za-z_][A-Za-z0-9_.-]*)(["']?[ \t]*(=|:)[ \t]*)"#,
    r#"("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s"',;&][^\s,;&]*)"#,
);

static PEM_KEYS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(PEM).ok());
static KNOWN_TOKENS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(TOKENS).ok());
static WORDY_TOKENS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(WORDY).ok());
static AUTHORIZATION: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(SCHEMES).ok());
static URL_SECRETS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(URLS).ok());
static ASSIGNED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(ASSIGNMENTS).ok());

/// The text without the secrets in it; borrowed where there are none.
pub(super) fn redacted(text: &str) -> Cow<'_, str> {
    let mut out = Cow::Borrowed(text);
    // Nothing shorter is a secret, nor does it hold one.
    if text.len() < 8 {
        return out;
    }
    if text.contains("-----BEGIN ") {
        replace(&mut out, &PEM_KEYS, |_| HIDDEN.to_owned());
    }
    replace(&mut out, &KNOWN_TOKENS, |_| HIDDEN.to_owned());
    replace(&mut out, &WORDY_TOKENS, |found| match has_digit(&found[0]) {
        true => HIDDEN.to_owned(),
        false => found[0].to_owned(),
    });
    replace(&mut out, &AUTHORIZATION, authorization);
    if text.contains("://") {
        replace(&mut out, &URL_SECRETS, url);
    }
    if text.contains(['=', ':']) {
        let is_long = text.contains('\n');
        replace(&mut out, &ASSIGNED, |found| assignment(found, is_long));
    }
    out
}

fn replace(
    text: &mut Cow<'_, str>,
    regex: &LazyLock<Option<Regex>>,
    by: impl Fn(&Captures<'_>) -> String,
) {
    if let Some(regex) = &**regex
        && let Cow::Owned(changed) = regex.replace_all(text, by)
        && changed != **text
    {
        *text = Cow::Owned(changed);
    }
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|it| it.is_ascii_digit())
}

fn authorization(found: &Captures<'_>) -> String {
    let credential = &found[3];
    if has_digit(credential) || credential.ends_with('=') {
        return format!("{}{}{HIDDEN}", &found[1], &found[2]);
    }
    found[0].to_owned()
}

fn url(found: &Captures<'_>) -> String {
    match (found.get(1), found.get(2), found.get(3)) {
        (Some(_), Some(password), _) if stands_for_another(password.as_str()) => {
            found[0].to_owned()
        }
        (Some(start), Some(_), _) => format!("{}{HIDDEN_IN_URL}@", start.as_str()),
        (_, _, Some(start)) => format!("{}{HIDDEN_IN_URL}", start.as_str()),
        _ => found[0].to_owned(),
    }
}

/// In a sentence a colon says less than `=`: `password: required` assigns nothing.
fn assignment(found: &Captures<'_>, is_long: bool) -> String {
    let (name, value) = (&found[1], &found[4]);
    let bare = value.trim_matches(['"', '\'']);
    let is_word = bare.bytes().all(|it| it.is_ascii_lowercase());
    let says_nothing = &found[3] == ":" && is_word && !(is_long || value.starts_with('"'));
    if says_nothing || stands_for_another(bare) || !names::is_secret(name) {
        return found[0].to_owned();
    }
    let quote = value.chars().next().filter(|it| ['"', '\''].contains(it));
    let quote = quote.map(String::from).unwrap_or_default();
    format!("{name}{}{quote}{HIDDEN}{quote}", &found[2])
}

/// Whether a value is only a reference, a literal that hides nothing, or hidden already.
fn stands_for_another(value: &str) -> bool {
    const LITERALS: [&str; 8] = ["", "null", "none", "nil", "true", "false", "undefined", "yes"];
    let reference = ["$", "{{", "<", "[", "{", "***"].iter().any(|it| value.starts_with(it));
    reference || LITERALS.contains(&value.to_ascii_lowercase().as_str()) || value == HIDDEN_IN_URL
}

#[cfg(test)]
mod tests {
    use super::redacted;

    #[test]
    fn secrets_in_text() {
        for (text, want) in [
            (
                "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nx",
                "[redacted]\nx",
            ),
            ("a -----BEGIN PRIVATE KEY-----\nMIIE cut", "a [redacted]"),
            (
                "-----BEGIN OPENSSH PRIVATE KEY-----\\nb3Bl\\n-----END OPENSSH PRIVATE KEY-----",
                "[redacted]",
            ),
            (
                "-----BEGIN PGP PRIVATE KEY BLOCK-----\nx\n-----END PGP PRIVATE KEY BLOCK-----",
                "[redacted]",
            ),
            ("jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl!", "jwt [redacted]!"),
            ("push with ghp_0123456789abcdefghijABCDEFGHIJ012345", "push with [redacted]"),
            ("github_pat_11ABCDEFG0123456789_abcdefghij", "[redacted]"),
            ("sk-proj-abcdefghijklmnop0123456789", "[redacted]"),
            ("key AKIAIOSFODNN7EXAMPLE.", "key [redacted]."),
            (
                "curl -H 'Authorization: Bearer abc123def456'",
                "curl -H 'Authorization: Bearer [redacted]'",
            ),
            ("authorization: Basic dXNlcjpwYXNz", "authorization: Basic dXNlcjpwYXNz"),
            ("authorization: Basic dXNlcjpwYXNzd29yZDE=", "authorization: Basic [redacted]"),
            ("postgres://app:s3cret@db:5432/app?x=1", "postgres://app:redacted@db:5432/app?x=1"),
            ("redis://:s3cret@cache", "redis://:redacted@cache"),
            (
                "https://hooks.slack.com/services/T0/B0/xyz",
                "https://hooks.slack.com/services/redacted",
            ),
            ("DB_PASSWORD=hunter2", "DB_PASSWORD=[redacted]"),
            ("A=1\nexport API_KEY='a b c'\nB=2", "A=1\nexport API_KEY='[redacted]'\nB=2"),
            (
                "services:\n  db:\n    POSTGRES_PASSWORD: hunter",
                "services:\n  db:\n    POSTGRES_PASSWORD: [redacted]",
            ),
            ("- JWT_SECRET=abc\n- PORT=80", "- JWT_SECRET=[redacted]\n- PORT=80"),
            ("level=info password=hunter2 user=x", "level=info password=[redacted] user=x"),
            ("Generated password: hunter2", "Generated password: [redacted]"),
            (r#"sent {"token":"a\"b","id":1}"#, r#"sent {"token":"[redacted]","id":1}"#),
            ("GET /x?access_token=abc&page=2", "GET /x?access_token=[redacted]&page=2"),
        ] {
            assert_eq!(redacted(text), want);
        }
    }

    #[test]
    fn other_text() {
        for text in [
            "password: required",
            "token: must be given",
            "maxTokens=100 tokenCount=5",
            "PASSWORD=${DB_PASSWORD}",
            "password=",
            "password=null",
            "PWD=/home/x",
            "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",
            "the bearer of this message",
            "Basic authentication is needed",
            "https://example.com:8080/a@b",
            "postgres://app@db/app",
            "postgres://app:${PASSWORD}@db/app",
            "sk-learn-and-other-libraries-of-python",
            "task-sk-1",
            "2026-11-22T05:00:00Z",
            "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "eyJ.a.b",
        ] {
            assert_eq!(redacted(text), text);
        }
    }

    #[test]
    fn hiding_twice_changes_nothing() {
        let once =
            redacted("DB_PASSWORD=hunter2 redis://:s3cret@cache Bearer abc123def456").into_owned();
        assert_eq!(redacted(&once), once);
    }
}
