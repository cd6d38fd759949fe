//! A file in a request body.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::Value;

use super::json::{Json, Parsed, Reader};

/// Bytes with a name and a media type, as a part of a form or as a whole body.
///
/// In JSON, where there are no bytes, a file is a `data:` URL (RFC 2397); plain base64 is read too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    /// The bytes.
    pub bytes: Bytes,
    /// The name, where one is to be sent.
    pub name: Option<String>,
    /// The media type; `application/octet-stream` where there is none.
    pub media_type: Option<String>,
}

impl File {
    /// Bytes without a name.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self { bytes: bytes.into(), name: None, media_type: None }
    }

    /// Gives the file a name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Gives the file a media type.
    #[must_use]
    pub fn typed(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Reads a `data:` URL or plain base64.
    pub fn parse(text: &str) -> Option<Self> {
        let Some(rest) = text.strip_prefix("data:") else {
            return STANDARD.decode(text.trim()).ok().map(Self::new);
        };
        let (head, data) = rest.split_once(',')?;
        let mut parts = head.strip_suffix(";base64")?.split(';');
        let media_type = parts.next().filter(|it| !it.is_empty()).map(str::to_owned);
        let name = parts.find_map(|part| part.strip_prefix("name=")).map(percent_decode);
        Some(Self { bytes: STANDARD.decode(data).ok()?.into(), name, media_type })
    }
}

impl std::fmt::Display for File {
    /// Writes the `data:` URL.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "data:{}", self.media_type.as_deref().unwrap_or_default())?;
        if let Some(name) = &self.name {
            write!(f, ";name={}", percent_encode(name))?;
        }
        write!(f, ";base64,{}", STANDARD.encode(&self.bytes))
    }
}

impl Json for File {
    fn read(value: Parsed<'_>, reader: &mut Reader) -> Self {
        match value.as_str().and_then(Self::parse) {
            Some(file) => file,
            None => reader.wanted("base64 or a data URL", &value),
        }
    }

    fn write(&self) -> Value {
        Value::String(self.to_string())
    }

    fn blank() -> Self {
        Self::default()
    }
}

fn percent_encode(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn percent_decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}
