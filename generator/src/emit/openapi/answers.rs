//! The answers of a route: what the upstream API declares, mapped as the route maps it, and the server's own.

use std::collections::BTreeMap;

use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::ir::{Encoding, Envelope, ErrorShape, Operation, Response, Route, StatusPattern};

use super::Writing;
use super::refusals::{self, Taken};
use super::selection::{self, Shape};
use crate::emit::samples::Side;

type Members = Map<String, Value>;

impl Writing<'_> {
    /// The answers, by status.
    pub(super) fn answers(&mut self, route: &Route, operation: &Operation, taken: Taken) -> Value {
        let mut answers: BTreeMap<StatusPattern, Value> = BTreeMap::new();
        for response in operation.responses.iter().filter(|it| is_answered(it.status)) {
            let answer = self.declared(route, response, response.status);
            answers.insert(response.status, answer);
        }
        if !operation.responses.iter().any(|it| is_success(it.status)) {
            let success = StatusPattern::Class(2);
            let any = operation.responses.iter().find(|it| it.status == StatusPattern::Default);
            let answer = match any {
                Some(any) => self.declared(route, any, success),
                None => {
                    json!({ "description": "What the upstream API answers to a call that succeeds." })
                }
            };
            answers.insert(success, answer);
        }
        self.refuse(route, operation, taken, &mut answers);
        let named = answers.into_iter().map(|(status, answer)| {
            let is_error = !is_success(status);
            (key(status), if is_error { self.shared(status, answer) } else { answer })
        });
        named.collect::<Members>().into()
    }

    /// Adds the answers of the server itself; where the upstream API has the same status, either may be given.
    fn refuse(
        &mut self,
        route: &Route,
        operation: &Operation,
        taken: Taken,
        answers: &mut BTreeMap<StatusPattern, Value>,
    ) {
        let declared = |code: u16| {
            let patterns = [
                StatusPattern::Code(code),
                StatusPattern::Class(code / 100),
                StatusPattern::Default,
            ];
            patterns
                .into_iter()
                .find_map(|it| operation.responses.iter().find(|own| own.status == it))
        };
        if !operation.security.iter().all(Vec::is_empty) && declared(401).is_none() {
            let description = "The upstream API does not accept the credential.";
            answers.insert(StatusPattern::Code(401), json!({ "description": description }));
        }
        for refusal in refusals::of(taken) {
            let status = StatusPattern::Code(refusal.status);
            let own = self.own_content(refusal.status);
            let (description, content) = match declared(refusal.status) {
                None => (refusal.description.to_owned(), own),
                Some(upstream) => {
                    let declared = self.declared(route, upstream, status);
                    let description = declared["description"].as_str().unwrap_or_default();
                    let content = declared["content"].as_object().cloned().unwrap_or_default();
                    (format!("{description}\n\n{}", refusal.description), either(content, own))
                }
            };
            let mut answer = json!({ "description": description, "content": content });
            if refusal.status == 503 {
                answer["headers"] = json!({ "Retry-After": {
                    "description": "After how many seconds the request may be repeated.",
                    "schema": { "type": "string" },
                } });
            }
            answers.insert(status, answer);
        }
    }

    /// The server's own errors by media type: in the shape that the documents declare, where they do.
    fn own_content(&mut self, status: u16) -> Members {
        let fits = |it: &&Envelope| match it.status {
            StatusPattern::Code(code) => code == status,
            StatusPattern::Class(class) => class == status / 100,
            StatusPattern::Default => true,
        };
        let envelope = match &self.subject.capability.errors {
            ErrorShape::Problem => None,
            ErrorShape::Declared(all) => all.iter().find(fits).or(all.last()),
        };
        let (media_type, schema) = match envelope {
            Some(envelope) => (envelope.media_type.clone(), self.writer.schema(envelope.schema)),
            None => {
                let schema = json!({ "$ref": format!("#/components/schemas/{}", self.error) });
                ("application/problem+json".to_owned(), schema)
            }
        };
        Members::from_iter([(media_type, json!({ "schema": schema }))])
    }

    /// An answer of the upstream API.
    fn declared(&mut self, route: &Route, response: &Response, status: StatusPattern) -> Value {
        let description = match response.description.trim() {
            "" => reason(status),
            text => text.to_owned(),
        };
        let mut answer = json!({ "description": description });
        let media_type = response.media_type.as_ref().filter(|_| may_have_body(status));
        if let Some(media_type) = media_type.filter(|_| route.method != http::Method::HEAD) {
            let media = self.media(route, response, status);
            answer["content"] = json!({ media_type: media });
        }
        answer
    }

    fn media(&mut self, route: &Route, response: &Response, status: StatusPattern) -> Members {
        let mut media = Members::new();
        let Some(schema) = response.schema else { return media };
        let is_json = response.encoding == Some(Encoding::Json);
        let mapping = route.call.mapping.as_ref().filter(|_| is_success(status) && is_json);
        let (value, example) = match mapping {
            None => {
                let shows = is_success(status) && response.encoding != Some(Encoding::Binary);
                let example = self.examples.of(schema, Side::Answer).filter(|_| shows);
                (self.writer.schema(schema), example)
            }
            Some(mapping) => {
                let shape = selection::mapped(self.schemas, mapping, &Shape::At(schema, false));
                let value = selection::written(&shape, &mut |it| self.writer.schema(it));
                let whole = self.examples.of(schema, Side::Answer);
                (value, whole.and_then(|it| selection::of_example(mapping, &it)))
            }
        };
        media.insert("schema".to_owned(), value);
        if let Some(example) = example {
            media.insert("example".to_owned(), example);
        }
        media
    }

    /// A reference to an answer that several routes give.
    fn shared(&mut self, status: StatusPattern, answer: Value) -> Value {
        let stem = stem(&reason(status));
        let equal = self.responses.iter().find(|it| *it.1 == answer && it.0.starts_with(&stem));
        let name = match equal {
            Some((name, _)) => name.clone(),
            None => {
                let mut numbers = (1..).map(|it: usize| match it {
                    1 => stem.clone(),
                    number => format!("{stem}{number}"),
                });
                let name =
                    numbers.find(|it| !self.responses.contains_key(it)).unwrap_or(stem.clone());
                self.responses.insert(name.clone(), answer);
                name
            }
        };
        json!({ "$ref": format!("#/components/responses/{name}") })
    }
}

