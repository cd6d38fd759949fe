//! Bytes on their way: the body of a request or of an answer that nobody holds as a whole.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::StatusCode;
use http_body::Body as _;

use super::failure::Failure;
use super::file::File;

/// A body whose bytes come in one chunk after the other: a [`Stream`] of any size.
///
/// What an implementation is given passes the limit of the server as it comes in; where it is exceeded, or the
/// caller leaves, the next chunk is a [`Failure`] that may be answered as it stands.
pub struct Content {
    body: Body,
    length: Option<u64>,
    media_type: Option<String>,
}

impl Content {
    /// A body of unknown length that is sent chunk by chunk. An error ends the connection: whoever reads must not
    /// take what there is for the whole.
    pub fn stream<S, E>(chunks: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<axum::BoxError>,
    {
        let body = Body::new(Chunks(Box::pin(chunks)));
        Self { body, length: None, media_type: None }
    }

    /// Says how many bytes it has, which sends `Content-Length` in place of chunks.
    #[must_use]
    pub fn with_length(mut self, bytes: u64) -> Self {
        self.length = Some(bytes);
        self
    }

    /// Says what it is; otherwise it is `application/octet-stream`.
    #[must_use]
    pub fn typed(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// The media type, where it is known.
    pub fn media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// How many bytes there are in all, where it is known.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// The next chunk; `None` after the last one.
    ///
    /// # Errors
    /// Fails where the rest does not come, or is more than is allowed.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Failure> {
        std::future::poll_fn(|cx| self.poll_chunk(cx)).await.transpose()
    }

    /// Everything, held in memory.
    ///
    /// # Errors
    /// Fails where the rest does not come, or there are more bytes than this.
    pub async fn collect(mut self, most: usize) -> Result<File, Failure> {
        let mut bytes = BytesMut::new();
        while let Some(chunk) = self.chunk().await? {
            if chunk.len() > most.saturating_sub(bytes.len()) {
                return Err(too_large(most));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(File { bytes: bytes.freeze(), name: None, media_type: self.media_type })
    }

    /// The body as it is sent.
    pub(super) fn into_body(self) -> Body {
        match self.length {
            Some(left) if self.body.size_hint().exact() != Some(left) => {
                Body::new(Measured { body: self.body, left })
            }
            _ => self.body,
        }
    }

    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Failure>>> {
        loop {
            let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
            match frame.map(|it| it.map(http_body::Frame::into_data)) {
                None => return Poll::Ready(None),
                Some(Ok(Ok(bytes))) if bytes.is_empty() => {}
                Some(Ok(Ok(bytes))) => return Poll::Ready(Some(Ok(bytes))),
                // Trailers, which nothing declares.
                Some(Ok(Err(_))) => {}
                Some(Err(error)) => return Poll::Ready(Some(Err(failure(error)))),
            }
        }
    }
}

impl Stream for Content {
    type Item = Result<Bytes, Failure>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_chunk(cx)
    }
}

/// More than a body may have.
pub(super) fn too_large(most: usize) -> Failure {
    const MIB: usize = 1024 * 1024;
    let most = match most % MIB {
        0 if most > 0 => format!("{} MiB", most / MIB),
        _ => format!("{most} bytes"),
    };
    Failure::of(StatusCode::PAYLOAD_TOO_LARGE, format!("The body must have at most {most}"))
}

/// What ended a body: a failure of ours, or whatever came to the connection.
fn failure(error: axum::Error) -> Failure {
    match error.into_inner().downcast::<Failure>() {
        Ok(failure) => *failure,
        Err(_) => Failure::bad_request("The body did not arrive in full"),
    }
}

/// A stream as a body.
struct Chunks<S>(Pin<Box<S>>);

impl<S, E> http_body::Body for Chunks<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<axum::BoxError>,
{
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, axum::BoxError>>> {
        let chunk = ready!(self.0.as_mut().poll_next(cx));
        Poll::Ready(chunk.map(|it| it.map(http_body::Frame::data).map_err(Into::into)))
    }
}

/// Nothing.
impl Default for Content {
    fn default() -> Self {
        Bytes::new().into()
    }
}

/// A body that has as many bytes as was said, and knows when all of them were given: whoever writes it down does not
/// ask for more than that.
struct Measured {
    body: Body,
    left: u64,
}

impl http_body::Body for Measured {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, axum::BoxError>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        let Some(Ok(frame)) = frame else {
            let is_short = frame.is_none() && self.left > 0;
            let short = is_short.then(|| Err("the body is shorter than was said".into()));
            return Poll::Ready(short.or(frame.map(|it| it.map_err(Into::into))));
        };
        let length = frame.data_ref().map_or(0, Bytes::len) as u64;
        let Some(left) = self.left.checked_sub(length) else {
            return Poll::Ready(Some(Err("the body is longer than was said".into())));
        };
        self.left = left;
        Poll::Ready(Some(Ok(frame)))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> http_body::SizeHint {
        http_body::SizeHint::with_exact(self.left)
    }
}

impl From<Bytes> for Content {
    fn from(bytes: Bytes) -> Self {
        let length = Some(bytes.len() as u64);
        Self { body: bytes.into(), length, media_type: None }
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<File> for Content {
    fn from(file: File) -> Self {
        Self { media_type: file.media_type, ..file.bytes.into() }
    }
}

/// Without the content, which may be secret.
impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { length, media_type, .. } = self;
        let mut shown = f.debug_struct("Content");
        shown.field("length", length).field("media_type", media_type).finish_non_exhaustive()
    }
}
