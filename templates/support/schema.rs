//! What a JSON value must be: constant data that the compiler writes and `validate` interprets.
//!
//! One [`Schema`] per JSON Schema of the document, with the meaning of draft 2020-12: a rule that does
//! not fit the value's type passes. Everything here is `const`, so a table of schemas costs nothing at
//! start and next to nothing to compile.

use std::fmt;

/// A JSON Schema.
#[derive(Clone, Copy)]
pub struct Schema {
    /// The types allowed; empty allows all.
    pub types: &'static [Type],
    /// The values allowed (`enum`, `const`); empty allows all.
    pub values: &'static [Literal],
    /// Length in Unicode code points, at least.
    pub min_length: u64,
    /// Length in Unicode code points, at most.
    pub max_length: Option<u64>,
    /// An ECMA-262 pattern that must match somewhere in a string.
    pub pattern: Option<&'static str>,
    /// The name of a `format`.
    pub format: Option<&'static str>,
    /// The bounds of a number.
    pub range: Range,
    /// A number must be a multiple of this.
    pub multiple_of: Option<Bound>,
    /// The rules of an array.
    pub array: Option<&'static Array>,
    /// The rules of an object.
    pub object: Option<&'static Object>,
    /// All of these must hold.
    pub all_of: &'static [&'static Schema],
    /// At least one of these must hold, where there are any.
    pub any_of: &'static [&'static Schema],
    /// Exactly one of these must hold, where there are any.
    pub one_of: &'static [&'static Schema],
    /// This must not hold.
    pub not: Option<&'static Schema>,
    /// Rules that few schemas have.
    pub extra: Option<&'static Extra>,
    /// Whether the value must not be shown: `format: password` or its like.
    pub secret: bool,
    /// Whether the value may be shown, although its name says that it is secret: `x-secret: false`.
    pub shown: bool,
}

/// A type of JSON Schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number without a fraction; `1.0` is one
    Integer,
    /// Any number
    Number,
    /// A string
    String,
    /// An array
    Array,
    /// An object
    Object,
}

/// A JSON value that can stand in a constant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Literal {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number
    Number(f64),
    /// An integer, exactly
    Integer(i128),
    /// A string
    String(&'static str),
    /// An array or an object, as JSON text
    Json(&'static str),
}

/// The bounds of a number.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    /// The least value.
    pub minimum: Option<Bound>,
    /// What every value exceeds.
    pub exclusive_minimum: Option<Bound>,
    /// The greatest value.
    pub maximum: Option<Bound>,
    /// What exceeds every value.
    pub exclusive_maximum: Option<Bound>,
}

/// One bound of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// Any number
    Number(f64),
    /// An integer that a float would round
    Integer(i128),
}

/// The rules of an array.
#[derive(Clone, Copy)]
pub struct Array {
    /// The schemas of the first items.
    pub prefix: &'static [&'static Schema],
    /// The schema of the further items.
    pub items: Option<&'static Schema>,
    /// The least number of items.
    pub min_items: u64,
    /// The greatest number of items.
    pub max_items: Option<u64>,
    /// Whether no two items may be equal.
    pub unique: bool,
}

/// The rules of an object.
#[derive(Clone, Copy)]
pub struct Object {
    /// The declared properties.
    pub properties: &'static [Property],
    /// Properties that must be there without being declared.
    pub required: &'static [&'static str],
    /// The schema of properties whose name matches an ECMA-262 pattern.
    pub patterns: &'static [(&'static str, &'static Schema)],
    /// The schema of all other properties; `None` allows any.
    pub additional: Option<&'static Schema>,
    /// The schema of every property's name.
    pub names: Option<&'static Schema>,
    /// The least number of properties.
    pub min_properties: u64,
    /// The greatest number of properties.
    pub max_properties: Option<u64>,
}

/// Rules that few schemas have, so that the others do not carry them.
#[derive(Clone, Copy)]
pub struct Extra {
    /// An array must have items of a kind.
    pub contains: Option<Contains>,
    /// What must hold depends on whether something else does.
    pub condition: Option<Condition>,
    /// Properties that must be there beside another.
    pub dependent_required: &'static [(&'static str, &'static [&'static str])],
    /// What an object must be that has a property.
    pub dependent_schemas: &'static [(&'static str, &'static Schema)],
    /// The schema of the properties of which nothing else in the schema speaks.
    pub unevaluated_properties: Option<&'static Schema>,
    /// The schema of the items of which nothing else in the schema speaks.
    pub unevaluated_items: Option<&'static Schema>,
}

/// So many items of a kind (`contains`).
#[derive(Clone, Copy)]
pub struct Contains {
    /// The kind.
    pub schema: &'static Schema,
    /// The least number of them.
    pub min: u64,
    /// The greatest number of them.
    pub max: Option<u64>,
}

/// `if`, `then` and `else`.
#[derive(Clone, Copy)]
pub struct Condition {
    /// What decides.
    pub test: &'static Schema,
    /// What must hold where it holds.
    pub then: &'static Schema,
    /// What must hold where it does not.
    pub otherwise: &'static Schema,
}

/// A declared property of an object.
#[derive(Clone, Copy)]
pub struct Property {
    /// The name on the wire.
    pub name: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// What it must be.
    pub schema: &'static Schema,
}

