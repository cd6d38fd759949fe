//! A JSON Schema in a few words, for a reader that pays for each of them: the notation of TypeScript's types.

use std::cell::Cell;

use serde_json::{Map, Value};

/// So wide a line is still read at a glance.
const WIDTH: usize = 88;

/// A shape is told so many levels deep.
const DEPTH: usize = 6;

/// A shape is told in so many lines.
const LINES: usize = 120;

/// So many schemas are looked at for one shape: those that refer to each other can be endlessly many.
const SCHEMAS: usize = 2_000;

/// So many listed values are told.
const VALUES: usize = 12;

/// A remark is at most so long.
const REMARK: usize = 90;

/// What a value looks like.
enum Shape {
    /// In a word or two.
    Word(String),
    /// A list of such values.
    List(Box<Shape>),
    /// An object with these members.
    Object(Vec<Member>),
    /// One of these.
    Choice(Vec<Shape>),
}

/// A member of an object.
struct Member {
    name: String,
    is_required: bool,
    shape: Shape,
    remark: Option<String>,
}

/// The shape of a schema, on one line, where an object within it is just an object.
pub fn short(schema: &Value) -> String {
    let reader = Reader::new(schema);
    one_line(&reader.shape(schema, DEPTH - 1))
}

/// The shape of a schema, on as many lines as it takes.
pub fn long(schema: &Value) -> String {
    let reader = Reader::new(schema);
    let mut out = String::new();
    write(&mut out, &reader.shape(schema, 0), 0);
    let mut lines: Vec<&str> = out.lines().collect();
    if lines.len() > LINES {
        lines.truncate(LINES);
        lines.push("// ... and more of the same kind");
    }
    lines.join("\n")
}

/// Whether every value is an object.
pub fn is_object(schema: &Value) -> bool {
    let reader = Reader::new(schema);
    match reader.shape(schema, 0) {
        Shape::Object(_) => true,
        Shape::Word(word) => word == "object",
        Shape::List(_) | Shape::Choice(_) => false,
    }
}

/// Whether a shape holds more than its short form tells.
pub fn is_nested(schema: &Value) -> bool {
    short(schema).contains("object") && long(schema) != short(schema)
}

struct Reader<'a> {
    definitions: Option<&'a Value>,
    /// How many more schemas are looked at.
    left: Cell<usize>,
}

impl<'a> Reader<'a> {
    fn new(schema: &'a Value) -> Self {
        Self { definitions: schema.get("$defs"), left: Cell::new(SCHEMAS) }
    }

    fn shape(&self, schema: &Value, depth: usize) -> Shape {
        let Some(left) = self.left.get().checked_sub(1) else {
            return word("...");
        };
        self.left.set(left);
        let Value::Object(members) = schema else {
            return word(if *schema == Value::Bool(false) { "never" } else { "any" });
        };
        if let Some(target) = self.target(members) {
            return if depth >= DEPTH { word("object") } else { self.shape(target, depth + 1) };
        }
        if let Some(value) = members.get("const") {
            return word(&value.to_string());
        }
        if let Some(Value::Array(values)) = members.get("enum") {
            return listed(values);
        }
        for choice in ["anyOf", "oneOf"] {
            if let Some(Value::Array(list)) = members.get(choice)
                && !members.contains_key("properties")
            {
                return choose(list.iter().map(|it| self.shape(it, depth)).collect());
            }
        }
        self.typed(members, depth)
    }

    /// The schema that a reference means.
    fn target(&self, members: &Map<String, Value>) -> Option<&Value> {
        let name = members.get("$ref")?.as_str()?.strip_prefix("#/$defs/")?;
        self.definitions?.get(name.replace("~1", "/").replace("~0", "~"))
    }

    fn typed(&self, members: &Map<String, Value>, depth: usize) -> Shape {
        let types: Vec<&str> = match members.get("type") {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            _ if members.contains_key("properties") => vec!["object"],
            _ => match members.get("allOf").and_then(Value::as_array) {
                Some(parts) => return self.joined(members, parts, depth),
                None => return word("any"),
            },
        };
        choose(types.into_iter().map(|it| self.of_type(it, members, depth)).collect())
    }

