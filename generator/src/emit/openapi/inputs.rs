//! The parameters that a caller of a route gives: in the path, the query, headers and cookies.
//!
//! The rules are those by which the server reads them (`support::server::inputs`): a parameter stands where the operation has
//! it, unless the exposed path captures its name; one of the operation's path that the exposed path does not capture is
//! read from the query. What `with` sets by itself is not asked for; a name that only `with` mentions is an input too.

use serde_json::{Map, Value, json};

use crate::ir::{Location, Operation, Parameter, Route, SchemaId, Source, Style, Target};

use super::{Writing, text};
use crate::emit::samples::Side;

/// One parameter of a route.
struct Exposed<'a> {
    name: &'a str,
    location: Location,
    required: bool,
    style: Style,
    explode: bool,
    /// What it means, where the operation has it.
    declared: Option<&'a Parameter>,
    /// What it must be; `None` for any text.
    schema: Option<SchemaId>,
}

impl Writing<'_> {
    /// The parameters of a route, under the names that `path` has for what the route's own path captures.
    pub(super) fn parameters(&mut self, route: &Route, path: &str) -> Vec<Value> {
        let own = text::names(&route.path);
        let shown = text::names(path);
        let mut exposed = exposed(self, route, &own);
        // In the order of the path, then as the document has them.
        exposed.sort_by_key(|it| match it.location {
            Location::Path => own.iter().position(|name| *name == it.name).unwrap_or(own.len()),
            _ => own.len(),
        });
        let mut written = Vec::new();
        for it in exposed {
            let renamed = own.iter().position(|name| *name == it.name);
            let renamed = renamed.filter(|_| it.location == Location::Path);
            let name = renamed.and_then(|at| shown.get(at)).copied().unwrap_or(it.name);
            written.push(self.parameter(name, &it));
        }
        written
    }

    fn parameter(&mut self, name: &str, it: &Exposed<'_>) -> Value {
        let mut out = Map::new();
        out.insert("name".to_owned(), name.into());
        out.insert("in".to_owned(), it.location.as_str().into());
        let description = it.declared.and_then(|it| it.description.as_deref());
        if let Some(description) = description.map(str::trim).filter(|it| !it.is_empty()) {
            out.insert("description".to_owned(), description.into());
        }
        if it.required {
            out.insert("required".to_owned(), true.into());
        }
        if it.declared.is_some_and(|it| it.deprecated) {
            out.insert("deprecated".to_owned(), true.into());
        }
        let schema = match it.schema {
            Some(schema) => self.writer.schema(schema),
            None => json!({ "type": "string" }),
        };
        if it.style == Style::Json {
            out.insert("content".to_owned(), json!({ "application/json": { "schema": schema } }));
            return Value::Object(out);
        }
        if it.style != usual(it.location) {
            out.insert("style".to_owned(), word(it.style).into());
        }
        if it.explode != (it.style == Style::Form) {
            out.insert("explode".to_owned(), it.explode.into());
        }
        if it.declared.is_some_and(|it| it.allow_reserved) && it.location == Location::Query {
            out.insert("allowReserved".to_owned(), true.into());
        }
        out.insert("schema".to_owned(), schema);
        if let Some(example) = it.schema.and_then(|it| self.examples.of(it, Side::Request)) {
            out.insert("example".to_owned(), example);
        }
        Value::Object(out)
    }
}

fn exposed<'a>(writing: &Writing<'a>, route: &'a Route, captured: &[&'a str]) -> Vec<Exposed<'a>> {
    let operation = writing.subject.capability.operation(route.call.operation);
    let mut exposed: Vec<Exposed<'a>> = operation
        .parameters
        .iter()
        .filter(|it| is_read(route, it))
        .map(|it| own(route, operation, captured, it))
        .collect();
    for (target, source) in &route.call.with {
        for name in source.names() {
            if operation.parameters.iter().any(|it| it.argument == name)
                || is_in_body(writing, route, operation, name)
            {
                continue;
            }
            let location = if captured.contains(&name) { Location::Path } else { Location::Query };
            let required =
                location == Location::Path || is_needed(writing, operation, target, source, name);
            if let Some(known) = exposed.iter_mut().find(|it| it.name == name) {
                known.required |= required;
                continue;
            }
            let whole = matches!(source, Source::Input(_));
            let schema = if whole { target_schema(writing, operation, target) } else { None };
            let style = usual(location);
            exposed.push(Exposed {
                name,
                location,
                required,
                style,
                explode: style == Style::Form,
                declared: None,
                schema,
            });
        }
    }
    for name in captured {
        if !exposed.iter().any(|it| it.location == Location::Path && it.name == *name) {
            exposed.push(Exposed {
                name,
                location: Location::Path,
                required: true,
                style: Style::Simple,
                explode: false,
                declared: None,
                schema: None,
            });
        }
    }
    exposed.retain(|it| !is_ignored(it));
    exposed
}

