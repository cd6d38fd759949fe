//! Which names say that a value is secret.
//!
//! A name is split into words, and its last words decide, as in English: `githubPrivateKey` is a key,
//! `tokenCount` a count. What a page token is needed for is the next page, so it stays.

use crate::support::mcp::text::words;

/// Words that make a secret of a value when they end its name.
const ENDS: [&str; 16] = [
    "apikey",
    "apitoken",
    "cookie",
    "cookies",
    "credential",
    "credentials",
    "jwt",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "passwords",
    "secret",
    "secrets",
    "token",
    "tokens",
];

/// Words that do so only after another one: alone they mean something else (`pwd` is a folder).
const ENDS_AFTER_ANOTHER: [&str; 3] = ["pass", "pat", "pwd"];

/// What stands before `key` or `keys` where that is secret.
const KEYS: [&str; 16] = [
    "access",
    "account",
    "api",
    "auth",
    "decryption",
    "deploy",
    "encryption",
    "host",
    "license",
    "master",
    "private",
    "root",
    "secret",
    "service",
    "shared",
    "signing",
];

/// What stands before `token` or `tokens` where that only tells a place in a list.
const PAGES: [&str; 10] = [
    "continuation",
    "cursor",
    "delta",
    "next",
    "page",
    "pagination",
    "prev",
    "previous",
    "resume",
    "sync",
];

/// What stands before `tokens` where they are counted.
const COUNTED: [&str; 10] = [
    "completion",
    "input",
    "max",
    "min",
    "output",
    "prompt",
    "remaining",
    "total",
    "used",
    "limit",
];

/// Other pairs of last words.
const PAIRS: [(&str, &str); 5] = [
    ("backup", "code"),
    ("backup", "codes"),
    ("connection", "string"),
    ("recovery", "code"),
    ("recovery", "codes"),
];

/// What may follow without changing what a name means.
const TAILS: [&str; 14] = [
    "again",
    "base64",
    "confirm",
    "confirmation",
    "encoded",
    "encrypted",
    "hash",
    "hashed",
    "pem",
    "plain",
    "plaintext",
    "raw",
    "text",
    "value",
];

/// How words that are not set apart end: `dbpassword`.
const JOINED: [&str; 11] = [
    "accesskey",
    "accesstoken",
    "apikey",
    "authtoken",
    "clientsecret",
    "connectionstring",
    "passphrase",
    "password",
    "privatekey",
    "refreshtoken",
    "secretkey",
];

/// Whether a value of this name is secret.
pub(super) fn is_secret(name: &str) -> bool {
    // No longer than any name that someone chose.
    if name.is_empty() || name.len() > 256 {
        return false;
    }
    if !may_be_secret(name) {
        return false;
    }
    let words = words(name);
    let mut words = words.as_slice();
    while let [rest @ .., last] = words
        && !rest.is_empty()
        && (TAILS.contains(&last.as_str()) || last.bytes().all(|it| it.is_ascii_digit()))
    {
        words = rest;
    }
    let [rest @ .., last] = words else { return false };
    let (last, before) = (last.as_str(), rest.last().map(String::as_str));
    match last {
        "tokens" if before.is_some_and(|it| COUNTED.contains(&it)) => false,
        "token" | "tokens" => !before.is_some_and(|it| PAGES.contains(&it)),
        "key" | "keys" => before.is_some_and(|it| KEYS.contains(&it)),
        _ if ENDS.contains(&last) => true,
        _ if ENDS_AFTER_ANOTHER.contains(&last) => before.is_some(),
        _ if JOINED.iter().any(|it| last.ends_with(it)) => true,
        _ => before.is_some_and(|it| PAIRS.contains(&(it, last))),
    }
}

/// One of these stands in every word that the lists above let a name end with.
const ROOTS: [&str; 11] = [
    "code",
    "cookie",
    "credential",
    "jwt",
    "key",
    "pass",
    "pat",
    "pwd",
    "secret",
    "string",
    "token",
];

