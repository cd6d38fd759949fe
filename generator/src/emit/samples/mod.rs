//! Examples: what the document gives, or else what its schemas allow. Each is checked, none that does not fit is shown.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value, json};

use crate::ir::{ObjectRules, Schema, SchemaId, Schemas, Type};

mod pattern;
mod validity;

pub use validity::is_valid;

/// So deep the optional properties of an example go.
const DEEPEST: usize = 4;

/// An example holds at most so many values, since it is read by people.
const LARGEST: usize = 200;

/// Who sends a value: a property that only the other side sends is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The caller.
    Request,
    /// The server.
    Answer,
}

/// Examples of schemas, each made once for a side.
pub struct Examples<'s> {
    schemas: &'s Schemas,
    made: BTreeMap<(SchemaId, Side), Option<Value>>,
}

impl<'s> Examples<'s> {
    /// No example yet.
    pub fn new(schemas: &'s Schemas) -> Self {
        Self { schemas, made: BTreeMap::new() }
    }

    /// A value that fits a schema; `None` where none was found, or anything fits.
    pub fn of(&mut self, id: SchemaId, side: Side) -> Option<Value> {
        let id = self.schemas.resolve(id);
        if let Some(made) = self.made.get(&(id, side)) {
            return made.clone();
        }
        // In full; where that does not fit, with what must be there alone.
        let made = self.attempt(id, side, 0).or_else(|| self.attempt(id, side, DEEPEST));
        self.made.insert((id, side), made.clone());
        made
    }

    /// The same with what must be there alone, if that is enough.
    pub fn least(&self, id: SchemaId, side: Side) -> Option<Value> {
        self.attempt(id, side, DEEPEST).or_else(|| self.attempt(id, side, 0))
    }

    fn attempt(&self, id: SchemaId, side: Side, depth: usize) -> Option<Value> {
        let (schemas, open) = (self.schemas, Vec::new());
        let mut sampler = Sampler { schemas, side, open, left: LARGEST };
        sampler.value(id, depth).filter(|it| is_valid(schemas, id, it))
    }
}

struct Sampler<'s> {
    schemas: &'s Schemas,
    side: Side,
    /// What is being made, so that recursion ends.
    open: Vec<SchemaId>,
    left: usize,
}

impl<'s> Sampler<'s> {
    fn value(&mut self, id: SchemaId, depth: usize) -> Option<Value> {
        let id = self.schemas.resolve(id);
        if self.open.contains(&id) || self.left == 0 {
            return None;
        }
        if !self.open.is_empty() && self.schemas.get(id).is_any() {
            return Some(json!("string"));
        }
        self.left -= 1;
        self.open.push(id);
        let value = self.made(id, depth);
        self.open.pop();
        value
    }

    fn made(&mut self, id: SchemaId, depth: usize) -> Option<Value> {
        let schemas = self.schemas;
        let parts: Vec<&'s Schema> =
            schemas.parts(id).into_iter().map(|it| schemas.get(it)).rev().collect();
        if parts.iter().any(|it| it.boolean == Some(false)) {
            return None;
        }
        let given = |it: &&Schema| it.examples.first().or(it.default.as_ref()).cloned();
        let shown = |it: &Value| !it.is_null() && !self.is_foreign_in(&parts, it);
        if let Some(given) = parts.iter().find_map(given).filter(shown) {
            return Some(given);
        }
        let values = parts.iter().find_map(|it| it.values.as_ref());
        if let Some(values) = values {
            return values.iter().find(|it| !it.is_null()).or_else(|| values.first()).cloned();
        }
        let chosen = self.chosen(&parts, depth);
        match (kind(&parts), chosen) {
            (Some(Type::Object) | None, Some(Value::Object(chosen))) => {
                let mut whole = self.object(&parts, depth)?;
                whole.extend(chosen);
                Some(Value::Object(whole))
            }
            (_, Some(chosen)) => Some(chosen),
            (Some(kind), None) => self.of_kind(kind, &parts, depth),
            (None, None) => None,
        }
    }

    /// Whether a value has a member that the other side alone sends.
    fn is_foreign_in(&self, parts: &[&Schema], value: &Value) -> bool {
        let Some(members) = value.as_object() else { return false };
        let mut properties = parts.iter().flat_map(|it| &it.object.properties);
        properties.any(|(name, id)| members.contains_key(name) && self.is_foreign(*id))
    }

    fn is_foreign(&self, id: SchemaId) -> bool {
        let mut parts = self.schemas.parts(id).into_iter().map(|it| self.schemas.get(it));
        parts.any(|it| match self.side {
            Side::Request => it.read_only,
            Side::Answer => it.write_only,
        })
    }

