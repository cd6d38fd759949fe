//! What a model is told when a call fails.
//!
//! Arguments that do not fit: a sentence, then one line for each of them with its JSON pointer. An error
//! of the upstream API: a JSON object with `status`, `code`, `message`, `issues` and, where it says more
//! than these, `body` (at most 8 KiB of it).

use rmcp::model::{CallToolResult, ContentBlock};
use serde_json::{Map, Value};

use super::result::Limits;
use super::text::cut;
use crate::support::failure::{Failure, Issue};
use crate::support::operation::{ErrorShape, Tool};
use crate::support::service::Answer;
use crate::support::validate::Violation;

/// The most of a body that is shown.
const MAX_BODY: usize = 8 * 1024;

/// The arguments do not fit, so nothing was called.
pub(super) fn arguments(tool: &Tool, violations: &[Violation]) -> CallToolResult {
    let mut text = format!(
        "Nothing was done: the arguments of `{}` do not fit. Correct them and call again:",
        tool.name
    );
    for violation in violations {
        text.push_str(&format!("\n- {}: {}", violation.pointer, violation.message));
    }
    CallToolResult::error(vec![ContentBlock::text(text)])
}

/// An argument is what stands for a secret in results.
pub(super) fn placeholder(tool: &Tool, pointer: &str) -> CallToolResult {
    let text = format!(
        "Nothing was done: {pointer} of `{}` is only what stands for a secret that was hidden, so that \
         the secret itself would be lost. Leave it out, or ask the user for the value.",
        tool.name
    );
    CallToolResult::error(vec![ContentBlock::text(text)])
}

/// The service failed, or passes on an answer that is an error.
pub(super) fn failure(failure: Failure, limits: &Limits) -> CallToolResult {
    answer(limits.shown(failure.into_answer(ErrorShape::MessageCodeIssues)))
}

/// The upstream API answered with an error.
pub(super) fn answer(answer: Answer) -> CallToolResult {
    CallToolResult::error(vec![ContentBlock::text(Value::Object(told(answer)).to_string())])
}

/// What is told of an answer that is an error.
pub(super) fn told(answer: Answer) -> Map<String, Value> {
    let body = answer.body.clone();
    let failure = Failure::from_answer(answer);
    let mut told = Map::new();
    told.insert("status".to_owned(), failure.status().as_u16().into());
    if let Some(code) = failure.code() {
        told.insert("code".to_owned(), code.into());
    }
    told.insert("message".to_owned(), capped(failure.message()).into());
    if !failure.issues().is_empty() {
        told.insert("issues".to_owned(), failure.issues().iter().map(issue).collect());
    }
    if let Some(body) = extra_body(&body, failure.message()) {
        told.insert("body".to_owned(), body.into());
    }
    told
}

fn issue(issue: &Issue) -> Value {
    let message = Some(&issue.message);
    let members =
        [("pointer", issue.pointer.as_ref()), ("message", message), ("code", issue.code.as_ref())];
    let told = members.into_iter().filter_map(|(name, text)| Some((name, text?.clone())));
    told.map(|(name, text)| (name.to_owned(), Value::String(text))).collect()
}

/// The body as text, unless all it says is told already.
fn extra_body(body: &[u8], message: &str) -> Option<String> {
    const TOLD: [&str; 3] = ["message", "code", "issues"];
    if body.is_empty() {
        return None;
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(members)) if members.keys().all(|name| TOLD.contains(&&**name)) => None,
        Ok(Value::String(text)) if text == message => None,
        _ => Some(String::from_utf8_lossy(body)).filter(|it| it != message).map(|it| capped(&it)),
    }
}

fn capped(text: &str) -> String {
    if text.len() <= MAX_BODY {
        return text.to_owned();
    }
    let start = cut(text, MAX_BODY);
    format!("{start} (the first {} of {} bytes)", start.len(), text.len())
}