/// The letters of each.
const LETTERS: [u32; ROOTS.len()] = {
    let mut all = [0; ROOTS.len()];
    let mut at = 0;
    while at < ROOTS.len() {
        all[at] = letters(ROOTS[at].as_bytes());
        at += 1;
    }
    all
};

/// A bit for each letter that there is, small or large. What is no letter counts as one.
const fn letters(text: &[u8]) -> u32 {
    let mut letters = 0;
    let mut at = 0;
    while at < text.len() {
        letters |= 1 << (text[at] & 0x1f);
        at += 1;
    }
    letters
}

/// Whether a name is worth splitting, which costs more than to see that most are not.
fn may_be_secret(name: &str) -> bool {
    // Other letters may become ASCII ones in lower case.
    if !name.is_ascii() {
        return true;
    }
    let name = name.as_bytes();
    let own = letters(name);
    let holds =
        |root: &str| name.windows(root.len()).any(|it| it.eq_ignore_ascii_case(root.as_bytes()));
    ROOTS.iter().zip(LETTERS).any(|(root, letters)| own & letters == letters && holds(root))
}

#[cfg(test)]
mod tests {
    use super::{ENDS, ENDS_AFTER_ANOTHER, JOINED, PAIRS, is_secret, may_be_secret};

    #[test]
    fn no_name_of_a_secret_is_passed_over_unsplit() {
        let lists = [&ENDS[..], &ENDS_AFTER_ANOTHER, &JOINED, &["key", "keys", "token", "tokens"]];
        for end in lists.into_iter().flatten().copied().chain(PAIRS.map(|it| it.1)) {
            assert!(may_be_secret(end), "{end}");
            assert!(may_be_secret(&format!("my{}Hash", end.to_uppercase())), "{end}");
        }
        assert!(is_secret("api\u{212a}ey"), "a Kelvin sign is a k in lower case");
        assert!(!may_be_secret("canAccessToDocker"));
    }

    #[test]
    fn names_of_secrets() {
        for name in [
            "password",
            "Password",
            "db_password",
            "DB_PASSWORD",
            "POSTGRES_PASSWORD_1",
            "dbpassword",
            "newPassword",
            "passwordHash",
            "passwordConfirmation",
            "token",
            "accessToken",
            "refresh_token",
            "x-auth-token",
            "sessionToken",
            "tokens",
            "secret",
            "client_secret",
            "clientSecret",
            "webhookSecret",
            "apiKey",
            "api_key",
            "X-API-Key",
            "apikey",
            "apiKeys",
            "privateKey",
            "githubPrivateKey",
            "SSHPrivateKey",
            "private_key_pem",
            "accessKey",
            "secretAccessKey",
            "AWS_SECRET_ACCESS_KEY",
            "licenseKey",
            "encryptionKey",
            "cookie",
            "Set-Cookie",
            "connectionString",
            "passphrase",
            "credentials",
            "backupCodes",
            "smtpPass",
            "DB_PWD",
            "GITHUB_PAT",
            "jwt",
            "tokenValue",
            "privateKeyBase64",
        ] {
            assert!(is_secret(name), "{name}");
        }
    }

    #[test]
    fn names_of_other_things() {
        for name in [
            "",
            "tokenCount",
            "token_type",
            "tokenExpiresAt",
            "tokenUrl",
            "tokenId",
            "isPasswordSet",
            "passwordPolicy",
            "passwordUpdatedAt",
            "secretName",
            "secretId",
            "apiKeyId",
            "apiKeyName",
            "publicKey",
            "primaryKey",
            "sortKey",
            "idempotencyKey",
            "key",
            "keys",
            "keyboard",
            "monkey",
            "nextPageToken",
            "pageToken",
            "next_token",
            "continuationToken",
            "author",
            "authorization_url",
            "cookieDomain",
            "PWD",
            "OLDPWD",
            "pass",
            "compass",
            "path",
            "pat",
            "secretary",
            "tokenizer",
            "passwordless",
            "sshKeyId",
            "keyId",
            "accessKeyId",
            "maxTokensPerMinute",
            "maxTokens",
            "input_tokens",
            "monthlyTokenLimit",
        ] {
            assert!(!is_secret(name), "{name}");
        }
    }
}
