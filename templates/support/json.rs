//! How the types of a capability are read from JSON and written to it.
//!
//! The generated types implement [`Json`] over the small non-generic [`Reader`] and [`Writer`] rather
//! than derive serde: it compiles several times faster, and every invalid field is reported with its
//! JSON pointer instead of the first one only. `serde_bridge!` adds serde's traits for those who want them.

use serde_json::{Map, Number, Value};

/// A type that is read from JSON and written to it.
pub trait Json: Sized {
    /// Reads a value; what does not fit is reported to the reader, and a blank is returned in its place.
    fn read(value: Value, reader: &mut Reader) -> Self;

    /// The value as JSON.
    fn write(&self) -> Value;

    /// A value without content, which stands in for one that could not be read.
    fn blank() -> Self {
        Self::read(Value::Null, &mut Reader { muted: true, ..Reader::default() })
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
    let mut reader = Reader::default();
    let read = T::read(value, &mut reader);
    if reader.mismatches.is_empty() { Ok(read) } else { Err(reader.mismatches) }
}

/// Collects what does not fit, with where it stands.
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
    pub fn wanted<T: Json>(&mut self, wanted: &str, found: &Value) -> T {
        self.report(format!("expected {wanted}, found {}", kind(found)));
        T::blank()
    }

    /// Reports what is wrong at the present place.
    pub fn report(&mut self, message: String) {
        if !self.muted {
            let pointer = self.pointer();
            self.mismatches.push(Mismatch { pointer, message });
        }
    }

    /// The place of the first list of tags that names the value of a property.
    pub fn tagged(&self, value: &Value, property: &str, tags: &[&[&str]]) -> Option<usize> {
        let tag = value.get(property)?.as_str()?;
        tags.iter().position(|tags| tags.contains(&tag))
    }