/// A parameter of the operation as the route has it.
fn own<'a>(
    route: &Route,
    operation: &'a Operation,
    captured: &[&'a str],
    parameter: &'a Parameter,
) -> Exposed<'a> {
    // A name that two parameters share belongs to the one that is called by it.
    let belongs = |name: &str| {
        let called = operation.parameters.iter().find(|it| it.argument == name);
        called.is_none_or(|it| it.argument == parameter.argument)
    };
    let capture = [parameter.argument.as_str(), parameter.name.as_str()]
        .into_iter()
        .find(|name| belongs(name) && captured.contains(name));
    let (name, location) = match (capture, parameter.location) {
        (Some(name), _) => (name, Location::Path),
        (None, Location::Path) => (parameter.name.as_str(), Location::Query),
        (None, own) => (parameter.name.as_str(), own),
    };
    let is_moved = location != parameter.location;
    let style =
        if !is_moved || parameter.style == Style::Json { parameter.style } else { usual(location) };
    let explode = if is_moved { style == Style::Form } else { parameter.explode };
    // What `with` sets from the name alone is not needed for its own sake.
    let is_set = is_set(route, parameter);
    let used =
        route.call.with.iter().filter(|it| it.1.names().contains(&parameter.argument.as_str()));
    let needed = used.clone().any(|(target, _)| match target {
        Target::Parameter(name) => {
            operation.parameters.iter().any(|it| it.argument == *name && it.required)
        }
        _ => false,
    });
    let required = location == Location::Path || (parameter.required && !is_set) || needed;
    let schema = Some(parameter.schema);
    Exposed { name, location, required, style, explode, declared: Some(parameter), schema }
}

/// Whether the caller gives a parameter: unless `with` sets it without using the name.
fn is_read(route: &Route, parameter: &Parameter) -> bool {
    let used = || {
        let mut sources = route.call.with.iter().map(|it| &it.1);
        sources.any(|it| it.names().contains(&parameter.argument.as_str()))
    };
    !is_set(route, parameter) || used()
}

fn is_set(route: &Route, parameter: &Parameter) -> bool {
    route.call.with.iter().any(|it| it.0 == Target::Parameter(parameter.argument.clone()))
}

/// Headers of which OpenAPI says that their definition is ignored ("Parameter Object").
fn is_ignored(it: &Exposed<'_>) -> bool {
    const NAMES: [&str; 3] = ["accept", "content-type", "authorization"];
    it.location == Location::Header && NAMES.iter().any(|name| it.name.eq_ignore_ascii_case(name))
}

/// Whether the caller's body has a member of the name, from which it is taken.
fn is_in_body(writing: &Writing<'_>, route: &Route, operation: &Operation, name: &str) -> bool {
    let body = operation.body.as_ref().filter(|_| super::body::is_callers(route));
    let parts = body.map(|it| writing.schemas.parts(it.schema)).unwrap_or_default();
    parts.into_iter().any(|it| writing.schemas.get(it).object.properties.contains_key(name))
}

/// Whether the target cannot do without an input. What is built of several goes without those that are not given.
fn is_needed(
    writing: &Writing<'_>,
    operation: &Operation,
    target: &Target,
    source: &Source,
    name: &str,
) -> bool {
    match source {
        Source::Object(members) if *target == Target::Body => members.iter().any(|(key, it)| {
            let plain = matches!(it, Source::Input(_) | Source::Template(_));
            let field = Target::BodyField(key.clone());
            plain && it.names().contains(&name) && is_required(writing, operation, &field)
        }),
        Source::Object(_) | Source::List(_) => false,
        _ => is_required(writing, operation, target),
    }
}

fn is_required(writing: &Writing<'_>, operation: &Operation, target: &Target) -> bool {
    let body = operation.body.as_ref().filter(|it| it.required);
    match target {
        Target::Parameter(name) => {
            operation.parameters.iter().any(|it| it.argument == *name && it.required)
        }
        Target::Body => body.is_some(),
        Target::BodyField(name) => body.is_some_and(|body| {
            let parts = writing.schemas.parts(body.schema);
            parts.into_iter().any(|it| writing.schemas.get(it).object.required.contains(name))
        }),
    }
}

fn target_schema(
    writing: &Writing<'_>,
    operation: &Operation,
    target: &Target,
) -> Option<SchemaId> {
    let body = operation.body.as_ref().map(|it| it.schema);
    match target {
        Target::Parameter(name) => {
            operation.parameters.iter().find(|it| it.argument == *name).map(|it| it.schema)
        }
        Target::Body => body,
        Target::BodyField(name) => {
            let parts = writing.schemas.parts(body?).into_iter().rev();
            let mut found =
                parts.filter_map(|it| writing.schemas.get(it).object.properties.get(name).copied());
            found.next()
        }
    }
}

/// The style where a document declares none.
fn usual(location: Location) -> Style {
    match location {
        Location::Path | Location::Header => Style::Simple,
        Location::Query | Location::Cookie => Style::Form,
    }
}

fn word(style: Style) -> &'static str {
    match style {
        Style::Simple => "simple",
        Style::Label => "label",
        Style::Matrix => "matrix",
        Style::Form | Style::Json => "form",
        Style::SpaceDelimited => "spaceDelimited",
        Style::PipeDelimited => "pipeDelimited",
        Style::DeepObject => "deepObject",
    }
}
