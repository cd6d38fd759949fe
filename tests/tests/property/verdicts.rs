//! The validator decides as JSON Schema does, and says where.

use std::cell::Cell;

use fixture::support::schema::{STRING, Schema};
use fixture::support::validate;
use serde_json::{Value, json};

use crate::convert::converted_places;
use crate::documents;
use crate::oracle::oracle;
use crate::places::{Judge, Place, distinct, fixture_places, generated_places};
use crate::run::{Found, finish, run, share};

#[test]
fn the_fixture_is_judged_as_published() {
    let valueless = check(distinct(fixture_places()));
    // The type that no finite value satisfies.
    assert_eq!(valueless, ["schemas/schemas-trees answer Code(200)"]);
}

#[test]
fn the_generated_crate_is_judged_as_published() {
    assert_eq!(check(distinct(generated_places())), [""; 0]);
}

#[test]
fn the_real_document_is_judged_as_published() {
    let Some(capabilities) = documents::real() else { return };
    assert_eq!(capabilities.len(), 16);
    let places = capabilities.iter().flat_map(converted_places).collect();
    assert_eq!(check(distinct(places)), [""; 0]);
}

#[test]
fn tables_made_at_run_time_judge_like_emitted_ones() {
    let specs = documents::specs("tests/specs");
    let converted = specs.iter().flat_map(converted_places);
    let pairs: Vec<(Place, Place)> = fixture_places().into_iter().zip(converted).collect();
    let cases = share(pairs.len());
    finish(pairs.iter().map(|(emitted, converted)| {
        assert_eq!(emitted.name, converted.name);
        run(&emitted.name, &emitted.published, cases, &|instance| {
            let (wanted, found) = ((emitted.judge)(instance), (converted.judge)(instance));
            if wanted == found { Ok(()) } else { Err(format!("{wanted:?} became {found:?}")) }
        })
    }));
}

#[test]
fn formats_are_judged_as_their_standards_have_them() {
    let place = |format: &'static str| {
        let schema: &'static Schema = Box::leak(Box::new(STRING.format(format)));
        let judge: Judge = Box::new(move |it| {
            validate::value(schema, it).into_iter().map(|it| it.pointer).collect()
        });
        let published = json!({ "type": "string", "format": format });
        Place { name: format.to_owned(), published, judge }
    };
    let formats = [
        "date-time",
        "date",
        "time",
        "duration",
        "uuid",
        "uri",
        "uri-reference",
        "email",
        "hostname",
        "ipv4",
        "ipv6",
        "iri",
        "iri-reference",
        "json-pointer",
        "relative-json-pointer",
        "password",
        "int32",
    ];
    assert_eq!(check(formats.map(place).into()), [""; 0]);
}

/// Checks places; answers those of which no valid value was met.
fn check(places: Vec<Place>) -> Vec<String> {
    assert!(!places.is_empty());
    let (met, fitting) = (Cell::new(0), Cell::new(0));
    let mut valueless = Vec::new();
    let mut found = Vec::new();
    for place in &places {
        let oracle = oracle(&place.published);
        let before = fitting.get();
        found.push(run(&place.name, &place.published, share(places.len()), &|instance| {
            let is_valid = oracle.is_valid(instance);
            met.set(met.get() + 1);
            fitting.set(fitting.get() + u64::from(is_valid));
            agrees(place, instance, is_valid)
        }));
        if fitting.get() == before {
            valueless.push(place.name.clone());
        }
    }
    eprintln!("{} schemas, {} values, {} valid", places.len(), met.get(), fitting.get());
    finish(found);
    valueless
}

fn agrees(place: &Place, instance: &Value, is_valid: bool) -> Found {
    let pointers = (place.judge)(instance);
    if is_valid != pointers.is_empty() {
        return Err(format!("valid: {is_valid}, but violated at {pointers:?}"));
    }
    match pointers.iter().find(|it| !leads_somewhere(instance, it)) {
        Some(pointer) => Err(format!("the pointer {pointer:?} leads nowhere")),
        None => Ok(()),
    }
}

/// Whether a pointer names a value, or a member that an object does not have.
fn leads_somewhere(instance: &Value, pointer: &str) -> bool {
    let parent = pointer.rsplit_once('/').and_then(|(parent, _)| instance.pointer(parent));
    instance.pointer(pointer).is_some() || parent.is_some_and(Value::is_object)
}
