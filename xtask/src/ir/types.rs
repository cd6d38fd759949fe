//! A schema in a few words, such as `array of User` or `string | null`.

use generator::ir::{Schema, SchemaId, Schemas, Type};

/// How many schemas are entered on the way to the words; it also ends recursion.
const DEPTH: usize = 3;

/// The words for a schema.
pub fn words(schemas: &Schemas, id: SchemaId) -> String {
    describe(schemas, id, DEPTH)
}

fn describe(schemas: &Schemas, id: SchemaId, depth: usize) -> String {
    let schema = schemas.get(schemas.resolve(id));
    if let Some(name) = &schema.component {
        return name.clone();
    }
    if depth == 0 {
        return "...".to_owned();
    }
    if let Some(reference) = schema.reference {
        return format!("{} with more", describe(schemas, reference, depth - 1));
    }
    if schema.boolean == Some(false) {
        return "nothing".to_owned();
    }
    if schema.is_any() {
        return "any".to_owned();
    }
    composed(schemas, schema, depth).unwrap_or_else(|| by_type(schemas, schema, depth))
}

fn composed(schemas: &Schemas, schema: &Schema, depth: usize) -> Option<String> {
    let (list, separator) = if !schema.one_of.is_empty() {
        (&schema.one_of, " | ")
    } else if !schema.any_of.is_empty() {
        (&schema.any_of, " | ")
    } else if !schema.all_of.is_empty() {
        (&schema.all_of, " & ")
    } else {
        return None;
    };
    let parts: Vec<String> = list.iter().map(|it| describe(schemas, *it, depth - 1)).collect();
    Some(parts.join(separator))
}

fn by_type(schemas: &Schemas, schema: &Schema, depth: usize) -> String {
    if let Some(values) = &schema.values {
        let values: Vec<String> = values.iter().map(ToString::to_string).collect();
        return values.join(" | ");
    }
    if schema.types.is_empty() {
        return "constrained".to_owned();
    }
    let words: Vec<String> =
        schema.types.iter().map(|it| of_type(schemas, schema, *it, depth)).collect();
    words.join(" | ")
}

fn of_type(schemas: &Schemas, schema: &Schema, ty: Type, depth: usize) -> String {
    let format = schema.string.format.as_ref();
    let additional = schema.object.additional;
    match ty {
        Type::Array => {
            let items = schema.array.items;
            let items = items.map_or("any".to_owned(), |it| describe(schemas, it, depth - 1));
            format!("array of {items}")
        }
        Type::Object if !schema.object.properties.is_empty() => {
            let required = &schema.object.required;
            let members = schema.object.properties.keys().map(|name| {
                let optional = if required.contains(name) { "" } else { "?" };
                format!("{name}{optional}")
            });
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
        Type::Object => match additional {
            Some(id) => format!("map of {}", describe(schemas, id, depth - 1)),
            None => "object".to_owned(),
        },
        Type::String | Type::Integer | Type::Number => match format {
            Some(format) => format!("{} ({format})", ty.as_str()),
            None => ty.as_str().to_owned(),
        },
        Type::Null | Type::Boolean => ty.as_str().to_owned(),
    }
}
