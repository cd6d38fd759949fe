//! Which Rust type each schema becomes, before anything has a name.
//!
//! Input: the IR. Output: [`Shapes`]: the types to define, each once, and the use of a type wherever the
//! capability has a value. Structurally equal inline schemas share one type, owned by where it stands first.
//! What has no shape that Rust can express is a JSON value; the rules of the schema are checked all the same.

mod build;
mod choice;
mod cycles;
mod merge;
mod object;
mod operation;
mod simple;

use crate::ir::{OperationId, SchemaId};

pub use build::shapes;

/// The place of a defined type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// The types of a capability.
#[derive(Clone, Debug, Default)]
pub struct Shapes {
    /// The types to define, in order of first use.
    pub types: Vec<TypeDef>,
    /// What each operation takes and gives, by its place.
    pub operations: Vec<OperationShape>,
}

impl Shapes {
    /// A defined type by its id.
    pub fn get(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }
}

/// The types of one operation.
#[derive(Clone, Debug)]
pub struct OperationShape {
    /// The types of the parameters, in order.
    pub parameters: Vec<TypeUse>,
    /// The type of the request body.
    pub body: Option<TypeUse>,
    /// The type of a successful answer.
    pub answer: TypeUse,
}

/// The use of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeUse {
    /// Any JSON value.
    Value,
    /// Nothing.
    Unit,
    /// A boolean.
    Bool,
    /// An integer.
    I64,
    /// An integer of at least 0.
    U64,
    /// A number.
    F64,
    /// A string.
    String,
    /// A string that is not shown.
    Secret,
    /// The bytes of a file.
    File,
    /// A list.
    List(Box<TypeUse>),
    /// A map from names.
    Map(Box<TypeUse>),
    /// A value or `null`.
    Option(Box<TypeUse>),
    /// A value on the heap, where a type would contain itself.
    Boxed(Box<TypeUse>),
    /// A defined type.
    Named(TypeId),
}

impl TypeUse {
    /// How many types are written one around the other.
    pub fn depth(&self) -> usize {
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Option(inner) | Self::Boxed(inner) => {
                1 + inner.depth()
            }
            _ => 1,
        }
    }

    /// This or `null`.
    #[must_use]
    pub fn or_null(self) -> Self {
        match self {
            Self::Value | Self::Unit | Self::Option(_) => self,
            other => Self::Option(Box::new(other)),
        }
    }

    /// The defined type without a value of which there is no value of this use.
    pub fn needed(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) => Some(*id),
            Self::Boxed(inner) => inner.needed(),
            _ => None,
        }
    }

    /// The defined type that a value of this use holds in itself, not behind a pointer.
    pub fn held(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) => Some(*id),
            Self::Option(inner) => inner.held(),
            _ => None,
        }
    }
}

/// A type to define.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// The schema it follows from.
    pub schema: SchemaId,
    /// Where it stands, after which it is named.
    pub owner: Owner,
    /// What it is.
    pub kind: Kind,
}

/// Where a type stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Among the document's named schemas.
    Component(String),
    /// It is the body of a request.
    Request(OperationId),
    /// It is the body of a successful answer.
    Answer(OperationId),
    /// It is the value of a parameter.
    Parameter(OperationId, String),
    /// It is part of another type: a property, an item, a variant.
    Part(TypeId, String),
    /// It is the item of something without a name.
    Item(Box<Owner>),
}

/// What a defined type is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// An object.
    Struct {
        /// The declared properties.
        fields: Vec<Field>,
        /// The type of all other properties, where the schema speaks of them.
        rest: Option<TypeUse>,
    },
    /// A choice of strings.
    Enum(Vec<String>),
    /// A choice of schemas.
    Union {
        /// The property that tells the variant.
        tag: Option<String>,
        /// The variants, in document order.
        variants: Vec<Variant>,
    },
    /// Another name for the same type: the body of an operation that equals an earlier one.
    Alias(TypeUse),
}

/// A property of an object.
#[derive(Clone, Debug)]
pub struct Field {
    /// The name on the wire.
    pub name: String,
    /// Whether it must be there.
    pub required: bool,
    /// What it is, where the document declares it.
    pub schema: Option<SchemaId>,
    /// Its type when it is there.
    pub ty: TypeUse,
}

/// A variant of a union.
#[derive(Clone, Debug)]
pub struct Variant {
    /// What it must be.
    pub schema: SchemaId,
    /// Its type.
    pub ty: TypeUse,
    /// The values of the tag that tell it.
    pub tags: Vec<String>,
}
