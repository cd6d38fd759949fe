//! One exposed operation: its texts, and what goes in and comes out.

use serde_json::{Map, Value};

use crate::ir::{Operation, Route, SchemaId};

use super::refusals::Taken;
use super::{Writing, text};

impl Writing<'_> {
    /// The operation of a route, in a path item of this path.
    pub(super) fn operation(&mut self, route: &Route, path: &str, body: Option<SchemaId>) -> Value {
        let operation = self.subject.capability.operation(route.call.operation);
        let (summary, description) = texts(route, operation);
        let mut out = Map::new();
        out.insert("operationId".to_owned(), self.ids.take(&text::identifier(&route.name)).into());
        out.insert("summary".to_owned(), summary.into());
        out.insert("description".to_owned(), description.into());
        out.insert("tags".to_owned(), self.tagged(operation).into());
        if operation.deprecated {
            out.insert("deprecated".to_owned(), true.into());
        }
        let parameters = self.parameters(route, path);
        let body = self.body(route, operation, body);
        let taken = Taken {
            inputs: !parameters.is_empty() || body.is_some(),
            captures: path.contains('{'),
            body: body.is_some(),
        };
        if !parameters.is_empty() {
            out.insert("parameters".to_owned(), parameters.into());
        }
        if let Some(body) = body {
            out.insert("requestBody".to_owned(), body);
        }
        out.insert("responses".to_owned(), self.answers(route, operation, taken));
        Value::Object(out)
    }

    /// The tags of the operation, or that of the capability where it has none.
    fn tagged(&mut self, operation: &Operation) -> Vec<String> {
        let mut tags: Vec<String> = Vec::new();
        for tag in operation.tags.iter().map(|it| it.trim()).filter(|it| !it.is_empty()) {
            if !tags.iter().any(|it| it == tag) {
                tags.push(tag.to_owned());
            }
        }
        if tags.is_empty() {
            tags.push(self.subject.capability.name.clone());
        }
        for tag in &tags {
            if !self.tags.contains(tag) {
                self.tags.push(tag.clone());
            }
        }
        tags
    }
}

/// What it does in one line, and at length; where no document tells, the request line.
fn texts(route: &Route, operation: &Operation) -> (String, String) {
    let request = format!("{} {}", route.method, route.path);
    let said = |it: &Option<String>| {
        it.as_deref().map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned)
    };
    let own = said(&route.description);
    let (summary, description) = (said(&operation.summary), said(&operation.description));
    let line = |it: &Option<String>| it.as_deref().and_then(text::headline);
    let short = line(&own).or_else(|| line(&summary)).or_else(|| line(&description));
    let long = own.or(description).or(summary);
    (short.unwrap_or_else(|| request.clone()), long.unwrap_or(request))
}
