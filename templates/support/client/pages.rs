//! The items of a list that the API answers page by page.
//!
//! In: an operation with a declared pagination and the inputs of its first page. Out: a stream of items.
//! A page is fetched when its first item is asked for. The walk ends by itself, also where the API
//! repeats a page or a cursor for ever: that is an error.

use std::collections::{BTreeSet, VecDeque};
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::header::LINK;
use reqwest::Url;
use serde_json::Value;

use super::call::Call;
use super::decode::{Success, failed};
use super::error::Error;
use super::links;
use super::{CallOptions, Core};
use crate::support::json::{self, Json, Mismatch};
use crate::support::operation::{Operation, PageStyle, Pagination};
use crate::support::service::{Answer, BoxFuture, Inputs};

/// The items of a list that the API answers page by page: a [`Stream`] that ends after an error.
#[must_use = "no page is fetched until an item is asked for"]
pub struct Pages<T> {
    walk: Walk,
    item: PhantomData<fn() -> T>,
}

impl<T: Json> Pages<T> {
    /// Sets after how many pages the walk fails; 10,000 otherwise.
    pub fn max_pages(mut self, pages: usize) -> Self {
        if let Some(state) = &mut self.walk.state {
            state.max_pages = pages;
        }
        self
    }

    /// The next item; `None` after the last one, or after an error.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// All items that are left.
    ///
    /// # Errors
    /// Fails with the first page that cannot be fetched, or item that does not fit.
    pub async fn collect(mut self) -> Result<Vec<T>, Error> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(items)
    }
}

impl<T: Json> Stream for Pages<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(item) = ready!(self.walk.poll_item(cx)) else { return Poll::Ready(None) };
        let (pointer, value) = match item {
            Ok(item) => item,
            Err(error) => return Poll::Ready(Some(Err(error))),
        };
        Poll::Ready(Some(json::from_value(value).map_err(|mut mismatches| {
            for mismatch in &mut mismatches {
                mismatch.pointer.insert_str(0, &pointer);
            }
            self.walk.fail(mismatches)
        })))
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &self.walk.operation.name)
            .finish_non_exhaustive()
    }
}

impl Core {
    /// The items of a list that the operation answers page by page, from the page that the inputs name.
    pub fn pages<T: Json>(&self, operation: &'static Operation, inputs: Inputs) -> Pages<T> {
        // A key is for one call, and each page is one.
        let core = self.without_idempotency_key();
        let state = operation.pagination.as_ref().map(|pagination| {
            let position = Position::first(pagination, &inputs);
            let max_pages = 10_000;
            Box::new(State {
                core,
                operation,
                pagination,
                inputs,
                position,
                pages: 0,
                max_pages,
                last: None,
            })
        });
        let items = VecDeque::new();
        let walk = Walk { operation, state, pending: None, items, at: 0, page: None };
        Pages { walk, item: PhantomData }
    }

    fn without_idempotency_key(&self) -> Self {
        let mut options = CallOptions::clone(&self.options);
        options.idempotency_key = None;
        Self { inner: self.inner.clone(), options: options.into() }
    }
}

/// The stream without its type, so that it is compiled once.
struct Walk {
    operation: &'static Operation,
    /// Where to go on; `None` at the end and while a page is fetched.
    state: Option<Box<State>>,
    pending: Option<BoxFuture<'static, Result<Page, Error>>>,
    items: VecDeque<Value>,
    /// How many items of the page have been handed out.
    at: usize,
    /// The page that the items are from, for errors.
    page: Option<Answer>,
}

/// A page, and where to go on.
struct Page {
    answer: Answer,
    items: Vec<Value>,
    next: Option<Box<State>>,
}

