//! Bodies: bytes that are there, or chunks that come in.

use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http_body::{Frame, SizeHint};
use tokio::io::{AsyncRead, ReadBuf};

use super::error::{BoxError, TransportError, TransportErrorKind};

/// The body of a request or of an answer.
///
/// It is a [`Stream`] of chunks, and an [`http_body::Body`] for layers of other crates.
#[derive(Default)]
pub struct Body(Kind);

type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

enum Kind {
    Full(Bytes),
    /// The lock makes it `Sync`; nobody ever waits for it.
    Stream {
        chunks: Mutex<Chunks>,
        length: Option<u64>,
    },
    Received(reqwest::Body),
}

impl Default for Kind {
    fn default() -> Self {
        Self::Full(Bytes::new())
    }
}

impl Body {
    /// A body of unknown length, sent or received chunk by chunk.
    pub fn stream<S, E>(chunks: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Self(Kind::Stream { chunks: Mutex::new(Box::pin(Mapped(Box::pin(chunks)))), length: None })
    }

    /// Says how many bytes a stream has, which sends `Content-Length` in place of chunks.
    #[must_use]
    pub fn with_length(mut self, bytes: u64) -> Self {
        if let Kind::Stream { length, .. } = &mut self.0 {
            *length = Some(bytes);
        }
        self
    }

    /// A body that is read from a reader as it is sent, such as a file.
    pub fn reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::stream(Read(Box::pin(reader), vec![0; READ].into()))
    }

    pub(super) fn received(body: reqwest::Body) -> Self {
        Self(Kind::Received(body))
    }

    /// The next chunk; `None` after the last one.
    ///
    /// # Errors
    /// Fails where the connection breaks or the content cannot be decompressed.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        std::future::poll_fn(|cx| self.poll_chunk(cx)).await.transpose()
    }

    /// Reads the rest; `None` as soon as it is known to be larger than the limit, in bytes.
    ///
    /// # Errors
    /// Fails where the connection breaks or the content cannot be decompressed.
    pub async fn collect(&mut self, limit: usize) -> Result<Option<Bytes>, TransportError> {
        let exceeds = |length: u64| usize::try_from(length).map_or(true, |it| it > limit);
        if self.length().is_some_and(exceeds) {
            return Ok(None);
        }
        let Some(first) = self.chunk().await? else { return Ok(Some(Bytes::new())) };
        if first.len() > limit {
            return Ok(None);
        }
        // Most answers are one chunk, which needs no copy.
        let Some(second) = self.chunk().await? else { return Ok(Some(first)) };
        let mut bytes = BytesMut::from(first);
        let mut next = Some(second);
        while let Some(chunk) = next {
            if chunk.len() > limit - bytes.len() {
                return Ok(None);
            }
            bytes.extend_from_slice(&chunk);
            next = self.chunk().await?;
        }
        Ok(Some(bytes.freeze()))
    }

    /// How many bytes are left, where that is known.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Kind::Full(bytes) => Some(bytes.len() as u64),
            Kind::Stream { length, .. } => *length,
            Kind::Received(body) => http_body::Body::size_hint(body).exact(),
        }
    }

    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>> {
        match &mut self.0 {
            Kind::Full(bytes) if bytes.is_empty() => Poll::Ready(None),
            Kind::Full(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Kind::Stream { chunks, .. } => {
                let chunks = chunks.get_mut().unwrap_or_else(PoisonError::into_inner);
                chunks.as_mut().poll_next(cx)
            }
            Kind::Received(body) => poll_received(body, cx),
        }
    }
}

fn poll_received(
    body: &mut reqwest::Body,
    cx: &mut Context<'_>,
) -> Poll<Option<Result<Bytes, TransportError>>> {
    loop {
        let frame = ready!(http_body::Body::poll_frame(Pin::new(&mut *body), cx));
        match frame.map(|it| it.map(Frame::into_data)) {
            None => return Poll::Ready(None),
            Some(Ok(Ok(bytes))) => return Poll::Ready(Some(Ok(bytes))),
            // Trailers, which nothing declares.
            Some(Ok(Err(_))) => {}
            Some(Err(error)) => return Poll::Ready(Some(Err(TransportError::receiving(error)))),
        }
    }
}

/// How many bytes are read at a time.
const READ: usize = 64 * 1024;

/// A reader as a stream of chunks, with the space that it reads into.
struct Read<R>(Pin<Box<R>>, Box<[u8]>);

impl<R: AsyncRead> Stream for Read<R> {
    type Item = std::io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self(reader, space) = &mut *self;
        let mut buffer = ReadBuf::new(space);
        let read = ready!(reader.as_mut().poll_read(cx, &mut buffer));
        let chunk = read.map(|()| Bytes::copy_from_slice(buffer.filled()));
        Poll::Ready(Some(chunk).filter(|it| !it.as_ref().is_ok_and(Bytes::is_empty)))
    }
}

/// A stream whose errors are those of a transport.
struct Mapped<S>(Pin<Box<S>>);

impl<S, E> Stream for Mapped<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = ready!(self.0.as_mut().poll_next(cx));
        let failed = |error: E| TransportError::new(TransportErrorKind::Answer, error);
        Poll::Ready(item.map(|it| it.map_err(failed)))
    }
}

impl Stream for Body {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_chunk(cx)
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        self.get_mut().poll_chunk(cx).map(|it| it.map(|it| it.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.length().map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

impl From<Body> for reqwest::Body {
    fn from(body: Body) -> Self {
        match body.0 {
            Kind::Full(bytes) => bytes.into(),
            Kind::Received(body) => body,
            stream => reqwest::Body::wrap(Body(stream)),
        }
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self(Kind::Full(bytes.into()))
    }
}

/// Without the content, which may be secret.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length() {
            Some(length) => write!(f, "Body({length} bytes)"),
            None => f.write_str("Body(stream)"),
        }
    }
}