/// Allows everything.
pub const ANY: Schema = Schema {
    types: &[],
    values: &[],
    min_length: 0,
    max_length: None,
    pattern: None,
    format: None,
    range: UNBOUNDED,
    multiple_of: None,
    array: None,
    object: None,
    all_of: &[],
    any_of: &[],
    one_of: &[],
    not: None,
    extra: None,
    secret: false,
    shown: false,
};
/// Allows nothing.
pub const NEVER: Schema = Schema { not: Some(&ANY), ..ANY };
/// Allows `null`.
pub const NULL: Schema = typed(&[Type::Null]);
/// Allows `true` and `false`.
pub const BOOLEAN: Schema = typed(&[Type::Boolean]);
/// Allows numbers without a fraction.
pub const INTEGER: Schema = typed(&[Type::Integer]);
/// Allows numbers.
pub const NUMBER: Schema = typed(&[Type::Number]);
/// Allows strings.
pub const STRING: Schema = typed(&[Type::String]);
/// Allows arrays.
pub const ARRAY: Schema = typed(&[Type::Array]);
/// Allows objects.
pub const OBJECT: Schema = typed(&[Type::Object]);

/// No bounds for a number.
pub const UNBOUNDED: Range =
    Range { minimum: None, exclusive_minimum: None, maximum: None, exclusive_maximum: None };
/// No rules for an array.
pub const ANY_ARRAY: Array =
    Array { prefix: &[], items: None, min_items: 0, max_items: None, unique: false };
/// No rules for an object.
pub const ANY_OBJECT: Object = Object {
    properties: &[],
    required: &[],
    patterns: &[],
    additional: None,
    names: None,
    min_properties: 0,
    max_properties: None,
};

/// No rules that few schemas have.
pub const NO_EXTRA: Extra = Extra {
    contains: None,
    condition: None,
    dependent_required: &[],
    dependent_schemas: &[],
    unevaluated_properties: None,
    unevaluated_items: None,
};

/// Allows the values of some types.
pub const fn typed(types: &'static [Type]) -> Schema {
    Schema { types, ..ANY }
}

/// Allows arrays of such items.
pub const fn array(rules: &'static Array) -> Schema {
    Schema { array: Some(rules), ..ARRAY }
}

/// Allows objects with such properties, and any others.
pub const fn object(rules: &'static Object) -> Schema {
    Schema { object: Some(rules), ..OBJECT }
}

/// A property that must be there.
pub const fn required(name: &'static str, schema: &'static Schema) -> Property {
    Property { name, required: true, schema }
}

/// A property that may be left out.
pub const fn optional(name: &'static str, schema: &'static Schema) -> Property {
    Property { name, required: false, schema }
}

impl Schema {
    /// Replaces the types.
    pub const fn types(mut self, types: &'static [Type]) -> Self {
        self.types = types;
        self
    }

    /// Allows these values only.
    pub const fn values(mut self, values: &'static [Literal]) -> Self {
        self.values = values;
        self
    }

    /// Wants at least so many code points.
    pub const fn min_length(mut self, length: u64) -> Self {
        self.min_length = length;
        self
    }

    /// Wants at most so many code points.
    pub const fn max_length(mut self, length: u64) -> Self {
        self.max_length = Some(length);
        self
    }

    /// Wants a match of an ECMA-262 pattern.
    pub const fn pattern(mut self, pattern: &'static str) -> Self {
        self.pattern = Some(pattern);
        self
    }

    /// Wants a format.
    pub const fn format(mut self, format: &'static str) -> Self {
        self.format = Some(format);
        self
    }

    /// Wants a number of at least this.
    pub const fn minimum(mut self, bound: f64) -> Self {
        self.range.minimum = Some(Bound::Number(bound));
        self
    }

    /// Wants a number greater than this.
    pub const fn exclusive_minimum(mut self, bound: f64) -> Self {
        self.range.exclusive_minimum = Some(Bound::Number(bound));
        self
    }

    /// Wants a number of at most this.
    pub const fn maximum(mut self, bound: f64) -> Self {
        self.range.maximum = Some(Bound::Number(bound));
        self
    }

    /// Wants a number less than this.
    pub const fn exclusive_maximum(mut self, bound: f64) -> Self {
        self.range.exclusive_maximum = Some(Bound::Number(bound));
        self
    }

    /// Wants a number within these bounds.
    pub const fn range(mut self, range: Range) -> Self {
        self.range = range;
        self
    }

    /// Wants a multiple of this.
    pub const fn multiple_of(mut self, divisor: f64) -> Self {
        self.multiple_of = Some(Bound::Number(divisor));
        self
    }

    /// Wants a multiple of an integer that a float would round.
    pub const fn multiple_of_integer(mut self, divisor: i128) -> Self {
        self.multiple_of = Some(Bound::Integer(divisor));
        self
    }

    /// Adds the rules of an array.
    pub const fn array(mut self, rules: &'static Array) -> Self {
        self.array = Some(rules);
        self
    }

    /// Adds the rules of an object.
    pub const fn object(mut self, rules: &'static Object) -> Self {
        self.object = Some(rules);
        self
    }

    /// Wants all of these.
    pub const fn all_of(mut self, schemas: &'static [&'static Schema]) -> Self {
        self.all_of = schemas;
        self
    }

    /// Wants one or more of these.
    pub const fn any_of(mut self, schemas: &'static [&'static Schema]) -> Self {
        self.any_of = schemas;
        self
    }

    /// Wants exactly one of these.
    pub const fn one_of(mut self, schemas: &'static [&'static Schema]) -> Self {
        self.one_of = schemas;
        self
    }

    /// Refuses this.
    pub const fn not(mut self, schema: &'static Schema) -> Self {
        self.not = Some(schema);
        self
    }

    /// Adds rules that few schemas have.
    pub const fn extra(mut self, rules: &'static Extra) -> Self {
        self.extra = Some(rules);
        self
    }

    /// Marks the value as one that must not be shown.
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// The value may be shown, whatever its name says.
    pub const fn shown(mut self) -> Self {
        self.shown = true;
        self
    }
}

/// A schema may refer to itself, so only its types are shown.
impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schema").field("types", &self.types).finish_non_exhaustive()
    }
}
