//! The shapes in which errors are answered: templates that a failure fills.

use super::operation::StatusPattern;

/// The shape in which the errors of a capability are answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorShape {
    /// `application/problem+json` (RFC 9457).
    Problem,
    /// `message`, `code` and `issues`.
    MessageCodeIssues,
    /// The provider's own, as its document declares them. The first that is meant for the status counts;
    /// the last is meant for every one.
    Declared(&'static [Envelope]),
}

impl ErrorShape {
    /// The envelope of a status.
    pub fn envelope(self, status: u16) -> &'static Envelope {
        match self {
            Self::Problem => &PROBLEM,
            Self::MessageCodeIssues => &MESSAGE_CODE_ISSUES,
            Self::Declared(declared) => {
                declared.iter().find(|it| it.status.matches(status)).unwrap_or(&PROBLEM)
            }
        }
    }
}

/// A body for errors.
#[derive(Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The statuses it is for.
    pub status: StatusPattern,
    /// The media type.
    pub media_type: &'static str,
    /// What it is made of.
    pub body: Slot,
}

/// A place in an envelope, and what fills it. Within `Issues` and `Each` it is one thing that is wrong that
/// tells message, code and place, elsewhere the failure as a whole.
#[derive(Debug, PartialEq, Eq)]
pub enum Slot {
    /// The message.
    Message,
    /// The message with the place or, of a failure, with everything that is wrong: where there is no other
    /// place for it.
    Told,
    /// The code for programs; one of these, where there are any.
    Code(&'static [&'static str]),
    /// The HTTP status, a number.
    Status,
    /// The HTTP status, as text.
    StatusText,
    /// The reason phrase of the status.
    Title,
    /// The time (RFC 3339, UTC).
    Now,
    /// The same for every failure, as JSON text.
    Constant(&'static str),
    /// An object.
    Object(&'static [Member]),
    /// An array with an item for everything that is wrong.
    Issues(&'static Slot),
    /// The same; where nothing is wrong in particular, with an item for the failure.
    Each(&'static Slot),
    /// An object of messages by field, each a list or a single one.
    Fields {
        /// Whether each member is a list.
        list: bool,
    },
    /// The place as a JSON pointer (RFC 6901) that begins with the location.
    Pointer,
    /// The same as a URI fragment (RFC 6901, section 6).
    Fragment,
    /// The place as an array of names and indices.
    Path {
        /// Whether it begins with the location: `body`, `query`, `path`, `header` or `cookie`.
        located: bool,
        /// Whether indices are text.
        text: bool,
    },
    /// The place as text with dots, without the location: `items.0.name`.
    Field,
    /// The location: `body`, `query`, `path`, `header` or `cookie`.
    Location,
}

/// A member of an object in an envelope.
#[derive(Debug, PartialEq, Eq)]
pub struct Member {
    /// The name.
    pub name: &'static str,
    /// What fills it.
    pub slot: Slot,
    /// Whether it is there even where there is nothing to tell.
    pub required: bool,
}

impl Member {
    /// A member that is left out where there is nothing to tell.
    pub const fn optional(name: &'static str, slot: Slot) -> Self {
        Self { name, slot, required: false }
    }

    /// A member that is always there.
    pub const fn required(name: &'static str, slot: Slot) -> Self {
        Self { name, slot, required: true }
    }
}

const PROBLEM: Envelope = Envelope {
    status: StatusPattern::Default,
    media_type: "application/problem+json",
    body: Slot::Object(&[
        Member::required("type", Slot::Constant("\"about:blank\"")),
        Member::required("title", Slot::Title),
        Member::required("status", Slot::Status),
        Member::required("detail", Slot::Message),
        Member::optional("code", Slot::Code(&[])),
        Member::optional(
            "errors",
            Slot::Issues(&Slot::Object(&[
                Member::required("detail", Slot::Message),
                Member::optional("code", Slot::Code(&[])),
                Member::optional("pointer", Slot::Fragment),
            ])),
        ),
    ]),
};

const MESSAGE_CODE_ISSUES: Envelope = Envelope {
    status: StatusPattern::Default,
    media_type: "application/json",
    body: Slot::Object(&[
        Member::required("message", Slot::Message),
        Member::optional("code", Slot::Code(&[])),
        Member::optional(
            "issues",
            Slot::Issues(&Slot::Object(&[
                Member::required("message", Slot::Message),
                Member::optional("code", Slot::Code(&[])),
                Member::optional("path", Slot::Path { located: false, text: false }),
                Member::optional("pointer", Slot::Pointer),
            ])),
        ),
    ]),
};
