//! Arrays whose first items have types of their own.

use serde_json::Value;

use super::{Elements, Json, Parsed, Reader, Step};

/// The items of an array, taken one after the other.
#[derive(Debug)]
pub struct Items<'r, 'a> {
    reader: &'r mut Reader,
    // Absent where no array was found, which is then reported once, not once per item.
    items: Option<Elements<'a>>,
    index: usize,
}

impl<'r, 'a> Items<'r, 'a> {
    pub(super) fn of(reader: &'r mut Reader, value: Parsed<'a>) -> Self {
        let items = match value {
            Parsed::Array(items) => Some(items),
            other => {
                reader.report(format!("expected an array, found {}", other.kind()));
                None
            }
        };
        Self { reader, items, index: 0 }
    }

    /// An item that must be there.
    pub fn required<T: Json>(&mut self) -> T {
        match self.take() {
            Some((index, value)) => self.reader.within(Step::Index(index), value),
            None => {
                if self.items.is_some() {
                    self.reader.path.push(Step::Index(self.index - 1));
                    self.reader.report("is required".to_owned());
                    self.reader.path.pop();
                }
                T::blank()
            }
        }
    }

    /// An item that may be missing, as all that follow it then are.
    pub fn optional<T: Json>(&mut self) -> Option<T> {
        let (index, value) = self.take()?;
        Some(self.reader.within(Step::Index(index), value))
    }

    /// All items not taken so far.
    pub fn rest<T: Json>(&mut self) -> Vec<T> {
        let next = || if self.reader.is_full() { None } else { self.optional() };
        std::iter::from_fn(next).collect()
    }

    fn take(&mut self) -> Option<(usize, Parsed<'a>)> {
        let index = self.index;
        self.index += 1;
        Some((index, self.items.as_mut()?.next()?))
    }
}

/// The items of an array that is being written, in order.
#[derive(Debug, Default)]
pub struct ItemWriter {
    items: Vec<Value>,
    // An item has its place by those before it: behind a missing one there is none.
    ended: bool,
}

impl ItemWriter {
    /// An array without items.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes an item.
    #[must_use]
    pub fn required(mut self, value: &impl Json) -> Self {
        if !self.ended {
            self.items.push(value.write());
        }
        self
    }

    /// Writes an item; where it is missing, nothing that follows is written.
    #[must_use]
    pub fn optional(mut self, value: &Option<impl Json>) -> Self {
        match value {
            Some(value) => self.required(value),
            None => {
                self.ended = true;
                self
            }
        }
    }

    /// Writes further items.
    #[must_use]
    pub fn rest<T: Json>(self, items: &[T]) -> Self {
        items.iter().fold(self, |writer, item| writer.required(item))
    }

    /// The array.
    pub fn finish(self) -> Value {
        Value::Array(self.items)
    }
}
