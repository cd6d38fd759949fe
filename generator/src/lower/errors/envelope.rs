//! A declared body of errors as a template.

use crate::ir::{Member, SchemaId, Schemas, Slot, Type};

use super::look::{Object, effective, kind};
use super::members::{Scope, slot};
use super::texts::{MESSAGES, is_one, plain};

/// How deep objects may lie in each other.
const DEPTH: usize = 4;

/// The template of a body; `None` where it cannot tell what is wrong, or demands what is not understood.
pub(super) fn body(schemas: &Schemas, id: SchemaId) -> Option<Slot> {
    let schema = effective(schemas, id);
    let body = match kind(schema) {
        Some(Type::Array) => Slot::Each(Box::new(item(schemas, schema.array.items?, DEPTH)?)),
        _ => whole(schemas, id)?,
    };
    tells(&body).then_some(body)
}

/// Whether it says of every failure what is wrong.
fn tells(slot: &Slot) -> bool {
    match slot {
        Slot::Message | Slot::Told => true,
        Slot::Object(members) => members.iter().any(|it| tells(&it.slot)),
        Slot::Each(item) => tells(item),
        _ => false,
    }
}

/// An object about the failure as a whole, in which everything that is wrong has its place.
fn whole(schemas: &Schemas, id: SchemaId) -> Option<Slot> {
    let object = Object::of(schemas, id)?;
    let mut members = object_members(schemas, &object, Scope::Failure, DEPTH)?;
    let is_list = |it: &Slot| matches!(it, Slot::Issues(_) | Slot::Each(_) | Slot::Fields { .. });
    if members.iter().any(|it| it.slot.has(&is_list)) {
        return Some(Slot::Object(members));
    }
    let is_problem =
        ["title", "status", "detail"].iter().all(|it| object.properties.contains_key(it));
    let name = if is_problem { "errors" } else { "issues" };
    if object.closed || object.properties.contains_key(name) {
        members.iter_mut().for_each(|it| tell(&mut it.slot));
    } else {
        let item = if is_problem { item_of_a_problem() } else { plain_item() };
        let slot = Slot::Issues(Box::new(Slot::Object(item)));
        members.push(Member { name: name.to_owned(), slot, required: false });
    }
    Some(Slot::Object(members))
}

/// An item of our own making.
fn plain_item() -> Vec<Member> {
    let message = Member { name: "message".to_owned(), slot: Slot::Message, required: true };
    let mut item = vec![message];
    add_place(&mut item, &[]);
    item
}

/// An item as the example of RFC 9457 has it.
fn item_of_a_problem() -> Vec<Member> {
    let member = |name: &str, slot, required| Member { name: name.to_owned(), slot, required };
    vec![
        member("detail", Slot::Message, true),
        member("code", Slot::Code(Vec::new()), false),
        member("pointer", Slot::Fragment, false),
    ]
}

/// Lets the message tell what has no other place.
fn tell(slot: &mut Slot) {
    match slot {
        Slot::Message => *slot = Slot::Told,
        Slot::Object(members) => members.iter_mut().for_each(|it| tell(&mut it.slot)),
        _ => {}
    }
}

/// An item of a list: one thing that is wrong.
pub(super) fn item(schemas: &Schemas, id: SchemaId, depth: usize) -> Option<Slot> {
    let depth = depth.checked_sub(1)?;
    let schema = effective(schemas, id);
    match kind(schema) {
        Some(Type::String) if schema.values.is_none() => return Some(Slot::Told),
        // What may be anything is given what is known.
        None if schema.is_any() => return Some(Slot::Object(plain_item())),
        _ => {}
    }
    let object = Object::of(schemas, id)?;
    let mut members = object_members(schemas, &object, Scope::Issue, depth)?;
    if !members.iter().any(|it| it.slot.has(&|it| *it == Slot::Message)) {
        return None;
    }
    if !object.closed {
        let declared: Vec<&str> = object.properties.keys().copied().collect();
        add_place(&mut members, &declared);
    } else if !has_place(&members) {
        members.iter_mut().for_each(|it| tell(&mut it.slot));
    }
    Some(Slot::Object(members))
}

fn has_place(members: &[Member]) -> bool {
    let is_place = |it: &Slot| matches!(it, Slot::Pointer | Slot::Path { .. } | Slot::Field);
    members.iter().any(|it| it.slot.has(&is_place))
}

/// Adds the code and the place to an item that may have more members than are declared.
fn add_place(members: &mut Vec<Member>, declared: &[&str]) {
    let has =
        |members: &[Member], is: &dyn Fn(&Slot) -> bool| members.iter().any(|it| it.slot.has(is));
    let has_code = has(members, &|it| matches!(it, Slot::Code(_)));
    let has_pointer = has(members, &|it| *it == Slot::Pointer);
    let path = Slot::Path { located: false, text: false };
    let wanted = [
        ("code", !has_code, Slot::Code(Vec::new())),
        ("path", !has_place(members), path),
        ("pointer", !has_pointer, Slot::Pointer),
    ];
    for (name, _, slot) in wanted.into_iter().filter(|it| it.1 && !declared.contains(&it.0)) {
        members.push(Member { name: name.to_owned(), slot, required: false });
    }
}

/// The members of an object that can be filled; `None` where one of the others is demanded.
pub(super) fn object_members(
    schemas: &Schemas,
    object: &Object<'_>,
    scope: Scope,
    depth: usize,
) -> Option<Vec<Member>> {
    let message = message_of(schemas, object);
    let mut members = Vec::new();
    for (name, id) in &object.properties {
        let required = object.required.contains(name);
        let slot = if message == Some(name) {
            Some(Slot::Message)
        } else {
            slot(schemas, object, (name, *id), scope, depth)
        };
        let least = || super::look::least(schemas, *id).map(Slot::Constant);
        match slot.or_else(|| required.then(least).flatten()) {
            Some(slot) => members.push(Member { name: (*name).to_owned(), slot, required }),
            None if required => return None,
            None => {}
        }
    }
    Some(members)
}

/// The member that holds the message: the one with the clearest name that can be any text.
fn message_of<'o>(schemas: &Schemas, object: &'o Object<'_>) -> Option<&'o str> {
    let is_text = |id: SchemaId| {
        let schema = effective(schemas, id);
        let rules = &schema.string;
        let is_free = rules.pattern.is_none() && rules.format.is_none() && schema.values.is_none();
        kind(schema) == Some(Type::String) && is_free
    };
    let texts = || object.properties.iter().filter(|(_, id)| is_text(**id)).map(|(name, _)| *name);
    let named = |wanted: &&str| texts().find(|name| plain(name) == **wanted);
    // OAuth: `error` is a code where there is a description.
    MESSAGES.iter().find_map(named).filter(|it| is_one(it, &MESSAGES))
}
