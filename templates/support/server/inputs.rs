//! Reads the parameters of a request as the inputs of its route.
//!
//! A parameter stands where the operation has it, unless the exposed path captures its name; one that
//! the operation has in its path and the exposed path does not capture is read from the query. Names
//! that only `with` mentions come from the path, or else from the query.

use super::places::Places;
use super::request::Raw;
use super::style::{self, Wire};
use crate::support::mapping;
use crate::support::operation::{Call, Location, Parameter, Source, Style, Target};
use crate::support::schema::{self, Schema};
use crate::support::service::Inputs;
use crate::support::validate::{Violation, place};

/// The inputs of the caller, and what could not be read.
#[derive(Default)]
pub(super) struct Read {
    pub(super) inputs: Inputs,
    pub(super) violations: Vec<Violation>,
    /// Where the caller gave what the operation has elsewhere.
    pub(super) places: Places,
}

pub(super) fn read(call: &Call, raw: &Raw<'_>) -> Read {
    let mut read = Read::default();
    for parameter in call.operation.parameters {
        if is_read(call, parameter) {
            let wire = exposed(call, parameter, raw);
            read.take(parameter.argument, &wire, raw);
            if (wire.location, wire.name) != (parameter.location, parameter.name) {
                let own = place(parameter.location, parameter.name);
                read.places.add(own, place(wire.location, wire.name));
            }
        }
    }
    for (target, source) in call.with {
        for name in mapping::names(source) {
            if declared(call, name).is_none() {
                read.named(call, name, *target, source, raw);
            } else if let (Source::Input(_), Some(parameter)) = (source, declared(call, name)) {
                let wire = exposed(call, parameter, raw);
                read.places.add(place_of(call, *target), place(wire.location, wire.name));
            }
        }
    }
    read
}

impl Read {
    fn take(&mut self, argument: &str, wire: &Wire<'_>, raw: &Raw<'_>) {
        match style::read(wire, raw) {
            Ok(Some(value)) => drop(self.inputs.parameters.insert(argument.to_owned(), value)),
            Ok(None) => {}
            Err(message) => {
                self.violations.push(Violation::new(place(wire.location, wire.name), message));
            }
        }
    }

    /// Reads an input that only `with` mentions.
    fn named(
        &mut self,
        call: &Call,
        name: &'static str,
        target: Target,
        source: &Source,
        raw: &Raw<'_>,
    ) {
        let whole = matches!(source, Source::Input(_));
        let schema = if whole { target_schema(call, target) } else { &schema::STRING };
        let location = match raw.captured(name) {
            Some(_) => Location::Path,
            None => Location::Query,
        };
        let declared = call.operation.parameters;
        let wire = Wire { name, location, style: usual(location), explode: true, schema, declared };
        self.take(name, &wire, raw);
        let given = self.inputs.parameters.contains_key(name) || location == Location::Path;
        // What is neither in the path nor in the query may yet be a member of the body.
        if whole && (given || call.operation.body.is_none()) {
            self.places.add(place_of(call, target), place(location, name));
        }
    }
}

/// Whether the caller gives a parameter: unless `with` sets it without using the name.
fn is_read(call: &Call, parameter: &Parameter) -> bool {
    let set = call.with.iter().any(|it| it.0 == Target::Parameter(parameter.argument));
    let used = || call.with.iter().any(|it| mapping::names(&it.1).contains(&parameter.argument));
    !set || used()
}

fn declared<'c>(call: &'c Call, name: &str) -> Option<&'c Parameter> {
    call.operation.parameters.iter().find(|it| it.argument == name)
}

/// A parameter as the exposed route has it.
fn exposed<'c>(call: &'c Call, parameter: &'c Parameter, raw: &Raw<'_>) -> Wire<'c> {
    // A name that two parameters share belongs to the one that is called by it.
    let is_own =
        |name: &str| declared(call, name).is_none_or(|it| it.argument == parameter.argument);
    let captured = |name: &&&str| is_own(name) && raw.captured(name).is_some();
    let capture = [&parameter.argument, &parameter.name].into_iter().find(captured);
    let (name, location) = match (capture, parameter.location) {
        (Some(name), _) => (*name, Location::Path),
        (None, Location::Path) => (parameter.name, Location::Query),
        (None, own) => (parameter.name, own),
    };
    let stays = location == parameter.location || parameter.style == Style::Json;
    let style = if stays { parameter.style } else { usual(location) };
    let explode =
        if location == parameter.location { parameter.explode } else { style == Style::Form };
    let declared = call.operation.parameters;
    Wire { name, location, style, explode, schema: parameter.schema, declared }
}

/// The style where a document declares none.
fn usual(location: Location) -> Style {
    match location {
        Location::Path | Location::Header => Style::Simple,
        Location::Query | Location::Cookie => Style::Form,
    }
}

fn target_schema(call: &Call, target: Target) -> &'static Schema {
    let body = || call.operation.body.as_ref().map_or(&schema::ANY, |it| it.schema);
    match target {
        Target::Parameter(name) => declared(call, name).map_or(&schema::ANY, |it| it.schema),
        Target::Body => body(),
        Target::BodyField(name) => super::coerce::property(body(), name),
    }
}

/// The pointer under which validation reports a target.
fn place_of(call: &Call, target: Target) -> String {
    match target {
        Target::Parameter(name) => match declared(call, name) {
            Some(it) => place(it.location, it.name),
            None => String::new(),
        },
        Target::Body => "/body".to_owned(),
        Target::BodyField(name) => format!("/body/{}", crate::support::validate::escape(name)),
    }
}
