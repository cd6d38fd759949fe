//! What a person is asked.

use rmcp::model::{
    BooleanSchema, ElicitRequestParams, ElicitationSchema, JsonObject, PrimitiveSchemaDefinition,
};
use serde_json::Value;

use super::QUESTION;
use crate::support::mcp::catalog::Entry;
use crate::support::mcp::redact;
use crate::support::mcp::text::cut;

/// The most of an argument that is shown, in bytes.
const MAX_VALUE: usize = 200;

/// So many arguments are shown.
const MAX_ARGUMENTS: usize = 20;

/// A form with one box to tick.
pub(super) fn ask(entry: &Entry, arguments: &JsonObject) -> ElicitRequestParams {
    let tick = BooleanSchema::new().title("Do it").description("Without this, nothing is done.");
    let tick = PrimitiveSchemaDefinition::Boolean(tick.with_default(false));
    let schema = [(QUESTION.to_owned(), tick)].into();
    ElicitRequestParams::FormElicitationParams {
        meta: None,
        message: message(entry, arguments),
        requested_schema: ElicitationSchema::new(schema).with_required(vec![QUESTION.to_owned()]),
    }
}

fn message(entry: &Entry, arguments: &JsonObject) -> String {
    let operation = entry.tool.call.operation;
    let title = entry.definition.title.as_deref().unwrap_or(entry.tool.name);
    let mut text = format!(
        "{title}\n\nThe tool `{}` calls `{} {}`, which may delete or overwrite data.",
        entry.tool.name, operation.method, operation.path
    );
    if arguments.is_empty() {
        return text;
    }
    text.push_str("\n\nArguments:");
    for (name, value) in arguments.iter().take(MAX_ARGUMENTS) {
        text.push_str(&format!("\n- {name}: {}", shown(name, value)));
    }
    if arguments.len() > MAX_ARGUMENTS {
        text.push_str(&format!("\n- and {} more", arguments.len() - MAX_ARGUMENTS));
    }
    text
}

/// An argument as JSON, without what is secret. Whoever reads it may not be who wrote it.
fn shown(name: &str, value: &Value) -> String {
    let mut member = Value::Object([(name.to_owned(), value.clone())].into_iter().collect());
    redact::by_names_and_shapes(&mut member);
    let text = member[name].to_string();
    let start = cut(&text, MAX_VALUE);
    if start.len() < text.len() { format!("{start}…") } else { text }
}
