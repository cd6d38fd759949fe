//! Schemas, as JSON Schema 2020-12 has them, keyword by keyword.
//!
//! OpenAPI 3.0 schemas are brought into the same form (`nullable`, boolean exclusive bounds), so later
//! stages know one dialect. A schema is referred to by its [`SchemaId`]; recursion is an id that recurs.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::{Number, Value};

use super::Origin;

/// The place of a schema in its capability.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct SchemaId(pub usize);

/// Every schema of a capability.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Schemas {
    list: Vec<Schema>,
    /// Whether any of them has `unevaluatedProperties`.
    #[serde(skip)]
    has_unevaluated: bool,
}

impl Schemas {
    /// Adds a schema.
    pub fn push(&mut self, schema: Schema) -> SchemaId {
        self.has_unevaluated |= schema.object.unevaluated.is_some();
        self.list.push(schema);
        SchemaId(self.list.len() - 1)
    }

    /// Replaces a schema, such as a placeholder for one that refers to itself.
    pub fn set(&mut self, id: SchemaId, schema: Schema) {
        self.has_unevaluated |= schema.object.unevaluated.is_some();
        self.list[id.0] = schema;
    }

    /// Whether any schema has `unevaluatedProperties`: only then `additionalProperties: true` differs from
    /// saying nothing.
    pub fn has_unevaluated(&self) -> bool {
        self.has_unevaluated
    }

    /// A schema by its id.
    pub fn get(&self, id: SchemaId) -> &Schema {
        &self.list[id.0]
    }

    /// Follows references that say nothing else, to the schema that is meant.
    pub fn resolve(&self, id: SchemaId) -> SchemaId {
        let mut at = id;
        // A chain longer than the list is a cycle of bare references, which allows everything.
        for _ in 0..self.list.len() {
            match self.get(at).reference {
                Some(next) if self.get(at).is_bare_reference() => at = next,
                _ => break,
            }
        }
        at
    }

    /// A schema and all that its reference and `allOf` add to it: parts before the whole, each once.
    pub fn parts(&self, id: SchemaId) -> Vec<SchemaId> {
        let mut parts = Vec::new();
        let mut met = BTreeSet::new();
        // No recursion: a chain of parts may be as long as the document.
        let mut waiting = vec![(id, false)];
        while let Some((at, is_done)) = waiting.pop() {
            if is_done {
                parts.push(at);
            } else if met.insert(at) {
                waiting.push((at, true));
                let schema = self.get(at);
                let below = schema.all_of.iter().rev().chain(&schema.reference);
                waiting.extend(below.map(|it| (*it, false)));
            }
        }
        parts
    }

    /// The schema of a property of an object, also where a part of the object declares it.
    pub fn property(&self, id: SchemaId, name: &str) -> Option<SchemaId> {
        let parts = self.parts(id).into_iter().rev();
        parts.filter_map(|it| self.get(it).object.properties.get(name).copied()).next()
    }

    /// The one type that a schema tells of itself, its reference followed.
    pub fn own_type(&self, id: SchemaId) -> Option<Type> {
        match self.get(self.resolve(id)).types.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// All schemas with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (SchemaId, &Schema)> {
        self.list.iter().enumerate().map(|(at, schema)| (SchemaId(at), schema))
    }
}

/// One schema.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Schema {
    /// Where the document declares it.
    pub origin: Origin,
    /// Its name, where it stands among the document's named schemas.
    pub component: Option<String>,
    /// `title`
    pub title: Option<String>,
    /// `description`
    pub description: Option<String>,
    /// `deprecated`
    pub deprecated: bool,
    /// `readOnly`
    pub read_only: bool,
    /// `writeOnly`
    pub write_only: bool,
    /// Whether the value must not be shown: `format: password` or `x-secret: true`.
    pub secret: bool,
    /// Whether the value may be shown, although its name says that it is secret: `x-secret: false`.
    pub shown: bool,
    /// `default`
    pub default: Option<Value>,
    /// `example` and `examples`
    pub examples: Vec<Value>,
    /// `$ref`
    pub reference: Option<SchemaId>,
    /// A boolean schema.
    pub boolean: Option<bool>,
    /// Whether the document closes an object that reality fills: the value can be anything.
    pub opaque: bool,
    /// `type`; empty allows all.
    pub types: Vec<Type>,
    /// `enum` and `const`.
    pub values: Option<Vec<Value>>,
    /// What a string must be.
    pub string: StringRules,
    /// What a number must be.
    pub number: NumberRules,
    /// What an array must be.
    pub array: ArrayRules,
    /// What an object must be.
    pub object: ObjectRules,
    /// `allOf`
    pub all_of: Vec<SchemaId>,
    /// `anyOf`
    pub any_of: Vec<SchemaId>,
    /// `oneOf`
    pub one_of: Vec<SchemaId>,
    /// `not`
    pub not: Option<SchemaId>,
    /// `if`, `then` and `else`
    pub condition: Condition,
    /// `discriminator`
    pub discriminator: Option<Discriminator>,
    /// `x-` members
    pub extensions: IndexMap<String, Value>,
    /// Keywords for other readers, as the document writes them: `$comment`, `xml`, `externalDocs`, and those
    /// that no standard defines.
    pub annotations: IndexMap<String, Value>,
}

