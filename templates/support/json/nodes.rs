//! The list in which the values of a JSON document stand.
//!
//! In: a document, or a [`Value`]. Out: nodes, an object or an array before those within it. Texts stay in the document,
//! names of members are compared, not hashed, and there is one list for all: it takes a fraction of what a tree of
//! [`Value`] takes.

use std::fmt;
use std::ops::Deref;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

/// A value without those within it, or the name before a member's value.
#[derive(Clone, Debug)]
pub(super) enum Node<'a> {
    Null,
    Bool(bool),
    Number(Number),
    String(Text<'a>),
    /// With the number of nodes up to its end, its own counted.
    Array(usize),
    /// The same, with a bit for each name, which others may share.
    Object(usize, u64),
    Name(Text<'a>),
    /// The name of a member that is of no account, since another of the name follows.
    Void,
}

/// A text, which stands in the document unless something in it is escaped. Smaller than a [`Cow`].
///
/// [`Cow`]: std::borrow::Cow
#[derive(Clone, Debug)]
pub(super) enum Text<'a> {
    Within(&'a str),
    Own(Box<str>),
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Within(text) => text,
            Self::Own(text) => text,
        }
    }
}

/// How many nodes the value takes that they begin with.
pub(super) fn length(nodes: &[Node<'_>]) -> usize {
    match nodes.first() {
        Some(Node::Array(length) | Node::Object(length, _)) => *length,
        _ => 1,
    }
}

/// A bit that tells most names apart, by their length and three of their bytes.
pub(super) fn mark(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let [first, middle, last] = [0, bytes.len() / 2, bytes.len().wrapping_sub(1)];
    let [first, middle, last] =
        [first, middle, last].map(|at| u64::from(bytes.get(at).copied().unwrap_or_default()));
    1 << ((bytes.len() as u64 * 13 + first * 7 + middle * 3 + last) % 64)
}

/// Adds a value to a list, in which its texts stay where they are.
pub(super) fn fill<'a>(nodes: &mut Vec<Node<'a>>, value: &'a Value) {
    let at = nodes.len();
    match value {
        Value::Null => nodes.push(Node::Null),
        Value::Bool(it) => nodes.push(Node::Bool(*it)),
        Value::Number(it) => nodes.push(Node::Number(it.clone())),
        Value::String(it) => nodes.push(Node::String(Text::Within(it))),
        Value::Array(items) => {
            nodes.push(Node::Null);
            items.iter().for_each(|it| fill(nodes, it));
            nodes[at] = Node::Array(nodes.len() - at);
        }
        Value::Object(members) => {
            let mut marks = 0;
            nodes.push(Node::Null);
            for (name, it) in members {
                marks |= mark(name);
                nodes.push(Node::Name(Text::Within(name)));
                fill(nodes, it);
            }
            nodes[at] = Node::Object(nodes.len() - at, marks);
        }
    }
}

/// Adds a value to the list.
pub(super) struct Fill<'n, 'de>(pub(super) &'n mut Vec<Node<'de>>);

impl<'de> DeserializeSeed<'de> for Fill<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Fill<'_, 'de> {
    fn add<E>(self, node: Node<'de>) -> Result<(), E> {
        self.0.push(node);
        Ok(())
    }
}

impl<'de> Visitor<'de> for Fill<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.add(Node::Null)
    }

    fn visit_none<E>(self) -> Result<(), E> {
        self.add(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<(), D::Error> {
        inner.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.add(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.add(Node::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.add(Node::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        // JSON has no NaN and no infinity.
        self.add(Number::from_f64(value).map_or(Node::Null, Node::Number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<(), E> {
        self.add(Node::String(Text::Within(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.add(Node::String(Text::Own(text.into())))
    }

    fn visit_string<E>(self, text: String) -> Result<(), E> {
        self.add(Node::String(Text::Own(text.into())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let at = self.0.len();
        self.0.push(Node::Null);
        while items.next_element_seed(Fill(self.0))?.is_some() {}
        self.0[at] = Node::Array(self.0.len() - at);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let at = self.0.len();
        self.0.push(Node::Null);
        let (mut marks, mut may_repeat) = (0, false);
        while let Some(mark) = members.next_key_seed(Name(self.0))? {
            may_repeat |= marks & mark != 0;
            marks |= mark;
            members.next_value_seed(Fill(self.0))?;
        }
        if may_repeat {
            void_repeated(&mut self.0[at + 1..]);
        }
        self.0[at] = Node::Object(self.0.len() - at, marks);
        Ok(())
    }
}

/// So many members are compared one with the other.
const FEW: usize = 16;

/// Leaves of members with one name the last.
fn void_repeated(nodes: &mut [Node<'_>]) {
    let mut names = Vec::new();
    let mut at = 0;
    while let Some(Node::Name(name)) = nodes.get(at) {
        names.push((&**name, at));
        at += 1 + length(&nodes[at + 1..]);
    }
    let mut repeated = Vec::new();
    if names.len() <= FEW {
        let rest = |after: usize| names[after + 1..].iter();
        let repeats = |(nth, it): (usize, &(&str, usize))| {
            rest(nth).any(|other| other.0 == it.0).then_some(it.1)
        };
        repeated.extend(names.iter().enumerate().filter_map(repeats));
    } else {
        names.sort_unstable();
        let pairs = names.windows(2).filter(|it| it[0].0 == it[1].0);
        repeated.extend(pairs.map(|it| it[0].1));
    }
    repeated.into_iter().for_each(|at| nodes[at] = Node::Void);
}

/// Adds the name of a member to the list, and tells its mark.
struct Name<'n, 'de>(&'n mut Vec<Node<'de>>);

impl<'de> Name<'_, 'de> {
    fn add<E>(self, name: Text<'de>) -> Result<u64, E> {
        let mark = mark(&name);
        self.0.push(Node::Name(name));
        Ok(mark)
    }
}

impl<'de> DeserializeSeed<'de> for Name<'_, 'de> {
    type Value = u64;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<u64, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name<'_, 'de> {
    type Value = u64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<u64, E> {
        self.add(Text::Within(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<u64, E> {
        self.add(Text::Own(text.into()))
    }

    fn visit_string<E>(self, text: String) -> Result<u64, E> {
        self.add(Text::Own(text.into()))
    }
}
