//! Makes values that fit a published schema, for the most part.

use proptest::prelude::RngExt;
use proptest::test_runner::TestRng;
use regress::Regex;
use serde_json::{Map, Value, json};

use crate::flat::{Flat, list};

/// Strings that formats, patterns and types find interesting.
pub const TEXTS: &[&str] = &[
    "",
    "a",
    "abc",
    "A",
    "é",
    "😀",
    "a😀",
    "0",
    "1",
    "-1",
    "1.5",
    "true",
    "null",
    " ",
    "a b",
    "a.b",
    "..",
    ".a",
    "all",
    "10m",
    "--flag=x",
    "app-name_1",
    "Hello World",
    "x\n",
    "\u{0}",
    "~/~0",
    "a/b",
    "größe",
    "name@example.com",
    "first.last+tag@mail.example.org",
    "a@b",
    "a..b@c.de",
    ".a@b.cd",
    "Name <a@b.cd>",
    "\"q p\"@b.cd",
    "a@[127.0.0.1]",
    "a@b.cd.",
    "a@-b.cd",
    "ü@b.cd",
    "a@ü.de",
    "2030-12-31",
    "2030-02-30",
    "2024-02-29",
    "2030-12-31T23:59:59Z",
    "2030-12-31t23:59:59.123+01:00",
    "2030-12-31T23:59:60Z",
    "2030-12-31 23:59:59Z",
    "2030-12-31T23:59:59",
    "23:59:59Z",
    "P3DT12H30M",
    "P1W",
    "2eb8aa08-aa98-11ea-b4aa-73b441d16380",
    "2EB8AA08-AA98-11EA-B4AA-73B441D16380",
    "2eb8aa08aa9811eab4aa73b441d16380",
    "https://example.com/path?q=1#f",
    "http://[::1]:80/",
    "mailto:a@b.cd",
    "//example.com",
    "/path",
    "https://exämple.com",
    "http://a b",
    "urn:x:y",
    "http://%zz/",
    "www.example.com",
    "-a.example",
    "xn--a",
    "192.0.2.1",
    "01.2.3.4",
    "2001:db8::1",
    "::1%eth0",
    "aGVsbG8=",
    "aGVsbG8",
    "data:text/plain;base64,aGVsbG8=",
    "data:,x",
    "/a~1b/0",
    "/a~2",
    "0#",
    "1/a",
    "0+1/b",
    "01/a",
    "http://größe.example/ü?q",
    "http://\u{e000}/",
    "?\u{e000}",
];

/// Makes values for one root schema.
pub struct Maker<'s, 'r> {
    pub root: &'s Value,
    pub rng: &'r mut TestRng,
}

