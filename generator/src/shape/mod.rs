//! Which Rust type each schema becomes, before anything has a name.
//!
//! Input: the IR. Output: [`Shapes`]: the types to define, each once, and the use of a type wherever the
//! capability has a value. Structurally equal inline schemas share one type, owned by where it stands first.
//! What has no shape that Rust can express is a JSON value, with the reason ([`Why`]); the rules of the schema
//! are checked all the same. `docs/types.md` tells the rules for whoever uses the types.

mod array;
mod build;
mod choice;
mod cycles;
mod identifiers;
mod joint;
mod label;
mod merge;
mod object;
mod operation;
mod simple;
mod union;
mod values;

#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::ir::{OperationId, SchemaId, StatusPattern, Type};

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
    /// Whether a use is of a string or an integer that has a type of its own.
    pub fn is_newtype(&self, ty: &TypeUse) -> bool {
        matches!(ty, TypeUse::Named(id) if matches!(self.get(*id).kind, Kind::Newtype(_)))
    }

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
    /// The declared errors, in the order of the answers; none where no body of theirs has a shape of its own.
    pub errors: Vec<DeclaredError>,
}

/// A declared error of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredError {
    /// The statuses it is declared for.
    pub status: StatusPattern,
    /// The type of its body, where it has a shape of its own.
    pub body: Option<TypeUse>,
}

/// The use of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeUse {
    /// Any JSON value, and why.
    Value(Why),
    /// Nothing.
    Unit,
    /// A boolean.
    Bool,
    /// An integer.
    I64,
    /// An integer of at least 0.
    U64,
    /// An integer whose bounds are beyond 64 bits.
    I128,
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
            Self::Value(_) | Self::Unit | Self::Option(_) => self,
            other => Self::Option(Box::new(other)),
        }
    }

    /// Whether it is handed over as it is, since a reference to it would be no cheaper.
    pub fn is_scalar(&self) -> bool {
        matches!(self, Self::Bool | Self::I64 | Self::U64 | Self::I128 | Self::F64)
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

/// Why something is any JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The document says nothing of it, or that it may be anything.
    Unsaid,
    /// The document closes an empty object as an answer, which real answers do not keep to.
    Opaque,
    /// The document allows no value at all.
    Never,
    /// There are rules, but no type: values of other types are allowed.
    Untyped,
    /// One of the alternatives, or one of the answers, is any JSON value.
    AnyAlternative,
    /// The only values allowed are arrays or objects.
    Constants,
    /// The parts of the schema have no type in common.
    Contradiction,
    /// Several choices that hold at once would give more types than anyone would write.
    ManyChoices,
    /// The answers are in several media types.
    MediaTypes,
    /// It is nested deeper than anyone means.
    TooDeep,
}

/// A type to define.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// The schema it follows from; `None` where it follows from several.
    pub schema: Option<SchemaId>,
    /// Where it stands, after which it is named.
    pub owner: Owner,
    /// What it is.
    pub kind: Kind,
}

impl TypeDef {
    /// Whether it is a type of its own, not another name for one.
    pub fn is_own(&self) -> bool {
        !matches!(self.kind, Kind::Alias(_))
    }
}

/// Where a type stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Among the document's named schemas.
    Component(String),
    /// Wherever something is called so: the name of an identifier.
    Identifier(String),
    /// It is the body of a request.
    Request(OperationId),
    /// It is the body of a successful answer.
    Answer(OperationId),
    /// It is the body of a declared error.
    Error(OperationId, StatusPattern),
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
    /// A choice of values.
    Enum(Vec<Constant>),
    /// A choice of schemas.
    Union {
        /// What tells the variant.
        told: Told,
        /// The variants, in document order.
        variants: Vec<Variant>,
    },
    /// A list whose first items have types of their own.
    Tuple {
        /// The first items, named by their places.
        items: Vec<Field>,
        /// The type of all other items, where there may be others.
        rest: Option<TypeUse>,
    },
    /// A map or a list that contains itself, and so needs a name.
    Wrapper(TypeUse),
    /// A string or an integer of its own: an identifier, or a named schema.
    Newtype(TypeUse),
    /// Another name for the same type: the body of an operation that equals an earlier one.
    Alias(TypeUse),
}

/// A value of an enumeration.
#[derive(Clone, Debug, PartialEq)]
pub struct Constant {
    /// On the wire.
    pub value: Value,
    /// What the document calls it (`x-enum-varnames`), where the value says little.
    pub name: Option<String>,
    /// What it means (`x-enum-descriptions`).
    pub description: Option<String>,
}

/// What tells the variant of a union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The value of this property.
    Tag(String),
    /// The first of these schemas that the value fits, in document order; each with the place of its variant.
    Schema(Vec<(SchemaId, usize)>),
    /// What the value is: a string, a number, a list.
    Kind,
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
    /// What to call it, where its type has no name.
    pub label: String,
    /// The values of the tag that tell it.
    pub tags: Vec<String>,
    /// What it is on the wire, where that tells it.
    pub kind: Option<Type>,
}
