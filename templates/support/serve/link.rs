//! One connection: what it is doing, and how long it may do nothing.
//!
//! Enters: a stream. Leaves: a stream that fails where the headers of a request take too long, where the
//! connection lies idle too long, or where the other side takes no byte of an answer for as long. A
//! request that is worked on has limits of its own.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep_until};

/// What a connection is doing.
#[derive(Debug)]
pub(super) struct Link {
    phase: Mutex<Phase>,
    http2: AtomicBool,
    header_timeout: Duration,
    idle_timeout: Duration,
}

#[derive(Debug)]
struct Phase {
    /// How many requests are worked on.
    busy: usize,
    /// Whether nothing of a next request has come in.
    idle: bool,
    since: Instant,
}

/// A request that is worked on, until this is dropped.
#[derive(Debug)]
pub(super) struct Busy(Arc<Link>);

impl Link {
    /// A connection that was just made: the headers of its first request are on their way.
    pub(super) fn new(header_timeout: Duration, idle_timeout: Duration) -> Arc<Self> {
        let phase = Mutex::new(Phase { busy: 0, idle: false, since: Instant::now() });
        Arc::new(Self { phase, http2: AtomicBool::new(false), header_timeout, idle_timeout })
    }

    /// Notes that a request has come in.
    pub(super) fn busy(self: &Arc<Self>, http2: bool) -> Busy {
        if http2 {
            self.http2.store(true, Ordering::Relaxed);
        }
        self.with(|phase| phase.busy += 1);
        Busy(self.clone())
    }

    /// Whether a request has come in over HTTP/2.
    pub(super) fn is_http2(&self) -> bool {
        self.http2.load(Ordering::Relaxed)
    }

    /// Whether the headers of a request are on their way.
    pub(super) fn is_expecting(&self) -> bool {
        self.with(|phase| phase.busy == 0 && !phase.idle)
    }

    /// Notes that bytes came in. Over HTTP/2 they may be of anything.
    fn received(&self) {
        if self.is_http2() {
            return;
        }
        self.with(|phase| {
            if phase.idle && phase.busy == 0 {
                (phase.idle, phase.since) = (false, Instant::now());
            }
        });
    }

    /// When the connection must have got on; while requests are worked on, when to look again.
    fn end(&self) -> (Instant, bool) {
        self.with(|phase| match phase {
            Phase { busy: 0, idle: false, since } => (*since + self.header_timeout, true),
            Phase { busy: 0, since, .. } => (*since + self.idle_timeout, true),
            _ => (Instant::now() + self.idle_timeout, false),
        })
    }

    fn with<T>(&self, work: impl FnOnce(&mut Phase) -> T) -> T {
        work(&mut self.phase.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.with(|phase| {
            phase.busy = phase.busy.saturating_sub(1);
            (phase.idle, phase.since) = (true, Instant::now());
        });
    }
}

/// The stream of a connection, which ends when its time is up.
#[derive(Debug)]
pub(super) struct Timed {
    stream: TcpStream,
    link: Arc<Link>,
    reading: Option<Pin<Box<Sleep>>>,
    /// Set while the other side takes nothing.
    writing: Option<Pin<Box<Sleep>>>,
}

impl Timed {
    pub(super) fn new(stream: TcpStream, link: Arc<Link>) -> Self {
        Self { stream, link, reading: None, writing: None }
    }

    /// Ready when the connection has done nothing for too long.
    fn poll_late(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        loop {
            let (end, counts) = self.link.end();
            let alarm = self.reading.get_or_insert_with(|| Box::pin(sleep_until(end)));
            // An alarm that is early is looked at again: to move it at each request would cost more.
            if alarm.deadline() > end {
                alarm.as_mut().reset(end);
            }
            ready!(alarm.as_mut().poll(cx));
            if counts && Instant::now() >= end {
                return Poll::Ready(io::ErrorKind::TimedOut.into());
            }
            alarm.as_mut().reset(end);
        }
    }

    fn written<T>(
        &mut self,
        cx: &mut Context<'_>,
        outcome: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            self.writing = None;
            return outcome;
        }
        let end = Instant::now() + self.link.idle_timeout;
        let alarm = self.writing.get_or_insert_with(|| Box::pin(sleep_until(end)));
        alarm.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Timed {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        match Pin::new(&mut self.stream).poll_read(cx, buffer) {
            Poll::Ready(outcome) => {
                if buffer.filled().len() > before {
                    self.link.received();
                }
                Poll::Ready(outcome)
            }
            Poll::Pending => self.poll_late(cx).map(Err),
        }
    }
}

impl AsyncWrite for Timed {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.written(cx, outcome)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write_vectored(cx, pieces);
        self.written(cx, outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
