//! JSON as it is parsed, on its way into a type.
//!
//! In: a document, or a [`Value`]. Out: a [`Parsed`] that the types are read from. Texts stay in the document until a type
//! wants them, and names of members are compared, not hashed: it takes a fraction of what a [`Value`] takes.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

/// A JSON value whose texts may stand in the document that it comes from.
#[derive(Clone, Debug, Default)]
pub enum Parsed<'a> {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    String(Cow<'a, str>),
    /// A list of values.
    Array(Vec<Parsed<'a>>),
    /// Named values. In a box, so that every other value stays small.
    Object(Box<Members<'a>>),
}

impl Parsed<'_> {
    /// The same as a value of its own.
    pub fn into_value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(it) => Value::Bool(it),
            Self::Number(it) => Value::Number(it),
            Self::String(it) => Value::String(it.into_owned()),
            Self::Array(items) => items.into_iter().map(Self::into_value).collect(),
            Self::Object(members) => {
                let members = members.rest();
                members.map(|(name, it)| (name.into_owned(), it.into_value())).collect()
            }
        }
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(it) => Some(it),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<&Number> {
        match self {
            Self::Number(it) => Some(it),
            _ => None,
        }
    }

    /// What it is, in words.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

impl From<Value> for Parsed<'_> {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(it) => Self::Bool(it),
            Value::Number(it) => Self::Number(it),
            Value::String(it) => Self::String(it.into()),
            Value::Array(items) => Self::Array(items.into_iter().map(Self::from).collect()),
            Value::Object(members) => {
                let mut list = Members::default();
                members.into_iter().for_each(|(name, it)| list.add(name.into(), it.into()));
                Self::Object(list.finish())
            }
        }
    }
}

/// The members of an object, in document order. Of several with one name the last counts.
#[derive(Clone, Debug, Default)]
pub struct Members<'a> {
    /// Without a value where it has been taken.
    list: Vec<(Cow<'a, str>, Option<Parsed<'a>>)>,
    /// Where the next one is looked for first, since most are asked for in the order in which they stand.
    next: usize,
    /// The places in the order of the names, where they are many.
    by_name: Vec<usize>,
    /// One bit for each name so far, which others may share.
    marks: u64,
}

/// So many members are compared one after the other.
const FEW: usize = 64;

impl<'a> Members<'a> {
    fn add(&mut self, name: Cow<'a, str>, value: Parsed<'a>) {
        let mark = mark(&name);
        let may_be_known = self.marks & mark != 0 && self.list.len() <= FEW;
        self.marks |= mark;
        let known = if may_be_known { self.list.iter_mut().find(|it| it.0 == name) } else { None };
        match known {
            Some(known) => known.1 = Some(value),
            None => self.list.push((name, Some(value))),
        }
    }

    /// When all are there.
    fn finish(mut self) -> Box<Self> {
        let Self { list, by_name, .. } = &mut self;
        if list.len() > FEW {
            by_name.extend(0..list.len());
            by_name.sort_by(|one, other| list[*one].0.cmp(&list[*other].0));
            for pair in by_name.windows(2) {
                if list[pair[0]].0 == list[pair[1]].0 {
                    list[pair[0]].1 = None;
                }
            }
        }
        Box::new(self)
    }

    /// The value of a member.
    pub fn get(&self, name: &str) -> Option<&Parsed<'a>> {
        self.list[self.find(name)?].1.as_ref()
    }

    /// Takes a member out.
    pub fn take(&mut self, name: &str) -> Option<Parsed<'a>> {
        let at = self.find(name)?;
        self.next = at + 1;
        self.list[at].1.take()
    }

    /// All that have not been taken.
    pub fn rest(self) -> impl Iterator<Item = (Cow<'a, str>, Parsed<'a>)> {
        self.list.into_iter().filter_map(|(name, it)| Some((name, it?)))
    }

    fn find(&self, name: &str) -> Option<usize> {
        let is_it = |at: &usize| self.list.get(*at).is_some_and(|it| it.0 == name);
        if !self.by_name.is_empty() {
            let after = self.by_name.partition_point(|at| *self.list[*at].0 <= *name);
            return after.checked_sub(1).map(|at| self.by_name[at]).filter(is_it);
        }
        if is_it(&self.next) {
            return Some(self.next);
        }
        let may_be_there = self.marks & mark(name) != 0;
        if may_be_there { self.list.iter().position(|it| it.0 == name) } else { None }
    }
}

/// A bit that tells most names apart, by their length and their ends.
fn mark(name: &str) -> u64 {
    let ends = [name.as_bytes().first(), name.as_bytes().last()];
    let ends = ends.map(|it| u64::from(it.copied().unwrap_or_default()));
    1 << ((name.len() as u64 * 7 + ends[0] * 3 + ends[1]) % 64)
}

impl<'de> Deserialize<'de> for Parsed<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Parsed<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Parsed::Null)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Parsed::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Self::Value, D::Error> {
        inner.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Parsed::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Parsed::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Parsed::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        // JSON has no NaN and no infinity.
        Ok(Number::from_f64(value).map_or(Parsed::Null, Parsed::Number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Parsed::String(text.into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Parsed::String(text.to_owned().into()))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Parsed::String(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Parsed::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut list = Members::default();
        while let Some((Name(name), value)) = members.next_entry()? {
            list.add(name, value);
        }
        Ok(Parsed::Object(list.finish()))
    }
}

/// The name of a member.
struct Name<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(AnyName)
    }
}

struct AnyName;

impl<'de> Visitor<'de> for AnyName {
    type Value = Name<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Name(text.into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Name(text.to_owned().into()))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Name(text.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(text: &str) -> Box<Members<'_>> {
        match serde_json::from_str(text).expect("JSON") {
            Parsed::Object(members) => members,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn is_the_same_value() {
        let text = r#"{"b":[null,true,-1,1.5,18446744073709551615],"a":{"\u00e4":"x\ny","":""}}"#;
        let parsed: Parsed<'_> = serde_json::from_str(text).expect("JSON");
        let value: Value = serde_json::from_str(text).expect("JSON");
        assert_eq!(Parsed::from(value.clone()).into_value(), value);
        assert_eq!(parsed.into_value().to_string(), value.to_string());
    }

    #[test]
    fn members_are_taken_in_any_order() {
        let mut members = members(r#"{"a":1,"b":2,"c":3}"#);
        for name in ["b", "c", "a"] {
            assert!(members.take(name).is_some(), "{name}");
            assert!(members.take(name).is_none(), "{name}");
        }
        assert!(members.take("d").is_none() && members.rest().next().is_none());
    }

    #[test]
    fn the_last_of_one_name_counts() {
        for others in [0, 2 * FEW] {
            let others: String = (0..others).map(|it| format!(r#""{it}":0,"#)).collect();
            let text = format!(r#"{{"a":1,{others}"a":2,"b":3}}"#);
            let value: Value = serde_json::from_str(&text).expect("JSON");
            let mut members = members(&text);
            assert_eq!(members.get("a").and_then(Parsed::as_number), Some(&2.into()));
            assert!(members.take("a").is_some() && members.take("a").is_none());
            assert_eq!(members.rest().count(), value.as_object().map_or(0, |it| it.len() - 1));
        }
    }
}