impl Schema {
    /// What the schema says of itself to a reader: its description, else its title. Blank text says nothing.
    pub fn prose(&self) -> Option<&str> {
        let texts = [&self.description, &self.title].into_iter().flatten();
        texts.map(String::as_str).find(|it| !it.trim().is_empty())
    }

    /// A schema that allows everything.
    pub fn any(origin: Origin) -> Self {
        Self {
            origin,
            component: None,
            title: None,
            description: None,
            deprecated: false,
            read_only: false,
            write_only: false,
            secret: false,
            shown: false,
            default: None,
            examples: Vec::new(),
            reference: None,
            boolean: None,
            opaque: false,
            types: Vec::new(),
            values: None,
            string: StringRules::default(),
            number: NumberRules::default(),
            array: ArrayRules::default(),
            object: ObjectRules::default(),
            all_of: Vec::new(),
            any_of: Vec::new(),
            one_of: Vec::new(),
            not: None,
            condition: Condition::default(),
            discriminator: None,
            extensions: IndexMap::new(),
            annotations: IndexMap::new(),
        }
    }

    /// Whether it demands nothing beyond what its reference demands.
    pub fn is_bare_reference(&self) -> bool {
        self.reference.is_some() && !self.demands_beside_reference()
    }

    /// Whether it allows everything.
    pub fn is_any(&self) -> bool {
        self.opaque
            || self.boolean == Some(true)
            || (self.reference.is_none()
                && self.boolean.is_none()
                && !self.demands_beside_reference())
    }

    /// The schemas that apply to the value itself, not to what it holds: those that it refers to or combines.
    pub fn in_place(&self) -> impl Iterator<Item = SchemaId> {
        let condition = &self.condition;
        let single =
            [self.reference, self.not, condition.test, condition.then, condition.otherwise];
        let lists = [&self.all_of, &self.any_of, &self.one_of];
        let dependent = self.object.dependent_schemas.values().copied();
        single.into_iter().flatten().chain(lists.into_iter().flatten().copied()).chain(dependent)
    }

    /// Every schema that it names: those that apply to the value itself, and to what the value holds.
    pub fn ids(&self) -> impl Iterator<Item = SchemaId> {
        let (array, object) = (&self.array, &self.object);
        let single = [
            self.string.content_schema,
            array.items,
            array.contains,
            array.unevaluated,
            object.additional,
            object.names,
            object.unevaluated,
        ];
        let mapping = self.discriminator.iter().flat_map(|it| it.mapping.values());
        let named = object.properties.values().chain(object.patterns.values()).chain(mapping);
        let below = single.into_iter().flatten().chain(named.chain(&array.prefix).copied());
        self.in_place().chain(below)
    }

    /// The same, to be changed.
    pub fn ids_mut(&mut self) -> Vec<&mut SchemaId> {
        let (array, object, condition) = (&mut self.array, &mut self.object, &mut self.condition);
        let single = [
            &mut self.reference,
            &mut self.not,
            &mut condition.test,
            &mut condition.then,
            &mut condition.otherwise,
            &mut self.string.content_schema,
            &mut array.items,
            &mut array.contains,
            &mut array.unevaluated,
            &mut object.additional,
            &mut object.names,
            &mut object.unevaluated,
        ];
        let lists = [&mut self.all_of, &mut self.any_of, &mut self.one_of, &mut array.prefix];
        let mapping = self.discriminator.iter_mut().flat_map(|it| it.mapping.values_mut());
        let dependent = object.dependent_schemas.values_mut();
        let named = object.properties.values_mut().chain(object.patterns.values_mut());
        let single = single.into_iter().flatten();
        single
            .chain(lists.into_iter().flatten())
            .chain(named)
            .chain(dependent)
            .chain(mapping)
            .collect()
    }

