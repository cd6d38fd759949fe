//! The keywords of one schema, written in a fixed order.

use serde_json::{Map, Value, json};

use super::budget::loosened;
use super::{References, Writer};
use crate::ir::{Schema, SchemaId, Type};

type Members = Map<String, Value>;

impl Writer<'_> {
    /// Writes a schema with all that stands in it.
    pub(super) fn body(&mut self, schema: &Schema) -> Value {
        let is_written = self.references == References::Written;
        if schema.opaque && !is_written {
            return json!({});
        }
        if let Some(boolean) = schema.boolean {
            return self.boolean(boolean);
        }
        // Many readers refuse a list without values, which allows nothing.
        if !is_written && schema.values.as_ref().is_some_and(Vec::is_empty) {
            return self.boolean(false);
        }
        let loosened = self.is_loose.then(|| loosened(schema));
        let schema = loosened.as_ref().unwrap_or(schema);
        let mut out = Map::new();
        put(&mut out, "title", schema.title.as_deref());
        put(&mut out, "description", schema.description.as_deref());
        head(schema, &mut out);
        if self.references == References::Components {
            says_of_items(schema, &mut out);
        }
        self.text_rules(schema, &mut out);
        self.array_rules(schema, &mut out);
        self.object_rules(schema, &mut out);
        self.combinations(schema, &mut out);
        annotations(schema, &mut out);
        match self.references {
            // `format: password` says it already.
            References::Inlined | References::Kept => {
                let is_said = schema.string.format.as_deref() == Some("password");
                put(&mut out, "x-secret", (schema.secret && !is_said).then_some(true));
                put(&mut out, "x-secret", schema.shown.then_some(false));
            }
            References::Components => self.discriminator(schema, &mut out),
            // Types of secrets and of variants differ, though the same values fit.
            References::Numbered => {
                put(&mut out, "x-secret", schema.secret.then_some(true));
                put(&mut out, "x-secret", schema.shown.then_some(false));
                self.discriminator(schema, &mut out);
            }
            References::Written => {
                self.discriminator(schema, &mut out);
                let further = schema.extensions.iter().chain(&schema.annotations);
                out.extend(further.map(|(name, value)| (name.clone(), value.clone())));
            }
        }
        Value::Object(out)
    }

    /// A schema that allows everything, or nothing. Tools for OpenAPI bear a boolean only where it has always been allowed.
    fn boolean(&self, allows: bool) -> Value {
        match (self.references, allows) {
            (References::Components, true) => json!({}),
            (References::Components, false) => json!({ "not": {} }),
            _ => Value::Bool(allows),
        }
    }

    fn text_rules(&mut self, schema: &Schema, out: &mut Members) {
        scalar_rules(schema, out);
        let content = schema.string.content_schema.map(|it| self.schema(it));
        put(out, "contentSchema", content);
    }

    fn array_rules(&mut self, schema: &Schema, out: &mut Members) {
        let rules = &schema.array;
        if !rules.prefix.is_empty() {
            let prefix = self.list(&rules.prefix);
            put(out, "prefixItems", Some(prefix));
        }
        self.single(out, "items", rules.items);
        put(out, "minItems", rules.min_items);
        put(out, "maxItems", rules.max_items);
        put(out, "uniqueItems", rules.unique.then_some(true));
        self.single(out, "contains", rules.contains);
        put(out, "minContains", rules.min_contains);
        put(out, "maxContains", rules.max_contains);
        self.rest(out, "unevaluatedItems", rules.unevaluated);
    }

    fn object_rules(&mut self, schema: &Schema, out: &mut Members) {
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
        self.rest(out, "additionalProperties", rules.additional);
        self.single(out, "propertyNames", rules.names);
        put(out, "minProperties", rules.min_properties);
        put(out, "maxProperties", rules.max_properties);
        if !rules.dependent_required.is_empty() {
            let members = rules.dependent_required.iter();
            let members: Members =
                members.map(|(name, wanted)| (name.clone(), json!(wanted))).collect();
            put(out, "dependentRequired", Some(members));
        }
        if !rules.dependent_schemas.is_empty() {
            let dependent = self.named(rules.dependent_schemas.iter());
            put(out, "dependentSchemas", Some(dependent));
        }
        self.rest(out, "unevaluatedProperties", rules.unevaluated);
    }

    fn combinations(&mut self, schema: &Schema, out: &mut Members) {
        let mut all_of = Vec::new();
        if let Some(reference) = schema.reference {
            let target = self.schemas.resolve(reference);
            if self.references == References::Written {
                put(out, "$ref", Some(self.pointer(target)));
            } else {
                // A reference with siblings is one more part; inlined, it cannot stay a `$ref`.
                all_of.push(self.meant(target, true));
            }
        }
        all_of.extend(self.list(&schema.all_of));
        let (any_of, one_of) = (self.list(&schema.any_of), self.list(&schema.one_of));
        for (keyword, list) in [("allOf", all_of), ("anyOf", any_of), ("oneOf", one_of)] {
            put(out, keyword, (!list.is_empty()).then_some(list));
        }
        self.single(out, "not", schema.not);
        self.single(out, "if", schema.condition.test);
        self.single(out, "then", schema.condition.then);
        self.single(out, "else", schema.condition.otherwise);
    }

    fn discriminator(&mut self, schema: &Schema, out: &mut Members) {
        let Some(discriminator) = &schema.discriminator else { return };
        let mapping = discriminator.mapping.iter();
        let mapping: Members = mapping
            .map(|(value, id)| {
                let target = self.schemas.resolve(*id);
                (value.clone(), self.pointer(target).into())
            })
            .collect();
        let mapping = if self.references == References::Components {
            self.complete(schema, mapping)
        } else {
            mapping
        };
        let discriminator = if mapping.is_empty() {
            json!({ "propertyName": discriminator.property })
        } else {
            json!({ "propertyName": discriminator.property, "mapping": mapping })
        };
        put(out, "discriminator", Some(discriminator));
    }

    /// A mapping with the variants that are told by their names. Said outright, it outlives that a component is renamed.
    fn complete(&mut self, schema: &Schema, mut mapping: Members) -> Members {
        for variant in schema.one_of.iter().chain(&schema.any_of) {
            let target = self.schemas.resolve(*variant);
            let Some(name) = self.schemas.get(target).component.clone() else { continue };
            let pointer = Value::from(self.pointer(target));
            if !mapping.values().any(|it| *it == pointer) {
                mapping.entry(name).or_insert(pointer);
            }
        }
        mapping
    }

    fn single(&mut self, out: &mut Members, keyword: &str, id: Option<SchemaId>) {
        let value = id.map(|it| self.schema(it));
        put(out, keyword, value);
    }

    /// A schema for what is left over.
    fn rest(&mut self, out: &mut Members, keyword: &str, id: Option<SchemaId>) {
        let boolean = id.and_then(|it| self.schemas.get(self.schemas.resolve(it)).boolean);
        match boolean {
            Some(boolean) => put(out, keyword, Some(boolean)),
            None => self.single(out, keyword, id),
        }
    }

    fn list(&mut self, ids: &[SchemaId]) -> Vec<Value> {
        ids.iter().map(|it| self.schema(*it)).collect()
    }

    fn named<'n>(&mut self, members: impl Iterator<Item = (&'n String, &'n SchemaId)>) -> Value {
        members.map(|(name, id)| (name.clone(), self.schema(*id))).collect::<Members>().into()
    }
}