    fn of_type(&self, name: &str, members: &Map<String, Value>, depth: usize) -> Shape {
        match name {
            "array" => {
                let items = members.get("items").unwrap_or(&Value::Bool(true));
                Shape::List(Box::new(self.shape(items, depth)))
            }
            "object" => self.object(members, depth),
            "string" => match members.get("format").and_then(Value::as_str) {
                Some(format) => word(&format!("string ({format})")),
                None => match members.get("contentEncoding").and_then(Value::as_str) {
                    Some(encoding) => word(&format!("string ({encoding})")),
                    None => word("string"),
                },
            },
            other => word(other),
        }
    }

    /// All parts at once: their members together, or the first that says anything.
    fn joined(&self, members: &Map<String, Value>, parts: &[Value], depth: usize) -> Shape {
        let mut all = Vec::new();
        let mut other = None;
        for part in parts.iter().chain([&Value::Object(without_parts(members))]) {
            match self.shape(part, depth) {
                Shape::Object(members) => all.extend(members),
                Shape::Word(word) if word == "any" || word == "object" => {}
                shape => other = other.or(Some(shape)),
            }
        }
        match other {
            Some(shape) if all.is_empty() => shape,
            None if all.is_empty() => word("object"),
            _ => Shape::Object(all),
        }
    }

    fn object(&self, members: &Map<String, Value>, depth: usize) -> Shape {
        if depth >= DEPTH {
            return word("object");
        }
        let required = members.get("required").and_then(Value::as_array);
        let is_required =
            |name: &str| required.is_some_and(|it| it.iter().any(|it| it.as_str() == Some(name)));
        let properties = members.get("properties").and_then(Value::as_object);
        let mut all: Vec<Member> = properties
            .into_iter()
            .flatten()
            .map(|(name, schema)| Member {
                name: name.clone(),
                is_required: is_required(name),
                shape: self.shape(schema, depth + 1),
                remark: remark(schema),
            })
            .collect();
        if let Some(Value::Array(parts)) = members.get("allOf") {
            for part in parts {
                if let Shape::Object(more) = self.shape(part, depth) {
                    all.extend(
                        more.into_iter()
                            .filter(|it| !all.iter().any(|own| own.name == it.name))
                            .collect::<Vec<_>>(),
                    );
                }
            }
        }
        if let Some(rest @ Value::Object(_)) = members.get("additionalProperties") {
            let shape = self.shape(rest, depth + 1);
            all.push(Member { name: "[name]".to_owned(), is_required: true, shape, remark: None });
        }
        if all.is_empty() { word("object") } else { Shape::Object(all) }
    }
}

