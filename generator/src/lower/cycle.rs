//! Schemas that are defined as themselves.
//!
//! A schema may contain itself: behind a property or an item stands a smaller value. One that is itself, through
//! nothing but references and combinations, says nothing and would be read for ever. A reference of such a ring
//! is taken out, so that whoever follows references and combinations comes to an end.

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Schema, SchemaId, Schemas};

use super::Context;

/// Breaks every ring, and reports it.
pub(super) fn break_rings(cx: &mut Context<'_>) {
    let mut search = Search { done: vec![false; cx.schemas.iter().count()] };
    for at in 0..search.done.len() {
        while let Some(id) = search.closing_reference(&cx.schemas, SchemaId(at)) {
            let mut schema = cx.schemas.get(id).clone();
            schema.reference = None;
            let span = schema.origin.0;
            cx.schemas.set(id, schema);
            cx.report(
                Diagnostic::warning(
                    Code::ReferenceCycle,
                    span,
                    "the reference leads back to itself, and so says nothing",
                )
                .label("taken as any value")
                .help("write out one of the schemas that refer to each other"),
            );
        }
    }
}

/// Lets every bare reference name what is meant in the end, so that nobody has to follow a long chain again.
pub(super) fn shorten_chains(cx: &mut Context<'_>) {
    for at in 0..cx.schemas.iter().count() {
        let mut chain = vec![SchemaId(at)];
        while let Some(last) = chain.last().map(|it| cx.schemas.get(*it))
            && let Some(next) = last.reference.filter(|_| last.is_bare_reference())
        {
            chain.push(next);
        }
        let Some(end) = chain.pop() else { continue };
        for id in chain {
            if cx.schemas.get(id).reference != Some(end) {
                let schema = Schema { reference: Some(end), ..cx.schemas.get(id).clone() };
                cx.schemas.set(id, schema);
            }
        }
    }
}

struct Search {
    /// The schemas from which no ring can be reached.
    done: Vec<bool>,
}

impl Search {
    /// A schema whose reference is part of a ring that can be reached from `start`.
    fn closing_reference(&mut self, schemas: &Schemas, start: SchemaId) -> Option<SchemaId> {
        // No recursion: a chain of references may be as long as the document.
        let mut path: Vec<(SchemaId, Vec<SchemaId>)> = Vec::new();
        let mut is_open = vec![false; self.done.len()];
        let mut next = Some(start);
        loop {
            if let Some(id) = next.filter(|it| !self.done[it.0]) {
                if std::mem::replace(&mut is_open[id.0], true) {
                    let ids: Vec<SchemaId> = path.iter().map(|it| it.0).collect();
                    return referring(schemas, &ids, id);
                }
                path.push((id, schemas.get(id).in_place().collect()));
            }
            let (id, waiting) = path.last_mut()?;
            next = waiting.pop();
            if next.is_none() {
                self.done[id.0] = true;
                is_open[id.0] = false;
                path.pop();
            }
        }
    }
}

/// In a ring that ends a path and leads back to `first`, the last schema that goes on by its reference.
///
/// There is one: what is written inside a schema is a tree, so only a reference can lead back.
fn referring(schemas: &Schemas, path: &[SchemaId], first: SchemaId) -> Option<SchemaId> {
    let nexts = path.iter().skip(1).chain([&first]);
    let mut steps: Vec<_> = path.iter().zip(nexts).collect();
    steps.reverse();
    let by_reference =
        |(at, next): &(&SchemaId, &SchemaId)| schemas.get(**at).reference == Some(**next);
    steps.into_iter().find(by_reference).map(|(at, _)| *at)
}
