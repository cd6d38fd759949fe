//! The shapes of errors: which members of the declared bodies tell what.
//!
//! In: the answers that the operations declare for errors. Out: templates that a failure of the server
//! fills, such that the body fits the declared schema. A body whose members are not understood, though it
//! demands them, is not used; where none is left, errors are problems (RFC 9457).

mod envelope;
mod look;
mod members;
mod texts;

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{
    self, Encoding, Envelope, ErrorShape, Response, SchemaId, Schemas, Slot, StatusPattern,
};

/// A declared body that can be filled.
#[derive(Clone)]
struct Candidate<'a> {
    media_type: &'a str,
    schema: SchemaId,
    body: Slot,
}

/// Errors are answered as the provider declares them: each status in the shape that most operations declare
/// for it, every other in the shape that is declared most often.
pub(super) fn error_shape(schemas: &Schemas, operations: &[ir::Operation]) -> ErrorShape {
    let declared = candidates(schemas, operations);
    let Some(usual) = most_frequent(declared.iter().map(|it| &it.1)) else {
        return ErrorShape::Problem;
    };
    let statuses: BTreeSet<StatusPattern> =
        declared.iter().map(|it| it.0).filter(|it| *it != StatusPattern::Default).collect();
    let mut envelopes = Vec::new();
    for status in statuses {
        let of_status = declared.iter().filter(|it| it.0 == status).map(|it| &it.1);
        match most_frequent(of_status) {
            Some(own) if !own.is_alike(usual) => envelopes.push(own.envelope(status)),
            // What a class has of its own must not take a status that is like the usual.
            Some(usual) if has_own_class(&declared, status) => {
                envelopes.push(usual.envelope(status));
            }
            _ => {}
        }
    }
    envelopes.push(usual.envelope(StatusPattern::Default));
    ErrorShape::Declared(envelopes)
}

impl Candidate<'_> {
    fn is_alike(&self, other: &Self) -> bool {
        self.media_type == other.media_type && self.body == other.body
    }

    fn envelope(&self, status: StatusPattern) -> Envelope {
        Envelope {
            status,
            media_type: self.media_type.to_owned(),
            schema: self.schema,
            body: self.body.clone(),
        }
    }
}

fn has_own_class(declared: &[(StatusPattern, Candidate<'_>)], status: StatusPattern) -> bool {
    let StatusPattern::Code(code) = status else { return false };
    declared.iter().any(|it| it.0 == StatusPattern::Class(code / 100))
}

fn candidates<'a>(
    schemas: &'a Schemas,
    operations: &'a [ir::Operation],
) -> Vec<(StatusPattern, Candidate<'a>)> {
    let mut known: BTreeMap<SchemaId, Option<Slot>> = BTreeMap::new();
    let responses = operations.iter().flat_map(|it| &it.responses).filter(|it| is_error(it));
    let mut found = Vec::new();
    for response in responses {
        let (Some(media_type), Some(Encoding::Json), Some(schema)) =
            (response.media_type.as_deref(), response.encoding, response.schema)
        else {
            continue;
        };
        let schema = schemas.resolve(schema);
        let body = known.entry(schema).or_insert_with(|| envelope::body(schemas, schema));
        let media_type = if media_type.contains('*') { "application/json" } else { media_type };
        if let Some(body) = body.clone() {
            found.push((response.status, Candidate { media_type, schema, body }));
        }
    }
    found
}

fn is_error(response: &Response) -> bool {
    match response.status {
        StatusPattern::Code(code) => code >= 400,
        StatusPattern::Class(class) => class >= 4,
        StatusPattern::Default => true,
    }
}

/// Of several that are as frequent, the one declared first.
fn most_frequent<'c, 'a: 'c>(
    all: impl Iterator<Item = &'c Candidate<'a>>,
) -> Option<&'c Candidate<'a>> {
    let mut counted: Vec<(&Candidate<'_>, usize)> = Vec::new();
    for candidate in all {
        match counted.iter_mut().find(|it| it.0.is_alike(candidate)) {
            Some(known) => known.1 += 1,
            None => counted.push((candidate, 1)),
        }
    }
    counted.into_iter().rev().max_by_key(|it| it.1).map(|it| it.0)
}
