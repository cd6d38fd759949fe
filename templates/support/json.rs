//! How the types of a capability are read from JSON and written to it.
//!
//! The generated types implement [`Json`] over the small non-generic [`Reader`] and [`Writer`] rather
//! than derive serde: it compiles several times faster, and every invalid field is reported with its
//! JSON pointer instead of the first one only. `serde_bridge!` adds serde's traits for those who want them.

mod containers;
mod items;
mod macros;
mod newtypes;
mod nodes;
mod parsed;
mod scalars;

use serde_json::{Map, Value};

pub use items::{ItemWriter, Items};
pub use parsed::{Document, Elements, Members, Object, Parsed};
// Not every crate has types of every kind.
#[allow(unused_imports)]
pub(crate) use macros::{integer_enum, serde_bridge, string_enum, wrapper};
#[allow(unused_imports)]
pub(crate) use newtypes::{integer_newtype, string_newtype};

/// A type that is read from JSON and written to it.
pub trait Json: Sized {
    /// Reads a value; what does not fit is reported to the reader, and a blank is returned in its place.
    fn read(value: Parsed<'_>, reader: &mut Reader) -> Self;

    /// Reads a document.
    ///
    /// # Errors
    /// Fails where it is not JSON; within, returns everything that does not fit the type.
    fn parse(document: &[u8]) -> serde_json::Result<Result<Self, Vec<Mismatch>>> {
        Document::parse(document).map(|it| from_document(&it))
    }

    /// The value as JSON.
    fn write(&self) -> Value;

    /// A value without content, which stands in for one that could not be read.
    fn blank() -> Self {
        Self::read(Parsed::Null, &mut Reader { muted: true, ..Reader::default() })
    }
}

/// Something in a JSON value that does not fit the type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// Where, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// What is wrong.
    pub message: String,
}

/// Reads a value.
///
/// # Errors
/// Returns everything that does not fit the type.
pub fn from_value<T: Json>(value: Value) -> Result<T, Vec<Mismatch>> {
    from_document(&Document::from(&value))
}

/// The same of a document.
///
/// # Errors
/// Returns everything that does not fit the type.
pub fn from_document<T: Json>(document: &Document<'_>) -> Result<T, Vec<Mismatch>> {
    let mut reader = Reader::default();
    let read = T::read(document.root(), &mut reader);
    if reader.mismatches.is_empty() { Ok(read) } else { Err(reader.mismatches) }
}

/// More mismatches than anyone reads: they must not take more memory than what they are about.
const MOST: usize = 1000;

/// Collects what does not fit, with where it stands; the first 1,000 at most.
#[derive(Debug, Default)]
pub struct Reader {
    path: Vec<Step>,
    mismatches: Vec<Mismatch>,
    // While a blank is made, nothing is wrong that was not reported already.
    muted: bool,
}

#[derive(Debug)]
enum Step {
    Key(&'static str),
    OwnedKey(String),
    Index(usize),
}

impl Reader {
    /// Reports that something other than `wanted` was found, and returns the blank.
    pub fn wanted<T: Json>(&mut self, wanted: &str, found: &Parsed<'_>) -> T {
        self.report(format!("expected {wanted}, found {}", found.kind()));
        T::blank()
    }

    /// Reports what is wrong at the present place.
    pub fn report(&mut self, message: String) {
        if !self.muted && !self.is_full() {
            let pointer = self.pointer();
            self.mismatches.push(Mismatch { pointer, message });
        }
    }

    /// Whether nothing more is reported, and so nothing more need be read.
    fn is_full(&self) -> bool {
        self.mismatches.len() >= MOST
    }

    /// The place of the first list of tags that names the value of a property.
    pub fn tagged(&self, value: &Parsed<'_>, property: &str, tags: &[&[&str]]) -> Option<usize> {
        let Parsed::Object(object) = value else { return None };
        let tag = object.get(property)?.as_str()?;
        tags.iter().position(|tags| tags.contains(&tag))
    }

    /// The items of an array; reports anything else.
    pub fn items<'r, 'a>(&'r mut self, value: Parsed<'a>) -> Items<'r, 'a> {
        Items::of(self, value)
    }

    /// The members of an object; reports anything else.
    pub fn object<'r, 'a>(&'r mut self, value: Parsed<'a>) -> Fields<'r, 'a> {
        let members = match value {
            Parsed::Object(object) => Some(object.members()),
            other => {
                self.report(format!("expected an object, found {}", other.kind()));
                None
            }
        };
        Fields { reader: self, members }
    }

    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for step in &self.path {
            pointer.push('/');
            match step {
                Step::Key(key) => pointer.push_str(&escape(key)),
                Step::OwnedKey(key) => pointer.push_str(&escape(key)),
                Step::Index(index) => pointer.push_str(&index.to_string()),
            }
        }
        pointer
    }

