//! The body that a caller of a route sends.

use serde_json::{Map, Value, json};

use crate::ir::{Encoding, Operation, Route, SchemaId, Schemas, Source, Target};

use super::super::Subject;
use super::Writing;
use crate::emit::samples::Side;

/// What the caller's body must be, after `with`; `None` where the caller sends none. A body of which `with` sets members
/// gets a twin without them, which is added to the schemas.
pub(super) fn schema(
    subject: Subject<'_>,
    schemas: &mut Schemas,
    route: &Route,
) -> Option<SchemaId> {
    let operation = subject.capability.operation(route.call.operation);
    let body = operation.body.as_ref().filter(|_| is_callers(route))?;
    let set = set_members(route);
    if set.is_empty() { Some(body.schema) } else { Some(without(schemas, body.schema, &set)) }
}

/// Whether the operation's body is the caller's, not one that `with` puts in its place.
pub(super) fn is_callers(route: &Route) -> bool {
    let replaces = |(target, source): &(Target, Source)| {
        *target == Target::Body && !matches!(source, Source::Body)
    };
    !route.call.with.iter().any(replaces)
}

/// The members that `with` sets, whatever the caller says.
fn set_members(route: &Route) -> Vec<&str> {
    let names = route.call.with.iter().map(|(target, _)| match target {
        Target::BodyField(name) => Some(name.as_str()),
        _ => None,
    });
    names.flatten().collect()
}

/// A twin of a schema whose values need not have these members.
fn without(schemas: &mut Schemas, id: SchemaId, names: &[&str]) -> SchemaId {
    let mut twin = id;
    // Parts come before the whole, so that a part's twin is there when it is needed.
    let mut twins: Vec<(SchemaId, SchemaId)> = Vec::new();
    for part in schemas.parts(id) {
        let mut schema = schemas.get(part).clone();
        schema.component = None;
        schema.object.required.retain(|it| !names.contains(&it.as_str()));
        schema.object.properties.retain(|it, _| !names.contains(&it.as_str()));
        let of = |it: SchemaId| twins.iter().find(|pair| pair.0 == it).map_or(it, |pair| pair.1);
        schema.all_of = schema.all_of.iter().map(|it| of(*it)).collect();
        schema.reference = schema.reference.map(of);
        twin = schemas.push(schema);
        twins.push((part, twin));
    }
    twin
}

impl Writing<'_> {
    /// The request body of a route, where it takes one.
    pub(super) fn body(
        &mut self,
        route: &Route,
        operation: &Operation,
        schema: Option<SchemaId>,
    ) -> Option<Value> {
        let (declared, schema) = (operation.body.as_ref()?, schema?);
        let mut media = Map::new();
        media.insert("schema".to_owned(), self.writer.schema(schema));
        if matches!(declared.encoding, Encoding::Json | Encoding::Form | Encoding::Text)
            && let Some(example) = self.examples.of(schema, Side::Request)
        {
            media.insert("example".to_owned(), example);
        }
        let mut out = Map::new();
        let description = declared.description.as_deref().map(str::trim);
        if let Some(description) = description.filter(|it| !it.is_empty()) {
            out.insert("description".to_owned(), description.into());
        }
        out.insert("content".to_owned(), json!({ &declared.media_type: media }));
        if declared.required && (set_members(route).is_empty() || self.demands_member(schema)) {
            out.insert("required".to_owned(), true.into());
        }
        Some(Value::Object(out))
    }

    fn demands_member(&self, id: SchemaId) -> bool {
        let parts = self.schemas.parts(id);
        parts.into_iter().any(|it| !self.schemas.get(it).object.required.is_empty())
    }
}