/// Either of two contents: where both have a media type, either schema.
fn either(mut one: Members, other: Members) -> Members {
    for (media_type, media) in other {
        match one.get_mut(&media_type) {
            None => drop(one.insert(media_type, media)),
            Some(known) => {
                let (own, its) = (known["schema"].take(), &media["schema"]);
                let is_open = own.as_object().is_none_or(Map::is_empty);
                known["schema"] = match is_open {
                    true => json!({}),
                    false if own == *its => own,
                    false => json!({ "anyOf": [own, its] }),
                };
            }
        }
    }
    one
}

/// Interim answers never reach the caller; redirects are passed on where they are declared one by one.
fn is_answered(status: StatusPattern) -> bool {
    match status {
        StatusPattern::Code(code) => code >= 200,
        StatusPattern::Class(class) => class == 2 || class > 3,
        StatusPattern::Default => true,
    }
}

fn is_success(status: StatusPattern) -> bool {
    matches!(status, StatusPattern::Code(200..=399) | StatusPattern::Class(2))
}

fn may_have_body(status: StatusPattern) -> bool {
    !matches!(status, StatusPattern::Code(204 | 205 | 304))
}

fn key(status: StatusPattern) -> String {
    match status {
        StatusPattern::Code(code) => code.to_string(),
        StatusPattern::Class(class) => format!("{class}XX"),
        StatusPattern::Default => "default".to_owned(),
    }
}

/// Words as one name: `NotFound`.
fn stem(words: &str) -> String {
    let capital = |word: &str| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_ascii_uppercase() + rest
    };
    let words = words.split(|it: char| !it.is_ascii_alphanumeric());
    words.filter(|it| !it.is_empty()).map(capital).collect()
}

/// The status in words.
fn reason(status: StatusPattern) -> String {
    let code = |code| StatusCode::from_u16(code).ok().and_then(|it| it.canonical_reason());
    match status {
        StatusPattern::Code(number) => {
            code(number).map_or_else(|| format!("Status {number}"), str::to_owned)
        }
        StatusPattern::Class(class) => format!("Status {class}XX"),
        StatusPattern::Default => "Any other answer".to_owned(),
    }
}