impl Walk {
    /// The next item, with its place in its page.
    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<(String, Value), Error>>> {
        loop {
            if let Some(item) = self.items.pop_front() {
                let items = self.operation.pagination.as_ref().map_or("", |it| it.items);
                let pointer = format!("{items}/{}", self.at);
                self.at += 1;
                return Poll::Ready(Some(Ok((pointer, item))));
            }
            if let Some(state) = self.state.take() {
                self.pending = Some(Box::pin(state.fetch()));
            }
            let Some(pending) = &mut self.pending else { return Poll::Ready(None) };
            let page = ready!(pending.as_mut().poll(cx));
            self.pending = None;
            match page {
                Ok(page) => {
                    self.items = page.items.into();
                    self.state = page.next;
                    (self.at, self.page) = (0, Some(page.answer));
                }
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }

    /// Ends the walk with an item that does not fit.
    fn fail(&mut self, mismatches: Vec<Mismatch>) -> Error {
        self.items.clear();
        self.state = None;
        let answer = self.page.take();
        failed(self.operation, answer.unwrap_or_default(), mismatches)
    }
}

/// Everything needed to fetch the next page.
struct State {
    core: Core,
    operation: &'static Operation,
    pagination: &'static Pagination,
    inputs: Inputs,
    position: Position,
    pages: usize,
    max_pages: usize,
    /// The body of the page before, by which a page that repeats is known.
    last: Option<Bytes>,
}

/// Where the walk is.
enum Position {
    /// How many items stand before the page.
    Offset(u64),
    /// The number of the page, and how many items were on those before.
    Page(u64, u64),
    /// The cursors met so far.
    Cursor(BTreeSet<String>),
    /// The address of the page, where it is known: the first one is that of the operation.
    Link(Option<Url>, BTreeSet<String>),
}

impl Position {
    fn first(pagination: &Pagination, inputs: &Inputs) -> Self {
        let given = |name: &str| inputs.parameters.get(name).and_then(Value::as_u64);
        match pagination.style {
            PageStyle::Offset { offset, .. } => Self::Offset(given(offset).unwrap_or(0)),
            PageStyle::Page { page, first, .. } => Self::Page(given(page).unwrap_or(first), 0),
            PageStyle::Cursor { .. } => Self::Cursor(BTreeSet::new()),
            PageStyle::Link => Self::Link(None, BTreeSet::new()),
        }
    }
}

impl State {
    async fn fetch(mut self: Box<Self>) -> Result<Page, Error> {
        let operation = self.operation;
        let own = self.own()?;
        let call = Call::new(&self.core, operation, &self.inputs, None)?.to(own);
        let answer = call.answer().await?;
        drop(call);
        if !answer.status.is_success() {
            return Err(self.core.refusal(operation, answer));
        }
        let (value, answer) = Success::new(operation, answer).keep()?;
        match self.advance(value, &answer) {
            Ok((items, is_last)) => {
                let next = (!is_last).then_some(self);
                Ok(Page { answer, items, next })
            }
            Err(mismatch) => Err(failed(operation, answer, vec![mismatch])),
        }
    }

    /// The address of the page, where pages are linked.
    fn own(&mut self) -> Result<Option<Url>, Error> {
        match &mut self.position {
            Position::Link(own, _) => {
                if own.is_none() {
                    *own = Some(self.core.address(self.operation, &self.inputs)?);
                }
                Ok(own.clone())
            }
            _ => Ok(None),
        }
    }

    /// The items of a page, and whether it is the last one.
    fn advance(
        &mut self,
        mut value: Value,
        answer: &Answer,
    ) -> Result<(Vec<Value>, bool), Mismatch> {
        let items = match value.pointer_mut(self.pagination.items).map(Value::take) {
            Some(Value::Array(items)) => items,
            // Some APIs leave out what is empty.
            None | Some(Value::Null) => Vec::new(),
            Some(_) => return Err(mismatch(self.pagination.items, "expected the list of items")),
        };
        let count = items.len() as u64;
        if count > 0 && self.last.replace(answer.body.clone()).is_some_and(|it| it == answer.body) {
            return Err(mismatch("", "the page is the same as the one before"));
        }
        let is_last = self.step(count, &value, answer)?;
        self.pages += 1;
        if !is_last && self.pages >= self.max_pages {
            let message = format!(
                "there are more than {} pages: raise the limit with `Pages::max_pages`",
                self.pages
            );
            return Err(mismatch("", &message));
        }
        Ok((items, is_last))
    }

    /// Goes on to the next page; says whether there is none.
    fn step(&mut self, count: u64, value: &Value, answer: &Answer) -> Result<bool, Mismatch> {
        let number = |pointer: Option<&str>| value.pointer(pointer?)?.as_u64();
        match (&mut self.position, self.pagination.style) {
            (Position::Offset(at), PageStyle::Offset { offset, total }) => {
                *at += count;
                self.inputs.parameters.insert(offset.to_owned(), (*at).into());
                Ok(count == 0 || number(total).is_some_and(|total| *at >= total))
            }
            (Position::Page(at, before), PageStyle::Page { page, total, .. }) => {
                *at += 1;
                *before += count;
                self.inputs.parameters.insert(page.to_owned(), (*at).into());
                Ok(count == 0 || number(total).is_some_and(|total| *before >= total))
            }
            // An empty page is not the last one where the API says that there is another.
            (Position::Cursor(met), PageStyle::Cursor { cursor, next }) => {
                let Some(token) = value.pointer(next).and_then(token) else { return Ok(true) };
                if !met.insert(token.to_string()) {
                    return Err(mismatch(next, "the cursor has been there before"));
                }
                self.inputs.parameters.insert(cursor.to_owned(), token);
                Ok(false)
            }
            (Position::Link(at, met), _) => {
                let links = answer.headers.get_all(LINK).iter().filter_map(|it| it.to_str().ok());
                let (Some(own), Some(target)) = (&at, links.into_iter().find_map(links::next))
                else {
                    return Ok(true);
                };
                let next = links::same_origin(own, &target)
                    .ok_or_else(|| mismatch("", "the next page is of another origin"))?;
                met.insert(own.to_string());
                if met.contains(next.as_str()) {
                    return Err(mismatch("", "the next page has been there before"));
                }
                *at = Some(next);
                Ok(false)
            }
            _ => Ok(true),
        }
    }
}

/// A cursor that leads on.
fn token(value: &Value) -> Option<Value> {
    match value {
        Value::String(text) if text.is_empty() => None,
        Value::String(_) | Value::Number(_) => Some(value.clone()),
        _ => None,
    }
}

fn mismatch(pointer: &str, message: &str) -> Mismatch {
    Mismatch { pointer: pointer.to_owned(), message: message.to_owned() }
}
