//! Schemas as JSON Schema 2020-12 again: for publication, and as a key by which equal structures are told.

mod body;
mod budget;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::{Value, json};

use super::{SchemaId, Schemas};

pub use budget::tool_budget;

/// Beyond so many schemas, a whole schema keeps its references rather than repeat what they mean.
const INLINE_BUDGET: usize = 2_000;

/// So many schemas one inside the other are more than a document can write without references.
const INLINE_DEPTH: usize = 128;

/// A self-contained JSON Schema: references are inlined, recursion goes through `$defs`.
pub fn published(schemas: &Schemas, id: SchemaId) -> Value {
    let write = |references, budget| {
        let mut writer = Writer::new(schemas, references, budget);
        let value = writer.schema(id);
        let value = writer.with_definitions(value);
        (!writer.is_spent).then_some(value)
    };
    // With references kept, the size is that of the document.
    let inlined = write(References::Inlined, INLINE_BUDGET);
    inlined.or_else(|| write(References::Kept, usize::MAX)).unwrap_or_default()
}

/// A self-contained schema of at most about `budget` schemas, and whether it is abridged; `build` writes its top
/// level.
///
/// Where it would be too large, what is farthest from the top tells only its type. It then allows more than
/// the schema does, never less.
pub fn published_with(
    schemas: &Schemas,
    budget: usize,
    build: impl Fn(&mut Writer<'_>) -> Value,
) -> (Value, bool) {
    let write = |references, is_loose| {
        let mut writer = Writer::new(schemas, references, budget);
        writer.is_loose = is_loose;
        let value = build(&mut writer);
        let value = writer.with_definitions(value);
        (value, writer.is_spent)
    };
    let attempts = [(References::Inlined, false), (References::Kept, false)];
    let mut attempts = attempts.into_iter().map(|(references, loose)| write(references, loose));
    attempts.find(|it| !it.1).unwrap_or_else(|| write(References::Kept, true))
}

/// A text that is equal for schemas of equal structure.
pub fn structure_key(schemas: &Schemas, id: SchemaId) -> String {
    let mut writer = Writer::new(schemas, References::Numbered, usize::MAX);
    writer.body(schemas.get(id)).to_string()
}

/// A schema as a document would write it, references kept and with what it says to other readers.
///
/// Nothing that the IR knows is left out, so what is missing here was lost on the way into it.
pub fn written(schemas: &Schemas, id: SchemaId) -> Value {
    let mut writer = Writer::new(schemas, References::Written, usize::MAX);
    writer.body(schemas.get(id))
}

/// The names of schemas that have no name of their own, but are definitions all the same. Those of equal structure
/// share a name, and the first of them is written.
pub type Named = BTreeMap<SchemaId, (SchemaId, String)>;

/// What becomes of references.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum References {
    /// What they mean stands in their place.
    Inlined,
    /// They refer to definitions.
    Kept,
    /// They refer to the components of an OpenAPI document.
    Components,
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
    named: Named,
    /// Definitions named, but not yet written.
    waiting: VecDeque<SchemaId>,
    written: usize,
    /// The most schemas that are written out.
    budget: usize,
    /// Whether there were more.
    is_spent: bool,
    /// Whether some schemas are abridged, so that whatever would then forbid more is left out.
    is_loose: bool,
}

impl<'s> Writer<'s> {
    fn new(schemas: &'s Schemas, references: References, budget: usize) -> Self {
        Self {
            schemas,
            references,
            open: Vec::new(),
            names: BTreeMap::new(),
            taken: BTreeSet::new(),
            named: Named::new(),
            waiting: VecDeque::new(),
            written: 0,
            budget,
            is_spent: false,
            is_loose: false,
        }
    }

    /// A writer for an OpenAPI document (3.1): definitions are its components, of which `taken` has names already.
    pub fn of_components(schemas: &'s Schemas, named: Named, taken: BTreeSet<String>) -> Self {
        let writer = Self::new(schemas, References::Components, usize::MAX);
        Self { named, taken, ..writer }
    }

    /// The components that what was written refers to, by name.
    pub fn into_components(mut self) -> BTreeMap<String, Value> {
        let definitions = self.definitions();
        definitions.into_iter().map(|(id, body)| (self.definition(id), body)).collect()
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
        let target = self.named.get(&target).map_or(target, |it| it.0);
        let is_shared = is_referred_to
            || self.schemas.get(target).component.is_some()
            || self.named.contains_key(&target);
        let is_spent = self.written > self.budget;
        let is_open = self.open.contains(&target);
        if is_open || (self.references != References::Inlined && is_shared) {
            if is_spent && !self.names.contains_key(&target) {
                return self.abridged(target);
            }
            return json!({ "$ref": self.pointer(target) });
        }
        let is_deep = self.references == References::Inlined && self.open.len() > INLINE_DEPTH;
        if is_spent || is_deep {
            return self.abridged(target);
        }
        self.open.push(target);
        let value = self.body(self.schemas.get(target));
        self.open.pop();
        value
    }

    /// The type in place of the schema.
    fn abridged(&mut self, id: SchemaId) -> Value {
        self.is_spent = true;
        self.body(&budget::abridged(self.schemas.get(id)))
    }

    /// The reference to a definition.
    fn pointer(&mut self, id: SchemaId) -> String {
        let folder = match self.references {
            References::Components => "components/schemas",
            _ => "$defs",
        };
        format!("#/{folder}/{}", self.definition(id))
    }

    /// The name of a definition.
    fn definition(&mut self, id: SchemaId) -> String {
        if self.references == References::Numbered {
            return id.0.to_string();
        }
        let id = self.named.get(&id).map_or(id, |it| it.0);
        if let Some(name) = self.names.get(&id) {
            return name.clone();
        }
        let mut name = match &self.schemas.get(id).component {
            // `$ref` is a URI reference, in which a name may hold only some characters.
            Some(name) => {
                // What the specification allows in the name of a component.
                let also = if self.references == References::Components { ".-_" } else { "_" };
                let is_fit = |it: char| it.is_ascii_alphanumeric() || also.contains(it);
                name.chars().map(|it| if is_fit(it) { it } else { '_' }).collect()
            }
            None => {
                self.named.get(&id).map_or_else(|| format!("schema_{}", id.0), |it| it.1.clone())
            }
        };
        while !self.taken.insert(name.clone()) {
            name = format!("{name}_{}", id.0);
        }
        self.names.insert(id, name.clone());
        self.waiting.push_back(id);
        name
    }

    fn with_definitions(&mut self, mut value: Value) -> Value {
        let definitions = self.definitions();
        if !definitions.is_empty()
            && let Value::Object(members) = &mut value
        {
            let named = definitions.into_iter().map(|(id, body)| (self.definition(id), body));
            members.insert("$defs".to_owned(), Value::Object(named.collect()));
        }
        value
    }

    /// What was referred to, and what that refers to.
    fn definitions(&mut self) -> BTreeMap<SchemaId, Value> {
        let mut definitions = BTreeMap::new();
        // A definition may need further ones. Those that stand nearest to the top come first.
        while let Some(id) = self.waiting.pop_front() {
            self.open = vec![id];
            let is_spent = self.written > self.budget;
            let body = if is_spent { self.abridged(id) } else { self.body(self.schemas.get(id)) };
            definitions.insert(id, body);
        }
        definitions
    }
}