    /// The members of an object; reports anything else.
    pub fn object(&mut self, value: Value) -> Fields<'_> {
        let members = match value {
            Value::Object(members) => Some(members),
            other => {
                self.report(format!("expected an object, found {}", kind(&other)));
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

    fn within<T: Json>(&mut self, step: Step, value: Value) -> T {
        self.path.push(step);
        let read = T::read(value, self);
        self.path.pop();
        read
    }
}

/// The members of an object, taken out one by one.
#[derive(Debug)]
pub struct Fields<'r> {
    reader: &'r mut Reader,
    // Absent where no object was found, which is then reported once, not once per field.
    members: Option<Map<String, Value>>,
}

impl Fields<'_> {
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
        let value = self.take(name).filter(|value| !value.is_null())?;
        Some(self.reader.within(Step::Key(name), value))
    }

    /// A member that may be left out, and for which `null` is a value: `Some(None)` is not `None`.
    pub fn nullable<T: Json>(&mut self, name: &'static str) -> Option<T> {
        let value = self.take(name)?;
        Some(self.reader.within(Step::Key(name), value))
    }

    /// All members not taken so far.
    pub fn rest<T: Json>(&mut self) -> std::collections::BTreeMap<String, T> {
        let rest = self.members.take().unwrap_or_default();
        rest.into_iter()
            .map(|(key, value)| {
                let read = self.reader.within(Step::OwnedKey(key.clone()), value);
                (key, read)
            })
            .collect()
    }

    fn take(&mut self, name: &str) -> Option<Value> {
        self.members.as_mut()?.swap_remove(name)
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
    fn read(value: Value, _: &mut Reader) -> Self {
        value
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
    fn read(_: Value, _: &mut Reader) -> Self {}

    fn write(&self) -> Value {
        Value::Null
    }

    fn blank() -> Self {}
}

impl Json for bool {
    fn read(value: Value, reader: &mut Reader) -> Self {
        match value {
            Value::Bool(read) => read,
            other => reader.wanted("a boolean", &other),
        }
    }

    fn write(&self) -> Value {
        Value::Bool(*self)
    }

    fn blank() -> Self {
        false
    }
}

impl Json for String {
    fn read(value: Value, reader: &mut Reader) -> Self {
        match value {
            Value::String(read) => read,
            other => reader.wanted("a string", &other),
        }
    }

    fn write(&self) -> Value {
        Value::String(self.clone())
    }

    fn blank() -> Self {
        String::new()
    }
}

/// An integer; `1.0` is one too, as JSON Schema has it.
impl Json for i64 {
    fn read(value: Value, reader: &mut Reader) -> Self {
        match value.as_i64().or_else(|| value.as_f64().and_then(exact)) {
            Some(read) => read,
            None => reader.wanted("an integer of 64 bits", &value),
        }
    }

    fn write(&self) -> Value {
        Value::from(*self)
    }

    fn blank() -> Self {
        0
    }
}

/// An integer of at least 0.
impl Json for u64 {
    fn read(value: Value, reader: &mut Reader) -> Self {
        let exact = || u64::try_from(exact(value.as_f64()?)?).ok();
        match value.as_u64().or_else(exact) {
            Some(read) => read,
            None => reader.wanted("an integer of 64 bits, at least 0", &value),
        }
    }

    fn write(&self) -> Value {
        Value::from(*self)
    }

    fn blank() -> Self {
        0
    }
}

/// A number. One that holds an integer is written as an integer, since many servers refuse `1.0` for `1`.
impl Json for f64 {
    fn read(value: Value, reader: &mut Reader) -> Self {
        match value.as_f64() {
            Some(read) => read,
            None => reader.wanted("a number", &value),
        }
    }

    fn write(&self) -> Value {
        match exact(*self) {
            Some(integer) => Value::from(integer),
            // JSON has no NaN and no infinity.
            None => Number::from_f64(*self).map_or(Value::Null, Value::Number),
        }
    }

    fn blank() -> Self {
        0.0
    }
}

impl<T: Json> Json for Option<T> {
    fn read(value: Value, reader: &mut Reader) -> Self {
        match value {
            Value::Null => None,
            other => Some(T::read(other, reader)),
        }
    }

    fn write(&self) -> Value {
        self.as_ref().map_or(Value::Null, Json::write)
    }

    fn blank() -> Self {
        None
    }
}

impl<T: Json> Json for Box<T> {
    fn read(value: Value, reader: &mut Reader) -> Self {
        Box::new(T::read(value, reader))
    }

    fn write(&self) -> Value {
        self.as_ref().write()
    }

    fn blank() -> Self {
        Box::new(T::blank())
    }
}

impl<T: Json> Json for Vec<T> {
    fn read(value: Value, reader: &mut Reader) -> Self {
        match value {
            Value::Array(items) => items
                .into_iter()
                .enumerate()
                .map(|(index, item)| reader.within(Step::Index(index), item))
                .collect(),
            other => reader.wanted("an array", &other),
        }
    }

    fn write(&self) -> Value {
        self.iter().map(Json::write).collect()
    }

    fn blank() -> Self {
        Vec::new()
    }
}

impl<T: Json> Json for std::collections::BTreeMap<String, T> {
    fn read(value: Value, reader: &mut Reader) -> Self {
        reader.object(value).rest()
    }

    fn write(&self) -> Value {
        self.iter().map(|(key, value)| (key.clone(), value.write())).collect()
    }

    fn blank() -> Self {
        Self::new()
    }
}

/// The integer a number holds, where it holds one that `f64` carries exactly.
fn exact(number: f64) -> Option<i64> {
    const GREATEST: f64 = 9_007_199_254_740_992.0;
    (number.fract() == 0.0 && number.abs() <= GREATEST).then_some(number as i64)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

fn escape(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

/// Gives types that implement [`Json`] the traits of serde.
#[allow(unused_macros)]
macro_rules! serde_bridge {
    ($($type:ty),* $(,)?) => {$(
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::support::json::Json::write(self).serialize(serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = <serde_json::Value as serde::Deserialize>::deserialize(deserializer)?;
                $crate::support::json::from_value(value).map_err($crate::support::json::mismatches)
            }
        }
    )*};
}
// Without a capability there is no type to bridge.
#[allow(unused_imports)]
pub(crate) use serde_bridge;

/// Mismatches as an error of serde.
pub fn mismatches<E: serde::de::Error>(mismatches: Vec<Mismatch>) -> E {
    let text: Vec<String> =
        mismatches.iter().map(|it| format!("{}: {}", it.pointer, it.message)).collect();
    E::custom(text.join("; "))
}
