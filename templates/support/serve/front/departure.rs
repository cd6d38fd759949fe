//! The body of an answer, on its way out: the request ends when it has left.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};

use super::ticket::Ticket;
use crate::support::serve::link::Busy;

/// A body that carries what is known of its request.
pub(super) struct Departure {
    body: Body,
    ticket: Option<Ticket>,
    busy: Option<Busy>,
}

impl Departure {
    pub(super) fn new(body: Body, ticket: Option<Ticket>, busy: Busy) -> Self {
        let mut departure = Self { body, ticket, busy: Some(busy) };
        departure.end_if(false);
        departure
    }

    /// Closes the ticket as complete where nothing more follows.
    fn end_if(&mut self, ended: bool) {
        if !ended && !self.body.is_end_stream() {
            return;
        }
        if let Some(mut ticket) = self.ticket.take() {
            ticket.complete();
        }
        self.busy = None;
    }
}

impl http_body::Body for Departure {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let poll = Pin::new(&mut self.body).poll_frame(cx);
        if let Poll::Ready(frame) = &poll {
            self.end_if(frame.is_none());
        }
        poll
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
