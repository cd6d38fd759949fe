//! The shapes in which errors are answered.

use serde::Serialize;
use serde_json::Value;

use super::{SchemaId, StatusPattern};

/// The shape in which errors are answered.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorShape {
    /// `application/problem+json` (RFC 9457).
    Problem,
    /// The provider's own. The first that is meant for a status counts; the last is meant for every one.
    Declared(Vec<Envelope>),
}

/// A body for errors.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Envelope {
    /// The statuses it is for.
    pub status: StatusPattern,
    /// The media type.
    pub media_type: String,
    /// The declared schema that it follows.
    pub schema: SchemaId,
    /// What it is made of.
    pub body: Slot,
}

/// A place in an envelope, and what fills it. Within `Issues` and `Each` it is one thing that is wrong that
/// tells message, code and place, elsewhere the failure as a whole.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Slot {
    /// The message.
    Message,
    /// The message with everything that has no other place.
    Told,
    /// The code for programs; one of these, where there are any.
    Code(Vec<String>),
    /// The HTTP status, a number.
    Status,
    /// The HTTP status, as text.
    StatusText,
    /// The reason phrase of the status.
    Title,
    /// The time (RFC 3339).
    Now,
    /// The same for every failure.
    Constant(Value),
    /// An object.
    Object(Vec<Member>),
    /// An array with an item for everything that is wrong.
    Issues(Box<Slot>),
    /// The same; where nothing is wrong in particular, with an item for the failure.
    Each(Box<Slot>),
    /// An object of messages by field.
    Fields {
        /// Whether each member is a list.
        list: bool,
    },
    /// The place as a JSON pointer.
    Pointer,
    /// The same as a URI fragment.
    Fragment,
    /// The place as an array of names and indices.
    Path {
        /// Whether it begins with the location.
        located: bool,
        /// Whether indices are text.
        text: bool,
    },
    /// The place as text with dots.
    Field,
    /// The location.
    Location,
}

impl Slot {
    /// Whether the slot, or one within it, is such a one.
    pub fn has(&self, is: &dyn Fn(&Slot) -> bool) -> bool {
        is(self)
            || match self {
                Self::Object(members) => members.iter().any(|it| it.slot.has(is)),
                Self::Issues(item) | Self::Each(item) => item.has(is),
                _ => false,
            }
    }
}

/// A member of an object in an envelope.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Member {
    /// The name.
    pub name: String,
    /// What fills it.
    pub slot: Slot,
    /// Whether it is there even where there is nothing to tell.
    pub required: bool,
}
