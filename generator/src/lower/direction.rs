//! Properties that one side alone sends: `readOnly` and `writeOnly`.
//!
//! OpenAPI 3.0 ("Schema Object") says of a property that is required and `readOnly` that "required will take effect
//! on the response only", and likewise of `writeOnly` and the request. A schema that would demand such a property
//! of the wrong side gets a twin for that side, which does not; so does each schema that leads to it. What only
//! one side uses needs no twin and is changed where it stands.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{self, Schema, SchemaId, Schemas};

use super::Context;

/// Who sends a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// The caller, in a request.
    Request,
    /// The API, in an answer.
    Answer,
}

/// Frees each side from the properties that only the other one sends.
pub(super) fn free_sides(cx: &mut Context<'_>, operations: &mut [ir::Operation]) {
    for side in [Side::Request, Side::Answer] {
        let own = reached(&cx.schemas, roots(operations, side));
        let dropped = dropped(&cx.schemas, &own, side);
        if dropped.is_empty() {
            continue;
        }
        let other = reached(&cx.schemas, others(operations, side));
        let leading = leading_to(&cx.schemas, &own, &dropped);
        let twins = twins(&mut cx.schemas, &leading, &other, side);
        for (id, twin) in &twins {
            let mut schema = turned(&cx.schemas, *id, &twins);
            schema.component = cx.schemas.get(*twin).component.clone();
            if let Some(names) = dropped.get(id) {
                schema.object.required.retain(|it| !names.contains(it));
            }
            cx.schemas.set(*twin, schema);
        }
        for operation in &mut *operations {
            turn(uses(operation, side), &twins);
        }
    }
}

/// Where the values of one side begin.
fn uses(operation: &mut ir::Operation, side: Side) -> Vec<&mut SchemaId> {
    match side {
        Side::Request => operation.body.iter_mut().map(|it| &mut it.schema).collect(),
        Side::Answer => {
            operation.responses.iter_mut().filter_map(|it| it.schema.as_mut()).collect()
        }
    }
}

fn roots(operations: &mut [ir::Operation], side: Side) -> Vec<SchemaId> {
    operations.iter_mut().flat_map(|it| uses(it, side)).map(|it| *it).collect()
}

/// Where all other values begin; those of parameters belong to no side, since nobody answers with them.
fn others(operations: &mut [ir::Operation], side: Side) -> Vec<SchemaId> {
    let other = if side == Side::Request { Side::Answer } else { Side::Request };
    let mut roots = roots(operations, other);
    roots.extend(operations.iter().flat_map(|it| &it.parameters).map(|it| it.schema));
    roots
}

/// Every schema that values which begin here can meet.
fn reached(schemas: &Schemas, roots: Vec<SchemaId>) -> BTreeSet<SchemaId> {
    let mut reached = BTreeSet::new();
    let mut waiting = roots;
    while let Some(id) = waiting.pop() {
        if reached.insert(id) {
            waiting.extend(schemas.get(id).ids());
        }
    }
    reached
}

/// The required properties that the other side alone sends, by the schema that requires them.
fn dropped(
    schemas: &Schemas,
    own: &BTreeSet<SchemaId>,
    side: Side,
) -> BTreeMap<SchemaId, BTreeSet<String>> {
    let mut dropped: BTreeMap<SchemaId, BTreeSet<String>> = BTreeMap::new();
    for id in own {
        // One part of an `allOf` may declare a property that another part requires.
        let parts = schemas.parts(*id);
        let properties = parts.iter().flat_map(|it| &schemas.get(*it).object.properties);
        let foreign: BTreeSet<&String> =
            properties.filter(|it| is_foreign(schemas, *it.1, side)).map(|it| it.0).collect();
        if foreign.is_empty() {
            continue;
        }
        for part in parts {
            let required = schemas.get(part).object.required.iter();
            let names: Vec<String> = required.filter(|it| foreign.contains(it)).cloned().collect();
            if !names.is_empty() {
                dropped.entry(part).or_default().extend(names);
            }
        }
    }
    dropped
}

/// Whether a property is for the other side alone.
fn is_foreign(schemas: &Schemas, property: SchemaId, side: Side) -> bool {
    schemas.parts(property).into_iter().map(|it| schemas.get(it)).any(|it| match side {
        Side::Request => it.read_only,
        Side::Answer => it.write_only,
    })
}

/// The schemas that are changed, and those of the same side that lead to one.
fn leading_to(
    schemas: &Schemas,
    own: &BTreeSet<SchemaId>,
    changed: &BTreeMap<SchemaId, BTreeSet<String>>,
) -> BTreeSet<SchemaId> {
    let mut above: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
    for id in own {
        for below in schemas.get(*id).ids() {
            above.entry(below).or_default().push(*id);
        }
    }
    let mut leading = BTreeSet::new();
    let mut waiting: Vec<SchemaId> = changed.keys().copied().collect();
    while let Some(id) = waiting.pop() {
        if leading.insert(id) {
            waiting.extend(above.get(&id).into_iter().flatten());
        }
    }
    leading
}

/// What each schema is for this side: itself, or a new one where it must stay as it is for others.
fn twins(
    schemas: &mut Schemas,
    leading: &BTreeSet<SchemaId>,
    other: &BTreeSet<SchemaId>,
    side: Side,
) -> BTreeMap<SchemaId, SchemaId> {
    let mut twins = BTreeMap::new();
    for id in leading {
        let twin =
            if other.contains(id) { schemas.push(named_for(schemas.get(*id), side)) } else { *id };
        twins.insert(*id, twin);
    }
    twins
}

/// A copy whose name tells the side.
fn named_for(schema: &Schema, side: Side) -> Schema {
    let mut twin = schema.clone();
    if let Some(name) = &mut twin.component {
        name.push_str(if side == Side::Request { "Request" } else { "Answer" });
    }
    twin
}

/// A schema that names the twins.
fn turned(schemas: &Schemas, id: SchemaId, twins: &BTreeMap<SchemaId, SchemaId>) -> Schema {
    let mut schema = schemas.get(id).clone();
    if let Some(discriminator) = &mut schema.discriminator {
        // A value tells its variant by the name that the document gives it, not by that of its twin.
        for variant in schema.any_of.iter().chain(&schema.one_of) {
            let variant = schemas.resolve(*variant);
            let name =
                schemas.get(variant).component.clone().filter(|_| twins.contains_key(&variant));
            if let Some(name) = name {
                discriminator.mapping.entry(name).or_insert(variant);
            }
        }
    }
    turn(schema.ids_mut(), twins);
    schema
}

fn turn(ids: Vec<&mut SchemaId>, twins: &BTreeMap<SchemaId, SchemaId>) {
    for id in ids {
        *id = twins.get(id).copied().unwrap_or(*id);
    }
}
