//! Schemas as JSON Schema 2020-12 again: for publication, and as a key by which equal structures are told.

mod body;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{SchemaId, Schemas};

/// Beyond so many schemas, a published schema keeps its references rather than repeat what they mean.
const INLINE_BUDGET: usize = 2_000;

/// So many schemas one inside the other are more than a document can write without references.
const INLINE_DEPTH: usize = 128;

/// A self-contained JSON Schema: references are inlined, recursion goes through `$defs`.
pub fn published(schemas: &Schemas, id: SchemaId) -> Value {
    published_with(schemas, |it| it.schema(id))
}

/// A self-contained JSON Schema around schemas of the IR; `build` writes its top level.
pub fn published_with(schemas: &Schemas, build: impl Fn(&mut Writer<'_>) -> Value) -> Value {
    let write = |references| {
        let mut writer = Writer::new(schemas, references);
        let value = build(&mut writer);
        let value = writer.with_definitions(value);
        (!writer.is_spent).then_some(value)
    };
    // With references kept, the size is that of the document.
    write(References::Inlined).or_else(|| write(References::Kept)).unwrap_or_default()
}

/// A text that is equal for schemas of equal structure.
pub fn structure_key(schemas: &Schemas, id: SchemaId) -> String {
    let mut writer = Writer::new(schemas, References::Numbered);
    writer.body(schemas.get(id)).to_string()
}

/// A schema as a document would write it, references kept and with what it says to other readers.
///
/// Nothing that the IR knows is left out, so what is missing here was lost on the way into it.
pub fn written(schemas: &Schemas, id: SchemaId) -> Value {
    let mut writer = Writer::new(schemas, References::Written);
    writer.body(schemas.get(id))
}

/// What becomes of references.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum References {
    /// What they mean stands in their place.
    Inlined,
    /// They refer to definitions.
    Kept,
    /// They tell the id of the schema.
    Numbered,
    /// They refer to definitions, with whatever stands beside them.
    Written,
}

/// Writes schemas; remembers which must become definitions.
pub struct Writer<'s> {
    schemas: &'s Schemas,
    references: References,
    open: Vec<SchemaId>,
    /// The names of the definitions.
    names: BTreeMap<SchemaId, String>,
    taken: BTreeSet<String>,
    /// Definitions named, but not yet written.
    waiting: Vec<SchemaId>,
    written: usize,
    is_spent: bool,
}

impl<'s> Writer<'s> {
    fn new(schemas: &'s Schemas, references: References) -> Self {
        Self {
            schemas,
            references,
            open: Vec::new(),
            names: BTreeMap::new(),
            taken: BTreeSet::new(),
            waiting: Vec::new(),
            written: 0,
            is_spent: false,
        }
    }

    /// Writes one schema, references inlined.
    pub fn schema(&mut self, id: SchemaId) -> Value {
        if self.references == References::Written {
            return self.body(self.schemas.get(id));
        }
        let target = self.schemas.resolve(id);
        let mut value = self.meant(target, target != id);
        // What stands beside a reference says more of this place than what the target says of itself.
        if target != id
            && self.references != References::Numbered
            && let Value::Object(members) = &mut value
        {
            body::annotations(self.schemas.get(id), members);
        }
        value
    }

    fn meant(&mut self, target: SchemaId, is_referred_to: bool) -> Value {
        self.written += 1;
        let is_shared = is_referred_to || self.schemas.get(target).component.is_some();
        let is_open = self.open.contains(&target);
        if is_open || (self.references != References::Inlined && is_shared) {
            return json!({ "$ref": format!("#/$defs/{}", self.definition(target)) });
        }
        if self.references == References::Inlined
            && (self.written > INLINE_BUDGET || self.open.len() > INLINE_DEPTH)
        {
            self.is_spent = true;
            return Value::Null;
        }
        self.open.push(target);
        let value = self.body(self.schemas.get(target));
        self.open.pop();
        value
    }

    /// The name of a definition.
    fn definition(&mut self, id: SchemaId) -> String {
        if self.references == References::Numbered {
            return id.0.to_string();
        }
        if let Some(name) = self.names.get(&id) {
            return name.clone();
        }
        let mut name = match &self.schemas.get(id).component {
            // `$ref` is a URI reference, in which a name may hold only some characters.
            Some(name) => {
                name.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '_' }).collect()
            }
            None => format!("schema_{}", id.0),
        };
        while !self.taken.insert(name.clone()) {
            name = format!("{name}_{}", id.0);
        }
        self.names.insert(id, name.clone());
        self.waiting.push(id);
        name
    }

    fn with_definitions(&mut self, mut value: Value) -> Value {
        let mut definitions = BTreeMap::new();
        // A definition may need further ones.
        while let Some(id) = self.waiting.pop() {
            self.open = vec![id];
            let body = self.body(self.schemas.get(id));
            definitions.insert(id, body);
        }
        if !definitions.is_empty()
            && let Value::Object(members) = &mut value
        {
            let named = definitions.into_iter().map(|(id, body)| (self.definition(id), body));
            members.insert("$defs".to_owned(), Value::Object(named.collect()));
        }
        value
    }
}
