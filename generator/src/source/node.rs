//! A parsed value that knows where it stands.

use indexmap::IndexMap;
use serde_json::{Number, Value};

use crate::diagnostic::Span;

/// A JSON value with the place it was read from, in whichever file that was.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where the value stands. For an aliased YAML value, where the alias stands.
    pub span: Span,
    /// The value.
    pub data: Data,
}

/// The JSON kinds.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// Any number
    Number(Number),
    /// A string
    String(String),
    /// An array
    Array(Vec<Node>),
    /// An object, in document order
    Object(Object),
}

/// The members of an object, in document order.
pub type Object = IndexMap<String, Member>;

/// A member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Where the key stands.
    pub key: Span,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The members, where this is an object.
    pub fn as_object(&self) -> Option<&Object> {
        match &self.data {
            Data::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The items, where this is an array.
    pub fn as_array(&self) -> Option<&[Node]> {
        match &self.data {
            Data::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The text, where this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.data {
            Data::String(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value, where this is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self.data {
            Data::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The value of a member, where this is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_object()?.get(key).map(|member| &member.value)
    }

    /// The node at an RFC 6901 JSON pointer; the empty pointer is this node.
    pub fn pointer(&self, pointer: &str) -> Option<&Node> {
        if pointer.is_empty() {
            return Some(self);
        }
        pointer.strip_prefix('/')?.split('/').try_fold(self, |node, token| {
            let token = token.replace("~1", "/").replace("~0", "~");
            match &node.data {
                Data::Object(members) => members.get(&token).map(|member| &member.value),
                Data::Array(items) => token.parse::<usize>().ok().and_then(|at| items.get(at)),
                _ => None,
            }
        })
    }

    /// The name of the kind, for messages: `null`, `boolean`, `number`, `string`, `array`, `object`.
    pub fn kind(&self) -> &'static str {
        match self.data {
            Data::Null => "null",
            Data::Bool(_) => "boolean",
            Data::Number(_) => "number",
            Data::String(_) => "string",
            Data::Array(_) => "array",
            Data::Object(_) => "object",
        }
    }

    /// The value without its places.
    pub fn to_value(&self) -> Value {
        match &self.data {
            Data::Null => Value::Null,
            Data::Bool(value) => Value::Bool(*value),
            Data::Number(value) => Value::Number(value.clone()),
            Data::String(value) => Value::String(value.clone()),
            Data::Array(items) => items.iter().map(Node::to_value).collect(),
            Data::Object(members) => {
                members.iter().map(|(key, it)| (key.clone(), it.value.to_value())).collect()
            }
        }
    }
}

/// Appends a reference token to an RFC 6901 JSON pointer.
pub fn push_token(pointer: &str, token: &str) -> String {
    format!("{pointer}/{}", token.replace('~', "~0").replace('/', "~1"))
}