    /// A member with its name, which is lent to the path meanwhile.
    fn named<T: Json>(&mut self, name: String, value: Parsed<'_>) -> (String, T) {
        self.path.push(Step::OwnedKey(name));
        let read = T::read(value, self);
        match self.path.pop() {
            Some(Step::OwnedKey(name)) => (name, read),
            // Whatever is pushed is popped again.
            _ => (String::new(), read),
        }
    }

    fn within<T: Json>(&mut self, step: Step, value: Parsed<'_>) -> T {
        self.path.push(step);
        let read = T::read(value, self);
        self.path.pop();
        read
    }
}

/// The members of an object, taken out one by one.
#[derive(Debug)]
pub struct Fields<'r, 'a> {
    reader: &'r mut Reader,
    // Absent where no object was found, which is then reported once, not once per field.
    members: Option<Members<'a>>,
}

impl<'a> Fields<'_, 'a> {
    /// A member that must be there.
    pub fn required<T: Json>(&mut self, name: &'static str) -> T {
        match self.take(name) {
            Some(value) => self.reader.within(Step::Key(name), value),
            None => {
                if self.members.is_some() {
                    self.reader.path.push(Step::Key(name));
                    self.reader.report("is required".to_owned());
                    self.reader.path.pop();
                }
                T::blank()
            }
        }
    }

    /// A member that may be left out; `null` counts as left out.
    pub fn optional<T: Json>(&mut self, name: &'static str) -> Option<T> {
        let value = self.take(name).filter(|value| !matches!(value, Parsed::Null))?;
        Some(self.reader.within(Step::Key(name), value))
    }

    /// A member that may be left out, and for which `null` is a value: `Some(None)` is not `None`.
    pub fn nullable<T: Json>(&mut self, name: &'static str) -> Option<T> {
        let value = self.take(name)?;
        Some(self.reader.within(Step::Key(name), value))
    }

    /// All members not taken so far.
    pub fn rest<T: Json>(&mut self) -> std::collections::BTreeMap<String, T> {
        let mut read = std::collections::BTreeMap::new();
        for (name, value) in self.members.take().into_iter().flat_map(Members::rest) {
            if self.reader.is_full() {
                break;
            }
            let (name, value) = self.reader.named(name.to_owned(), value);
            read.insert(name, value);
        }
        read
    }

    fn take(&mut self, name: &str) -> Option<Parsed<'a>> {
        self.members.as_mut()?.take(name)
    }
}

/// The members of an object that is being written, in order.
#[derive(Debug, Default)]
pub struct Writer {
    members: Map<String, Value>,
}

impl Writer {
    /// An object without members.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes a member.
    #[must_use]
    pub fn required(mut self, name: &str, value: &impl Json) -> Self {
        self.members.insert(name.to_owned(), value.write());
        self
    }

    /// Writes a member unless it is left out.
    #[must_use]
    pub fn optional(self, name: &str, value: &Option<impl Json>) -> Self {
        match value {
            Some(value) => self.required(name, value),
            None => self,
        }
    }

    /// Writes further members.
    #[must_use]
    pub fn rest<T: Json>(mut self, members: &std::collections::BTreeMap<String, T>) -> Self {
        for (name, value) in members {
            self.members.insert(name.clone(), value.write());
        }
        self
    }

    /// The object.
    pub fn finish(self) -> Value {
        Value::Object(self.members)
    }
}

impl Json for Value {
    fn read(value: Parsed<'_>, _: &mut Reader) -> Self {
        value.to_value()
    }

    fn write(&self) -> Value {
        self.clone()
    }

    fn blank() -> Self {
        Value::Null
    }
}

/// Nothing: `null` or an empty body. Whatever else is answered is not looked at.
impl Json for () {
    fn read(_: Parsed<'_>, _: &mut Reader) -> Self {}

    fn write(&self) -> Value {
        Value::Null
    }

    fn blank() -> Self {}
}

fn escape(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

/// Mismatches as an error of serde.
pub fn mismatches<E: serde::de::Error>(mismatches: Vec<Mismatch>) -> E {
    let text: Vec<String> =
        mismatches.iter().map(|it| format!("{}: {}", it.pointer, it.message)).collect();
    E::custom(text.join("; "))
}
