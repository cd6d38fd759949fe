//! A person confirms what may delete or overwrite data, before it is done. The model cannot: only the
//! answer to an elicitation counts, and that is given to the client, not to the model.
//!
//! Enters: a tool, its arguments, which fit, and the request they came with. Leaves: that the call may go
//! on, or what is answered instead of it.
//!
//! - Until 2025-11-25 the server asks while the call waits (`elicitation/create`, on the stream of the
//!   request). What is confirmed is by construction what is done.
//! - From 2026-07-28 the server answers with its question and a sealed [`state`], and is called again with
//!   both: see there for what a state is bound to.
//!
//! A tool asks unless it says that it changes nothing (`readOnlyHint`) or destroys nothing
//! (`destructiveHint: false`): one that says neither may destroy, as MCP has it.

mod question;
mod state;

use std::time::Duration;

use http::header::AUTHORIZATION;
use http::request::Parts;
use rmcp::ErrorData;
use rmcp::model::{
    CallToolResponse, CallToolResult, ClientCapabilities, ContentBlock, ElicitResult,
    ElicitationAction, InputRequest, InputRequiredResult, InputResponses, JsonObject, Request,
    Tool as Definition,
};
use rmcp::service::{RequestContext, RoleServer};
use serde_json::Value;

use self::state::{Refused, States, Subject};
use super::catalog::Entry;
use super::{Options, SetupError, era, policy};

/// How long a question may wait for its answer.
const PATIENCE: Duration = Duration::from_secs(300);

/// The name of the question in the answer to a request, and of the one field that it asks for.
const QUESTION: &str = "confirm";

/// Whether a tool asks before it acts.
pub(super) fn asks(definition: &Definition) -> bool {
    let harmless = definition.annotations.as_ref().and_then(|it| it.destructive_hint);
    !policy::is_read_only(definition) && harmless != Some(false)
}

/// Asks for confirmations, and knows those that were given.
pub(super) struct Confirmations {
    /// None where nothing is asked.
    states: Option<States>,
}

/// What a request brings with it, beside the tool and its arguments.
pub(super) struct Given<'a> {
    pub(super) context: &'a RequestContext<RoleServer>,
    pub(super) responses: Option<InputResponses>,
    pub(super) state: Option<String>,
}

impl Confirmations {
    /// # Errors
    /// Refuses a key that is too short, and a system that has no random numbers for one.
    pub(super) fn new(options: &Options) -> Result<Self, SetupError> {
        let states = match options.yes_destructive {
            true => None,
            false => Some(States::new(options.confirm_key.as_ref(), PATIENCE)?),
        };
        Ok(Self { states })
    }

    /// Whether calls of a tool are asked about.
    pub(super) fn concern(&self, entry: &Entry) -> bool {
        self.states.is_some() && asks(&entry.definition)
    }

    /// What is answered instead of a call; `None` where it may go on.
    ///
    /// # Errors
    /// A confirmation that was altered, or given for something else, is an error of the protocol: no model
    /// brings it about.
    pub(super) async fn instead(
        &self,
        entry: &Entry,
        arguments: &JsonObject,
        given: Given<'_>,
    ) -> Result<Option<CallToolResponse>, ErrorData> {
        let states = self.states.as_ref().filter(|_| asks(&entry.definition));
        let Some(states) = states else { return Ok(None) };
        if era::is_stateless(given.context) {
            let subject = subject(entry, arguments, given.context);
            return answered(states, entry, arguments, &subject, given);
        }
        let peer = &given.context.peer;
        let capabilities = peer.peer_info().map(|it| it.capabilities.clone());
        if !can_ask(capabilities) {
            return Ok(Some(refusal(entry, CANNOT_ASK)));
        }
        let question = question::ask(entry, arguments);
        Ok(match peer.create_elicitation_with_timeout(question, Some(PATIENCE)).await {
            Ok(answer) => verdict(entry, &answer),
            Err(error) => Some(refusal(entry, &format!("the user could not be asked: {error}"))),
        })
    }
}

/// The confirmation that came with a request, or the question.
fn answered(
    states: &States,
    entry: &Entry,
    arguments: &JsonObject,
    subject: &Subject,
    given: Given<'_>,
) -> Result<Option<CallToolResponse>, ErrorData> {
    let answer = given.responses.and_then(|mut it| it.remove(QUESTION));
    let (Some(state), Some(answer)) = (given.state, answer) else {
        if !can_ask(given.context.meta.client_capabilities()) {
            return Ok(Some(refusal(entry, CANNOT_ASK)));
        }
        let question = InputRequest::Elicitation(Request::new(question::ask(entry, arguments)));
        let questions = [(QUESTION.to_owned(), question)].into();
        let asked = InputRequiredResult::new(Some(questions), Some(states.issue(subject)));
        return Ok(Some(asked.into()));
    };
    match states.redeem(&state, subject) {
        Ok(()) => {}
        Err(Refused::Foreign(message)) => return Err(ErrorData::invalid_params(message, None)),
        Err(Refused::Spent(reason)) => return Ok(Some(refusal(entry, reason))),
    }
    Ok(match serde_json::from_value(answer) {
        Ok(answer) => verdict(entry, &answer),
        Err(_) => Some(refusal(entry, "the answer to the question is none of MCP")),
    })
}

/// The headers are those of the request itself, so a state is worth nothing to another caller.
fn subject(entry: &Entry, arguments: &JsonObject, context: &RequestContext<RoleServer>) -> Subject {
    let parts = context.extensions.get::<Parts>();
    let caller = parts.and_then(|it| it.headers.get(AUTHORIZATION)).map(|it| it.as_bytes());
    Subject::new(entry.capability.name, entry.tool.name, arguments, caller)
}

/// Whether a client shows forms. One that declares elicitation and no mode does.
pub(super) fn can_ask(capabilities: Option<ClientCapabilities>) -> bool {
    let declared = capabilities.and_then(|it| it.elicitation);
    declared.is_some_and(|it| it.form.is_some() || it.url.is_none())
}

const CANNOT_ASK: &str = "it may delete or overwrite data, so the user has to confirm it, and this \
    client cannot ask (it has declared no elicitation of forms, or is served without a session). The \
    user can do it with a client that asks; whoever runs the server can let it act without asking \
    (--yes-destructive)";

fn verdict(entry: &Entry, answer: &ElicitResult) -> Option<CallToolResponse> {
    let confirmed = answer.content.as_ref().and_then(|it| it.get(QUESTION));
    let reason = match &answer.action {
        ElicitationAction::Accept if confirmed == Some(&Value::Bool(true)) => return None,
        ElicitationAction::Accept => "the user sent the form without confirming it",
        ElicitationAction::Decline => "the user declined. Do not call it again unless asked to",
        _ => "the user closed the question without an answer",
    };
    Some(refusal(entry, reason))
}

/// An error, since a tool that promises structured content has none to give.
fn refusal(entry: &Entry, reason: &str) -> CallToolResponse {
    let text = format!("Nothing was done: `{}` was not called, because {reason}.", entry.tool.name);
    CallToolResult::error(vec![ContentBlock::text(text)]).into()
}
