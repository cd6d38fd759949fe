//! Where the inputs of a call come from: what `with` and the template of a consumed body say.

use serde_json::Value;

use crate::document::capability::Consumes;
use crate::ir::{Operation, Source};

/// A value of `with`. `callers` are the words by which it names the caller.
pub(super) fn of(callers: &[&str], value: &Value) -> Source {
    match value {
        Value::String(text) => text_source(callers, text),
        Value::Object(members) => {
            let sources = members.iter().map(|(name, it)| (name.clone(), of(callers, it)));
            let sources: Vec<(String, Source)> = sources.collect();
            let is_constant = sources.iter().all(|it| matches!(it.1, Source::Constant(_)));
            if is_constant { Source::Constant(value.clone()) } else { Source::Object(sources) }
        }
        Value::Array(items) => {
            let sources: Vec<Source> = items.iter().map(|it| of(callers, it)).collect();
            let is_constant = sources.iter().all(|it| matches!(it, Source::Constant(_)));
            if is_constant { Source::Constant(value.clone()) } else { Source::List(sources) }
        }
        other => Source::Constant(other.clone()),
    }
}

fn text_source(callers: &[&str], text: &str) -> Source {
    let caller = |caller: &&str| text.strip_prefix(caller).and_then(|it| it.strip_prefix('.'));
    if let Some(name) = callers.iter().find_map(caller) {
        return named(name);
    }
    if !text.contains("{{") {
        return Source::Constant(text.into());
    }
    let template = bare(text, callers);
    // A name alone is the input itself, with its JSON type.
    let alone = template.strip_prefix("{{").and_then(|it| it.strip_suffix("}}"));
    match alone.filter(|it| !it.contains(['{', '}'])) {
        Some(name) => named(name),
        None => Source::Template(template),
    }
}

fn named(name: &str) -> Source {
    if name == "body" { Source::Body } else { Source::Input(name.to_owned()) }
}

/// A template whose names are bare: `{{tools.id}}` becomes `{{id}}`.
fn bare(text: &str, callers: &[&str]) -> String {
    let mut out = text.replace("{{ ", "{{").replace(" }}", "}}");
    for caller in callers {
        out = out.replace(&format!("{{{{{caller}."), "{{");
    }
    out
}

/// The body of a consumed operation, where the capability writes it as a template: its `data`, or all of it.
pub(super) fn body_template(
    consumes: &Consumes,
    operation: &Operation,
    callers: &[&str],
) -> Option<Source> {
    let declared = consumes.operations.iter().find(|it| it.name.value == operation.name)?;
    Some(of(callers, &template_data(&declared.body.as_ref()?.value.to_value())?))
}

/// What a `body` is made of; `None` for what cannot be read as JSON.
pub(super) fn template_data(body: &Value) -> Option<Value> {
    let data = match body {
        Value::Object(members) if members.contains_key("type") => members.get("data")?,
        other => other,
    };
    match data {
        // JSON as text; a placeholder within quotes is part of a string.
        Value::String(text) => serde_json::from_str(text).ok(),
        other => Some(other.clone()),
    }
}

/// A template whose names are replaced by what the call gives for them.
pub(super) fn filled(template: Source, given: &[(&str, Source)]) -> Source {
    let find = |name: &str| given.iter().find(|it| it.0 == name).map(|it| &it.1);
    match template {
        Source::Input(name) => find(&name).cloned().unwrap_or(Source::Input(name)),
        Source::Template(text) => {
            Source::Template(given.iter().fold(text, |text, (name, source)| {
                text.replace(&format!("{{{{{name}}}}}"), &written(source))
            }))
        }
        Source::Object(members) => {
            let members = members.into_iter().map(|(name, it)| (name, filled(it, given)));
            Source::Object(members.collect())
        }
        Source::List(items) => {
            Source::List(items.into_iter().map(|it| filled(it, given)).collect())
        }
        other => other,
    }
}

/// A source as a part of a text.
fn written(source: &Source) -> String {
    match source {
        Source::Input(name) => format!("{{{{{name}}}}}"),
        Source::Body => "{{body}}".to_owned(),
        Source::Template(text) | Source::Constant(Value::String(text)) => text.clone(),
        Source::Constant(value) => value.to_string(),
        // Nothing else stands in a text.
        Source::Object(_) | Source::List(_) => String::new(),
    }
}
