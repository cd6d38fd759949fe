//! What one call gives that another needs: identifiers, and further pages.
//!
//! Nothing is guessed from texts. An identifier is a type of its own (see `shape`), so where an answer holds
//! the type that an input has, the one gives what the other takes.

use std::collections::{BTreeSet, VecDeque};

use crate::emit::Subject;
use crate::ir::{PageStyle, Target};
use crate::shape::{Kind, Owner, Shapes, TypeId, TypeUse};

use super::entry::{Effect, Entry};
use super::text::{code, some_of};

/// So many identifiers and lists are told; a larger capability is read operation by operation.
const LINES: usize = 40;

/// So many operations are named in a line.
const NAMED: usize = 6;

/// So many sources of an identifier are told.
const SOURCES: usize = 3;

/// Where the identifiers that operations need come from.
pub fn identifiers(subject: Subject<'_>, entries: &[Entry<'_>]) -> Vec<String> {
    let shapes = subject.shapes;
    let newtypes = shapes.types.iter().enumerate();
    let newtypes = newtypes.filter(|(_, it)| matches!(it.kind, Kind::Newtype(_)));
    let lines = newtypes.filter_map(|(at, definition)| {
        let (Owner::Identifier(name) | Owner::Component(name)) = &definition.owner else {
            return None;
        };
        identifier(subject, entries, TypeId(at), name)
    });
    lines.take(LINES).collect()
}

fn identifier(
    subject: Subject<'_>,
    entries: &[Entry<'_>],
    id: TypeId,
    name: &str,
) -> Option<String> {
    let needs = |entry: &&Entry<'_>| needed(subject, entry).iter().any(|it| holds(it, id));
    let takers: Vec<String> = entries.iter().filter(needs).map(|it| code(&it.call())).collect();
    let mut sources: Vec<(usize, String)> = Vec::new();
    for entry in entries.iter().filter(|it| it.effect == Effect::Read && !needs(it)) {
        let answer = &subject.shapes.operations[entry.id.0].answer;
        if let Some(path) = path_to(subject.shapes, answer, id) {
            let inputs = needed(subject, entry).len();
            sources.push((inputs, format!("{} of {}", code(&path), code(&entry.call()))));
        }
    }
    if takers.is_empty() || sources.is_empty() {
        return None;
    }
    // What needs the fewest inputs is the best start.
    sources.sort_by_key(|it| it.0);
    let sources: Vec<String> = sources.into_iter().take(SOURCES).map(|it| it.1).collect();
    let takers = some_of(&takers, NAMED);
    Some(format!("{} (for {takers}): take {}.", code(name), sources.join(", or ")))
}

/// The types of what a call must be given.
fn needed<'a>(subject: Subject<'a>, entry: &Entry<'_>) -> Vec<&'a TypeUse> {
    let shape = &subject.shapes.operations[entry.id.0];
    let parameters = entry.operation.parameters.iter().zip(&shape.parameters);
    let mut types: Vec<&TypeUse> =
        parameters.filter(|(it, _)| it.required).map(|(_, ty)| ty).collect();
    let is_required = entry.operation.body.as_ref().is_some_and(|it| it.required);
    if is_required
        && let Some(TypeUse::Named(id)) = &shape.body
        && let Kind::Struct { fields, .. } = &aliased(subject.shapes, *id)
    {
        types.extend(fields.iter().filter(|it| it.required).map(|it| &it.ty));
    }
    types
}

/// What a type is, whatever else it is called.
fn aliased(shapes: &Shapes, id: TypeId) -> &Kind {
    let mut kind = &shapes.get(id).kind;
    // An alias names a type that is none.
    for _ in 0..shapes.types.len() {
        match kind {
            Kind::Alias(TypeUse::Named(next)) => kind = &shapes.get(*next).kind,
            _ => break,
        }
    }
    kind
}

/// Whether a value is an identifier, or a list of them.
fn holds(ty: &TypeUse, id: TypeId) -> bool {
    match ty {
        TypeUse::Named(other) => *other == id,
        TypeUse::Option(inner) | TypeUse::List(inner) | TypeUse::Boxed(inner) => holds(inner, id),
        _ => false,
    }
}

/// Where an answer holds a value of a type, nearest to its top: `[].user.id`.
fn path_to(shapes: &Shapes, answer: &TypeUse, id: TypeId) -> Option<String> {
    let mut waiting = VecDeque::from([(answer, String::new())]);
    let mut met = BTreeSet::new();
    while let Some((ty, path)) = waiting.pop_front() {
        match ty {
            TypeUse::List(inner) => waiting.push_back((inner, format!("{path}[]"))),
            TypeUse::Map(inner) => waiting.push_back((inner, format!("{path}.*"))),
            TypeUse::Option(inner) | TypeUse::Boxed(inner) => waiting.push_back((inner, path)),
            // An answer that is the identifier itself gives back what it was asked for.
            TypeUse::Named(found) if *found == id => return (!path.is_empty()).then_some(path),
            TypeUse::Named(other) if met.insert(*other) => {
                waiting.extend(below(&shapes.get(*other).kind, &path));
            }
            _ => {}
        }
    }
    None
}

fn below<'a>(kind: &'a Kind, path: &str) -> Vec<(&'a TypeUse, String)> {
    match kind {
        Kind::Struct { fields, .. } => {
            let dot = if path.is_empty() { "" } else { "." };
            fields.iter().map(|it| (&it.ty, format!("{path}{dot}{}", it.name))).collect()
        }
        Kind::Union { variants, .. } => {
            variants.iter().map(|it| (&it.ty, path.to_owned())).collect()
        }
        Kind::Alias(inner) | Kind::Wrapper(inner) => vec![(inner, path.to_owned())],
        Kind::Tuple { .. } | Kind::Enum(_) | Kind::Newtype(_) => Vec::new(),
    }
}

/// How the pages of lists are asked for.
pub fn pages(entries: &[Entry<'_>]) -> Vec<String> {
    entries.iter().filter_map(page).take(LINES).collect()
}

fn page(entry: &Entry<'_>) -> Option<String> {
    let pagination = entry.operation.pagination.as_ref()?;
    let call = code(&entry.call());
    let told = |pointer: &str| code(pointer.trim_start_matches('/'));
    let argument = |parameter: &String| code(&argument_of(entry, parameter));
    let until = |total: &Option<String>| match total {
        Some(total) => format!("until you have as many items as {} says", told(total)),
        None => "until a page has no items".to_owned(),
    };
    Some(match &pagination.style {
        PageStyle::Offset { offset, total } => format!(
            "{call} answers page by page: call again with {} = the number of items so far, {}.",
            argument(offset),
            until(total)
        ),
        PageStyle::Page { page, first, total } => format!(
            "{call} answers page by page: count {} up from {first}, {}.",
            argument(page),
            until(total)
        ),
        PageStyle::Cursor { cursor, next } => format!(
            "{call} answers page by page: call again with {} = {} of the answer, until there is none.",
            argument(cursor),
            told(next)
        ),
        PageStyle::Link => format!(
            "{call} answers page by page; over REST, the `Link` header of an answer (`rel=\"next\"`) leads on."
        ),
    })
}

/// What the caller calls a parameter.
fn argument_of(entry: &Entry<'_>, parameter: &str) -> String {
    let arguments = entry.tools.iter().flat_map(|it| &it.arguments);
    let mut named = arguments.filter(|it| it.target == Target::Parameter(parameter.to_owned()));
    named.next().map_or_else(|| parameter.to_owned(), |it| it.name.clone())
}
