//! JSON as it is parsed, on its way into a type.
//!
//! In: a document, or a [`Value`]. Out: a [`Document`], of which a [`Parsed`] is read: a view of a part of the list in
//! which its values stand, copied freely.

use serde::de::{Deserialize, DeserializeSeed, Deserializer};
use serde_json::{Map, Number, Value};

use super::nodes::{Fill, Node, fill, length, mark};

/// A JSON document, each value of which stands before those within it.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    nodes: Vec<Node<'a>>,
}

impl<'a> Document<'a> {
    /// Reads JSON.
    ///
    /// # Errors
    /// Fails where it is none.
    pub fn parse(json: &'a [u8]) -> serde_json::Result<Self> {
        // Most documents have fewer values than this; a list that is too short grows.
        let mut nodes = Vec::with_capacity((json.len() / 6).clamp(1, 1024));
        let mut deserializer = serde_json::Deserializer::from_slice(json);
        Fill(&mut nodes).deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(Self { nodes })
    }

    /// The value that it is.
    pub fn root(&self) -> Parsed<'_> {
        Parsed::of(&self.nodes)
    }
}

impl<'a> From<&'a Value> for Document<'a> {
    fn from(value: &'a Value) -> Self {
        let mut nodes = Vec::new();
        fill(&mut nodes, value);
        Self { nodes }
    }
}

/// A value of a document.
#[derive(Clone, Copy, Debug)]
pub enum Parsed<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(&'a Number),
    /// A text.
    String(&'a str),
    /// A list of values.
    Array(Elements<'a>),
    /// Named values.
    Object(Object<'a>),
}

impl<'a> Parsed<'a> {
    /// The value that some nodes begin with.
    fn of(nodes: &'a [Node<'a>]) -> Self {
        match nodes.first() {
            None | Some(Node::Null | Node::Void) => Self::Null,
            Some(Node::Bool(it)) => Self::Bool(*it),
            Some(Node::Number(it)) => Self::Number(it),
            Some(Node::String(it) | Node::Name(it)) => Self::String(it),
            Some(Node::Array(length)) => Self::Array(Elements(&nodes[1..*length])),
            Some(Node::Object(length, marks)) => {
                Self::Object(Object { nodes: &nodes[1..*length], marks: *marks })
            }
        }
    }

    /// The same as a value of its own.
    pub fn to_value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(it) => Value::Bool(it),
            Self::Number(it) => Value::Number(it.clone()),
            Self::String(it) => Value::String(it.to_owned()),
            Self::Array(items) => items.map(Self::to_value).collect(),
            Self::Object(object) => {
                // Two nodes for each, unless there are lists or objects among them.
                let mut members = Map::with_capacity((object.nodes.len() / 2).min(16));
                for (_, name, it) in object.each() {
                    members.insert(name.to_owned(), it.to_value());
                }
                Value::Object(members)
            }
        }
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&'a str> {
        match self {
            Self::String(it) => Some(it),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<&'a Number> {
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

/// The values of a list, one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Elements<'a>(&'a [Node<'a>]);

impl<'a> Iterator for Elements<'a> {
    type Item = Parsed<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let (next, rest) = self.0.split_at(length(self.0));
        self.0 = rest;
        Some(Parsed::of(next))
    }
}

/// Named values, in document order. Of several with one name the last counts.
#[derive(Clone, Copy, Debug)]
pub struct Object<'a> {
    nodes: &'a [Node<'a>],
    marks: u64,
}

impl<'a> Object<'a> {
    /// The members, none of which has been taken.
    pub fn members(self) -> Members<'a> {
        Members { object: self, next: Place::default(), taken: 0, taken_later: Vec::new() }
    }

    /// The value of a member.
    pub fn get(self, name: &str) -> Option<Parsed<'a>> {
        let place = self.find(name)?;
        Some(Parsed::of(&self.nodes[place.node + 1..]))
    }

    /// The members that count: how many stand before it, its name and its value.
    fn each(self) -> impl Iterator<Item = (usize, &'a str, Parsed<'a>)> {
        let (mut nodes, mut member) = (self.nodes, 0);
        std::iter::from_fn(move || {
            while let [head, rest @ ..] = nodes {
                let (value, after) = rest.split_at(length(rest));
                let at = member;
                (nodes, member) = (after, member + 1);
                if let Node::Name(name) = head {
                    return Some((at, &**name, Parsed::of(value)));
                }
            }
            None
        })
    }

    fn find(self, name: &str) -> Option<Place> {
        if self.marks & mark(name) == 0 {
            return None;
        }
        let mut place = Place::default();
        while place.node < self.nodes.len() {
            if self.is_at(place, name) {
                return Some(place);
            }
            place = self.after(place);
        }
        None
    }

    fn is_at(self, place: Place, name: &str) -> bool {
        matches!(self.nodes.get(place.node), Some(Node::Name(it)) if **it == *name)
    }

    fn after(self, place: Place) -> Place {
        let value = place.node + 1;
        Place { node: value + length(&self.nodes[value..]), member: place.member + 1 }
    }
}

