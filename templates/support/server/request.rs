//! The raw inputs of a request: text by location and name, values still encoded.

use http::HeaderMap;
use http::header::COOKIE;
use percent_encoding::percent_decode_str;

use crate::support::template::Captures;

/// Names (decoded) with values (as they came).
pub(super) type Pairs = Vec<(String, String)>;

/// The parts of a request that parameters are read from.
pub(super) struct Raw<'r> {
    pub(super) captures: Captures,
    pub(super) query: Pairs,
    pub(super) cookies: Pairs,
    headers: &'r HeaderMap,
}

impl<'r> Raw<'r> {
    pub(super) fn new(captures: Captures, query: Option<&str>, headers: &'r HeaderMap) -> Self {
        let query = pairs(query.unwrap_or_default());
        Self { captures, query, cookies: cookies(headers), headers }
    }

    /// The value captured from the path.
    pub(super) fn captured(&self, name: &str) -> Option<&str> {
        self.captures.iter().find(|it| it.0 == name).map(|it| it.1.as_str())
    }

    /// The value of a header; several lines are one list (RFC 9110, section 5.2).
    pub(super) fn header(&self, name: &str) -> Option<String> {
        let lines = self.headers.get_all(name).iter();
        let lines: Vec<_> = lines.map(|it| String::from_utf8_lossy(it.as_bytes())).collect();
        (!lines.is_empty()).then(|| lines.join(","))
    }
}

/// `name=value&name=value`
pub(super) fn pairs(text: &str) -> Pairs {
    let pair = |it: &str| {
        let (name, value) = it.split_once('=').unwrap_or((it, ""));
        (form_decoded_lossy(name), value.to_owned())
    };
    text.split('&').filter(|it| !it.is_empty()).map(pair).collect()
}

fn cookies(headers: &HeaderMap) -> Pairs {
    let lines = headers.get_all(COOKIE).iter().filter_map(|it| it.to_str().ok());
    lines
        .flat_map(|line| line.split(';'))
        .filter_map(|it| it.trim().split_once('='))
        .map(|(name, value)| {
            let name = percent_decode_str(name).decode_utf8_lossy().into_owned();
            (name, value.trim_matches('"').to_owned())
        })
        .collect()
}

/// How a value is decoded.
#[derive(Clone, Copy)]
pub(super) enum Decode {
    /// Percent-encoded, and `+` for a space.
    Form,
    /// Percent-encoded.
    Percent,
    /// As it is.
    Plain,
}

impl Decode {
    pub(super) fn apply(self, text: &str) -> Result<String, String> {
        match self {
            Self::Form => percent_decoded(&text.replace('+', " ")),
            Self::Percent => percent_decoded(text),
            Self::Plain => Ok(text.to_owned()),
        }
    }
}

fn percent_decoded(text: &str) -> Result<String, String> {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.map(Into::into).map_err(|_| "must be percent-encoded UTF-8".to_owned())
}

fn form_decoded_lossy(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}