    /// An example of the first alternative that has one, `null` last.
    fn chosen(&mut self, parts: &[&Schema], depth: usize) -> Option<Value> {
        let lists = parts.iter().flat_map(|it| [(it, &it.one_of), (it, &it.any_of)]);
        let mut found: Option<Value> = None;
        for (schema, list) in lists.filter(|it| !it.1.is_empty()) {
            let mut null = None;
            let made = list.iter().find_map(|it| {
                let made = self.value(*it, depth)?;
                if made.is_null() {
                    null = Some(made);
                    return None;
                }
                Some(self.told(schema, *it, made))
            });
            let made = made.or(null);
            match (&mut found, made) {
                (Some(Value::Object(whole)), Some(Value::Object(more))) => whole.extend(more),
                (found @ None, made) => *found = made,
                _ => {}
            }
        }
        found
    }

    /// A variant with the value of the property that tells it.
    fn told(&self, schema: &Schema, variant: SchemaId, mut made: Value) -> Value {
        let Some(discriminator) = &schema.discriminator else { return made };
        let (schemas, variant) = (self.schemas, self.schemas.resolve(variant));
        let mut mapping = discriminator.mapping.iter();
        let mapped = mapping.find(|it| schemas.resolve(*it.1) == variant).map(|it| it.0);
        if let Some(name) = mapped.or(schemas.get(variant).component.as_ref())
            && let Value::Object(members) = &mut made
        {
            members.insert(discriminator.property.clone(), name.as_str().into());
        }
        made
    }

    fn of_kind(&mut self, kind: Type, parts: &[&Schema], depth: usize) -> Option<Value> {
        Some(match kind {
            Type::Null => Value::Null,
            Type::Boolean => Value::Bool(true),
            Type::Integer => number(parts, true)?,
            Type::Number => number(parts, false)?,
            Type::String => Value::String(text(parts)?),
            Type::Array => self.array(parts, depth)?,
            Type::Object => Value::Object(self.object(parts, depth)?),
        })
    }

    fn array(&mut self, parts: &[&Schema], depth: usize) -> Option<Value> {
        let least = parts.iter().filter_map(|it| it.array.min_items).max().unwrap_or(0);
        let most = parts.iter().filter_map(|it| it.array.max_items).min().unwrap_or(u64::MAX);
        let prefix = parts.iter().find(|it| !it.array.prefix.is_empty());
        let mut items = Vec::new();
        for id in prefix.iter().flat_map(|it| &it.array.prefix) {
            items.push(self.value(*id, depth + 1)?);
        }
        let Some(item) = parts.iter().find_map(|it| it.array.contains.or(it.array.items)) else {
            return Some(Value::Array(items));
        };
        // One item shows what they are like.
        let wanted = usize::try_from(least.max(u64::from(items.is_empty())).min(most)).ok()?;
        while items.len() < wanted {
            match self.value(item, depth + 1) {
                Some(value) => items.push(value),
                None if least == 0 => break,
                None => return None,
            }
        }
        Some(Value::Array(items))
    }

    fn object(&mut self, parts: &[&Schema], depth: usize) -> Option<Map<String, Value>> {
        let mut members = Map::new();
        let is_required = |name: &String| parts.iter().any(|it| it.object.required.contains(name));
        // Those of the whole last, since they say more than its parts.
        for (name, id) in parts.iter().rev().flat_map(|it| &it.object.properties) {
            let required = is_required(name);
            let deprecated = self.schemas.get(*id).deprecated;
            if !required && (depth >= DEEPEST || deprecated || self.is_foreign(*id)) {
                continue;
            }
            if members.contains_key(name) && self.schemas.get(*id).is_any() {
                continue;
            }
            match self.value(*id, depth + 1) {
                Some(value) => drop(members.insert(name.clone(), value)),
                None if required => return None,
                None => {}
            }
        }
        let rules: Vec<&ObjectRules> = parts.iter().map(|it| &it.object).collect();
        for name in rules.iter().flat_map(|it| &it.required) {
            if !members.contains_key(name) {
                let additional = rules.iter().find_map(|it| it.additional);
                let value =
                    additional.map_or(Some(json!("string")), |it| self.value(it, depth + 1));
                members.insert(name.clone(), value?);
            }
        }
        let least = rules.iter().filter_map(|it| it.min_properties).max().unwrap_or(0);
        let names = (1..).map(|it| if it == 1 { "name".to_owned() } else { format!("name{it}") });
        for name in names.take(LARGEST) {
            let additional = rules.iter().find_map(|it| it.additional);
            let shown = u64::from(depth < DEEPEST && additional.is_some() && members.is_empty());
            if members.len() as u64 >= least.max(shown) {
                break;
            }
            let value = match additional {
                Some(id) => self.value(id, depth + 1),
                None => Some(json!("string")),
            };
            match value {
                Some(value) => drop(members.insert(name, value)),
                None => break,
            }
        }
        Some(members)
    }
}

