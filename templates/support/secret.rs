//! A string that is not shown.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::json::{Json, Parsed, Reader};

/// A secret, such as a key or a password: wiped from memory when dropped, never shown by `Debug`.
#[derive(Clone, Default)]
pub struct Secret(SecretString);

impl Secret {
    /// The secret itself. Whoever asks for it keeps it out of logs.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl From<String> for Secret {
    fn from(secret: String) -> Self {
        Self(secret.into())
    }
}

impl From<&str> for Secret {
    fn from(secret: &str) -> Self {
        Self(secret.into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for Secret {}

impl Json for Secret {
    fn read(value: Parsed<'_>, reader: &mut Reader) -> Self {
        String::read(value, reader).into()
    }

    fn write(&self) -> Value {
        self.expose().into()
    }

    fn blank() -> Self {
        Self::default()
    }
}
