//! Every place of a capability at which there is a value, with the renditions of its schema.

use generator::ir::{Capability, Operation, SchemaId, published};
use serde_json::Value;

/// The JSON pointers of all that is wrong with a value.
pub type Judge = Box<dyn Fn(&Value) -> Vec<String>>;

/// A place with a value.
pub struct Place {
    /// Such as `pets/create body`.
    pub name: String,
    /// Its JSON Schema.
    pub published: Value,
    /// The runtime validator with the schema of this place.
    pub judge: Judge,
}

/// The names and the schemas of an operation, in the order in which the tables have them.
pub fn schemas(operation: &Operation) -> Vec<(String, Option<SchemaId>)> {
    let parameters = operation.parameters.iter();
    let mut all: Vec<_> = parameters
        .map(|it| (format!("{} {}", it.location.as_str(), it.name), Some(it.schema)))
        .collect();
    all.extend(operation.body.iter().map(|it| ("body".to_owned(), Some(it.schema))));
    let responses = operation.responses.iter();
    all.extend(responses.map(|it| (format!("answer {:?}", it.status), it.schema)));
    all
}

/// The places of a capability; `judges` makes the judges of the operation of that index, in order.
pub fn places(capability: &Capability, judges: impl Fn(usize) -> Vec<Judge>) -> Vec<Place> {
    let mut places = Vec::new();
    for (index, operation) in capability.operations.iter().enumerate() {
        let (schemas, judges) = (schemas(operation), judges(index));
        assert_eq!(schemas.len(), judges.len(), "{}: the tables are stale", operation.name);
        for ((place, schema), judge) in schemas.into_iter().zip(judges) {
            let Some(schema) = schema else { continue };
            let name = format!("{}/{} {place}", capability.name, operation.name);
            places.push(Place { name, published: published(&capability.schemas, schema), judge });
        }
    }
    places
}

/// One place for each schema.
pub fn distinct(places: Vec<Place>) -> Vec<Place> {
    let mut met = std::collections::BTreeSet::new();
    places.into_iter().filter(|it| met.insert(it.published.to_string())).collect()
}

/// The places of a generated crate: the tables and the IR side by side.
macro_rules! tables {
    ($crate_name:ident, $specs:expr) => {{
        let lowered = $crate::documents::specs($specs);
        let tables = $crate_name::CAPABILITIES;
        assert_eq!(
            tables.iter().map(|it| it.name).collect::<Vec<_>>(),
            lowered.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(),
        );
        let judge = |schema: &'static $crate_name::support::schema::Schema| -> Judge {
            Box::new(move |value| {
                let found = $crate_name::support::validate::value(schema, value);
                found.into_iter().map(|it| it.pointer).collect()
            })
        };
        let mut all = Vec::new();
        for (capability, table) in lowered.iter().zip(tables) {
            all.extend(places(capability, |index| {
                let operation = table.operations[index];
                assert_eq!(operation.name, capability.operations[index].name);
                let parameters = operation.parameters.iter().map(|it| it.schema);
                let body = operation.body.iter().map(|it| it.schema);
                let answers = operation.responses.iter().map(|it| it.schema);
                parameters.chain(body).chain(answers).map(judge).collect()
            }));
        }
        all
    }};
}

/// The places of the crate `fixture`.
pub fn fixture_places() -> Vec<Place> {
    tables!(fixture, "tests/specs")
}

/// The places of the crate `generated`.
pub fn generated_places() -> Vec<Place> {
    tables!(generated, "specs")
}