fn without_parts(members: &Map<String, Value>) -> Map<String, Value> {
    let own = members.iter().filter(|(name, _)| *name != "allOf");
    own.map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn word(text: &str) -> Shape {
    Shape::Word(text.to_owned())
}

fn listed(values: &[Value]) -> Shape {
    let mut words: Vec<Shape> =
        values.iter().take(VALUES).map(|it| word(&it.to_string())).collect();
    if values.len() > VALUES {
        words.push(word(&format!("... ({} values)", values.len())));
    }
    choose(words)
}

/// One of these, each named once.
fn choose(shapes: Vec<Shape>) -> Shape {
    let mut distinct: Vec<Shape> = Vec::new();
    for shape in shapes {
        let inner = match shape {
            Shape::Choice(inner) => inner,
            other => vec![other],
        };
        for shape in inner {
            if !distinct.iter().any(|it| one_line(it) == one_line(&shape)) {
                distinct.push(shape);
            }
        }
    }
    if distinct.len() == 1 { distinct.remove(0) } else { Shape::Choice(distinct) }
}

fn remark(schema: &Value) -> Option<String> {
    let text = schema.get("description")?.as_str()?;
    let sentence = super::text::first_sentence(text);
    (!sentence.is_empty()).then(|| super::text::shortened(&sentence, REMARK))
}

fn one_line(shape: &Shape) -> String {
    match shape {
        Shape::Word(word) => word.clone(),
        Shape::List(item) => match **item {
            Shape::Choice(_) => format!("({})[]", one_line(item)),
            _ => format!("{}[]", one_line(item)),
        },
        Shape::Choice(shapes) => shapes.iter().map(one_line).collect::<Vec<_>>().join(" | "),
        Shape::Object(members) => {
            let member = |it: &Member| format!("{}: {}", name(it), one_line(&it.shape));
            format!("{{ {} }}", members.iter().map(member).collect::<Vec<_>>().join(", "))
        }
    }
}

/// A member's name, with `?` where it may be absent.
fn name(member: &Member) -> String {
    let plain = member.name.bytes().all(|it| it.is_ascii_alphanumeric() || b"_$-[]".contains(&it));
    let name = if plain && !member.name.is_empty() {
        member.name.clone()
    } else {
        Value::String(member.name.clone()).to_string()
    };
    if member.is_required { name } else { format!("{name}?") }
}

/// Writes a shape whose first line stands after what is on the line already.
fn write(out: &mut String, shape: &Shape, indent: usize) {
    let fits = |it: &Shape| one_line(it).len() + indent <= WIDTH && !has_remarks(it);
    match shape {
        _ if fits(shape) => out.push_str(&one_line(shape)),
        Shape::Object(members) => {
            out.push('{');
            for member in members {
                out.push_str(&format!("\n{:indent$}  {}: ", "", name(member)));
                write(out, &member.shape, indent + 2);
                if let Some(remark) = &member.remark {
                    out.push_str(&format!("  // {remark}"));
                }
            }
            out.push_str(&format!("\n{:indent$}}}", ""));
        }
        Shape::List(item) => {
            let is_choice = matches!(**item, Shape::Choice(_));
            out.push_str(if is_choice { "(" } else { "" });
            write(out, item, indent);
            out.push_str(if is_choice { ")[]" } else { "[]" });
        }
        Shape::Choice(shapes) => {
            for (at, shape) in shapes.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { " | " });
                write(out, shape, indent);
            }
        }
        Shape::Word(word) => out.push_str(word),
    }
}

fn has_remarks(shape: &Shape) -> bool {
    match shape {
        Shape::Word(_) => false,
        Shape::List(item) => has_remarks(item),
        Shape::Choice(shapes) => shapes.iter().any(has_remarks),
        Shape::Object(members) => {
            members.iter().any(|it| it.remark.is_some() || has_remarks(&it.shape))
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_schema_is_told_in_a_few_words() {
        let schema = json!({
            "type": "object",
            "required": ["id", "kind"],
            "properties": {
                "id": { "type": "string", "format": "uuid" },
                "kind": { "enum": ["a", "b"] },
                "tags": { "type": ["array", "null"], "items": { "anyOf": [{ "type": "string" }, { "type": "integer" }] } },
                "owner": { "description": "Who has it. Not who made it.", "$ref": "#/$defs/person" },
            },
            "$defs": { "person": {
                "allOf": [
                    { "type": "object", "properties": { "name": { "type": "string" } }, "required": ["name"] },
                    { "type": "object", "properties": { "boss": { "$ref": "#/$defs/person" } } },
                ],
            } },
        });
        expect![[r#"
            {
              id: string (uuid)
              kind: "a" | "b"
              tags?: (string | integer)[] | null
              owner?: { name: string, boss?: { name: string, boss?: object } }  // Who has it.
            }"#]]
        .assert_eq(&long(&schema));
        assert_eq!(short(&json!(true)), "any");
        assert_eq!(
            short(
                &json!({ "type": "array", "items": { "type": "object", "properties": { "a": {} } } })
            ),
            "{ a?: any }[]"
        );
    }
}
