//! Schemas as JSON Schema 2020-12 again: for publication, and as a key by which equal structures are told.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{Schema, SchemaId, Schemas, Type};

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

/// What becomes of references.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum References {
    /// What they mean stands in their place.
    Inlined,
    /// They refer to definitions.
    Kept,
    /// They tell the id of the schema.
    Numbered,
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
        let target = self.schemas.resolve(id);
        let mut value = self.meant(target, target != id);
        // What stands beside a reference says more of this place than what the target says of itself.
        if target != id
            && !value.as_object().is_some_and(|it| it.contains_key("$ref"))
            && let (Value::Object(members), Some(text)) =
                (&mut value, &self.schemas.get(id).description)
        {
            members.insert("description".to_owned(), text.as_str().into());
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

    fn body(&mut self, schema: &Schema) -> Value {
        if schema.opaque {
            return json!({});
        }
        if let Some(boolean) = schema.boolean {
            return Value::Bool(boolean);
        }
        let mut out = Map::new();
        self.head(schema, &mut out);
        scalar_rules(schema, &mut out);
        self.array_rules(schema, &mut out);
        self.object_rules(schema, &mut out);
        self.combinations(schema, &mut out);
        annotations(schema, &mut out);
        Value::Object(out)
    }

    fn head(&mut self, schema: &Schema, out: &mut Map<String, Value>) {
        put(out, "title", schema.title.as_deref());
        put(out, "description", schema.description.as_deref());
        match schema.types.as_slice() {
            [] => {}
            [only] => put(out, "type", Some(only.as_str())),
            several => {
                put(out, "type", Some(several.iter().map(|it| it.as_str()).collect::<Vec<_>>()))
            }
        }
        match schema.values.as_deref() {
            Some([only]) => put(out, "const", Some(only.clone())),
            Some(values) => put(out, "enum", Some(values.to_vec())),
            None => {}
        }
    }

    fn array_rules(&mut self, schema: &Schema, out: &mut Map<String, Value>) {
        let rules = &schema.array;
        if !rules.prefix.is_empty() {
            let prefix = self.list(&rules.prefix);
            put(out, "prefixItems", Some(prefix));
        }
        let items = rules.items.map(|it| self.schema(it));
        put(out, "items", items);
        put(out, "minItems", rules.min_items);
        put(out, "maxItems", rules.max_items);
        put(out, "uniqueItems", rules.unique.then_some(true));
    }

    fn object_rules(&mut self, schema: &Schema, out: &mut Map<String, Value>) {
        let rules = &schema.object;
        // A schema of an object always lists its properties, even where there are none: readers expect it.
        if !rules.properties.is_empty() || schema.types == [Type::Object] {
            let properties = self.named(rules.properties.iter());
            put(out, "properties", Some(properties));
        }
        put(out, "required", (!rules.required.is_empty()).then(|| rules.required.clone()));
        if !rules.patterns.is_empty() {
            let patterns = self.named(rules.patterns.iter());
            put(out, "patternProperties", Some(patterns));
        }
        let additional = rules.additional.map(|it| self.schema(it));
        put(out, "additionalProperties", additional);
        let names = rules.names.map(|it| self.schema(it));
        put(out, "propertyNames", names);
        put(out, "minProperties", rules.min_properties);
        put(out, "maxProperties", rules.max_properties);
    }

    fn combinations(&mut self, schema: &Schema, out: &mut Map<String, Value>) {
        // A reference with siblings is one more part; inlined, it cannot stay a `$ref`.
        let reference = schema.reference.map(|it| self.schemas.resolve(it));
        let mut all_of: Vec<Value> = reference.map(|it| self.meant(it, true)).into_iter().collect();
        all_of.extend(self.list(&schema.all_of));
        let (any_of, one_of) = (self.list(&schema.any_of), self.list(&schema.one_of));
        for (keyword, list) in [("allOf", all_of), ("anyOf", any_of), ("oneOf", one_of)] {
            put(out, keyword, (!list.is_empty()).then_some(list));
        }
        let not = schema.not.map(|it| self.schema(it));
        put(out, "not", not);
    }

    fn list(&mut self, ids: &[SchemaId]) -> Vec<Value> {
        ids.iter().map(|it| self.schema(*it)).collect()
    }

    fn named<'n>(&mut self, members: impl Iterator<Item = (&'n String, &'n SchemaId)>) -> Value {
        members.map(|(name, id)| (name.clone(), self.schema(*id))).collect::<Map<_, _>>().into()
    }
}

fn scalar_rules(schema: &Schema, out: &mut Map<String, Value>) {
    let (string, number) = (&schema.string, &schema.number);
    put(out, "minLength", string.min_length);
    put(out, "maxLength", string.max_length);
    put(out, "pattern", string.pattern.as_deref());
    put(out, "format", string.format.as_deref());
    put(out, "contentEncoding", string.content_encoding.as_deref());
    put(out, "contentMediaType", string.content_media_type.as_deref());
    put(out, "minimum", number.minimum.clone());
    put(out, "exclusiveMinimum", number.exclusive_minimum.clone());
    put(out, "maximum", number.maximum.clone());
    put(out, "exclusiveMaximum", number.exclusive_maximum.clone());
    put(out, "multipleOf", number.multiple_of.clone());
}

fn annotations(schema: &Schema, out: &mut Map<String, Value>) {
    put(out, "default", schema.default.clone());
    put(out, "examples", (!schema.examples.is_empty()).then(|| schema.examples.clone()));
    put(out, "deprecated", schema.deprecated.then_some(true));
    put(out, "readOnly", schema.read_only.then_some(true));
    put(out, "writeOnly", schema.write_only.then_some(true));
}

fn put(out: &mut Map<String, Value>, keyword: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        out.insert(keyword.to_owned(), value.into());
    }
}
