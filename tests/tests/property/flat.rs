//! A schema of the published kind with its parts merged and one of its alternatives chosen: all that an
//! instance of that choice must satisfy.

use std::collections::BTreeMap;

use proptest::prelude::RngExt;
use proptest::test_runner::TestRng;
use serde_json::Value;

/// The rules of a schema and its parts, each keyword with what all parts say of it.
#[derive(Default)]
pub struct Flat<'s> {
    /// Whether nothing fits.
    pub never: bool,
    /// What each keyword says, part by part.
    pub keywords: BTreeMap<&'s str, Vec<&'s Value>>,
    /// The schemas of each property, in the order of the schema.
    pub properties: Vec<(&'s str, Vec<&'s Value>)>,
    followed: usize,
}

impl<'s> Flat<'s> {
    /// Merges schemas that all apply.
    pub fn of(root: &'s Value, schemas: &[&'s Value], rng: &mut TestRng) -> Self {
        let mut flat = Self::default();
        schemas.iter().for_each(|it| flat.add(root, it, rng));
        flat
    }

    fn add(&mut self, root: &'s Value, schema: &'s Value, rng: &mut TestRng) {
        self.followed += 1;
        // A schema that is made of itself.
        if self.followed > 64 {
            return;
        }
        let Some(members) = schema.as_object() else {
            self.never |= schema == &Value::Bool(false);
            return;
        };
        for (keyword, value) in members {
            match keyword.as_str() {
                "$ref" => self.add(root, target(root, value), rng),
                "allOf" => list(value).for_each(|it| self.add(root, it, rng)),
                "anyOf" | "oneOf" => {
                    let choices: Vec<&Value> = list(value).collect();
                    self.add(root, choices[rng.random_range(0..choices.len())], rng);
                }
                "properties" => self.add_properties(value),
                // Half of the values are to have what others depend on.
                "dependentSchemas" if rng.random_bool(0.5) => {
                    value
                        .as_object()
                        .into_iter()
                        .flatten()
                        .for_each(|it| self.add(root, it.1, rng));
                }
                "if" => {
                    let holds = rng.random_bool(0.5);
                    let branches: &[&str] = if holds { &["if", "then"] } else { &["else"] };
                    for branch in branches.iter().filter_map(|it| members.get(*it)) {
                        self.add(root, branch, rng);
                    }
                }
                "then" | "else" => {}
                word => self.keywords.entry(word).or_default().push(value),
            }
        }
    }

    fn add_properties(&mut self, properties: &'s Value) {
        for (name, schema) in properties.as_object().into_iter().flatten() {
            match self.properties.iter_mut().find(|it| it.0 == name) {
                Some((_, schemas)) => schemas.push(schema),
                None => self.properties.push((name, vec![schema])),
            }
        }
    }

    /// What the parts say of a keyword.
    pub fn all(&self, keyword: &str) -> &[&'s Value] {
        self.keywords.get(keyword).map_or(&[], Vec::as_slice)
    }

    /// The greatest of the numbers that the parts say.
    pub fn most(&self, keyword: &str) -> Option<f64> {
        self.all(keyword).iter().filter_map(|it| it.as_f64()).reduce(f64::max)
    }

    /// The least of the numbers that the parts say.
    pub fn least(&self, keyword: &str) -> Option<f64> {
        self.all(keyword).iter().filter_map(|it| it.as_f64()).reduce(f64::min)
    }

    /// The texts that the parts say.
    pub fn texts(&self, keyword: &str) -> Vec<&'s str> {
        self.all(keyword).iter().filter_map(|it| it.as_str()).collect()
    }
}

/// What a `$ref` refers to.
pub fn target<'s>(root: &'s Value, reference: &Value) -> &'s Value {
    let pointer =
        reference.as_str().and_then(|it| it.strip_prefix('#')).expect("a local reference");
    root.pointer(pointer).expect("a reference to something")
}

/// The items of an array.
pub fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
