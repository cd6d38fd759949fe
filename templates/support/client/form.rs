//! `multipart/form-data` (RFC 7578) whose files are sent as they come, without being held in memory.
//!
//! In: values and files by name. Out: a body, of known length where the length of every file is known.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::body::Upload;
use super::multipart::{UNSENDABLE, boundary};
use super::refused::Refused;
use super::style;
use super::transport::{Body, TransportError, TransportErrorKind};
use crate::support::json::Json;
use crate::support::part::{head, is_sendable};

/// A form whose files may be streams.
///
/// A stream can be sent only once, so a call with a form is never repeated.
#[must_use = "a form does nothing until it is sent"]
pub struct Form {
    boundary: String,
    pieces: VecDeque<Piece>,
    refused: Option<Refused>,
}

/// A file of a form.
#[must_use = "a file does nothing until a form has it"]
pub struct FormFile {
    content: Body,
    name: Option<String>,
    media_type: String,
}

enum Piece {
    Text(Bytes),
    /// The content of a file, and how many of its bytes are to come, where that is known.
    File(Body, Option<u64>),
}

impl FormFile {
    /// A file with this content: bytes, or a stream such as [`Body::reader`] makes. Say its length by
    /// [`Body::with_length`] where it is known: some servers take no body of unknown length.
    pub fn new(content: impl Into<Body>) -> Self {
        let media_type = "application/octet-stream".to_owned();
        Self { content: content.into(), name: None, media_type }
    }

    /// Says what the file is called; otherwise it is called as its part.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Says what the file is; otherwise it is `application/octet-stream`.
    pub fn typed(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = media_type.into();
        self
    }
}

impl Form {
    /// A form without parts.
    pub fn new() -> Self {
        Self { boundary: boundary(), pieces: VecDeque::new(), refused: None }
    }

    /// Adds a value; a list is a part for each item, and an object is sent as JSON.
    pub fn value(mut self, name: &str, value: &impl Json) -> Self {
        let value = value.write();
        let items = value.as_array().map_or(std::slice::from_ref(&value), Vec::as_slice);
        for item in items.iter().filter(|it| !it.is_null()) {
            let nested = item.is_array() || item.is_object();
            let head = head(name, None, nested.then_some("application/json"));
            self.text(format!("--{}\r\n{head}{}\r\n", self.boundary, style::text(item)));
        }
        self
    }

    /// Adds a file.
    pub fn file(mut self, name: &str, file: FormFile) -> Self {
        let FormFile { content, name: file_name, media_type } = file;
        if !is_sendable(&media_type) {
            self.refused = Some(Refused::new(name, UNSENDABLE));
        }
        let file_name = file_name.as_deref().unwrap_or(name);
        let head = head(name, Some(file_name), Some(&media_type));
        self.text(format!("--{}\r\n{head}", self.boundary));
        let length = content.length();
        self.pieces.push_back(Piece::File(content, length));
        self.text("\r\n".to_owned());
        self
    }

    /// Adds text that stands between or around the files.
    fn text(&mut self, text: String) {
        self.pieces.push_back(Piece::Text(text.into()));
    }

    /// How many bytes it has, where that is known.
    fn length(&self) -> Option<u64> {
        let lengths = self.pieces.iter().map(|it| match it {
            Piece::Text(text) => Some(text.len() as u64),
            Piece::File(_, length) => *length,
        });
        lengths.sum()
    }

    /// The form as it is sent.
    pub(super) fn upload(mut self) -> Result<Upload, Refused> {
        if let Some(refused) = self.refused.take() {
            return Err(refused);
        }
        self.text(format!("--{}--\r\n", self.boundary));
        let (length, boundary) = (self.length(), Some(self.boundary));
        let body = Body::stream(Parts(self.pieces));
        let body = if let Some(length) = length { body.with_length(length) } else { body };
        Ok(Upload { body, media_type: None, boundary })
    }
}

impl Default for Form {
    fn default() -> Self {
        Self::new()
    }
}

/// Without the content, which may be secret.
impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Form").field("length", &self.length()).finish_non_exhaustive()
    }
}

/// Without the content, which may be secret.
impl fmt::Debug for FormFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { content, name, media_type } = self;
        let mut shown = f.debug_struct("FormFile");
        shown.field("content", content).field("name", name).field("media_type", media_type);
        shown.finish()
    }
}

/// The pieces, one after the other.
struct Parts(VecDeque<Piece>);

impl Stream for Parts {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let (content, left) = match self.0.front_mut() {
                None => return Poll::Ready(None),
                Some(Piece::Text(text)) => {
                    let text = std::mem::take(text);
                    self.0.pop_front();
                    return Poll::Ready(Some(Ok(text)));
                }
                Some(Piece::File(content, left)) => (content, left),
            };
            let chunk = ready!(Pin::new(content).poll_next(cx));
            match (chunk, left) {
                (Some(Ok(chunk)), Some(left)) => match left.checked_sub(chunk.len() as u64) {
                    Some(rest) => {
                        *left = rest;
                        return Poll::Ready(Some(Ok(chunk)));
                    }
                    None => return Poll::Ready(Some(Err(unlike("longer")))),
                },
                (Some(chunk), _) => return Poll::Ready(Some(chunk)),
                (None, Some(1..)) => return Poll::Ready(Some(Err(unlike("shorter")))),
                (None, _) => drop(self.0.pop_front()),
            }
        }
    }
}

/// A file that does not have the length which the head of the request has told.
fn unlike(word: &str) -> TransportError {
    TransportError::new(TransportErrorKind::Request, format!("a file is {word} than was said"))
}
