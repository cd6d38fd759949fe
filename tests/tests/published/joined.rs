//! The description of several capabilities on one port.

use fixture::support::server::{Inbound, description};
use serde_json::Value;

/// Joined descriptions by name: with and without a token that the server demands.
pub fn all() -> Vec<(&'static str, String)> {
    let (fixture, generated) = (fixture::CAPABILITIES, generated::CAPABILITIES);
    let inbound = generated::support::server::Inbound::Bearer;
    let generated = generated::support::server::description(generated, inbound);
    let fixture = description(fixture, Inbound::Open);
    vec![("fixture", fixture.to_string()), ("generated", generated.to_string())]
}

/// Every reference in a document.
fn references<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str));
            members.values().for_each(|it| references(it, found));
        }
        Value::Array(items) => items.iter().for_each(|it| references(it, found)),
        _ => {}
    }
}

#[test]
fn a_joined_description_has_every_operation_and_leads_nowhere_else() {
    let document = description(fixture::CAPABILITIES, Inbound::Bearer);
    let routes = fixture::CAPABILITIES.iter().filter_map(|it| it.rest.as_ref());
    let routes: usize = routes.map(|it| it.routes.len()).sum();
    let paths = document["paths"].as_object().expect("paths");
    let operations = paths.values().flat_map(|it| it.as_object().expect("an item").values());
    let ids: Vec<&Value> = operations.clone().map(|it| &it["operationId"]).collect();
    let mut distinct: Vec<String> = ids.iter().map(|it| it.to_string()).collect();
    distinct.sort();
    distinct.dedup();
    assert_eq!((ids.len(), distinct.len()), (routes, routes));
    for operation in operations {
        assert!(operation["responses"].get("401").is_some(), "{operation}");
    }
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > routes);
    for reference in found {
        let pointer = reference.strip_prefix('#').expect("a reference within the document");
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
    assert_eq!(document["security"], serde_json::json!([{ "bearer": [] }]));
}
