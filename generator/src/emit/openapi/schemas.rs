//! The schemas as the document has them: sound in themselves, and named.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::ir::{Named, Schema, SchemaId, Schemas, Type, structure_key};

use super::super::Subject;
use crate::emit::samples::is_valid;

/// A copy that means the same without what tools stumble over: defaults and examples that do not fit their own schema,
/// values that their type forbids, lists that do not speak of their items, required members that nothing describes.
pub fn sound(schemas: &Schemas) -> Schemas {
    let mut sound = schemas.clone();
    let mut any = None;
    for (id, schema) in schemas.iter() {
        let mut new = schema.clone();
        let mut any = || *any.get_or_insert_with(|| sound.push(Schema::any(schema.origin)));
        settle_values(&mut new);
        settle_items(schemas, &mut new, &mut any);
        settle_required(schemas, &mut new, &mut any);
        settle_pattern(&mut new);
        if new.default.is_some() || !new.examples.is_empty() {
            let mut plain = new.clone();
            (plain.default, plain.examples) = (None, Vec::new());
            let fits = |it: &Value| is_valid(schemas, id, it);
            new.default = new.default.filter(fits);
            new.examples.retain(fits);
        }
        if new != *schema {
            sound.set(id, new);
        }
    }
    sound
}

/// Each allowed value once, and none that the type forbids.
fn settle_values(schema: &mut Schema) {
    let Some(values) = &mut schema.values else { return };
    let types = &schema.types;
    let mut met = BTreeSet::new();
    values.retain(|it| {
        let fits = types.is_empty() || types.iter().any(|ty| is_of(*ty, it));
        fits && met.insert(it.to_string())
    });
}

/// That there are no further items is said by their number.
fn settle_items(schemas: &Schemas, schema: &mut Schema, any: &mut impl FnMut() -> SchemaId) {
    let is_alone = schema.in_place().next().is_none();
    let rules = &mut schema.array;
    let forbids = |id: SchemaId| schemas.get(id).boolean == Some(false);
    // With nothing else that speaks of items, what is left over is what comes after the first ones.
    if rules.items.is_none() && rules.contains.is_none() && is_alone {
        rules.items = rules.unevaluated.take();
    }
    if rules.items.is_some_and(forbids) {
        let prefix = rules.prefix.len() as u64;
        rules.max_items = Some(rules.max_items.map_or(prefix, |it| it.min(prefix)));
        rules.items = None;
    }
    let speaks = !rules.prefix.is_empty() || schema.types.contains(&Type::Array);
    if speaks && rules.items.is_none() && rules.unevaluated.is_none() {
        rules.items = Some(any());
    }
}

/// A required member that is not described can be anything, unless the schema speaks of all that it does not describe.
fn settle_required(schemas: &Schemas, schema: &mut Schema, any: &mut impl FnMut() -> SchemaId) {
    let rules = &mut schema.object;
    let open = rules.additional.is_none_or(|it| schemas.get(it).is_any());
    if !open || schemas.has_unevaluated() {
        return;
    }
    for name in &rules.required {
        let patterned = !rules.patterns.is_empty();
        if !patterned && !rules.properties.contains_key(name) {
            rules.properties.insert(name.clone(), any());
        }
    }
}

/// A group's name means nothing to a match, and is written in other ways elsewhere. A pattern that means something in
/// Unicode mode only is refused or misread by most tools, so it becomes a note; the server checks it all the same.
fn settle_pattern(schema: &mut Schema) {
    let Some(pattern) = schema.string.pattern.take() else { return };
    if [r"\p{", r"\P{", r"\u{", r"\k<"].iter().any(|it| pattern.contains(it)) {
        let note = format!("Matches the pattern `{pattern}` of ECMA-262, in Unicode mode.");
        schema.description = Some(match schema.description.take() {
            Some(text) => format!("{text}\n\n{note}"),
            None => note,
        });
        return;
    }
    schema.string.pattern = Some(without_names(&pattern));
}

/// A pattern with `(` for each `(?<name>`.
fn without_names(pattern: &str) -> String {
    let mut pieces = pattern.split("(?<");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once('>') {
            Some((_, rest)) if !piece.starts_with(['=', '!']) => {
                out.push('(');
                out.push_str(rest);
            }
            _ => {
                out.push_str("(?<");
                out.push_str(piece);
            }
        }
    }
    out
}

fn is_of(ty: Type, value: &Value) -> bool {
    match ty {
        Type::Null => value.is_null(),
        Type::Boolean => value.is_boolean(),
        Type::Integer => value.as_f64().is_some_and(|it| it.fract() == 0.0),
        Type::Number => value.is_number(),
        Type::String => value.is_string(),
        Type::Array => value.is_array(),
        Type::Object => value.is_object(),
    }
}

/// The names of the schemas that the document does not name but that have types of their own: those of the types.
pub fn named(subject: Subject<'_>, schemas: &Schemas) -> Named {
    let own = |id: SchemaId| schemas.get(id).component.is_none() && is_structured(schemas, id);
    let mut by_key: BTreeMap<String, (SchemaId, String)> = BTreeMap::new();
    for (at, ty) in subject.shapes.types.iter().enumerate() {
        let Some(id) = ty.schema.filter(|it| ty.is_own() && own(*it)) else { continue };
        let name = subject.names.ty(crate::shape::TypeId(at)).ident.to_string();
        by_key.entry(structure_key(schemas, id)).or_insert((id, name));
    }
    if by_key.is_empty() {
        return Named::new();
    }
    let equal = |(id, _)| Some((id, by_key.get(&structure_key(schemas, id))?.clone()));
    schemas.iter().filter(|(id, _)| own(*id)).filter_map(equal).collect()
}

/// Whether a schema is more than a scalar: an object with properties, or a choice.
fn is_structured(schemas: &Schemas, id: SchemaId) -> bool {
    let schema = schemas.get(id);
    !schema.opaque
        && (!schema.object.properties.is_empty()
            || schema.any_of.len() > 1
            || schema.one_of.len() > 1)
}