/// The type that all parts allow; inferred from the rules where none is declared.
fn kind(parts: &[&Schema]) -> Option<Type> {
    let mut declared = parts.iter().map(|it| &it.types).filter(|it| !it.is_empty());
    if let Some(first) = declared.next() {
        let rest: Vec<_> = declared.collect();
        let shared = |it: &&Type| {
            let allows = |list: &&&Vec<Type>| {
                list.contains(it) || (**it == Type::Integer && list.contains(&Type::Number))
            };
            rest.iter().filter(allows).count() == rest.len()
        };
        let of = |null: bool| first.iter().filter(shared).find(|it| (**it == Type::Null) == null);
        return of(false).or_else(|| of(true)).copied();
    }
    let says = |rule: fn(&Schema) -> bool| parts.iter().any(|it| rule(it));
    if says(|it| it.object != ObjectRules::default()) {
        Some(Type::Object)
    } else if says(|it| it.array != Default::default()) {
        Some(Type::Array)
    } else if says(|it| it.string != Default::default()) {
        Some(Type::String)
    } else if says(|it| it.number != Default::default()) {
        Some(Type::Number)
    } else {
        None
    }
}

fn number(parts: &[&Schema], whole: bool) -> Option<Value> {
    let rules = || parts.iter().map(|it| &it.number);
    let value = |it: &Number| it.as_f64();
    let step = rules().filter_map(|it| it.multiple_of.as_ref().and_then(value)).reduce(f64::max);
    let step = step.filter(|it| *it > 0.0).unwrap_or(1.0);
    let least = rules().filter_map(|it| it.minimum.as_ref().and_then(value)).reduce(f64::max);
    let above =
        rules().filter_map(|it| it.exclusive_minimum.as_ref().and_then(value)).reduce(f64::max);
    let most = rules().filter_map(|it| it.maximum.as_ref().and_then(value)).reduce(f64::min);
    let below =
        rules().filter_map(|it| it.exclusive_maximum.as_ref().and_then(value)).reduce(f64::min);
    let fits = |it: f64| {
        least.is_none_or(|least| it >= least)
            && above.is_none_or(|above| it > above)
            && most.is_none_or(|most| it <= most)
            && below.is_none_or(|below| it < below)
            && (!whole || it.fract() == 0.0)
    };
    let up = |it: f64| (it / step).ceil() * step;
    let down = |it: f64| (it / step).floor() * step;
    let between = [least.or(above), most.or(below)];
    let middle = match between {
        [Some(low), Some(high)] => Some((low + high) / 2.0),
        _ => None,
    };
    let candidates = [
        Some(step),
        least.map(up),
        above.map(|it| up(it + step)),
        most.map(down),
        below.map(|it| down(it - step)),
        Some(0.0),
        middle,
    ];
    let found = candidates.into_iter().flatten().find(|it| fits(*it))?;
    if found.fract() == 0.0 && found.abs() < 9e15 {
        return Some(Value::from(found as i64));
    }
    Number::from_f64(found).map(Value::Number)
}

fn text(parts: &[&Schema]) -> Option<String> {
    let rules = || parts.iter().map(|it| &it.string);
    let least = rules().filter_map(|it| it.min_length).max().unwrap_or(0);
    let most = rules().filter_map(|it| it.max_length).min().unwrap_or(u64::MAX);
    let (least, most) = (usize::try_from(least).ok()?, usize::try_from(most).unwrap_or(usize::MAX));
    if least > LARGEST {
        return None;
    }
    if let Some(pattern) = rules().find_map(|it| it.pattern.as_deref()) {
        return pattern::example(pattern, least, most);
    }
    if let Some(known) = rules().find_map(|it| it.format.as_deref()).and_then(of_format) {
        return Some(known.to_owned());
    }
    let mut text = "string".to_owned();
    while text.chars().count() < least {
        text.push_str("string");
    }
    let wanted = least.max(6).min(most);
    Some(text.chars().take(wanted).collect())
}

fn of_format(format: &str) -> Option<&'static str> {
    Some(match format {
        "date-time" => "2026-01-31T12:00:00Z",
        "date" => "2026-01-31",
        "time" => "12:00:00Z",
        "duration" => "P1D",
        "email" | "idn-email" => "user@example.com",
        "hostname" | "idn-hostname" => "host.example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "uri" | "url" | "iri" => "https://example.com/",
        "uri-reference" | "iri-reference" => "/path",
        "uri-template" => "/path/{name}",
        "uuid" => "123e4567-e89b-42d3-a456-426614174000",
        "byte" | "base64" => "dGV4dA==",
        "json-pointer" => "/name",
        "relative-json-pointer" => "0/name",
        "regex" => "^a+$",
        _ => return None,
    })
}