/// Linters want `items` beside this type, and see no `unevaluatedItems`, which `items` would leave nothing to.
fn says_of_items(schema: &Schema, out: &mut Members) {
    if schema.types == [Type::Array] && schema.array.items.is_none() && schema.not.is_none() {
        out.shift_remove("type");
        let others = ["null", "boolean", "number", "string", "object"];
        put(out, "not", Some(json!({ "type": others })));
    }
}

fn head(schema: &Schema, out: &mut Members) {
    match schema.types.as_slice() {
        [] => {}
        [only] => put(out, "type", Some(only.as_str())),
        several => {
            put(out, "type", Some(several.iter().map(|it| it.as_str()).collect::<Vec<_>>()));
        }
    }
    match schema.values.as_deref() {
        Some([only]) => put(out, "const", Some(only.clone())),
        Some(values) => put(out, "enum", Some(values.to_vec())),
        None => {}
    }
}

fn scalar_rules(schema: &Schema, out: &mut Members) {
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

/// What people are told; it replaces what was written of the same kind.
pub(super) fn annotations(schema: &Schema, out: &mut Members) {
    put(out, "title", schema.title.as_deref());
    put(out, "description", schema.description.as_deref());
    put(out, "default", schema.default.clone());
    put(out, "examples", (!schema.examples.is_empty()).then(|| schema.examples.clone()));
    put(out, "deprecated", schema.deprecated.then_some(true));
    put(out, "readOnly", schema.read_only.then_some(true));
    put(out, "writeOnly", schema.write_only.then_some(true));
}

fn put(out: &mut Members, keyword: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        out.insert(keyword.to_owned(), value.into());
    }
}