/// Where a member stands: the node of its name, and how many members stand before it.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    node: usize,
    member: usize,
}

/// The members of an object, taken one by one.
#[derive(Clone, Debug)]
pub struct Members<'a> {
    object: Object<'a>,
    /// Where the next one is looked for first, since most are asked for in the order in which they stand.
    next: Place,
    /// A bit for each of the first members: whether it has been taken.
    taken: u64,
    /// The others that have been taken.
    taken_later: Vec<usize>,
}

impl<'a> Members<'a> {
    /// Takes a member out.
    pub fn take(&mut self, name: &str) -> Option<Parsed<'a>> {
        let object = self.object;
        let is_next = object.is_at(self.next, name);
        let place = if is_next { self.next } else { object.find(name)? };
        if !self.takes(place.member) {
            return None;
        }
        self.next = object.after(place);
        Some(Parsed::of(&object.nodes[place.node + 1..]))
    }

    /// All that have not been taken.
    pub fn rest(self) -> impl Iterator<Item = (&'a str, Parsed<'a>)> {
        let each = self.object.each();
        each.filter(move |it| !self.is_taken(it.0)).map(|(_, name, value)| (name, value))
    }

    /// Notes that a member is taken, unless it has been.
    fn takes(&mut self, member: usize) -> bool {
        let is_free = !self.is_taken(member);
        if member < 64 {
            self.taken |= 1 << member;
        } else if is_free {
            self.taken_later.push(member);
        }
        is_free
    }

    fn is_taken(&self, member: usize) -> bool {
        if member < 64 { self.taken >> member & 1 == 1 } else { self.taken_later.contains(&member) }
    }
}

impl<'de> Deserialize<'de> for Document<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut nodes = Vec::new();
        Fill(&mut nodes).deserialize(deserializer)?;
        Ok(Self { nodes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many members are counted otherwise than the first ones.
    const MANY: usize = 100;

    fn document(text: &str) -> Document<'_> {
        Document::parse(text.as_bytes()).expect("JSON")
    }

    fn members<'a>(document: &'a Document<'_>) -> Members<'a> {
        match document.root() {
            Parsed::Object(object) => object.members(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn is_the_same_value() {
        let text =
            r#"{"b":[null,[],{},true,-1,1.5,18446744073709551615],"a":{"\u00e4":"x\ny","":""}}"#;
        let value: Value = serde_json::from_str(text).expect("JSON");
        assert_eq!(Document::from(&value).root().to_value(), value);
        assert_eq!(document(text).root().to_value().to_string(), value.to_string());
        assert!(Document::parse(b"{} {}").is_err() && Document::parse(b"").is_err());
    }

    #[test]
    fn members_are_taken_in_any_order() {
        for others in [0, MANY] {
            let others: String = (0..others).map(|it| format!(r#""{it}":[{it}],"#)).collect();
            let text = format!(r#"{{"a":1,{others}"b":2,"c":[3]}}"#);
            let document = document(&text);
            let mut members = members(&document);
            let before = members.clone().rest().count();
            for name in ["b", "c", "a"] {
                assert!(members.take(name).is_some(), "{name}");
                assert!(members.take(name).is_none(), "{name}");
            }
            assert!(members.take("d").is_none());
            assert_eq!(members.rest().count(), before - 3);
        }
    }

    #[test]
    fn the_last_of_one_name_counts() {
        for others in [0, MANY] {
            let others: String = (0..others).map(|it| format!(r#""{it}":{{"a":0}},"#)).collect();
            let text = format!(r#"{{"a":[1,[0]],{others}"a":{{}},"a":2,"b":3}}"#);
            let value: Value = serde_json::from_str(&text).expect("JSON");
            let document = document(&text);
            assert_eq!(document.root().to_value(), value);
            let Parsed::Object(object) = document.root() else { panic!("{document:?}") };
            assert_eq!(object.get("a").and_then(|it| it.as_number()), Some(&2.into()));
            let mut members = members(&document);
            assert!(members.take("a").is_some() && members.take("a").is_none());
            assert_eq!(members.rest().count(), value.as_object().map_or(0, |it| it.len() - 1));
        }
    }
}