    /// Whether it allows `null` alone.
    pub fn is_null(&self) -> bool {
        self.types == [Type::Null]
            || (self.types.is_empty() && self.values.as_deref() == Some(&[Value::Null]))
    }

    fn demands_beside_reference(&self) -> bool {
        !self.types.is_empty()
            || self.values.is_some()
            || self.string != StringRules::default()
            || self.number != NumberRules::default()
            || self.array != ArrayRules::default()
            || self.object != ObjectRules::default()
            || !self.all_of.is_empty()
            || !self.any_of.is_empty()
            || !self.one_of.is_empty()
            || self.not.is_some()
            || self.condition.test.is_some()
            || self.secret
            || self.shown
    }
}

/// A type of JSON Schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Type {
    /// `null`
    Null,
    /// `boolean`
    Boolean,
    /// `integer`
    Integer,
    /// `number`
    Number,
    /// `string`
    String,
    /// `array`
    Array,
    /// `object`
    Object,
}

impl Type {
    /// The type of a document's word.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "null" => Self::Null,
            "boolean" => Self::Boolean,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "string" => Self::String,
            "array" => Self::Array,
            "object" => Self::Object,
            _ => return None,
        })
    }

    /// The word of the document.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

/// What a string must be.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StringRules {
    /// `minLength`, in code points
    pub min_length: Option<u64>,
    /// `maxLength`, in code points
    pub max_length: Option<u64>,
    /// `pattern`, in ECMA-262
    pub pattern: Option<String>,
    /// `format`; it may also tell the width of a number
    pub format: Option<String>,
    /// `contentEncoding`
    pub content_encoding: Option<String>,
    /// `contentMediaType`
    pub content_media_type: Option<String>,
    /// `contentSchema`: of what the text holds, once decoded. An annotation: nothing is checked against it
    pub content_schema: Option<SchemaId>,
}

/// What a number must be.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NumberRules {
    /// `minimum`
    pub minimum: Option<Number>,
    /// `exclusiveMinimum`
    pub exclusive_minimum: Option<Number>,
    /// `maximum`
    pub maximum: Option<Number>,
    /// `exclusiveMaximum`
    pub exclusive_maximum: Option<Number>,
    /// `multipleOf`
    pub multiple_of: Option<Number>,
}

/// What an array must be.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ArrayRules {
    /// `prefixItems`
    pub prefix: Vec<SchemaId>,
    /// `items`
    pub items: Option<SchemaId>,
    /// `minItems`
    pub min_items: Option<u64>,
    /// `maxItems`
    pub max_items: Option<u64>,
    /// `uniqueItems`
    pub unique: bool,
    /// `contains`
    pub contains: Option<SchemaId>,
    /// `minContains`, which is 1 where nothing is said; without `contains` it demands nothing
    pub min_contains: Option<u64>,
    /// `maxContains`; without `contains` it demands nothing
    pub max_contains: Option<u64>,
    /// `unevaluatedItems`
    pub unevaluated: Option<SchemaId>,
}

/// What an object must be.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ObjectRules {
    /// `properties`, in document order
    pub properties: IndexMap<String, SchemaId>,
    /// `required`
    pub required: Vec<String>,
    /// `additionalProperties`
    pub additional: Option<SchemaId>,
    /// `patternProperties`
    pub patterns: IndexMap<String, SchemaId>,
    /// `propertyNames`
    pub names: Option<SchemaId>,
    /// `minProperties`
    pub min_properties: Option<u64>,
    /// `maxProperties`
    pub max_properties: Option<u64>,
    /// `dependentRequired`: what must be there beside a property
    pub dependent_required: IndexMap<String, Vec<String>>,
    /// `dependentSchemas`: what the whole object must be where it has a property
    pub dependent_schemas: IndexMap<String, SchemaId>,
    /// `unevaluatedProperties`
    pub unevaluated: Option<SchemaId>,
}

/// `if`, `then` and `else`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Condition {
    /// `if`; without it, the other two demand nothing
    pub test: Option<SchemaId>,
    /// `then`: what a value must be that fits
    pub then: Option<SchemaId>,
    /// `else`: what any other value must be
    pub otherwise: Option<SchemaId>,
}

/// `discriminator`: the property whose value tells the variant.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Discriminator {
    /// The property.
    pub property: String,
    /// What each of its values means.
    pub mapping: IndexMap<String, SchemaId>,
}
