//! One call of a tool, from its arguments to its result.

use rmcp::ErrorData;
use rmcp::model::{CallToolResponse, CallToolResult, JsonObject};

use super::catalog::Entry;
use super::confirm::Given;
use super::{Shared, arguments, error, redact, result};
use crate::support::service::Context;

/// Calls the operation of a tool. Whatever goes wrong is told in the result, and so is a question that
/// must be answered before.
///
/// # Errors
/// Only of the protocol: a confirmation that is none of this call.
pub(super) async fn call(
    shared: &Shared,
    entry: &Entry,
    arguments: JsonObject,
    given: Given<'_>,
    context: Context,
) -> Result<CallToolResponse, ErrorData> {
    if shared.limits.hides()
        && let Some(pointer) = redact::placeholder(&arguments)
    {
        return Ok(error::placeholder(entry.tool, &pointer).into());
    }
    let asked = shared.confirmations.concern(entry).then(|| arguments.clone());
    let inputs = match arguments::read(entry.tool, arguments) {
        Ok(inputs) => inputs,
        Err(violations) => return Ok(error::arguments(entry.tool, &violations).into()),
    };
    if let Some(arguments) = asked
        && let Some(instead) =
            // Boxed, since few calls ask, and all would be as large as what asks.
            Box::pin(shared.confirmations.instead(entry, &arguments, given)).await?
    {
        return Ok(instead);
    }
    let limits = &shared.limits;
    let result: CallToolResult =
        match entry.service.call(entry.tool.call.operation, inputs, &context).await {
            Ok(answer) if answer.status.is_success() => result::success(entry, answer, limits),
            Ok(answer) => error::answer(limits.shown(answer)),
            Err(failure) => error::failure(failure, limits),
        };
    Ok(result.into())
}
