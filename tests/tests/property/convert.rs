//! The tables that would be emitted for schemas of the IR, made at run time and never freed.
//!
//! Mirrors `generator/src/emit/schema.rs`. A table that refers to itself can only be written as a static, so
//! recursion is unrolled here, deeper than any instance is.

use std::cell::RefCell;
use std::collections::BTreeMap;

use fixture::support::schema::{
    self, Array, Bound, Condition, Contains, Extra, Literal, Object, Property, Range, Schema,
};
use fixture::support::validate;
use generator::ir::{self, Capability, SchemaId, Schemas};
use serde_json::{Number, Value};

use crate::places::{Judge, Place, places, schemas};

/// Deeper than any instance.
const DEPTH: usize = 24;

/// The places of a capability, judged by tables made at run time.
pub fn converted_places(capability: &Capability) -> Vec<Place> {
    let converter = Converter { schemas: &capability.schemas, made: RefCell::default() };
    places(capability, |index| {
        let made = schemas(&capability.operations[index]).into_iter().map(|(_, id)| {
            let table = id.map_or(leak(schema::ANY), |id| converter.schema(id, DEPTH));
            let judge: Judge = Box::new(move |value| {
                validate::value(table, value).into_iter().map(|it| it.pointer).collect()
            });
            judge
        });
        made.collect()
    })
}

struct Converter<'c> {
    schemas: &'c Schemas,
    made: RefCell<BTreeMap<(SchemaId, usize), &'static Schema>>,
}

impl Converter<'_> {
    fn schema(&self, id: SchemaId, depth: usize) -> &'static Schema {
        let id = self.schemas.resolve(id);
        if depth == 0 {
            return leak(schema::ANY);
        }
        if let Some(made) = self.made.borrow().get(&(id, depth)) {
            return made;
        }
        let made = leak(self.table(self.schemas.get(id), depth - 1));
        self.made.borrow_mut().insert((id, depth), made);
        made
    }

    fn table(&self, it: &ir::Schema, depth: usize) -> Schema {
        if it.is_any() {
            return schema::ANY;
        }
        if it.boolean == Some(false) || it.values.as_ref().is_some_and(Vec::is_empty) {
            return schema::NEVER;
        }
        let number = &it.number;
        let all_of: Vec<SchemaId> = it.reference.iter().chain(&it.all_of).copied().collect();
        Schema {
            types: leak_all(it.types.iter().map(|it| type_of(*it))),
            values: leak_all(it.values.iter().flatten().map(literal)),
            min_length: it.string.min_length.unwrap_or(0),
            max_length: it.string.max_length,
            pattern: it.string.pattern.as_deref().map(text),
            format: it.string.format.as_deref().map(text),
            range: Range {
                minimum: bound(&number.minimum),
                exclusive_minimum: bound(&number.exclusive_minimum),
                maximum: bound(&number.maximum),
                exclusive_maximum: bound(&number.exclusive_maximum),
            },
            multiple_of: bound(&number.multiple_of),
            array: (it.array != ir::ArrayRules::default()).then(|| self.array(&it.array, depth)),
            object: (it.object != ir::ObjectRules::default())
                .then(|| self.object(&it.object, depth)),
            all_of: self.list(&all_of, depth),
            any_of: self.list(&it.any_of, depth),
            one_of: self.list(&it.one_of, depth),
            not: it.not.map(|it| self.schema(it, depth)),
            extra: Some(self.extra(it, depth)),
            secret: it.secret,
            shown: it.shown,
        }
    }

    fn extra(&self, it: &ir::Schema, depth: usize) -> &'static Extra {
        let (array, object) = (&it.array, &it.object);
        let any = leak(schema::ANY);
        let branch = |id: Option<SchemaId>| id.map_or(any, |id| self.schema(id, depth));
        let required = object.dependent_required.iter();
        let schemas = object.dependent_schemas.iter();
        leak(Extra {
            contains: array.contains.map(|it| Contains {
                schema: self.schema(it, depth),
                min: array.min_contains.unwrap_or(1),
                max: array.max_contains,
            }),
            condition: it.condition.test.map(|test| Condition {
                test: self.schema(test, depth),
                then: branch(it.condition.then),
                otherwise: branch(it.condition.otherwise),
            }),
            dependent_required: leak_all(
                required.map(|(name, all)| (text(name), leak_all(all.iter().map(|it| text(it))))),
            ),
            dependent_schemas: leak_all(
                schemas.map(|(name, id)| (text(name), self.schema(*id, depth))),
            ),
            unevaluated_properties: object.unevaluated.map(|it| self.schema(it, depth)),
            unevaluated_items: array.unevaluated.map(|it| self.schema(it, depth)),
        })
    }

    fn list(&self, ids: &[SchemaId], depth: usize) -> &'static [&'static Schema] {
        leak_all(ids.iter().map(|it| self.schema(*it, depth)))
    }

    fn array(&self, rules: &ir::ArrayRules, depth: usize) -> &'static Array {
        leak(Array {
            prefix: self.list(&rules.prefix, depth),
            items: rules.items.map(|it| self.schema(it, depth)),
            min_items: rules.min_items.unwrap_or(0),
            max_items: rules.max_items,
            unique: rules.unique,
        })
    }

    fn object(&self, rules: &ir::ObjectRules, depth: usize) -> &'static Object {
        let properties = rules.properties.iter().map(|(name, id)| Property {
            name: text(name),
            required: rules.required.contains(name),
            schema: self.schema(*id, depth),
        });
        let undeclared = rules.required.iter().filter(|it| !rules.properties.contains_key(*it));
        let patterns = rules.patterns.iter().map(|(it, id)| (text(it), self.schema(*id, depth)));
        leak(Object {
            properties: leak_all(properties),
            required: leak_all(undeclared.map(|it| text(it))),
            patterns: leak_all(patterns),
            additional: rules.additional.map(|it| self.schema(it, depth)),
            names: rules.names.map(|it| self.schema(it, depth)),
            min_properties: rules.min_properties.unwrap_or(0),
            max_properties: rules.max_properties,
        })
    }
}

fn type_of(ty: ir::Type) -> schema::Type {
    match ty {
        ir::Type::Null => schema::Type::Null,
        ir::Type::Boolean => schema::Type::Boolean,
        ir::Type::Integer => schema::Type::Integer,
        ir::Type::Number => schema::Type::Number,
        ir::Type::String => schema::Type::String,
        ir::Type::Array => schema::Type::Array,
        ir::Type::Object => schema::Type::Object,
    }
}

fn literal(value: &Value) -> Literal {
    match value {
        Value::Null => Literal::Null,
        Value::Bool(value) => Literal::Bool(*value),
        Value::Number(number) => match number.as_i128() {
            Some(integer) => Literal::Integer(integer),
            None => Literal::Number(number.as_f64().unwrap_or_default()),
        },
        Value::String(value) => Literal::String(text(value)),
        Value::Array(_) | Value::Object(_) => Literal::Json(text(&value.to_string())),
    }
}

fn bound(number: &Option<Number>) -> Option<Bound> {
    let number = number.as_ref()?;
    let rounded = number.as_i128().filter(|it| (*it as f64) as i128 != *it);
    Some(rounded.map_or(Bound::Number(number.as_f64()?), Bound::Integer))
}

fn text(text: &str) -> &'static str {
    text.to_owned().leak()
}

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn leak_all<T>(values: impl Iterator<Item = T>) -> &'static [T] {
    values.collect::<Vec<T>>().leak()
}