impl<'s> Maker<'s, '_> {
    /// A value that fits all the schemas, or `None` where there seems to be none.
    pub fn make(&mut self, schemas: &[&'s Value], depth: usize) -> Option<Value> {
        let flat = Flat::of(self.root, schemas, self.rng);
        if flat.never || depth > 12 {
            return None;
        }
        if let Some(values) = values(&flat) {
            return (!values.is_empty()).then(|| self.pick(&values));
        }
        let types = types(&flat);
        if types.is_empty() {
            return None;
        }
        match self.pick(&types) {
            "null" => Some(Value::Null),
            "boolean" => Some(Value::Bool(self.chance(2))),
            "integer" => Some(self.number(&flat, true)),
            "number" => Some(self.number(&flat, false)),
            "string" => Some(Value::String(self.text(&flat))),
            "array" => self.array(&flat, depth),
            _ => self.object(&flat, depth),
        }
    }

    fn number(&mut self, flat: &Flat<'s>, is_integer: bool) -> Value {
        let low = flat.most("minimum").into_iter().chain(flat.most("exclusiveMinimum"));
        let high = flat.least("maximum").into_iter().chain(flat.least("exclusiveMaximum"));
        let (low, high) = (low.reduce(f64::max), high.reduce(f64::min));
        let near = match (low, high) {
            (Some(low), Some(high)) if self.chance(2) => (low + high) / 2.0,
            (Some(bound), _) | (None, Some(bound)) if self.chance(2) => bound,
            (_, Some(high)) => high.min(1.0),
            _ => low.unwrap_or(0.0),
        };
        let step = flat.most("multipleOf").unwrap_or(if is_integer { 1.0 } else { 0.5 });
        let number = near + step * f64::from(self.rng.random_range(-3_i8..=3));
        let number = if is_integer { number.trunc() } else { number };
        match self.rng.random_range(0..12) {
            0 if low.is_none() && high.is_none() => self.pick(&[
                json!(i64::MAX),
                json!(u64::MAX),
                json!(i64::MIN),
                json!(1e20),
                json!(9_007_199_254_740_993_i64),
            ]),
            // An integer may be written as `1.0`.
            1 => Value::from(number),
            _ if number.fract() == 0.0 && number.abs() < 9e15 => Value::from(number as i64),
            _ => Value::from(number),
        }
    }

    fn text(&mut self, flat: &Flat<'s>) -> String {
        let least = flat.most("minLength").unwrap_or(0.0) as usize;
        let most = flat.least("maxLength").map_or(usize::MAX, |it| it as usize);
        let patterns: Vec<Regex> = flat
            .texts("pattern")
            .into_iter()
            .filter_map(|it| Regex::with_flags(it, "u").or_else(|_| Regex::new(it)).ok())
            .collect();
        let formats = flat.texts("format");
        let fits = |text: &str| {
            let length = text.chars().count();
            (least..=most).contains(&length)
                && patterns.iter().all(|it| it.find(text).is_some())
                && formats.iter().all(|it| seems(it, text))
        };
        let mut fitting: Vec<String> =
            TEXTS.iter().filter(|it| fits(it)).map(|it| (*it).to_owned()).collect();
        // The bounds themselves.
        let bounds = [least, most.min(5000), least + 1];
        let padded = bounds.iter().flat_map(|it| ["a", "é", "😀"].map(|unit| unit.repeat(*it)));
        fitting.extend(padded.filter(|it| it.len() < 20_000 && fits(it)));
        if fitting.is_empty() { self.pick(TEXTS).to_owned() } else { self.pick(&fitting) }
    }

    fn array(&mut self, flat: &Flat<'s>, depth: usize) -> Option<Value> {
        let least = flat.most("minItems").unwrap_or(0.0) as usize;
        let most = flat.least("maxItems").map_or(usize::MAX, |it| it as usize);
        let room = if depth > 5 { 0 } else { 3 };
        let contained = self.contained(flat);
        let least = least.max(contained.len());
        let length = least + self.rng.random_range(0..=room.min(most.saturating_sub(least)));
        let mut items = Vec::new();
        for index in 0..length.min(50) {
            let prefixes = flat.all("prefixItems").iter();
            let mut schemas: Vec<&Value> = prefixes.filter_map(|it| it.get(index)).collect();
            if schemas.is_empty() {
                schemas.extend(flat.all("items"));
            }
            match contained.get(index) {
                Some(contained) => schemas.push(contained),
                None if schemas.is_empty() => schemas.extend(flat.all("unevaluatedItems")),
                None => {}
            }
            match self.make(&schemas, depth + 1) {
                Some(item) => items.push(item),
                None if items.len() >= least => break,
                None => return None,
            }
        }
        Some(Value::Array(items))
    }

    /// The schemas that so many items must fit, or as many as an item may.
    fn contained(&mut self, flat: &Flat<'s>) -> Vec<&'s Value> {
        let Some(schema) = flat.all("contains").first() else { return Vec::new() };
        let least = flat.most("minContains").unwrap_or(1.0) as usize;
        let most = flat.least("maxContains").map_or(least + 2, |it| it as usize);
        vec![*schema; self.rng.random_range(least..=most.max(least)).min(20)]
    }

    fn object(&mut self, flat: &Flat<'s>, depth: usize) -> Option<Value> {
        let required: Vec<&str> =
            flat.all("required").iter().flat_map(|it| list(it)).filter_map(Value::as_str).collect();
        let least = flat.most("minProperties").unwrap_or(0.0) as usize;
        let mut members = Map::new();
        // Often few, sometimes all of what may be left out.
        let odds = self.pick(&[1, 2, 4, 16]);
        for (name, schemas) in &flat.properties {
            let is_required = required.contains(name);
            if is_required || (depth <= 5 && self.chance(odds)) {
                match self.make(schemas, depth + 1) {
                    Some(value) => drop(members.insert((*name).to_owned(), value)),
                    None if is_required => return None,
                    None => {}
                }
            }
        }
        for name in
            required.iter().filter(|it| !flat.properties.iter().any(|(known, _)| known == *it))
        {
            let value = self.make(flat.all("additionalProperties"), depth + 1)?;
            members.insert((*name).to_owned(), value);
        }
        let more = if depth > 5 || !self.chance(3) { 0 } else { 2 };
        for name in ["alpha", "x-extra", "b", "é/~"].into_iter().take(least.max(more)) {
            let pattern =
                flat.all("patternProperties").iter().flat_map(|it| it.as_object()).flatten();
            let matching: Vec<&Value> = pattern
                .filter(|(it, _)| Regex::new(it).is_ok_and(|it| it.find(name).is_some()))
                .map(|(_, schema)| schema)
                .collect();
            let rest = ["additionalProperties", "unevaluatedProperties"].map(|it| flat.all(it));
            let schemas = match rest {
                _ if !matching.is_empty() => matching,
                [[], unevaluated] => unevaluated.to_vec(),
                [additional, _] => additional.to_vec(),
            };
            if let Some(value) = self.make(&schemas, depth + 1) {
                members.entry(name.to_owned()).or_insert(value);
            }
        }
        self.add_dependent(flat, &mut members, depth);
        Some(Value::Object(members))
    }

    /// What must be there beside a member, most of the time.
    fn add_dependent(&mut self, flat: &Flat<'s>, members: &mut Map<String, Value>, depth: usize) {
        let dependent = flat.all("dependentRequired").iter().filter_map(|it| it.as_object());
        for (name, wanted) in dependent.flatten() {
            for wanted in list(wanted).filter_map(Value::as_str) {
                if members.contains_key(name) && !members.contains_key(wanted) && !self.chance(4) {
                    let known = flat.properties.iter().find(|it| it.0 == wanted);
                    let schemas = known.map(|it| it.1.clone()).unwrap_or_default();
                    let made = self.make(&schemas, depth + 1);
                    members.extend(made.map(|it| (wanted.to_owned(), it)));
                }
            }
        }
    }

    /// Once in so many times.
    pub fn chance(&mut self, odds: u32) -> bool {
        self.rng.random_range(0..odds) == 0
    }

    /// Any of the values.
    pub fn pick<T: Clone>(&mut self, values: &[T]) -> T {
        values[self.rng.random_range(0..values.len())].clone()
    }
}

/// The values that all parts allow, where any part lists some.
fn values(flat: &Flat<'_>) -> Option<Vec<Value>> {
    let mut lists = flat.all("enum").iter().map(|it| list(it).cloned().collect::<Vec<_>>());
    let constants = flat.all("const").iter().map(|it| vec![(*it).clone()]);
    let first = lists.next();
    let mut lists = first.into_iter().chain(lists).chain(constants);
    let mut values = lists.next()?;
    lists.for_each(|more| values.retain(|it| more.contains(it)));
    let types = types(flat);
    values.retain(|it| types.iter().any(|ty| is_of(it, ty)));
    Some(values)
}

fn is_of(value: &Value, ty: &str) -> bool {
    match value {
        Value::Null => ty == "null",
        Value::Bool(_) => ty == "boolean",
        Value::Number(_) => ty == "number" || ty == "integer",
        Value::String(_) => ty == "string",
        Value::Array(_) => ty == "array",
        Value::Object(_) => ty == "object",
    }
}

/// The types that all parts allow.
fn types(flat: &Flat<'_>) -> Vec<&'static str> {
    let mut types = vec!["null", "boolean", "integer", "number", "string", "array", "object"];
    for wanted in flat.all("type") {
        let is_wanted = |it: &str| match wanted {
            Value::String(word) => word == it || (word == "number" && it == "integer"),
            words => list(words).any(|word| word == it),
        };
        types.retain(|it| is_wanted(it));
    }
    // What says something of properties means an object, though any other type passes too.
    if types.len() == 7 && !(flat.properties.is_empty() && flat.all("required").is_empty()) {
        types.retain(|it| *it == "object");
    }
    types
}

/// Whether a text may be of a format: what is not, is made by spoiling.
fn seems(format: &str, text: &str) -> bool {
    match format {
        "date-time" => text.starts_with("2030-12-31") && text.contains([':']),
        "date" => text.starts_with("20") && text.len() == 10,
        "time" => text.starts_with("23:"),
        "duration" => text.starts_with('P'),
        "uuid" => text.len() == 36,
        "uri" | "uri-reference" => text.contains(':') || text.contains('/'),
        "email" => text.contains('@'),
        "binary" | "byte" => text.ends_with('='),
        _ => true,
    }
}
