//! Schemas as JSON Schema 2020-12 again: for publication, and as a key by which equal structures are told.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{Schema, SchemaId, Schemas, Type};

/// Beyond so many schemas, a published schema keeps its references rather than repeat what they mean.
const INLINE_BUDGET: usize = 2_000;

/// A self-contained JSON Schema: references are inlined, recursion goes through `$defs`.
pub fn published(schemas: &Schemas, id: SchemaId) -> Value {
    published_with(schemas, |it| it.schema(id))
}

/// A self-contained JSON Schema around schemas of the IR; `build` writes its top level.
pub fn published_with(schemas: &Schemas, build: impl Fn(&mut Writer<'_>) -> Value) -> Value {
    let mut writer = Writer::new(schemas, false);
    let mut value = build(&mut writer);
    if writer.written > INLINE_BUDGET {
        writer = Writer::new(schemas, true);
        value = build(&mut writer);
    }
    writer.with_definitions(value)
}

/// A text that is equal for schemas of equal structure.
pub fn structure_key(schemas: &Schemas, id: SchemaId) -> String {
    let mut writer = Writer::new(schemas, true);
    writer.body(schemas.get(id)).to_string()
}

/// Writes schemas; remembers which must become definitions.
pub struct Writer<'s> {
    schemas: &'s Schemas,
    keep_references: bool,
    open: Vec<SchemaId>,
    definitions: BTreeSet<SchemaId>,
    written: usize,
}

impl<'s> Writer<'s> {
    fn new(schemas: &'s Schemas, keep_references: bool) -> Self {
        Self {
            schemas,
            keep_references,
            open: Vec::new(),
            definitions: BTreeSet::new(),
            written: 0,
        }
    }

    /// Writes one schema, references inlined.
    pub fn schema(&mut self, id: SchemaId) -> Value {
        self.written += 1;
        let target = self.schemas.resolve(id);
        let is_named = self.schemas.get(target).component.is_some();
        if self.open.contains(&target) || (self.keep_references && is_named) {
            self.definitions.insert(target);
            return json!({ "$ref": format!("#/$defs/{}", definition_name(self.schemas, target)) });
        }
        self.open.push(target);
        let mut value = self.body(self.schemas.get(target));
        self.open.pop();
        // What stands beside a reference says more of this place than what the target says of itself.
        if target != id
            && let (Value::Object(members), Some(text)) =
                (&mut value, &self.schemas.get(id).description)
        {
            members.insert("description".to_owned(), text.as_str().into());
        }
        value
    }

    fn with_definitions(mut self, mut value: Value) -> Value {
        let mut definitions = BTreeMap::new();
        // A definition may need further ones.
        while let Some(id) =
            self.definitions.iter().find(|it| !definitions.contains_key(*it)).copied()
        {
            self.open = vec![id];
            let body = self.body(self.schemas.get(id));
            definitions.insert(id, body);
        }
        if !definitions.is_empty()
            && let Value::Object(members) = &mut value
        {
            let named =
                definitions.into_iter().map(|(id, body)| (definition_name(self.schemas, id), body));
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
        let mut all_of: Vec<SchemaId> = schema.all_of.clone();
        // A reference with siblings is one more part; inlined, it cannot stay a `$ref`.
        all_of.splice(0..0, schema.reference);
        for (keyword, list) in
            [("allOf", &all_of), ("anyOf", &schema.any_of), ("oneOf", &schema.one_of)]
        {
            if !list.is_empty() {
                let list = self.list(list);
                put(out, keyword, Some(list));
            }
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

fn definition_name(schemas: &Schemas, id: SchemaId) -> String {
    match &schemas.get(id).component {
        // `$ref` is a URI reference, in which a name may hold only some characters.
        Some(name) => {
            name.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '_' }).collect()
        }
        None => format!("schema_{}", id.0),
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
