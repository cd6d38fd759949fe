//! Values meet their places.
//!
//! Input: a serde deserializer and the [`Layout`] of the same text. Output: a [`Node`] tree with
//! aliases expanded, and what only the values can tell: duplicate keys and numbers JSON lacks.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use super::layout::{Kind, Layout, Spot};
use super::node::{Data, Member, Node, Object};
use crate::diagnostic::{Code, Diagnostic, FileId, Span};

/// A walk over a layout, in step with a deserializer.
pub(super) struct Zip<'a> {
    file: FileId,
    layout: &'a Layout<'a>,
    /// The index of the next place.
    at: usize,
    /// What was found wrong on the way; the walk goes on all the same.
    pub findings: Vec<Diagnostic>,
    /// Where values and places first disagreed, which ends the walk.
    pub astray: Option<Span>,
    /// The keys and numbers found wrong, since an alias passes them again.
    reported: BTreeSet<Span>,
}

impl<'a> Zip<'a> {
    /// A walk that has not begun.
    pub fn new(file: FileId, layout: &'a Layout<'a>) -> Self {
        let (findings, reported) = (Vec::new(), BTreeSet::new());
        Self { file, layout, at: 0, findings, astray: None, reported }
    }

    /// Walks a whole document.
    ///
    /// # Errors
    /// Returns the error of the deserializer, which is of its own making unless `astray` is set.
    pub fn read<'de, D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<Node, D::Error> {
        ValueSeed(self).deserialize(deserializer)
    }

    fn spot<E: Error>(&mut self, index: usize) -> Result<Spot, E> {
        let spot = self.layout.spots.get(index).copied();
        spot.ok_or_else(|| self.stray(index))
    }

    /// Gives up: the two walks read the text differently.
    fn stray<E: Error>(&mut self, index: usize) -> E {
        let spots = &self.layout.spots;
        let spot = spots.get(index).or(spots.last());
        let whole = Span { file: self.file, start: 0, end: 0 };
        self.astray.get_or_insert(spot.map_or(whole, |spot| spot.span(self.file)));
        E::custom("the two walks disagree")
    }

    /// Whether both walks read the same text at a place.
    fn agrees(&self, index: usize, text: &str) -> bool {
        self.layout.texts.get(index).is_none_or(|other| other == text)
    }

    fn report_duplicate(&mut self, key: &str, first: Span, second: Span) {
        if self.reported.insert(second) {
            let message = format!("the key `{key}` is used twice in one object");
            let finding = Diagnostic::error(Code::DuplicateKey, second, message)
                .label("used again here")
                .also(first, "first used here")
                .help("remove or rename one of them");
            self.findings.push(finding);
        }
    }

    fn report_number(&mut self, span: Span) {
        if self.reported.insert(span) {
            let message = "JSON has no infinity and no `nan`";
            let finding = Diagnostic::error(Code::UnsupportedNumber, span, message)
                .label("not a number in JSON")
                .help("quote it where a string is meant, or leave the field out");
            self.findings.push(finding);
        }
    }
}

/// Reads the value at the next place.
struct ValueSeed<'z, 'a>(&'z mut Zip<'a>);

impl<'de> DeserializeSeed<'de> for ValueSeed<'_, '_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        let zip = self.0;
        let here = zip.at;
        let spot = zip.spot(here)?;
        let index = match spot.kind {
            Kind::Alias(target) => target as usize,
            _ => here,
        };
        let target = zip.spot(index)?;
        zip.at = index + 1;
        let data = deserializer.deserialize_any(ValueVisitor { zip, index, spot: target })?;
        if zip.at != target.next as usize {
            return Err(zip.stray(index));
        }
        zip.at = spot.next as usize;
        Ok(Node { span: spot.span(zip.file), data })
    }
}

struct ValueVisitor<'z, 'a> {
    zip: &'z mut Zip<'a>,
    index: usize,
    spot: Spot,
}

impl ValueVisitor<'_, '_> {
    fn expect<E: Error>(&mut self, kind: Kind) -> Result<(), E> {
        if self.spot.kind == kind { Ok(()) } else { Err(self.zip.stray(self.index)) }
    }

    fn scalar<E: Error>(mut self, data: Data) -> Result<Data, E> {
        self.expect(Kind::Scalar)?;
        Ok(data)
    }

    fn text<E: Error>(mut self, text: String) -> Result<Data, E> {
        self.expect(Kind::Scalar)?;
        if !self.zip.agrees(self.index, &text) {
            return Err(self.zip.stray(self.index));
        }
        Ok(Data::String(text))
    }
}

impl<'de> Visitor<'de> for ValueVisitor<'_, '_> {
    type Value = Data;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value that JSON can express")
    }

    fn visit_unit<E: Error>(self) -> Result<Data, E> {
        self.scalar(Data::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Data, E> {
        self.scalar(Data::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Data, E> {
        self.scalar(Data::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Data, E> {
        self.scalar(Data::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Data, E> {
        self.scalar(Data::Number(value.into()))
    }

    // As `serde_json` does with integers of more than 64 bits.
    fn visit_i128<E: Error>(self, value: i128) -> Result<Data, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Data, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Data, E> {
        let Some(number) = Number::from_f64(value) else {
            self.zip.report_number(self.spot.span(self.zip.file));
            return self.scalar(Data::Null);
        };
        self.scalar(Data::Number(number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Data, E> {
        self.text(value.to_owned())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Data, E> {
        self.text(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<Data, A::Error> {
        self.expect(Kind::Array)?;
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(ValueSeed(self.zip))? {
            array.push(item);
        }
        Ok(Data::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<Data, A::Error> {
        self.expect(Kind::Object)?;
        let mut object = Object::new();
        while let Some((name, key)) = members.next_key_seed(KeySeed(self.zip))? {
            let value = members.next_value_seed(ValueSeed(self.zip))?;
            match object.get(&name) {
                Some(first) => self.zip.report_duplicate(&name, first.key, key),
                None => {
                    object.insert(name, Member { key, value });
                }
            }
        }
        Ok(Data::Object(object))
    }
}

/// Reads the key at the next place, whatever its kind in YAML, as it is written.
struct KeySeed<'z, 'a>(&'z mut Zip<'a>);

impl<'de> DeserializeSeed<'de> for KeySeed<'_, '_> {
    type Value = (String, Span);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let zip = self.0;
        let index = zip.at;
        let spot = zip.spot(index)?;
        let name = deserializer.deserialize_str(KeyVisitor)?;
        if spot.kind != Kind::Scalar || !zip.agrees(index, &name) {
            return Err(zip.stray(index));
        }
        zip.at = index + 1;
        Ok((name, spot.span(zip.file)))
    }
}

struct KeyVisitor;

impl Visitor<'_> for KeyVisitor {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<String, E> {
        Ok(name.to_owned())
    }

    fn visit_string<E: Error>(self, name: String) -> Result<String, E> {
        Ok(name)
    }
}
